"""DNS over UDP, and over TCP where an answer is cut (RFC 1035, 6891, 7766), from the servers that the user or the system names.

No other server is ever asked, whatever an answer says: delegations are the resolver's business. Times to live are kept as
they are told (at most a week, RFC 8767 section 4), those of negative answers from the SOA (RFC 2308 section 5).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from gyotaku.lookup.special_names import is_special
from gyotaku.mail.ip import address_of
from gyotaku.model.asks import Answer, Ask, Outcome

if TYPE_CHECKING:
    from dns.message import Message, QueryMessage

LONGEST_KEPT = timedelta(days=7)
UNKNOWN_NEGATIVE = timedelta(minutes=5)
"""How long a negative answer without SOA is kept."""
MOST_RECORDS = 200
"""Records of one answer that are read; a hostile zone may hold thousands."""
_PAYLOAD = 1232
_TRIES = 2
_WITHOUT_EDNS = frozenset((1, 4))
"""FORMERR and NOTIMP: with these a server that knows no EDNS answers (RFC 6891 section 7)."""


class Server(Struct, frozen=True):
    address: str
    port: int = 53

    def __str__(self) -> str:
        if self.port == 53:
            return self.address
        return f"[{self.address}]:{self.port}" if ":" in self.address else f"{self.address}:{self.port}"


def server(text: str) -> Server:
    """A server as the configuration writes it. Raises ValueError for anything but an address with or without a port."""
    host, port = text.strip(), "53"
    if host.startswith("["):
        host, _, port = host[1:].partition("]")
        port = port.removeprefix(":") or "53"
    elif host.count(":") == 1:
        host, port = host.split(":")
    address = address_of(host)
    if address is None or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"{text!r} is no address of a DNS server")
    return Server(address, int(port))


def system_servers() -> tuple[Server, ...]:
    """The servers of /etc/resolv.conf; none where there is no such file."""
    import dns.resolver

    try:
        read = dns.resolver.Resolver()
    except (dns.resolver.NoResolverConfiguration, OSError):
        return ()
    return tuple(Server(str(address), read.port) for address in read.nameservers)


class DnsSource:
    """Asks each server in turn until one has an answer, each twice at most within the time given."""

    def __init__(self, servers: tuple[Server, ...], now: Callable[[], datetime]) -> None:
        self._servers = servers
        self._now = now

    def whom(self, ask: Ask) -> str:
        del ask
        return ", ".join(f"DNS {server}" for server in self._servers) or "DNS"

    async def ask(self, ask: Ask, within: float) -> Answer:
        if is_special(ask.of):
            # An answer may name one (an SPF include, a mail server): what our own house knows of it is not for a report.
            return self._without(ask, Outcome.NOT_ASKED, "a name that means something in one house alone")
        try:
            query = _query(ask)
        except ValueError as error:
            return self._without(ask, Outcome.NOT_ASKED, str(error))
        if not self._servers:
            return self._without(ask, Outcome.FAILED, "no DNS server is known")
        ends = asyncio.get_running_loop().time() + within
        failed = self._without(ask, Outcome.LATE, "no answer in time")
        for number in range(_TRIES):
            for server in self._servers:
                left = ends - asyncio.get_running_loop().time()
                if left <= 0:
                    return failed
                share = left / (_TRIES * len(self._servers) - number) if number == 0 else left
                answer = await self._one(ask, query, server, share)
                if answer.told:
                    return answer
                failed = answer
        return failed

    async def _one(self, ask: Ask, query: QueryMessage, server: Server, within: float) -> Answer:
        import dns.exception

        by = f"DNS {server}"
        try:
            async with asyncio.timeout(within):
                response = await _exchanged(query, server, within)
                if response.rcode() in _WITHOUT_EDNS and response.edns < 0:
                    response = await _exchanged(_query(ask, edns=False), server, within)
            return _read(ask, response, by, self._now())
        except (TimeoutError, dns.exception.Timeout):
            return self._without(ask, Outcome.LATE, "no answer in time", by)
        except (dns.exception.DNSException, OSError, EOFError, ValueError) as error:
            return self._without(ask, Outcome.FAILED, _plain(error), by)

    def _without(self, ask: Ask, outcome: Outcome, detail: str, by: str = "") -> Answer:
        now = self._now()
        return Answer(ask=ask, outcome=outcome, time=now, expires=now, by=by, detail=detail)


async def _exchanged(query: QueryMessage, server: Server, within: float) -> Message:
    import dns.asyncquery

    response, _ = await dns.asyncquery.udp_with_fallback(
        query, server.address, port=server.port, timeout=within, ignore_unexpected=True, ignore_errors=True
    )
    return response


def _plain(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _query(ask: Ask, *, edns: bool = True) -> QueryMessage:
    import dns.exception
    import dns.message
    import dns.name

    try:
        if not ask.of.isascii() or not ask.of:
            raise ValueError("not written in ASCII letters")
        name = dns.name.from_text(ask.of)
        if not edns:
            return dns.message.make_query(name, ask.what, use_edns=False)
        return dns.message.make_query(name, ask.what, use_edns=0, payload=_PAYLOAD)
    except (dns.exception.DNSException, UnicodeError, ValueError) as error:
        raise ValueError(f"not a name that DNS can hold: {_plain(error)}") from error


def _read(ask: Ask, response: Any, by: str, now: datetime) -> Answer:
    """The answer in a response. Raises DNSException for one that cannot be followed."""
    import dns.flags
    import dns.rcode
    import dns.rdatatype

    def failed(why: str) -> Answer:
        return Answer(ask=ask, outcome=Outcome.FAILED, time=now, expires=now, by=by, detail=why)

    code = response.rcode()
    if code not in {dns.rcode.NOERROR, dns.rcode.NXDOMAIN}:
        return failed(str(dns.rcode.to_text(code)))
    chain = response.resolve_chaining()
    found = chain.answer
    end = "" if chain.canonical_name == response.question[0].name else _name(chain.canonical_name)
    if found is None or not len(found):
        has_soa = any(rrset.rdtype == dns.rdatatype.SOA for rrset in response.authority)
        referral = any(rrset.rdtype == dns.rdatatype.NS for rrset in response.authority)
        if code == dns.rcode.NOERROR and referral and not has_soa and not response.flags & dns.flags.AA:
            return failed("a referral, no answer")
        if code == dns.rcode.NOERROR and end and not has_soa:
            return failed("a chain of aliases without an end")
        kept = timedelta(seconds=chain.minimum_ttl) if has_soa else UNKNOWN_NEGATIVE
        detail = "NXDOMAIN" if code == dns.rcode.NXDOMAIN else "NODATA"
        return Answer(
            ask=ask, outcome=Outcome.NOTHING, time=now, expires=now + min(kept, LONGEST_KEPT), by=by, detail=detail
        )
    kept = min(timedelta(seconds=chain.minimum_ttl), LONGEST_KEPT)
    records = tuple(_record(rdata) for rdata in islice(found, MOST_RECORDS))
    more = f"{len(found) - MOST_RECORDS} more records were not read" if len(found) > MOST_RECORDS else ""
    detail = "; ".join(note for note in (f"alias of {end}" if end else "", more) if note)
    return Answer(ask=ask, outcome=Outcome.FOUND, time=now, expires=now + kept, by=by, records=records, detail=detail)


def _name(name: Any) -> str:
    return str(name.to_text(omit_final_dot=True)).lower()


def _record(rdata: Any) -> str:
    import dns.rdatatype as types

    match rdata.rdtype:
        case types.TXT | types.SPF:
            return b"".join(rdata.strings).decode("latin-1")
        case types.MX:
            return f"{rdata.preference} {_name(rdata.exchange)}"
        case types.NS | types.PTR | types.CNAME:
            return _name(rdata.target)
        case types.A | types.AAAA:
            return str(rdata.address)
        case _:
            return str(rdata.to_text())
