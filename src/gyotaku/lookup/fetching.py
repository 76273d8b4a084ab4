"""Getting a file of places: streamed, bounded, checked, and put in its place whole or not at all.

Only `gyotaku data fetch` comes here: naming the file is the user's consent. Redirects pass the guard as every look-up's do.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from msgspec import Struct

from gyotaku.lookup.place import database
from gyotaku.lookup.sources.guard import Guard, Refused, Resolve, asked_by
from gyotaku.mail.ip import Scope, scope
from gyotaku.model.version import __version__

if TYPE_CHECKING:
    import httpx

LARGEST = 1 << 30
"""Octets of a download."""
LARGEST_UNPACKED = 4 << 30
MOST_REDIRECTS = 5
STALLED = 30.0
"""Seconds without an octet after which a download is given up."""
_PIECE = 1 << 16
_PORTS = {"http": 80, "https": 443}
Progress = Callable[[int, int | None], None]
"""Octets so far, and of how many where that is known."""


class Failed(Exception):  # noqa: N818 - an outcome, not an error
    """Nothing was put in place; the text says why."""


class Missing(Failed):
    """There is no such file at that address."""


class Fetched(Struct, frozen=True):
    """What is kept beside a file, as JSON."""

    id: str
    url: str
    sha256: str
    """Of the octets that were sent."""
    size: int
    fetched: str
    """When, ISO 8601."""
    built: str
    """The file's own date."""
    kind: str
    licence: str
    attribution: str


class Wanted(Struct, frozen=True):
    """What to get and from where: addresses in the order to try them, or one local file."""

    id: str
    licence: str
    attribution: str
    urls: tuple[str, ...] = ()
    file: Path | None = None
    sha256: str | None = None
    """What the octets must hash to."""


