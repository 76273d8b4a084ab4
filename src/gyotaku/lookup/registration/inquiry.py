"""Who registered a domain, and whose network an address is.

Bounds: a domain takes at most six asks (registry by RDAP, registrar by RDAP, IANA, registry by WHOIS, registrar by WHOIS, and
one more where both RDAP and WHOIS are configured twice), an address at most four. A referral is followed once.
"""

from __future__ import annotations

from msgspec import structs

from gyotaku.lookup.registration import rdap, whois
from gyotaku.lookup.registration.servers import JPNIC, domain_asks, is_unregistered, network_asks, tld_ask
from gyotaku.lookup.registration.servers import whois as whois_ask
from gyotaku.mail.domains import registered
from gyotaku.model.asks import Answer, Ask, Inquiry, Outcome
from gyotaku.model.configuration import Config
from gyotaku.model.registration import Network, Networked, NoAnswer, NotFound, Registered, Registration

MOST_ASKS = 6
_NO_REGISTRY = "no registry gives out such names"
_NOT_PUBLIC = "not an address of the public Internet"
_NO_SERVER = "no server is known for this top-level domain"
_UNREADABLE = "an answer that is not about it, or cannot be read"


def domain(name: str, config: Config) -> Inquiry[Registered]:
    """The registration of the domain in which a host lies; the result names it as the registry does (`mail.domains.registered`)."""
    name = registered(name) or name.lower()
    asked: list[Answer] = []
    asks = domain_asks(name, config)
    if not asks:
        found = yield from _by_iana(name, asked)
        if isinstance(found, NoAnswer):
            return found
        asks = (found,)
    last: Answer | None = None
    for ask in asks:
        (answer,) = yield (ask,)
        asked.append(answer)
        if answer.outcome is Outcome.NOTHING:
            return NotFound(name, (answer,))
        if not answer.records:
            last = answer
            continue
        reader = rdap.read_domain if ask.source == "rdap" else whois.read_domain
        registration = reader(name, answer)
        if registration is not None:
            return (yield from _whole(registration, answer))
        last = structs.replace(answer, outcome=Outcome.FAILED, detail=_UNREADABLE)
    return _none(name, last, asked)


def _by_iana(name: str, asked: list[Answer]) -> Inquiry[Ask | NoAnswer]:
    """The registry's WHOIS server where no table names one."""
    if is_unregistered(name):
        return NoAnswer(name, Outcome.NOT_ASKED, _NO_REGISTRY)
    (answer,) = yield (tld_ask(name),)
    asked.append(answer)
    server = whois.referred(answer)
    if server is None:
        told = answer.outcome in {Outcome.FOUND, Outcome.NOTHING}
        outcome = Outcome.FAILED if told else answer.outcome
        return NoAnswer(name, outcome, _NO_SERVER if told else answer.detail, (answer,))
    return whois_ask(server, name)


def _whole(registration: Registration, answer: Answer) -> Inquiry[Registration]:
    """With what the registrar says, where the registry keeps no holder."""
    if registration.holder is not None or registration.redacted:
        return registration
    name = registration.domain
    if registration.protocol == "rdap":
        place = rdap.registrars_link(answer)
        ask = Ask("rdap", "domain", place) if place and place != answer.ask.of else None
    else:
        server = whois.registrars_server(answer)
        ask = whois_ask(server, name) if server else None
    if ask is None or ask == answer.ask:
        return registration
    (more,) = yield (ask,)
    reader = rdap.read_domain if ask.source == "rdap" else whois.read_domain
    registrars = reader(name, more) if more.records else None
    if registrars is None:
        return structs.replace(registration, silent_registrar=True)
    return structs.replace(
        registration,
        answers=(*registration.answers, more),
        organization=registrars.organization,
        name=registrars.name,
        country=registrars.country,
        state=registrars.state,
        city=registrars.city,
        registrar=registration.registrar or registrars.registrar,
        created=registration.created or registrars.created,
        updated=registration.updated or registrars.updated,
        expires=registration.expires or registrars.expires,
        name_servers=registration.name_servers or registrars.name_servers,
        status=registration.status or registrars.status,
        abuse=registration.abuse or registrars.abuse,
        privacy=registrars.privacy,
        redacted=registrars.redacted,
    )


def network(address: str, config: Config) -> Inquiry[Networked]:
    """The network of an address in canonical form. Nothing is asked of an address that is not public."""
    asks = network_asks(address, config)
    if not asks:
        return NoAnswer(address, Outcome.NOT_ASKED, _NOT_PUBLIC)
    asked: list[Answer] = []
    last: Answer | None = None
    for ask in asks:
        (answer,) = yield (ask,)
        asked.append(answer)
        if answer.outcome is Outcome.NOTHING:
            return NotFound(address, (answer,))
        if not answer.records:
            last = answer
            continue
        if ask.source == "rdap":
            found = rdap.read_network(address, answer)
        else:
            found = yield from _by_whois(address, answer)
        if found is not None:
            return found
        last = structs.replace(answer, outcome=Outcome.FAILED, detail=_UNREADABLE)
    return _none(address, last, asked)


def _by_whois(address: str, answer: Answer) -> Inquiry[Network | None]:
    """The network, from the registry to which a regional one refers where it does: JPNIC for Japan's."""
    found = whois.read_network(address, answer)
    server = JPNIC if found is not None and "jpnic" in (found.name or "").lower() else whois.referred(answer)
    ask = whois_ask(server, address, "ip") if server else None
    if ask is None or ask == answer.ask:
        return found
    (more,) = yield (ask,)
    closer = whois.read_network(address, more) if more.records else None
    if closer is None:
        return found
    return structs.replace(closer, answers=(answer, more), country=closer.country or (found.country if found else None))


def _none(of: str, last: Answer | None, asked: list[Answer]) -> NoAnswer:
    if last is None:
        return NoAnswer(of, Outcome.NOT_ASKED)
    return NoAnswer(of, last.outcome, last.detail, tuple(asked))
