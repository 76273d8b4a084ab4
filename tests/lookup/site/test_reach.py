"""The ways to a server: by ourselves, through SOCKS, through an HTTP proxy; and the proxy in front of all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from gyotaku.lookup.site.proxy import Proxy
from gyotaku.lookup.site.reach import Connection, Direct, NoAddress, Reach, Through
from gyotaku.lookup.sources.guard import Guard, Refused
from gyotaku.model.visit import Why

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def listening(serve: Serve) -> tuple[asyncio.Server, int]:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]


class Socks:
    """A SOCKS5 server that connects nowhere and answers like a web server; it keeps what it was asked."""

    def __init__(self, answer: int = 0, user: bytes = b"") -> None:
        self.asked: list[bytes] = []
        self.user = user
        self._answer = answer

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, count = await reader.readexactly(2)
        methods = await reader.readexactly(count)
        writer.write(b"\x05\x02" if 2 in methods else b"\x05\x00")
        if 2 in methods:
            _, length = await reader.readexactly(2)
            user = await reader.readexactly(length)
            await reader.readexactly((await reader.readexactly(1))[0])
            writer.write(b"\x01\x00" if user == self.user else b"\x01\x01")
        *_, kind = await reader.readexactly(4)
        length = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
        self.asked.append(await reader.readexactly(length) + b":%d" % int.from_bytes(await reader.readexactly(2)))
        writer.write(b"\x05" + bytes((self._answer,)) + b"\x00\x01\x00\x00\x00\x00\x00\x00")
        await writer.drain()
        writer.close()


class Canned:
    """A way that leads to a server of the test, whatever is asked; it keeps what arrived there."""

    def __init__(self, answer: bytes = ANSWER) -> None:
        self.heard: list[bytes] = []
        self.wanted: list[tuple[str, int]] = []
        self._answer = answer
        self._port = 0

    async def start(self) -> asyncio.Server:
        server, self._port = await listening(self._serve)
        return server

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.heard.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(self._answer)
            await writer.drain()
            with suppress(TimeoutError):  # what might follow the request
                self.heard.append(await asyncio.wait_for(reader.read(1000), 0.2))
        except asyncio.IncompleteReadError:
            pass  # the proxy turned the request away after it had connected
        finally:
            writer.close()

    async def connected(self, host: str, port: int, *, plain: bool) -> Connection:
        self.wanted.append((host, port))
        return Connection(*await asyncio.open_connection("127.0.0.1", self._port), "93.184.215.14")


async def through(proxy: Proxy, request: bytes) -> bytes:
    reader, writer = await asyncio.open_unix_connection(proxy.socket)
    writer.write(request)
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return answer


def spoken(
    reach: Reach, request: bytes, folder: Path, *allowed: tuple[str, int], most: int = 1 << 20
) -> tuple[bytes, Proxy]:
    async def go() -> tuple[bytes, Proxy]:
        server = await reach.start() if isinstance(reach, Canned) else None
        async with Proxy(reach, folder / "p", most) as proxy:
            for place in allowed:
                proxy.allow(*place)
            answer = await through(proxy, request)
        if server is not None:
            server.close()
            await asyncio.sleep(0)  # connections that are being closed are closed
        return answer, proxy

    return asyncio.run(go())


GET = b"GET http://a.invalid.test/x?y=1 HTTP/1.1\r\nHost: a.invalid.test\r\nProxy-Connection: keep-alive\r\nProxy-Authorization: Basic eA==\r\nAccept: */*\r\n\r\n"
HOST = ("a.invalid.test", 80)


def test_what_nobody_allowed_goes_nowhere(tmp_path: Path) -> None:
    reach = Canned()
    answer, proxy = spoken(reach, GET, tmp_path, ("b.invalid.test", 80))
    assert (answer, reach.wanted) == (b"", [])
    assert [(one.host, one.port, one.why) for one in proxy.denied] == [(*HOST, Why.NOT_OF_THE_PAGE)]
    for request in (b"CONNECT a.invalid.test:443 HTTP/1.1\r\n\r\n", b"CONNECT a.invalid.test:80 HTTP/1.1\r\n\r\n"):
        assert spoken(reach, request, tmp_path, ("a.invalid.test", 8080))[0] == b""


def test_a_request_is_handed_on_without_what_is_the_proxys(tmp_path: Path) -> None:
    reach = Canned()
    answer, proxy = spoken(reach, GET, tmp_path, HOST)
    head = reach.heard[0]
    assert head.startswith(b"GET /x?y=1 HTTP/1.1\r\n")
    assert b"Proxy-" not in head
    assert b"Connection: close\r\n" in head
    assert answer.endswith(b"ok")
    assert b"keep-alive" not in answer
    assert proxy.octets == len(ANSWER)


def test_a_second_request_on_the_same_connection_is_not_handed_on(tmp_path: Path) -> None:
    """It could be meant for another host than the one that is connected."""
    reach = Canned()
    spoken(reach, GET + GET.replace(b"a.invalid", b"b.invalid"), tmp_path, HOST)
    assert len(reach.wanted) == 1
    assert b"b.invalid" not in b"".join(reach.heard)


@pytest.mark.parametrize(
    "request_",
    [
        b"\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET http:// HTTP/1.1\r\n\r\n", b"GET http://u@a.invalid.test/ HTTP/1.1\r\n\r\n",
        b"CONNECT a.invalid.test HTTP/1.1\r\n\r\n", b"CONNECT a.invalid.test:99999 HTTP/1.1\r\n\r\n", b"GET https://a.invalid.test/ HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"GET http://a.invalid.test/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET http://a.invalid.test/ HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_request_gets_no_answer(request_: bytes, tmp_path: Path) -> None:
    assert spoken(Canned(), request_, tmp_path, HOST)[0] == b""


def test_the_limit_on_octets_ends_everything(tmp_path: Path) -> None:
    large = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000
    answer, proxy = spoken(Canned(large), GET, tmp_path, HOST, most=50_000)
    assert proxy.cut
    assert len(answer) < 60_000 + 65_536


def test_socks_is_given_the_name_itself() -> None:
    async def go() -> Socks:
        socks = Socks(user=b"me")
        server, port = await listening(socks.serve)
        way = Through(Guard(), f"socks5h://me:secret@127.0.0.1:{port}")
        connection = await way.connected("www.iana.org", 443, plain=False)
        assert connection.address is None
        connection.writer.close()
        server.close()
        return socks

    assert asyncio.run(go()).asked == [b"www.iana.org:443"]


@pytest.mark.parametrize(("answer", "raised"), [(4, NoAddress), (5, OSError)])
def test_what_socks_cannot_reach_is_told(answer: int, raised: type[OSError]) -> None:
    async def go() -> None:
        server, port = await listening(Socks(answer).serve)
        try:
            await Through(Guard(), f"socks5://127.0.0.1:{port}").connected("www.iana.org", 80, plain=True)
        finally:
            server.close()

    with pytest.raises(raised):
        asyncio.run(go())


def test_another_http_proxy_makes_the_tunnel_and_plain_requests_name_their_host(tmp_path: Path) -> None:
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n" if heard[-1].startswith(b"CONNECT") else ANSWER)
        await writer.drain()
        writer.close()

    async def go() -> None:
        server, port = await listening(serve)
        way = Through(Guard(), f"http://me:secret@127.0.0.1:{port}")
        (await way.connected("www.iana.org", 443, plain=False)).writer.close()
        async with Proxy(way, tmp_path / "p") as proxy:
            proxy.allow("www.iana.org", 80)
            assert (await through(proxy, b"GET http://www.iana.org/a HTTP/1.1\r\nHost: www.iana.org\r\n\r\n")).endswith(
                b"ok"
            )
        server.close()

    asyncio.run(go())
    assert heard[0].startswith(b"CONNECT www.iana.org:443 HTTP/1.1\r\n")
    assert heard[1].startswith(b"GET http://www.iana.org/a HTTP/1.1\r\n")
    assert all(b"Proxy-Authorization: Basic bWU6c2VjcmV0\r\n" in head for head in heard)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "localhost", "169.254.169.254", "router.lan", "[::1]"])
def test_inner_places_are_refused_through_a_proxy_as_well(host: str) -> None:
    for way in (Through(Guard(), "socks5://127.0.0.1:9"), Direct(Guard())):
        with pytest.raises(Refused):
            asyncio.run(way.connected(host, 80, plain=True))


@pytest.mark.parametrize("proxy", ["https://p.test:1", "ftp://p.test", "p.test:3128", "socks4://p.test"])
def test_a_proxy_that_carries_no_visits_is_named(proxy: str) -> None:
    with pytest.raises(ValueError, match="no proxy"):
        Through(Guard(), proxy)
