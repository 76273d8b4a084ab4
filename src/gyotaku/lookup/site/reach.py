"""How the proxy of a visit gets to a server: by itself, or through the proxy that the configuration names (HTTP, SOCKS5, so Tor).

By itself it resolves each name once a visit, and connects to an address that was checked: a name that leads elsewhere a moment later (DNS
rebinding) is not asked again. Through another proxy that one resolves, and only what is inner by its form can be refused.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Protocol
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from gyotaku.lookup.sources.guard import Guard
from gyotaku.mail.ip import address_of

TO_CONNECT = 8.0
"""Seconds to be connected with one server."""


class Connection(Struct, frozen=True):
    """`absolute`: what is asked must name its host in the request line, since another HTTP proxy hears it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    address: str | None
    absolute: bool = False


Dial = Callable[[str, int], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


class Reach(Protocol):
    """One way to servers."""

    async def connected(self, host: str, port: int, *, plain: bool) -> Connection:
        """`plain` where HTTP itself is spoken and no tunnel is wanted. Raises Refused, NoAddress, OSError."""
        ...


class NoAddress(OSError):  # noqa: N818 - an outcome, not an error
    """The name leads to no address."""


class Direct:
    """By ourselves. `dial` is for tests, which play the Internet on loopback."""

    def __init__(self, guard: Guard, dial: Dial = asyncio.open_connection) -> None:
        self._guard = guard
        self._dial = dial
        self._addresses: dict[tuple[str, int], tuple[str, ...]] = {}
        self._lock = asyncio.Lock()

    async def connected(self, host: str, port: int, *, plain: bool) -> Connection:  # noqa: ARG002
        async with self._lock:  # two connections at once must not be told two different things
            if (host, port) not in self._addresses:
                try:
                    self._addresses[host, port] = await self._guard.addresses(host, port)
                except OSError as error:
                    raise NoAddress(str(error)) from error
        failed: OSError | None = None
        for address in self._addresses[host, port]:
            try:
                async with asyncio.timeout(TO_CONNECT):
                    reader, writer = await self._dial(address, port)
                return Connection(reader, writer, address)
            except OSError as error:
                failed = error
        raise failed or NoAddress(host)


class Through:
    """Through another proxy: `http://host:port`, `socks5://host:port` or `socks5h://host:port`, with user and password where it wants them."""

    def __init__(self, guard: Guard, proxy: str) -> None:
        parts = urlsplit(proxy)
        if parts.scheme not in {"http", "socks5", "socks5h"} or not parts.hostname:
            raise ValueError(f"no proxy that visits can use: {proxy}")
        self._guard = guard
        self._socks = parts.scheme != "http"
        self._place = (parts.hostname, parts.port or (1080 if self._socks else 8080))
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")

    async def connected(self, host: str, port: int, *, plain: bool) -> Connection:
        self._guard.check_form(host, port)
        async with asyncio.timeout(2 * TO_CONNECT):
            reader, writer = await asyncio.open_connection(*self._place)
            agreed = False
            try:
                if self._socks:
                    await self._by_socks(reader, writer, host, port)
                elif not plain:
                    await self._by_connect(reader, writer, host, port)
                agreed = True
            except asyncio.IncompleteReadError as error:
                raise OSError("the proxy hung up") from error
            finally:
                if not agreed:
                    writer.close()
        return Connection(reader, writer, None, absolute=plain and not self._socks)

    async def _by_connect(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int
    ) -> None:
        place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        writer.write(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n{self.credentials}\r\n".encode("ascii"))
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError as error:
            raise OSError("the proxy talks no HTTP") from error
        status = head.split(b" ", 2)[1:2]
        if status != [b"200"]:
            raise OSError(f"the proxy answered {b' '.join(status).decode('latin-1')[:20]}")

    @property
    def credentials(self) -> str:
        """The header field that shows them to an HTTP proxy."""
        from base64 import b64encode

        if not self._user:
            return ""
        return f"Proxy-Authorization: Basic {b64encode(f'{self._user}:{self._password}'.encode()).decode()}\r\n"

    async def _by_socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int) -> None:
        """RFC 1928, RFC 1929. The name itself is handed on, so that no DNS server near us hears it."""
        writer.write(b"\x05\x02\x00\x02" if self._user else b"\x05\x01\x00")
        version, method = await reader.readexactly(2)
        if version != 5 or method not in {0, 2}:
            raise OSError("the SOCKS proxy wants another kind of login")
        if method == 2:
            user, password = self._user.encode()[:255], self._password.encode()[:255]
            writer.write(b"\x01" + bytes((len(user),)) + user + bytes((len(password),)) + password)
            if (await reader.readexactly(2))[1] != 0:
                raise OSError("the SOCKS proxy refused the login")
        writer.write(b"\x05\x01\x00" + _socks_address(host) + port.to_bytes(2, "big"))
        _, answer, _, kind = await reader.readexactly(4)
        if answer == 4:
            raise NoAddress(f"the SOCKS proxy finds no host {host}")
        if answer != 0:
            raise OSError(f"the SOCKS proxy answered {answer}")
        length = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
        await reader.readexactly(length + 2)


def _socks_address(host: str) -> bytes:
    if literal := address_of(host):
        if ":" in literal:
            return b"\x04" + socket.inet_pton(socket.AF_INET6, literal)
        return b"\x01" + socket.inet_pton(socket.AF_INET, literal)
    name = host.encode("ascii")
    if len(name) > 255:
        raise OSError("a host name that is too long")
    return b"\x03" + bytes((len(name),)) + name
