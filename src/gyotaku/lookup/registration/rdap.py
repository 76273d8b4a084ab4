"""RDAP answers (RFC 9083) read. Whatever a server sends, a reader returns what it understands, and never raises."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from gyotaku.lookup.registration.contact import Contact, of_entity, plain
from gyotaku.lookup.registration.dates import read_date
from gyotaku.lookup.registration.privacy import service_of
from gyotaku.mail.ip import address_of
from gyotaku.model.asks import Answer
from gyotaku.model.registration import Dated, Network, Registration

_MOST = 200
"""Entities, events, name servers, links and words of one answer that are looked at."""
_DEEPEST = 3
"""Entities within entities."""


def read_domain(domain: str, answer: Answer) -> Registration | None:
    """None where the answer is no domain object, or one about another name."""
    told = _object(answer)
    if told is None or not _is_about(told, domain):
        return None
    registrant = _contact(told, "registrant")
    registrar = _contact(told, "registrar")
    names = tuple(name for spelled in (registrant.organization, registrant.name) if spelled for name in spelled.all)
    abuse = _contact(told, "abuse").email
    return Registration(
        domain=domain,
        protocol="rdap",
        answers=(answer,),
        registry=_host(answer.by),
        organization=registrant.organization,
        name=registrant.name if registrant.name != registrant.organization else None,
        country=registrant.country,
        state=registrant.state,
        city=registrant.city,
        registrar=_first(registrar.organization, registrar.name),
        created=_event(told, "registration"),
        updated=_event(told, "last changed"),
        expires=_event(told, "expiration"),
        name_servers=tuple(_name_servers(told)),
        status=tuple(_words(told.get("status"))),
        abuse=abuse,
        privacy=service_of(names, registrant.email),
        redacted=not names and (registrant.withheld or _redacts(told)),
    )


def registrars_link(answer: Answer) -> str | None:
    """Where the registrar's own RDAP answer is, which a registry that keeps no holders links to."""
    told = _object(answer)
    links = (told or {}).get("links")
    for link in links[:_MOST] if isinstance(links, list) else ():
        if not isinstance(link, dict) or link.get("rel") != "related":
            continue
        place = link.get("href")
        if (
            isinstance(place, str)
            and place.startswith(("https://", "http://"))
            and len(place) < 2000
            and place.isascii()
        ):
            kind = str(link.get("type", ""))
            if "rdap+json" in kind or (not kind and "/domain/" in place):
                return place
    return None


def read_network(address: str, answer: Answer) -> Network | None:
    """None where the answer is no network object."""
    told = _object(answer)
    if told is None or told.get("objectClassName", "ip network") != "ip network":
        return None
    first, last = (_address(told.get(key)) for key in ("startAddress", "endAddress"))
    if first is None and last is None:
        return None
    holder = _contact(told, "registrant", "owner")
    country = _text(told.get("country"))
    return Network(
        address=address,
        protocol="rdap",
        answers=(answer,),
        first=first,
        last=last,
        prefix=_prefix(told),
        name=_text(told.get("name")),
        handle=_text(told.get("handle")),
        organization=holder.organization or holder.name,
        country=country.upper() if country and len(country) == 2 else country or holder.country,
        abuse=_contact(told, "abuse").email,
        asn=_asn(told),
    )


def _object(answer: Answer) -> dict[str, Any] | None:
    try:
        told = json.loads(answer.records[0]) if answer.records else None
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _is_about(told: Mapping[str, Any], domain: str) -> bool:
    if told.get("objectClassName", "domain") != "domain":
        return False
    name = _text(told.get("ldhName")) or _text(told.get("unicodeName"))
    return name is None or not name.isascii() or name.rstrip(".").lower() == domain


def _contact(told: Mapping[str, Any], *roles: str) -> Contact:
    """The first contact in one of these roles that tells anything."""
    found = Contact()
    for entity in _entities(told, _DEEPEST, [_MOST]):
        if not set(roles).isdisjoint(_words(entity.get("roles"))):
            contact = of_entity(entity)
            if contact.organization or contact.name or contact.email:
                return contact
            found = contact if contact.withheld or contact.country else found
    return found


def _entities(told: Mapping[str, Any], depth: int, left: list[int]) -> Iterator[Mapping[str, Any]]:
    entities = told.get("entities")
    if not depth or not isinstance(entities, list):
        return
    inner = []
    for entity in entities:
        if left[0] <= 0:
            return
        left[0] -= 1
        if isinstance(entity, dict):
            inner.append(entity)
            yield entity
    for entity in inner:
        yield from _entities(entity, depth - 1, left)


def _event(told: Mapping[str, Any], action: str) -> Dated | None:
    events = told.get("events")
    for event in events[:_MOST] if isinstance(events, list) else ():
        if isinstance(event, dict) and str(event.get("eventAction", "")).lower() == action:
            return read_date(str(event.get("eventDate", "")))
    return None


def _name_servers(told: Mapping[str, Any]) -> Iterator[str]:
    servers = told.get("nameservers")
    for server in servers[:_MOST] if isinstance(servers, list) else ():
        name = _text(server.get("ldhName")) if isinstance(server, dict) else None
        if name:
            yield name.rstrip(".").lower()


def _redacts(told: Mapping[str, Any]) -> bool:
    """RFC 9537, or a remark that says so in the registrant's entity."""
    if isinstance(told.get("redacted"), list) and told["redacted"]:
        return True
    return any(
        "redacted" in str(remark.get("title", "")).lower()
        for entity in _entities(told, 1, [_MOST])
        for remark in _list(entity.get("remarks"))
        if isinstance(remark, dict)
    )


def _prefix(told: Mapping[str, Any]) -> str | None:
    prefixes = _list(told.get("cidr0_cidrs"))
    if len(prefixes) != 1 or not isinstance(prefixes[0], dict):
        return None
    base = _address(prefixes[0].get("v4prefix") or prefixes[0].get("v6prefix"))
    length = prefixes[0].get("length")
    return f"{base}/{length}" if base and isinstance(length, int) and 0 <= length <= 128 else None


def _asn(told: Mapping[str, Any]) -> int | None:
    numbers = _list(told.get("arin_originas0_originautnums")) or _list(told.get("nicbr_autnum"))
    return numbers[0] if numbers and isinstance(numbers[0], int) and not isinstance(numbers[0], bool) else None


def _address(value: object) -> str | None:
    return address_of(value) if isinstance(value, str) and value else None


def _first(*spelled: Any) -> str | None:
    return next((one.said("en") for one in spelled if one), None)


def _words(value: object) -> Iterator[str]:
    for word in _list(value):
        if (text := _text(word)) is not None:
            yield text


def _list(value: object) -> list[Any]:
    return value[:_MOST] if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return (plain(value) or None) if isinstance(value, str) else None


def _host(url: str) -> str | None:
    from urllib.parse import urlsplit

    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
