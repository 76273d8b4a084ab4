"""HTTP GET for look-ups: bounded in time, size and redirects, and led to no inner address by anybody's word.

Redirects are followed here, one at a time, each through the guard. A connection is made to the very address that the guard
looked at, while the certificate and the Host field are those of the name. Through a proxy it is the proxy that resolves and
connects: then only what is inner by its form can be refused.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Coroutine, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from gyotaku.lookup.sources.guard import Guard, Refused
from gyotaku.model.asks import Outcome
from gyotaku.model.version import __version__

if TYPE_CHECKING:
    import ssl

    import httpx

MOST_REDIRECTS = 5
LONGEST_URL = 2000
LARGEST = 1 << 20
"""Octets of a body, as sent and unpacked."""
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PORTS = {"http": 80, "https": 443}


class Response(Struct, frozen=True):
    """What came back. `status` is 0 where nothing did, and `outcome` and `detail` say why; a status alone is `found`."""

    outcome: Outcome
    url: str
    """The last that was asked: after redirects."""
    status: int = 0
    headers: Mapping[str, str] = {}
    """Names in lower case."""
    body: bytes = b""
    detail: str = ""


class _Unusable(Exception):  # noqa: N818 - an outcome, not an error
    """The server's answer cannot be used; the text says why."""


class Http:
    """GET, and POST for a service that wants it: no cookies, no proxy but the configured one."""

    def __init__(self, guard: Guard, proxy: str | None = None, bases: Iterable[str] = ()) -> None:
        """`bases` are the URLs that the configuration names."""
        self._guard = guard
        self._proxy = proxy
        self._bases = tuple(base.rstrip("/") + "/" for base in bases)
        self._tls: ssl.SSLContext | None = None

    async def get(self, url: str, accept: str, within: float) -> Response:
        """Never raises. `within` bounds everything together, in seconds."""
        trail = [url]
        return await self._bounded(trail, self._follow(trail, accept), within)

    async def once(
        self, url: str, accept: str, within: float, fields: Mapping[str, str], body: bytes | None = None
    ) -> Response:
        """With further fields (a key), and POST where there is a body. No redirect is followed: the key is for this host alone."""
        return await self._bounded([url], self._one(url, accept, self._configured(url), fields, body), within)

    async def _bounded(self, trail: list[str], asking: Coroutine[None, None, Response], within: float) -> Response:
        try:
            async with asyncio.timeout(within):
                return await asking
        except TimeoutError:
            return Response(Outcome.LATE, trail[-1], detail=f"no whole answer within {within:g} s")
        except Refused as refused:
            return Response(Outcome.NOT_ASKED, trail[-1], detail=str(refused))
        except _Unusable as unusable:
            return Response(Outcome.FAILED, trail[-1], detail=str(unusable))
        except Exception as error:  # noqa: BLE001 - whatever a library raises on a stranger's octets costs this answer, and is told
            return Response(Outcome.FAILED, trail[-1], detail=_told(error))

    async def _follow(self, trail: list[str], accept: str) -> Response:
        trusted = self._configured(trail[-1])
        for _ in range(MOST_REDIRECTS + 1):
            response = await self._one(trail[-1], accept, trusted)
            place = response.headers.get("location")
            if response.status not in _REDIRECTS or place is None:
                return response
            trail.append(self._next(trail[-1], place))
            # A server of the user's own may lead on within itself; nobody else leads into it.
            trusted = self._configured(trail[-1]) or (trusted and _same_place(*trail[-2:]))
        raise _Unusable(f"more than {MOST_REDIRECTS} redirects")

    def _configured(self, url: str) -> bool:
        """At or below a URL that the configuration names."""
        import httpx

        written = str(httpx.URL(url))
        return "%2e" not in written.lower() and any(written.startswith(str(httpx.URL(base))) for base in self._bases)

    def _next(self, url: str, place: str) -> str:
        import httpx

        if len(place) > LONGEST_URL:
            raise _Unusable(f"a redirect to a URL of {len(place)} characters")
        here = httpx.URL(url)
        there = here.join(place)
        if here.scheme == "https" and there.scheme == "http" and not self._guard.allows(there.host, _port(there)):
            raise Refused(f"a redirect leads from https to {there}")
        return str(there)

    async def _one(
        self,
        url: str,
        accept: str,
        trusted: bool,
        more: Mapping[str, str] = MappingProxyType({}),
        body: bytes | None = None,
    ) -> Response:
        import httpx

        asked = httpx.URL(url)
        if asked.scheme not in _PORTS or not asked.host:
            raise Refused(f"{url} is no web address")
        fields = {"Accept": accept, "User-Agent": f"gyotaku/{__version__}", "Accept-Encoding": "identity", **more}
        if body is not None:
            fields["Content-Type"] = "application/json"
        # The host and no more: user name, password and fragment of a URL that an answer gave go nowhere.
        clean = asked.copy_with(userinfo=b"", fragment=None)
        host = asked.raw_host.decode(
            "ascii"
        )  # as it is sent: the decoded form of a name could be resolved as another one
        if self._proxy is not None:
            self._guard.check_form(host, _port(asked), trusted=trusted)
            return await self._fetch(clean, fields, {}, str(clean), body)
        failed: Exception | None = None
        for address in await self._guard.addresses(host, _port(asked), trusted=trusted):
            pinned = clean.copy_with(host=address)
            try:
                named = {**fields, "Host": asked.netloc.decode("ascii")}
                return await self._fetch(pinned, named, {"sni_hostname": host}, str(clean), body)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failed = error
        raise failed or _Unusable("no address")

    async def _fetch(
        self, url: httpx.URL, fields: dict[str, str], extensions: dict[str, Any], shown: str, sent: bytes | None
    ) -> Response:
        import httpx

        # A client a request: connections to one address must not be shared between names, whose certificates differ.
        async with httpx.AsyncClient(
            verify=self._context(),
            trust_env=False,
            follow_redirects=False,
            proxy=self._proxy,
            timeout=None,  # noqa: S113 - `get` bounds all of it together
        ) as client:
            request = client.build_request(
                "GET" if sent is None else "POST", url, headers=fields, content=sent, extensions=extensions
            )
            response = await client.send(request, stream=True)
            try:
                body = b"" if response.status_code in _REDIRECTS else await _body(response)
            finally:
                await response.aclose()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Response(Outcome.FOUND, shown, response.status_code, headers, body)

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            import httpx

            self._tls = httpx.create_ssl_context(trust_env=False)
        return self._tls


