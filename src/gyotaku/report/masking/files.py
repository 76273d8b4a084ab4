"""Reading files again that were written about a mail: texts, markup, pictures with what is told beside their pixels, and their names."""

from __future__ import annotations

import base64
import binascii
import contextlib
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from gyotaku.model.text import Text
from gyotaku.report.masking.leaks import Guard, Leak

_PNG = b"\x89PNG\r\n\x1a\n"
_PICTURES = (_PNG, b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_PIXELS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"bKGD", b"sBIT", b"hIST", b"tIME"}
)
_MOST_INFLATED = 1 << 22
_WORDS = re.compile(rb"[\t\r\n\x20-\x7e\x80-\xff]{6,}")
_DATA = re.compile(r"data:([\w.+/-]{0,100})((?:;[\w=.+-]{1,100}){0,5}),([^\"'<>\s)]*)", re.IGNORECASE)
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_DEEPEST = 3

NO_READER = Text(en="nobody was there to read pictures", ja="画像を読み取る手段がありません")
NOT_READ = Text(en="neither text nor a picture", ja="テキストでも画像でもありません")


class Seen(Struct, frozen=True):
    """What a reader of pictures saw: payloads of codes and recognized words, and what it could not look for."""

    texts: tuple[str, ...] = ()
    unread: tuple[Text, ...] = ()


Pictures = Callable[[bytes, bool], Seen]
"""Reads a picture's codes and words. The second parameter: words may be Japanese."""


class Checked(Struct, frozen=True):
    """What was found in files, and what of them could not be read back, by file."""

    leaks: tuple[Leak, ...] = ()
    unread: tuple[tuple[str, Text], ...] = ()


def check(guard: Guard, path: Path, pictures: Pictures | None = None) -> Checked:
    """A file, or every file of a folder, with all names below it. Raises OSError where one cannot be read."""
    if not path.is_dir():
        return _file(guard, path, path.name, 1, pictures)
    leaks: list[Leak] = []
    unread: list[tuple[str, Text]] = []
    for number, file in enumerate(sorted(path.rglob("*")), 1):
        checked = _file(guard, file, file.relative_to(path).as_posix(), number, pictures)
        leaks += checked.leaks
        unread += checked.unread
    return Checked(tuple(leaks), tuple(unread))


def _file(guard: Guard, file: Path, name: str, number: int, pictures: Pictures | None) -> Checked:
    told = guard.text(name)
    # The name of what is named must not tell it again.
    shown = f"file {number}" if told else name
    leaks = [replace(leak, where=f"{shown}: its name") for leak in told]
    if file.is_symlink() or not (file.is_dir() or file.is_file()):
        return Checked(tuple(leaks), ((shown, NOT_READ),))
    if file.is_dir():
        return Checked(tuple(leaks))
    checked = octets(guard, file.read_bytes(), pictures)
    leaks += [replace(leak, where=f"{shown}: {leak.where}") for leak in checked.leaks]
    return Checked(tuple(leaks), tuple((shown, why) for _, why in checked.unread))


def octets(guard: Guard, written: bytes, pictures: Pictures | None = None) -> Checked:
    """What a file holds, whatever its name says."""
    found = _Found(guard, pictures)
    found.take(written, "", 0)
    return Checked(tuple(dict.fromkeys(found.leaks)), tuple(dict.fromkeys(found.unread)))


class _Found:
    def __init__(self, guard: Guard, pictures: Pictures | None) -> None:
        self.guard = guard
        self.pictures = pictures
        self.leaks: list[Leak] = []
        self.unread: list[tuple[str, Text]] = []

    def take(self, written: bytes, within: str, deep: int) -> None:
        if written.startswith(_PICTURES) or (written[:4] == b"RIFF" and written[8:12] == b"WEBP"):
            self._picture(written, within)
            return
        try:
            text = written.decode("utf-8")
        except UnicodeDecodeError:
            self._add(self.guard.text(_printed(written)), within)
            self.unread.append((within, NOT_READ))
            return
        if "\0" in text:
            self.unread.append((within, NOT_READ))
        self._text(text, within, deep)

    def _text(self, text: str, within: str, deep: int) -> None:
        """Pictures that a text carries are read as pictures: their letters mean nothing as text."""
        for number, found in enumerate(_DATA.finditer(text), 1):
            inner = _carried(found[2], found[3])
            if inner and deep < _DEEPEST:
                self.take(inner, f"{within}data {number}: ", deep + 1)
        bare = _DATA.sub(lambda found: "\n" * found[0].count("\n") + "data:,", text)
        self._add(self.guard.markup(bare) if "<" in bare else self.guard.text(bare), within)

    def _picture(self, written: bytes, within: str) -> None:
        for what, text in _beside(written):
            self._add(self.guard.text(text), f"{within}{what}: ")
        if self.pictures is None:
            self.unread.append((within, NO_READER))
            return
        seen = self.pictures(written, self.guard.japanese)
        self.unread += [(within, why) for why in seen.unread]
        for text in seen.texts:
            self._add(self.guard.recognized(text), f"{within}read in the picture: ")

    def _add(self, leaks: tuple[Leak, ...], within: str) -> None:
        self.leaks += [replace(leak, where=f"{within}{leak.where}") for leak in leaks] if within else leaks


def _carried(parameters: str, body: str) -> bytes:
    raw = _PERCENT.sub(lambda found: binascii.unhexlify(found[1]), body.encode())
    if not parameters.lower().endswith(";base64"):
        return raw
    letters = raw.translate(None, b" \t\r\n=")
    try:
        return base64.b64decode(
            letters + b"=" * (-len(letters) % 4), altchars=b"-_" if b"-" in letters or b"_" in letters else None
        )
    except (binascii.Error, ValueError):
        return raw


def _beside(written: bytes) -> Iterator[tuple[str, str]]:
    """What a picture tells beside its pixels: texts, camera data, what comes after its end."""
    if not written.startswith(_PNG):
        yield "octets", _printed(written)
        return
    at = len(_PNG)
    while at + 8 <= len(written):
        length = int.from_bytes(written[at : at + 4])
        kind = written[at + 4 : at + 8]
        data = written[at + 8 : at + 8 + length]
        at += 12 + length
        if kind not in _PIXELS and data:
            name = kind.decode("latin-1")
            for text in _texts(kind, data):
                yield f"chunk {name if name.isalpha() else '?'}", text
        if kind == b"IEND":
            break
    if at < len(written):
        yield "after its end", _decoded(written[at:])


def _texts(kind: bytes, data: bytes) -> Iterator[str]:
    """What a chunk of PNG says (sections 11.3.3 and 11.3.4 of its specification), inflated where it is compressed."""
    yield _decoded(data)
    _, _, rest = data.partition(b"\0")
    packed = rest[1:] if kind in {b"zTXt", b"iCCP"} else b""
    if kind == b"iTXt" and rest[:1] == b"\1":
        _, _, after = rest[2:].partition(b"\0")
        packed = after.partition(b"\0")[2]
    if packed:
        with contextlib.suppress(zlib.error):
            yield _decoded(zlib.decompressobj().decompress(packed, _MOST_INFLATED))


def _decoded(octets: bytes) -> str:
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def _printed(octets: bytes) -> str:
    """Runs of what may be text, each on a line."""
    return "\n".join(_decoded(found) for found in _WORDS.findall(octets))
