"""Archives: what is in a .zip or a .tar, member by member, without unpacking anything to disk.

Names are shown and never used. A ZIP's password can be "infected", as those who hand such files around agree.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from msgspec import Struct

from gyotaku.mail.charset import decode
from gyotaku.mail.containers.damage import Damaged
from gyotaku.mail.containers.stream import Readable, Room

if TYPE_CHECKING:
    import zipfile

ZIP, ZIP_EMPTY, ZIP_SPANNED = b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"
PASSWORD = b"infected"
_LARGEST_DIRECTORY = 32 * 1024 * 1024
_LONGEST_NAME = 1_024
_STORED, _DEFLATED, _AES = 0, 8, 99
_BLOCK = 512
_LONGEST_RECORD = 1024 * 1024


class Office(Exception):  # noqa: N818 - what the archive is, not an error
    """The archive is an Office document."""


class NeedsExtra(Exception):  # noqa: N818 - what is to be done, not an error
    """A library is needed that is not installed."""


class Locked(Exception):  # noqa: N818 - a state of the member
    """The member is encrypted with another password."""


class Unpackable(Exception):  # noqa: N818 - a state of the member
    """The member is packed in a way that is not read."""


class Member(Struct, frozen=True):
    """A member: its name as it stands, and its octets as they come, or why there are none."""

    name: str
    source: Readable | Exception


def zip_members(file: IO[bytes], room: Room) -> Iterator[Member]:
    """The files in a ZIP archive. Raises Damaged, Office, or NeedsExtra."""
    import zipfile

    _check_directory(file)
    archive = _opened(zipfile.ZipFile, file)
    infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
    if any(info.filename == "[Content_Types].xml" for info in infos):
        raise Office
    if any(info.compress_type == _AES for info in infos):
        archive = _aes(file)
        infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
    for info in infos:
        room.enter()
        yield Member(_zip_name(info), _zip_source(archive, info, room))


def _check_directory(file: IO[bytes]) -> None:
    """The library reads the directory whole, so that must not be too large."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read(65_557)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        raise Damaged
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if directory == 0xFFFFFFFF:
        # ZIP64: the true size stands in another record, which a locator right before points to.
        locator = tail[at - 20 : at]
        if at < 20 or not locator.startswith(b"PK\x06\x07"):
            raise Damaged
        file.seek(min(int.from_bytes(locator[8:16], "little"), size))
        directory = int.from_bytes(file.read(48)[40:48], "little")
    if directory > _LARGEST_DIRECTORY:
        raise Damaged
    file.seek(0)


def _aes(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        import pyzipper
    except ImportError:
        raise NeedsExtra from None
    file.seek(0)
    return _opened(pyzipper.AESZipFile, file)


def _opened(library: Callable[[IO[bytes]], zipfile.ZipFile], file: IO[bytes]) -> zipfile.ZipFile:
    archive = None
    with suppress(Exception):  # the library raises whatever the octets provoke
        archive = library(file)
    if archive is None:
        raise Damaged
    return archive


def _zip_source(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: Room) -> Readable | Exception:
    encrypted = bool(info.flag_bits & 1)
    if info.compress_type not in {_STORED, _DEFLATED} or info.flag_bits & 0x40:
        return Unpackable()
    try:
        return _Unzipped(archive.open(info, pwd=PASSWORD if encrypted else None), room)
    except RuntimeError:
        return Locked() if encrypted else Damaged()
    except Exception:  # noqa: BLE001 - the library raises whatever the octets provoke
        return Damaged()


class _Unzipped:
    """A member's octets. What the library raises at broken ones becomes Damaged."""

    def __init__(self, source: IO[bytes], room: Room) -> None:
        self._source = source
        self._room = room

    def read(self, size: int, /) -> bytes:
        octets = None
        with suppress(Exception):  # see above
            octets = self._source.read(size)
        if octets is None:
            raise Damaged
        self._room.unpack(len(octets))
        return octets


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Names are in UTF-8 where a flag says so, and else in what the packer's system used; Japanese Windows: CP932."""
    name = info.filename[:_LONGEST_NAME]
    if info.flag_bits & 0x800 or name.isascii():
        return name
    octets = name.encode("cp437", "replace")
    for codec in ("utf-8", "cp932"):
        with suppress(UnicodeDecodeError):
            return octets.decode(codec)
    return name


def is_tar(head: bytes) -> bool:
    """A first header block whose sum is right."""
    if len(head) < _BLOCK or head[257:262] != b"ustar":
        return False
    return _tar_number(head[148:156]) == sum(head[:148]) + 8 * 32 + sum(head[156:512])


def tar_members(source: Readable, room: Room) -> Iterator[Member]:
    """The plain files in a tar archive, as they come. Raises Damaged where a header is broken."""
    name: str | None = None
    size: int | None = None
    while any(block := _exactly(source, _BLOCK)):
        if not is_tar(block):
            raise Damaged
        kind = block[156:157]
        length = _tar_number(block[124:136])
        data = _Section(source, length if size is None or kind in b"LKxg" else size)
        if kind in b"Lx" and kind:
            record = data.read(_LONGEST_RECORD)
            told = {} if kind == b"L" else _extended(record)
            name = _tar_name(record if kind == b"L" else told.get(b"path", b"")) or name
            size = int(told[b"size"]) if told.get(b"size", b"").isdigit() and len(told[b"size"]) < 19 else size
        elif kind in b"0\0" + b"7" and kind:
            room.enter()
            prefix = block[345:500].rstrip(b"\0")
            own = block[:100].split(b"\0")[0]
            yield Member(
                name or _tar_name(prefix + b"/" + own if prefix and block[257:263] == b"ustar\0" else own), data
            )
        if kind not in b"Lx":
            name = size = None
        data.finish()
        _exactly(source, -data.length % _BLOCK)
    if not block:
        raise Damaged  # no end is marked
    while source.read(65_536):
        pass  # what follows the end is nothing, but that the packing is whole shows at its end


class _Section:
    """The next so many octets of a stream."""

    def __init__(self, source: Readable, length: int) -> None:
        self._source = source
        self.length = length
        self._left = length

    def read(self, size: int, /) -> bytes:
        if self._left <= 0:
            return b""
        octets = self._source.read(min(size, self._left))
        self._left -= len(octets)
        if not octets:
            raise Damaged
        return octets

    def finish(self) -> None:
        """Pass over what was not read."""
        while self._left > 0:
            self.read(65_536)


def _exactly(source: Readable, size: int) -> bytes:
    octets = b""
    while len(octets) < size and (more := source.read(size - len(octets))):
        octets += more
    return octets


def _tar_number(field: bytes) -> int:
    """Octal digits, or base 256 where the first bit says so."""
    if field[:1] >= b"\x80":
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0")
    try:
        return int(digits, 8) if digits else 0
    except ValueError:
        return -1


def _extended(record: bytes) -> dict[bytes, bytes]:
    """The records of a pax header: `length key=value` and a line end."""
    told: dict[bytes, bytes] = {}
    at = 0
    while (space := record.find(b" ", at, at + 12)) > 0 and record[at:space].isdigit():
        end = at + int(record[at:space])
        if end <= space:
            break
        key, _, value = record[space + 1 : end - 1].partition(b"=")
        told[key] = value
        at = end
    return told


def _tar_name(name: bytes) -> str:
    return decode(name.rstrip(b"\0")[:_LONGEST_NAME], None).text