def _port(url: httpx.URL) -> int:
    return _PORTS[url.scheme] if url.port is None else url.port


def _same_place(one: str, other: str) -> bool:
    import httpx

    here, there = httpx.URL(one), httpx.URL(other)
    return (here.scheme, here.raw_host, here.port) == (there.scheme, there.raw_host, there.port)


async def _body(response: httpx.Response) -> bytes:
    packed = bytearray()
    async for piece in response.aiter_raw():
        packed += piece
        if len(packed) > LARGEST:
            raise _Unusable(f"more than {LARGEST} octets")
    return _unpacked(bytes(packed), response.headers.get("content-encoding", "identity").strip().lower())


def _unpacked(octets: bytes, coding: str) -> bytes:
    """We ask for no packing, and some servers pack all the same. Raises _Unusable, also for a bomb."""
    if coding in {"", "identity"}:
        return octets
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise _Unusable(f"packed as {coding[:40]}")
    engine = zlib.decompressobj(47 if coding != "deflate" else 15)
    try:
        plain = engine.decompress(octets, LARGEST + 1)
    except zlib.error as error:
        raise _Unusable(f"broken {coding}") from error
    if len(plain) > LARGEST:
        raise _Unusable(f"more than {LARGEST} octets when unpacked")
    if not engine.eof:
        raise _Unusable(f"{coding} that ends early")
    return plain


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200] if str(error) else type(error).__name__
