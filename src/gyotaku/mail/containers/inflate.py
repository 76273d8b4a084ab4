"""What gzip, bzip2 and xz pack, as a stream: never more in memory than is asked for."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from gyotaku.mail.containers.damage import BadPacking

if TYPE_CHECKING:
    from gyotaku.mail.containers.stream import Readable, Room

GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
_CHUNK = 65_536
_XZ_MEMORY = 256 * 1024 * 1024
"""xz -9 needs 65 MiB to unpack."""


class Inflated:
    """The unpacked octets. Several packed streams in a row are one, as the programs have it."""

    def __init__(self, source: Readable, kind: bytes, room: Room) -> None:
        self._source = source
        self._kind = kind
        self._room = room
        self._engine: Any = None
        self._packed = b""
        self._done = False
        self._any = False

    def read(self, size: int, /) -> bytes:
        """Raises BadPacking where the packed data is broken or ends early, Exhausted where it is a bomb."""
        while not self._done:
            octets = self._more(size)
            if octets:
                self._any = True
                self._room.unpack(len(octets))
                return octets
        return b""

    def _more(self, size: int) -> bytes:
        if self._engine is None:
            if not self._packed:
                self._packed = self._source.read(_CHUNK)
            self._packed = self._packed.lstrip(b"\0") if self._any else self._packed
            if not self._packed and self._any:
                self._done = True
                return b""
            if self._any and not self._packed.startswith(self._kind[: len(self._packed)]):
                self._done = True  # what follows is padding, or nothing that this program packed
                return b""
            self._engine = _engine(self._kind)
        if not self._packed and _wants_more(self._engine):
            self._packed = self._source.read(_CHUNK)
            if not self._packed:
                raise BadPacking
        octets = self._unpack(size)
        if self._engine.eof:
            self._packed = self._engine.unused_data
            self._engine = None
            self._any = True
        return octets

    def _unpack(self, size: int) -> bytes:
        octets: bytes | None = None
        with suppress(Exception):  # each library has errors of its own, and no module is loaded for their names
            octets = self._engine.decompress(self._packed, size)
        if octets is None:
            raise BadPacking
        self._packed = getattr(self._engine, "unconsumed_tail", b"")
        return octets


def _engine(kind: bytes) -> Any:
    if kind == GZIP:
        import zlib

        return zlib.decompressobj(31)
    if kind == BZIP2:
        import bz2

        return bz2.BZ2Decompressor()
    import lzma

    return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)


def _wants_more(engine: Any) -> bool:
    return bool(getattr(engine, "needs_input", True))
