"""The names that the terms of a record lead to: macros with the delivery's values, and the client's own reverse names."""

from __future__ import annotations

import ipaddress

from msgspec import Struct

from gyotaku.authentication.names import askable
from gyotaku.authentication.spf_account import Account, Asking
from gyotaku.authentication.spf_macros import expand_name
from gyotaku.authentication.spf_record import Term
from gyotaku.model.asks import Ask, Outcome
from gyotaku.model.spf import SpfCaution

MOST_PTR = 10
_DNS_ERRORS = frozenset({Outcome.FAILED, Outcome.LATE})
"""What section 5.5 takes for no match. What nobody was asked is no DNS error."""


class Delivery(Struct, frozen=True):
    """What the records are asked about."""

    ip: ipaddress.IPv4Address | ipaddress.IPv6Address | None
    local: str
    domain: str
    helo: str
    receiver: str


class Naming(Account):
    """An account of one delivery."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__()
        self.delivery = delivery
        self.ip = delivery.ip
        self.version = 0 if self.ip is None else self.ip.version
        self.number = 0 if self.ip is None else int(self.ip)
        self.type = "AAAA" if self.version == 6 else "A"
        self.validated: tuple[str, ...] | None = None
        self.reversing: list[Ask] = []

    def reverse_names(self, domain: str, term: Term) -> Asking[tuple[str, ...]]:
        """The client's validated names (section 5.5), looked up once."""
        if self.validated is not None or self.ip is None:
            self.asking += self.reversing
            return self.validated or ()
        pointer = Ask("dns", "PTR", self.ip.reverse_pointer)
        (answer,) = yield from self.ask((pointer,))
        if answer.outcome not in _DNS_ERRORS:
            self.need(domain, answer, term)
        self.void(domain, term, (answer,))
        names = [name for name in dict.fromkeys(record.lower() for record in answer.records) if askable(name)]
        if len(names) > MOST_PTR:
            self.warn(SpfCaution.PTR_IGNORED, domain, term)
        answers = yield from self.ask(tuple(Ask("dns", self.type, name) for name in names[:MOST_PTR]))
        for one in answers:
            if one.outcome not in _DNS_ERRORS:
                self.need(domain, one, term)
        self.reversing = [pointer, *(one.ask for one in answers)]
        own = str(self.ip)
        self.validated = tuple(name for name, one in zip(names, answers, strict=False) if own in one.records)
        return self.validated

    def target(self, domain: str, term: Term) -> Asking[str | None]:
        """The name a term is about; None where it holds what no DNS name can (RFC 8616 section 4)."""
        if term.target is None:
            return domain
        if "p" in term.target.letters:
            yield from self.reverse_names(domain, term)
        name = expand_name(term.target, lambda letter: self.value(letter, domain))
        return name if name.isascii() else None

    def value(self, letter: str, domain: str) -> str:
        """What a macro letter stands for (section 7.2)."""
        match letter:
            case "s":
                return f"{self.delivery.local}@{self.delivery.domain}"
            case "l":
                return self.delivery.local
            case "o":
                return self.delivery.domain
            case "d":
                return domain
            case "i":
                four = self.type == "A"
                return str(self.ip) if four or self.ip is None else ".".join(f"{int(self.ip):032X}")
            case "c":
                return str(self.ip)
            case "v":
                return "in-addr" if self.type == "A" else "ip6"
            case "h":
                return self.delivery.helo
            case "p":
                return self.validated_name(domain)
            case "r":
                return self.delivery.receiver
        return ""

    def validated_name(self, domain: str) -> str:
        names = self.validated or ()
        below = (name for name in names if name.endswith("." + domain))
        return domain if domain in names else next(below, names[0] if names else "unknown")
