"""WHOIS answers read: JPRS and JPNIC, ICANN's form, and the forms of country registries. A reader never raises."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from typing import Any

from gyotaku.data.tables import table
from gyotaku.lookup.registration.contact import Draft, mailbox
from gyotaku.lookup.registration.dates import read_date
from gyotaku.lookup.registration.lines import Block, Values, blocks, gathered
from gyotaku.lookup.registration.privacy import service_of
from gyotaku.mail.ip import parsed
from gyotaku.mail.pattern import Pattern
from gyotaku.model.asks import Answer
from gyotaku.model.registration import Dated, Network, Registration

_ZONES = {"jp": 9, "kr": 9, "cn": 8, "tw": 8}
"""Hours, of registries that write their own time without saying so."""
# Of these the registry has the holder's existence proven (JPRS, rules for organizational-type JP domain names).
_VERIFIED = tuple(f".{kind}.jp" for kind in "ac ad co ed go lg or".split())
_SERVER = Pattern(r"(?:(?:whois|https?)://)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(:\d{1,5})?/?")


def _names(member: str) -> Sequence[str]:
    return tuple(table("whois_fields")[member])


def read_domain(domain: str, answer: Answer) -> Registration | None:
    """None where the answer does not tell of this domain."""
    values = _values(answer)
    told = [name.split()[0].rstrip(".").lower() for name in _all(values, "domain") if name.strip()]
    if told and not any(name == domain or not name.isascii() for name in told):
        return None
    zone = _ZONES.get(domain.rpartition(".")[2], 0)
    draft = _draft(values)
    organization, name = draft.spelled("organization"), draft.spelled("name")
    contact = draft.contact()
    names = tuple(one for spelled in (organization, name) if spelled for one in spelled.all)
    registration = Registration(
        domain=domain,
        protocol="whois",
        answers=(answer,),
        registry="JPRS" if domain.endswith(".jp") else answer.by.partition("://")[2] or None,
        organization=organization,
        name=name if name != organization else None,
        country=contact.country,
        state=contact.state,
        city=contact.city,
        registrar=_first(values, "registrar"),
        created=_date(values, "created", zone),
        updated=_date(values, "updated", zone),
        expires=_date(values, "expires", zone),
        name_servers=tuple(_servers(values)),
        status=tuple(dict.fromkeys(_all(values, "status"))),
        abuse=mailbox(_first(values, "abuse")),
        privacy=service_of(names, contact.email),
        redacted=draft.withheld and not names,
        verified=domain.endswith(_VERIFIED),
    )
    # A server may say "hello" as well: something must be told of the domain, and of this one.
    substance = registration.created or registration.name_servers or registration.registrar or organization
    return registration if substance and (told or registration.created) else None


def registrars_server(answer: Answer) -> str | None:
    """The registrar's own server, which a registry that keeps no holders names."""
    return server_named(_first(_values(answer), "registrar_server"))


def referred(answer: Answer) -> str | None:
    """The server to which IANA or a regional registry sends on."""
    names = tuple(table("whois_fields")["network"]["referral"])
    return server_named(next(_listed(_values(answer), names), None))


def server_named(text: str | None) -> str | None:
    """`host` or `host:port`; None for anything else."""
    found = _SERVER.compiled.fullmatch((text or "").strip().lower())
    return found[1] + (found[2] or "") if found else None


def read_network(address: str, answer: Answer) -> Network | None:
    """The narrowest network of the answer that holds the address; None where there is none."""
    ip = parsed(address)
    fields: dict[str, Any] = table("whois_fields")["network"]
    best: tuple[int, tuple[Any, Any], Values] | None = None
    for group in _networks(_blocks(answer), fields["range"]):
        values: Values = {}
        for block in group:
            values = {**block.values, **values}
        bounds = _bounds(next(_listed(values, fields["range"]), ""))
        if bounds is None or ip is None or ip.version != bounds[0].version or not bounds[0] <= ip <= bounds[1]:
            continue
        width = int(bounds[1]) - int(bounds[0])
        if best is None or width < best[0]:
            best = width, bounds, values
    return _network(address, answer, *best[1:], fields) if best else None


def _network(address: str, answer: Answer, bounds: tuple[Any, Any], values: Values, fields: dict[str, Any]) -> Network:
    draft = Draft()
    for value in _listed(values, fields["organization"]):
        draft.put("organization", value)
    country = next(_listed(values, fields["country"]), None)
    nets = list(ipaddress.summarize_address_range(*bounds))
    asn = next(_listed(values, fields["asn"]), "").lower().removeprefix("as")
    return Network(
        address=address,
        protocol="whois",
        answers=(answer,),
        first=str(bounds[0]),
        last=str(bounds[1]),
        prefix=str(nets[0]) if len(nets) == 1 else None,
        name=next(_listed(values, fields["name"]), None),
        handle=next(_listed(values, fields["handle"]), None),
        organization=draft.spelled("organization"),
        country=country.upper() if country and len(country) == 2 else country,
        abuse=next(filter(None, map(mailbox, _listed(values, fields["abuse"]))), None),
        asn=int(asn) if asn.isascii() and asn.isdigit() and len(asn) <= 10 else None,
    )


def _networks(found: Sequence[Block], keys: Sequence[str]) -> Iterator[list[Block]]:
    """Blocks in groups, each beginning with one that names a range."""
    group: list[Block] = []
    for block in found:
        if any(key in block.values for key in keys) and any(any(key in one.values for key in keys) for one in group):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _bounds(text: str) -> tuple[Any, Any] | None:
    """First and last address of `a - b`, `a/n`, or LACNIC's `200.1.2/24`."""
    first, dash, last = text.partition(" - ")
    if dash:
        one, other = parsed(first.strip()), parsed(last.strip())
        return (one, other) if one and other and one.version == other.version and int(one) <= int(other) else None
    base, slash, length = text.strip().partition("/")
    if ":" not in base and base.count(".") < 3:
        base += ".0" * (3 - base.count("."))
    if not slash or parsed(base) is None:
        return None
    try:
        network = ipaddress.ip_network(f"{base}/{length}", strict=False)
    except ValueError:
        return None
    return network[0], network[-1]


def _blocks(answer: Answer) -> list[Block]:
    return list(blocks(answer.records[0])) if answer.records else []


def _values(answer: Answer) -> Values:
    return gathered(_blocks(answer), _names("holder_handles"), _names("block_beginnings"))


def _draft(values: Values) -> Draft:
    draft = Draft()
    for member in ("organization", "name", "country", "state", "city", "email"):
        for name in _names(member):
            # Below a heading the first line is the name; what follows is his address.
            for value in list(_listed(values, (name,)))[: 1 if name.endswith("/") else None]:
                draft.put(member, value)
    return draft


def _listed(values: Values, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        for value in values.get(name, ()):
            if value.strip():
                yield value.strip()


def _all(values: Values, member: str) -> Iterator[str]:
    return _listed(values, _names(member))


def _first(values: Values, member: str) -> str | None:
    return next(_all(values, member), None)


def _date(values: Values, member: str, zone: int) -> Dated | None:
    return next((dated for value in _all(values, member) if (dated := read_date(value, zone))), None)


def _servers(values: Values) -> Iterator[str]:
    """The first word of each: an address or a remark may follow."""
    seen: set[str] = set()
    for value in _all(values, "name_server"):
        name = value.split()[0].strip(",;").rstrip(".").lower()
        if "." in name and name not in seen:
            seen.add(name)
            yield name
