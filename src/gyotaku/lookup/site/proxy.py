"""The only way out of the box: a proxy that lets nothing through but what the visit has allowed, host by host, while the page asks for it.

What the browser wants by itself (updates, lists, spelling) nobody has allowed. Nothing is changed on the way but the fields that tell how long a
connection is kept; what is encrypted stays so.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Self

from gyotaku.lookup.site.reach import Connection, NoAddress, Reach, Through
from gyotaku.lookup.sources.guard import Refused
from gyotaku.model.visit import Denied, Why

MOST_OCTETS = 24 << 20
"""Received in one visit, all together."""
MOST_CONNECTIONS = 400
_PIECE = 1 << 16
_LONGEST_HEAD = 1 << 16
_SILENCE = 20.0
"""Seconds without an octet after which a connection is ended."""
_PLACE = re.compile(rb"(?:\[([0-9a-fA-F:.]{2,45})\]|([A-Za-z0-9._-]{1,253})):([0-9]{1,5})")
_LINE = re.compile(rb"([A-Z]{1,16}) (\S{1,60000}) HTTP/1\.[01]")
_URL = re.compile(rb"http://([^/?#]{1,300})(.*)", re.DOTALL)
_KEEPING = (b"connection:", b"proxy-connection:", b"keep-alive:", b"proxy-authorization:", b"upgrade:", b"te:")
Place = tuple[str, int]


class Proxy:
    """Serves on a Unix socket in a folder of its caller. Use in `async with`; `allow` may be called from another thread."""

    def __init__(self, reach: Reach, socket: Path, most: int = MOST_OCTETS) -> None:
        self.socket = socket
        self.octets = 0
        self.cut = False
        """The limit was reached, and everything ended."""
        self.addresses: dict[Place, str | None] = {}
        """Where each place that was reached was found, in order; None where another proxy resolved its name."""
        self.unresolved: set[Place] = set()
        self.unreached: set[Place] = set()
        self._most = most
        self._reach = reach
        self._allowed: set[Place] = set()
        self._denied: Counter[tuple[str, int, Why]] = Counter()
        self._served = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_unix_server(self._accept, self.socket, limit=_LONGEST_HEAD)
        # Inside the box another user id runs than outside; the folder above lets nobody else in.
        self.socket.chmod(0o666)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def allow(self, host: str, port: int) -> None:
        self._allowed.add((host, port))

    def deny(self, host: str, port: int, why: Why) -> None:
        """Keep that it was wanted."""
        if len(self._denied) < 200 or (host, port, why) in self._denied:
            self._denied[host, port, why] += 1

    @property
    def denied(self) -> tuple[Denied, ...]:
        """But for connections that were made before they were needed, to places that the page asked for later."""
        return tuple(
            Denied(host, port, why, times)
            for (host, port, why), times in self._denied.items()
            if why is not Why.NOT_OF_THE_PAGE or (host, port) not in self._allowed
        )

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a server's callback runs in one
        self._tasks.add(task)
        self._served += 1
        try:
            if self._served <= MOST_CONNECTIONS and not self.cut:
                await self._serve(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # hung up, too slow or no HTTP: the browser sees a connection that ends
        except asyncio.CancelledError:
            pass  # the visit is over, or its limit reached; the server's own callback would tell of it as of a fault
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_SILENCE):
            head = await reader.readuntil(b"\r\n\r\n")
        line, _, fields = head[:-2].partition(b"\r\n")
        asked = _LINE.fullmatch(line)
        if asked is None:
            return
        method, target = asked[1], asked[2]
        if method == b"CONNECT":
            place = _place(target, None)
            connection = await self._connected(place, plain=False)
            if connection is not None:
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
                await self._both_ways(reader, writer, connection)
        elif url := _URL.fullmatch(target):
            place = _place(url[1], 80)
            connection = await self._connected(place, plain=True)
            if connection is not None:
                path = url[2] if url[2].startswith(b"/") else b"/" + url[2]
                wanted = target if connection.absolute else path
                await self._plain(reader, writer, connection, method + b" " + wanted + b" HTTP/1.1\r\n", fields)

    async def _connected(self, place: Place | None, *, plain: bool) -> Connection | None:
        """None where it is not to be, or cannot be: the browser's connection is closed without a word, and the reason kept."""
        if place is None:
            return None
        if place not in self._allowed:
            self.deny(*place, Why.NOT_OF_THE_PAGE)
            return None
        try:
            connection = await self._reach.connected(*place, plain=plain)
        except Refused:
            self.deny(*place, Why.INNER)
        except NoAddress:
            self.unresolved.add(place)
        except (OSError, TimeoutError):
            self.unreached.add(place)
        else:
            self.addresses.setdefault(place, connection.address)
            return connection
        return None

    async def _both_ways(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: Connection
    ) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                sending = group.create_task(self._carry(reader, connection.writer, counted=False))
                await self._carry(connection.reader, writer, counted=True)
                sending.cancel()
        except* (OSError, TimeoutError):
            pass
        finally:
            connection.writer.close()

    async def _plain(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        connection: Connection,
        line: bytes,
        fields: bytes,
    ) -> None:
        """One request and its answer, then the end: what follows on the same connection could be meant for another host."""
        kept = [field for field in fields.split(b"\r\n") if field and not field.lower().startswith(_KEEPING)]
        length = next(
            (field.split(b":")[1].strip() for field in kept if field.lower().startswith(b"content-length:")), b"0"
        )
        if connection.absolute and isinstance(self._reach, Through) and self._reach.credentials:
            kept.append(self._reach.credentials.strip().encode("ascii"))
        try:
            if any(field.lower().startswith(b"transfer-encoding:") for field in kept) or not length.isdigit():
                return
            connection.writer.write(line + b"\r\n".join([*kept, b"Connection: close"]) + b"\r\n\r\n")
            left = min(int(length), _LONGEST_HEAD)
            if left:
                connection.writer.write(await reader.readexactly(left))
            await connection.writer.drain()
            await self._answer_head(connection.reader, writer)
            await self._carry(connection.reader, writer, counted=True)
        finally:
            connection.writer.close()

    async def _answer_head(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(5):
            async with asyncio.timeout(_SILENCE):
                head = await reader.readuntil(b"\r\n\r\n")
            self._count(len(head))
            lines = [line for line in head[:-4].split(b"\r\n") if not line.lower().startswith(_KEEPING)]
            if lines[0][9:10] == b"1":  # interim
                continue
            writer.write(b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n")
            return

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool) -> None:
        while True:
            async with asyncio.timeout(_SILENCE):
                piece = await reader.read(_PIECE)
            if not piece:
                with suppress(OSError):
                    if writer.can_write_eof():
                        writer.write_eof()
                return
            if counted:
                self._count(len(piece))
            writer.write(piece)
            await writer.drain()

    def _count(self, octets: int) -> None:
        self.octets += octets
        if self.octets > self._most:
            self.cut = True
            for task in self._tasks - {asyncio.current_task()}:
                task.cancel()
            raise OSError("more octets than a visit may take")


def _place(written: bytes, port: int | None) -> Place | None:
    if b"@" in written:
        return None
    if port is not None and not re.search(rb":[0-9]{1,5}\Z", written):
        written += b":%d" % port
    found = _PLACE.fullmatch(written)
    if found is None or not 0 < int(found[3]) < 65536:
        return None
    return (found[1] or found[2]).decode("ascii").lower().rstrip("."), int(found[3])
