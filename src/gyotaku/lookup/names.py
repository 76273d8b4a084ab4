"""What to ask DNS of a name or an address (RFC 1035, 5321 section 5.1, 7505; reverse names confirmed as in RFC 8601 section 3)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from gyotaku.mail.ip import address_of
from gyotaku.model.asks import Answer, Ask, Inquiry
from gyotaku.model.names import DomainNames, HostNames, ReverseName

MOST_REVERSE_NAMES = 5
"""Names of one address that are looked up forward."""


def _asks(name: str, *types: str) -> tuple[Ask, ...]:
    return tuple(Ask("dns", of_type, name) for of_type in types)


def host(name: str) -> Inquiry[HostNames]:
    """The addresses of one host."""
    answers = yield _asks(name, "A", "AAAA")
    return (yield from _host(name, answers))


def domain(name: str) -> Inquiry[DomainNames]:
    """A domain that mail is sent from: its addresses, where its mail goes, who serves its zone, its texts."""
    a, aaaa, mail, name_servers, texts = yield _asks(name, "A", "AAAA", "MX", "NS", "TXT")
    named = yield from _host(name, (a, aaaa))
    return DomainNames(host=named, mail=mail, name_servers=name_servers, texts=texts)


def reverse(address: str) -> Inquiry[ReverseName]:
    """The names of an address, and which of them lead back to it."""
    ip = ipaddress.ip_address(address)
    (pointers,) = yield _asks(ip.reverse_pointer, "PTR")
    names = pointers.records[:MOST_REVERSE_NAMES]
    answers = yield tuple(Ask("dns", "A" if ip.version == 4 else "AAAA", name) for name in names)
    confirmed = tuple(
        name for name, answer in zip(names, answers, strict=True) if str(ip) in _canonical(answer.records)
    )
    return ReverseName(address, names, confirmed, (pointers, *answers))


def _host(name: str, answers: tuple[Answer, ...]) -> Inquiry[HostNames]:
    """What the answers say of the host. That a name does not exist is believed of a resolver that knows its top-level domain.

    One that knows none, as in a net that lets nobody out before he has signed in, says it of every name.
    """
    addresses = tuple(_canonical(record for answer in answers for record in answer.records))
    exists = None
    if addresses or any(answer.detail == "NODATA" for answer in answers):
        exists = True
    elif any(answer.detail == "NXDOMAIN" for answer in answers):
        (top,) = yield _asks(name.rpartition(".")[2], "NS")
        exists = False if top.told and top.detail != "NXDOMAIN" else None
    return HostNames(name, addresses, exists, answers)


def _canonical(records: Iterable[str]) -> list[str]:
    # A recorded answer may have been written by anybody.
    return [address for record in records if (address := address_of(record)) is not None]
