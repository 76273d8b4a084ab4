"""The pictures within a mail: which are shown, and the grey boxes that stand for the others."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from html import escape

from gyotaku.mail.codes.reading import Job, Why, read_all
from gyotaku.mail.links.data_uri import percent_decoded
from gyotaku.model.text import Language, Text
from gyotaku.pictures import words
from gyotaku.report.masking.leaks import Guard
from gyotaku.report.masking.redactor import Redactor

MOST = 30
MOST_SEARCHED = 10
_MOST_OCTETS = 10_000_000
_MOST_PIXELS = 16_000_000
_TINY = 12
_TYPES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"BM", "bmp"))
_SPACE = re.compile(r"\s+")


class Images:
    """Answers for each picture that a mail names. `found` tells of which kinds there were some that are not shown."""

    def __init__(
        self, files: Mapping[str, bytes], redactor: Redactor | None, guard: Guard | None, language: Language
    ) -> None:
        self.found: dict[Text, None] = {}
        self._files = files
        self._redactor = redactor
        self._guard = guard
        self._language: Language = language
        self._shown: dict[bytes, Text | None] = {}
        self._left = _MOST_OCTETS

    def search(self, sources: Iterable[str]) -> None:
        """Look into all pictures of a masked mail at once, since each reading starts a process."""
        wanted: dict[bytes, None] = {}
        for source in sources:
            octets = self._octets(source)
            if octets is not None and _type(octets) is not None and _is_small(octets):
                wanted[octets] = None
        octets_of = list(wanted)[:MOST]
        if self._redactor is None or self._guard is None:
            self._shown = dict.fromkeys(octets_of)
            return
        searched = [octets for octets in octets_of if min(_size(octets) or (0, 0)) > _TINY]
        self._shown = dict.fromkeys((octets for octets in octets_of if octets not in searched), None)
        self._shown |= dict.fromkeys(searched[MOST_SEARCHED:], words.UNREAD)
        searched = searched[:MOST_SEARCHED]
        read = read_all([Job("image", octets, words=True) for octets in searched], japanese=True)
        unread = {number for number, why in read.unread if why is not Why.DAMAGED}
        for number, octets in enumerate(searched):
            said = [one.text for one in (*read.codes, *read.words) if number in one.jobs]
            if any(self._tells(text) for text in said):
                self._shown[octets] = words.MASKED
            else:
                self._shown[octets] = words.UNREAD if number in unread else None

    def _tells(self, text: str) -> bool:
        """What is read of a picture names the owner, or is a link with something that may name him."""
        if self._redactor is None or self._guard is None:
            return False
        joined = _SPACE.sub("", text)
        return self._redactor.text(text) != text or bool(self._guard.text(joined))

    def told_by(self, drawn: bytes) -> bool | None:
        """A code tells of the owner that can be read from the drawn mail, as characters or cells draw one; None where it could not be searched."""
        if self._redactor is None:
            return False
        read = read_all([Job("image", drawn)])
        if any(self._tells(one.text) for one in read.codes):
            return True
        return None if read.unread else False

    def source(self, source: str, alternative: str, *, sized: bool) -> str:
        """What to draw for a picture: its octets, or a box. `sized`: the markup says how large it is."""
        octets = self._octets(source)
        if octets is None:
            remote = source.strip().lower().startswith(("http:", "https:", "//", "ftp:"))
            return self._box(words.REMOTE if remote else words.ABSENT, alternative, sized=sized)
        kind = _type(octets)
        why = self._shown.get(octets, words.UNSHOWN)
        if kind is None or why is not None or len(octets) > self._left:
            return self._box(why or words.UNSHOWN, alternative, sized=sized)
        self._left -= len(octets)
        return f"data:image/{kind};base64,{base64.b64encode(octets).decode('ascii')}"

    def _octets(self, source: str) -> bytes | None:
        source = source.strip()
        if source[:5].lower() == "data:":
            return _of_data(source)
        if source[:4].lower() == "cid:":
            return self._files.get("cid:" + source[4:]) or self._files.get(
                "cid:" + percent_decoded(source[4:]).decode("utf-8", "replace")
            )
        return self._files.get(source)

    def _box(self, why: Text, alternative: str, *, sized: bool) -> str:
        self.found[why] = None
        size = 'width="100%" height="100%"' if sized else 'width="260" height="44"'
        lines = [why.template(self._language), alternative]
        texts = "".join(
            f'<text x="6" y="{16 + 15 * number}">{escape(_SPACE.sub(" ", line).strip()[:200])}</text>'
            for number, line in enumerate(lines)
            if line.strip()
        )
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11" fill="#333">'
            f'<rect width="100%" height="100%" fill="#d9d9d9" stroke="#8a8a8a"/>{texts}</svg>'
        )
        return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8", "replace")).decode("ascii")


def _of_data(source: str) -> bytes | None:
    head, comma, body = source.partition(",")
    if not comma:
        return None
    octets = percent_decoded(body)
    if not head.lower().endswith(";base64"):
        return octets
    try:
        return binascii.a2b_base64(octets)
    except binascii.Error:
        return None


def _type(octets: bytes) -> str | None:
    if octets[:4] == b"RIFF" and octets[8:12] == b"WEBP":
        return "webp"
    return next((kind for mark, kind in _TYPES if octets.startswith(mark)), None)


def _is_small(octets: bytes) -> bool:
    """Its size is known and bounded: a few octets may tell of a picture that fills the memory."""
    size = _size(octets)
    return size is not None and 0 < size[0] * size[1] <= _MOST_PIXELS


def _size(octets: bytes) -> tuple[int, int] | None:
    """Width and height as the headers of the formats have them."""
    kind = _type(octets)
    if kind == "png" and octets[12:16] == b"IHDR":
        return int.from_bytes(octets[16:20]), int.from_bytes(octets[20:24])
    if kind == "gif":
        return int.from_bytes(octets[6:8], "little"), int.from_bytes(octets[8:10], "little")
    if kind == "bmp" and len(octets) > 26:
        return abs(int.from_bytes(octets[18:22], "little", signed=True)), abs(
            int.from_bytes(octets[22:26], "little", signed=True)
        )
    if kind == "jpeg":
        return _size_of_jpeg(octets)
    if kind == "webp":
        return _size_of_webp(octets)
    return None


def _size_of_jpeg(octets: bytes) -> tuple[int, int] | None:
    at = 2
    for _ in range(200):
        if octets[at : at + 1] != b"\xff":
            return None
        mark, length = octets[at + 1], int.from_bytes(octets[at + 2 : at + 4])
        if 0xC0 <= mark <= 0xCF and mark not in {0xC4, 0xC8, 0xCC}:
            return int.from_bytes(octets[at + 7 : at + 9]), int.from_bytes(octets[at + 5 : at + 7])
        at += 2 + max(length, 2)
        if at + 9 > len(octets):
            return None
    return None


def _size_of_webp(octets: bytes) -> tuple[int, int] | None:
    form = octets[12:16]
    if form == b"VP8X":
        return int.from_bytes(octets[24:27], "little") + 1, int.from_bytes(octets[27:30], "little") + 1
    if form == b"VP8L":
        bits = int.from_bytes(octets[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8 ":
        return int.from_bytes(octets[26:28], "little") & 0x3FFF, int.from_bytes(octets[28:30], "little") & 0x3FFF
    return None
