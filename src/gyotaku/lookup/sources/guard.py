"""Where a look-up may connect: no mail and no answer can send us to an inner address.

A name is resolved once, all its addresses must be global, and the connection goes to an address that was checked; what a
second resolution would say (DNS rebinding) is never asked. What the configuration itself names is the user's own choice.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Iterable

from gyotaku.mail.ip import Scope, address_of, scope

Resolve = Callable[[str], Awaitable[tuple[str, ...]]]
"""The addresses of a host name. Raises OSError where there are none."""

# Names that lead inside, or nowhere (RFC 6761, RFC 6762, RFC 8375, RFC 9476; ICANN resolution 2024.07.29.06).
_INNER = frozenset("localhost local internal intranet lan home corp private invalid test example onion alt".split())
WEB_PORTS = frozenset((80, 443, 8080, 8443))
_HOST_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_MOST_ADDRESSES = 4
"""Of one host that are tried, one after the other."""


_ISATAP = (b"\0\0\x5e\xfe", b"\x02\0\x5e\xfe")


class Refused(Exception):  # noqa: N818 - an outcome, not an error
    """A place where no mail may send us. Its text says which and why."""


class Guard:
    """`allowed` are host and port pairs that the configuration names; elsewhere a connection goes to one of `ports` alone.

    Else an answer could have us say something to a mail server or a data base.
    """

    def __init__(
        self,
        allowed: Iterable[tuple[str, int]] = (),
        resolve: Resolve | None = None,
        ports: frozenset[int] = WEB_PORTS,
    ) -> None:
        self._allowed = frozenset((_bare(host), port) for host, port in allowed)
        self._ports = ports
        self._resolve = resolve or by_dns

    def allows(self, host: str, port: int) -> bool:
        """The configuration names this very place."""
        return (_bare(host), port) in self._allowed

    def check_form(self, host: str, port: int, *, trusted: bool = True) -> None:
        """Raises Refused for what is inner by its form alone: all that can be known where a proxy connects.

        `trusted` is False where an answer leads to this place: then that the configuration names it too counts for nothing.
        """
        host = _bare(host)
        if trusted and (host, port) in self._allowed:
            return
        if port not in self._ports:
            raise Refused(f"{host} is to be asked at port {port}, where no such service is")
        if literal := address_of(host):
            _check(host, (literal,))
        elif "." not in host or host.rpartition(".")[2] in _INNER or host.endswith(".home.arpa"):
            raise Refused(f"{host} is an inner name")
        elif _looks_like_number(host) or not _HOST_NAME.fullmatch(host):
            raise Refused(f"{host} is no host name")

    async def addresses(self, host: str, port: int, *, trusted: bool = True) -> tuple[str, ...]:
        """The addresses to connect to. Raises Refused, or OSError where the name has none."""
        host = _bare(host)
        if trusted and (host, port) in self._allowed:
            return (address_of(host) or host,)
        self.check_form(host, port, trusted=trusted)
        if literal := address_of(host):
            return (literal,)
        found = await self._resolve(host)
        if not found:
            raise OSError(f"{host} has no address")
        _check(host, found)
        return found[:_MOST_ADDRESSES]


def _check(host: str, addresses: Iterable[str]) -> None:
    for address in addresses:
        if scope(address) is not Scope.GLOBAL or _wraps_inner(address):
            raise Refused(f"{host} leads to {address}, which is not on the public Internet")


def _wraps_inner(address: str) -> bool:
    """An IPv6 address through which a gateway, a relay or a tunnel may reach an inner IPv4 address.

    RFC 6052 64:ff9b::/96, RFC 3056 2002::/16, RFC 5214 section 6.1 (ISATAP). Behind Teredo (RFC 4380 2001::/32) is no
    server of a registry, so none of those is reached.
    """
    if ":" not in address:
        return False
    packed = socket.inet_pton(socket.AF_INET6, address)
    if packed.startswith(b"\x20\x01\0\0"):
        return True
    if packed.startswith(bytes.fromhex("0064ff9b0000000000000000")) or packed[8:12] in _ISATAP:
        inner = packed[12:]
    elif packed.startswith(b"\x20\x02"):
        inner = packed[2:6]
    else:
        return False
    return scope(socket.inet_ntop(socket.AF_INET, inner)) is not Scope.GLOBAL


def _looks_like_number(host: str) -> bool:
    """`127.1` and `0x7f000001` are addresses to some resolvers."""
    last = host.rpartition(".")[2]
    return last.isdigit() or last.startswith("0x")


def _bare(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()


async def by_dns(host: str) -> tuple[str, ...]:
    """By the system's DNS servers, without its search list and its hosts file. Raises OSError."""
    return await asked_by(())(host)


def asked_by(servers: tuple[str, ...]) -> Resolve:
    """A resolver that asks these servers (`address` or `address:port`), the system's when there are none."""

    async def resolve(host: str) -> tuple[str, ...]:
        import dns.asyncresolver
        import dns.exception
        import dns.nameserver

        try:
            resolver = dns.asyncresolver.Resolver(configure=not servers)
            if servers:
                resolver.nameservers = [dns.nameserver.Do53Nameserver(*_server(server)) for server in servers]
            answers = await asyncio.gather(
                *(resolver.resolve(host + ".", kind, raise_on_no_answer=False, search=False) for kind in ("A", "AAAA")),
                return_exceptions=True,
            )
        except (dns.exception.DNSException, ValueError) as error:
            raise OSError(f"{host}: {type(error).__name__}") from error
        # Some name servers break on one of the two types; the addresses of the other are as good.
        given = [answer for answer in answers if not isinstance(answer, BaseException)]
        if not given:
            raise OSError(f"{host}: {type(answers[0]).__name__}")
        return tuple(record.to_text() for answer in given for record in answer.rrset or ())

    return resolve


def _server(text: str) -> tuple[str, int]:
    host, port = place(text, 53)
    return host, port


def place(text: str, port: int) -> tuple[str, int]:
    """Host and port of `host`, `host:port`, `[address]:port` or a bare IPv6 address. Raises ValueError for a bad port."""
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        return host, int(rest[1:]) if rest.startswith(":") else port
    if text.count(":") == 1:
        host, _, number = text.partition(":")
        return host, int(number)
    return text, port
