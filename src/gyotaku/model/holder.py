"""A registration in the words of a finding: who holds a domain, and with which words of the answer it is quoted."""

from __future__ import annotations

from msgspec import Struct

from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.registration import Dated, Network, PrivacyService, Registration, Spelled
from gyotaku.model.text import Quote, Slot, Text, Time, Word

_WITHHELD = Text(en="nobody (the name is withheld)", ja="非公開")
_UNNAMED = Text(en="nobody", ja="記載なし")
_NONE = Text(en="none", ja="記載なし")


class Told(Struct, frozen=True):
    """Slots of a finding: the holder as each language tells him, the place that is given, and when it was said."""

    holder: Slot
    holder_ja: Slot
    place: Slot
    time: Slot


def told(registration: Registration) -> Told:
    """What a finding says of the holder."""
    service, name = registration.privacy, registration.holder
    holder, holder_ja = _named(name) if service is None else (_proxy(service), _proxy(service))
    if service is None and name is None:
        holder = holder_ja = Word(_WITHHELD if registration.redacted else _UNNAMED)
    place = ", ".join(filter(None, (registration.city, registration.state, registration.country)))
    return Told(holder, holder_ja, Quote(place) if place else Word(_NONE), Time(registration.answer.time))


def _proxy(service: PrivacyService) -> Word:
    return Word(Text(en=f"the privacy proxy {service.name.en}", ja=service.name.ja))


def _named(name: Spelled | None) -> tuple[Slot, Slot]:
    return (Quote(name.said("en")), Quote(name.said("ja"))) if name else (Word(_UNNAMED), Word(_UNNAMED))


def quote_holder(registration: Registration) -> tuple[Evidence, ...]:
    """The words that tell of the holder. He wrote them himself, unless the registry examines him."""
    principal = Principal.REGISTRY if registration.verified else Principal.DOMAIN_HOLDER
    words = list(registration.holder.all) if registration.holder else []
    words += filter(None, (registration.city, registration.state, registration.country))
    if not words:
        return (Evidence.answered(registration.answer, Principal.REGISTRY, registration.domain),)
    return tuple(Evidence.answered(registration.answer, principal, word) for word in words)


def quote_network(network: Network) -> tuple[Evidence, ...]:
    """The registry's words about a network."""
    words = [
        network.prefix or f"{network.first} - {network.last}",
        *(network.organization.all if network.organization else ()),
    ]
    words += filter(None, (network.name, network.country, network.abuse))
    return tuple(Evidence.answered(network.answer, Principal.REGISTRY, word) for word in words)


def quote_date(registration: Registration, dated: Dated) -> Evidence:
    """The day of registration: nobody but the registry and the registrar sets it."""
    return Evidence.answered(registration.answers[0], Principal.REGISTRY, dated.text)