def fetch(
    wanted: Wanted,
    folder: Path,
    progress: Progress,
    *,
    proxy: str | None = None,
    dns_servers: tuple[str, ...] = (),
    allowed: Iterable[tuple[str, int]] = (),
    resolve: Resolve | None = None,
) -> Fetched:
    """Put the file into the folder as `ID.mmdb`, and beside it what is known of it. Raises Failed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".fetch-") as name:
            sent = Path(name) / "sent"
            if wanted.file is not None:
                url, digest = str(wanted.file.resolve()), _copied(wanted.file, sent, progress)
            else:
                client = _Download(Guard(allowed, resolve or asked_by(dns_servers)), proxy, progress)
                url, digest = asyncio.run(client.first(wanted.urls, sent))
            return _placed(wanted, url, digest, sent, folder)
    except OSError as error:
        raise Failed(error.strerror or str(error)) from error


def _placed(wanted: Wanted, url: str, digest: str, sent: Path, folder: Path) -> Fetched:
    if wanted.sha256 is not None and digest != wanted.sha256.lower():
        raise Failed(f"the checksum is {digest} and should be {wanted.sha256.lower()}")
    unpacked = sent.with_name("unpacked")
    _unpack(sent, unpacked)
    try:
        opened = database.opened(unpacked)
        opened.close()
    except database.Unusable as why:
        raise Failed(f"it is no MaxMind DB file: {why}") from why
    about = Fetched(
        id=wanted.id,
        url=url,
        sha256=digest,
        size=unpacked.stat().st_size,
        fetched=datetime.now(UTC).isoformat(timespec="seconds"),
        built=opened.date.date().isoformat(),
        kind=opened.kind,
        licence=wanted.licence,
        attribution=wanted.attribution,
    )
    beside = sent.with_name("about")
    beside.write_text(json.dumps({name: getattr(about, name) for name in about.__struct_fields__}, indent=1), "utf-8")
    unpacked.replace(folder / f"{wanted.id}.mmdb")
    beside.replace(folder / f"{wanted.id}.json")
    return about


def _copied(file: Path, into: Path, progress: Progress) -> str:
    digest, done, whole = hashlib.sha256(), 0, file.stat().st_size
    if whole > LARGEST_UNPACKED:
        raise Failed(f"larger than {LARGEST_UNPACKED} octets")
    with file.open("rb") as source, into.open("wb") as target:
        while piece := source.read(_PIECE):
            digest.update(piece)
            target.write(piece)
            done += len(piece)
            progress(done, whole)
    return digest.hexdigest()


def _unpack(sent: Path, unpacked: Path) -> None:
    """gzip undone, up to a bound; what is not packed is taken as it is. Raises Failed."""
    with sent.open("rb") as source:
        head = source.read(512)
        if head[:2] != b"\x1f\x8b":
            if head.lstrip()[:1] == b"<":
                raise Failed("a web page came in place of the file")
            sent.rename(unpacked)
            return
        source.seek(0)
        with unpacked.open("wb") as target:
            done = 0
            for piece in _plain(source):
                done += len(piece)
                if done > LARGEST_UNPACKED:
                    raise Failed(f"more than {LARGEST_UNPACKED} octets when unpacked")
                target.write(piece)


def _plain(source: IO[bytes]) -> Iterator[bytes]:
    engine = zlib.decompressobj(31)
    try:
        while piece := source.read(_PIECE):
            while piece and not engine.eof:
                yield engine.decompress(piece, _PIECE * 16)
                piece = engine.unconsumed_tail
        while not engine.eof and (rest := engine.decompress(b"", _PIECE * 16)):
            yield rest
    except zlib.error as error:
        raise Failed("the packed file is broken") from error
    if not engine.eof:
        raise Failed("the packed file ends early")


class _Download:
    """One download after another until one is there."""

    def __init__(self, guard: Guard, proxy: str | None, progress: Progress) -> None:
        self._guard = guard
        self._proxy = proxy
        self._progress = progress

    async def first(self, urls: tuple[str, ...], into: Path) -> tuple[str, str]:
        """The address that had it, and the checksum of what was sent."""
        import httpx

        missing: Missing | None = None
        for url in urls:
            try:
                return url, await self._follow(url, into)
            except Missing as why:
                missing = why
            except Refused as why:
                raise Failed(str(why)) from why
            except Failed:
                raise
            except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RuntimeError) as error:
                raise Failed(f"{type(error).__name__}: {error}"[:200]) from error
        raise missing or Failed("no address to get it from")

    async def _follow(self, url: str, into: Path) -> str:
        for _ in range(MOST_REDIRECTS + 1):
            found = await self._one(url, into)
            if isinstance(found, str):
                return found
            url = str(found)
        raise Failed(f"more than {MOST_REDIRECTS} redirects")

    async def _one(self, url: str, into: Path) -> str | httpx.URL:
        """The checksum, or where to go on."""
        import httpx

        asked = httpx.URL(url)
        if asked.scheme not in _PORTS or not asked.host:
            raise Failed(f"{url} is no web address")
        if asked.scheme == "http" and scope(asked.host.strip("[]")) is not Scope.LOOPBACK:
            raise Failed(f"{asked.host} is asked over https alone")
        port = asked.port or _PORTS[asked.scheme]
        extensions: dict[str, object] = {}
        fields = {"User-Agent": f"gyotaku/{__version__}", "Accept-Encoding": "identity"}
        target = asked.copy_with(userinfo=b"", fragment=None)
        if self._proxy is None:
            addresses = await self._guard.addresses(asked.host, port)
            target = target.copy_with(host=addresses[0])
            fields["Host"] = asked.netloc.decode("ascii")
            extensions["sni_hostname"] = asked.raw_host.decode("ascii")
        else:
            self._guard.check_form(asked.host, port)
        async with httpx.AsyncClient(
            verify=httpx.create_ssl_context(trust_env=False), trust_env=False, proxy=self._proxy, timeout=STALLED
        ) as client:
            request = client.build_request("GET", target, headers=fields, extensions=extensions)
            response = await client.send(request, stream=True)
            try:
                if response.is_redirect and "location" in response.headers:
                    return asked.join(response.headers["location"])
                if response.status_code in {404, 410}:
                    raise Missing(f"{asked.host} has no {asked.path}")
                if response.status_code != 200:
                    raise Failed(f"{asked.host} answered {response.status_code}")
                return await self._stream(response, into)
            finally:
                await response.aclose()

    async def _stream(self, response: httpx.Response, into: Path) -> str:
        length = response.headers.get("content-length", "")
        whole = int(length) if length.isdecimal() and len(length) < 16 else None
        if whole is not None and whole > LARGEST:
            raise Failed(f"more than {LARGEST} octets")
        digest, done = hashlib.sha256(), 0
        with into.open("wb") as target:
            async for piece in response.aiter_raw():
                done += len(piece)
                if done > LARGEST:
                    raise Failed(f"more than {LARGEST} octets")
                digest.update(piece)
                target.write(piece)
                self._progress(done, whole)
        if whole is not None and done != whole:
            raise Failed(f"{done} of {whole} octets came")
        return digest.hexdigest()
