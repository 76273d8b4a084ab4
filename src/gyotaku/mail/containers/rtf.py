"""Mail bodies that Outlook keeps as RTF: compressed (MS-OXRTFCP), with HTML or text inside (MS-OXRTFEX).

HTML comes out as it went in. RTF that was written as RTF comes out as text, without its looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from gyotaku.mail.containers.damage import Damaged

_COMPRESSED, _UNCOMPRESSED = b"LZFu", b"MELA"
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)
_MOST_OCTETS = 32 * 1024 * 1024
_MOST_GROUPS = 10_000

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object header footer headerl headerr headerf footerl footerr footerf "
    b"footnote filetbl listtable listoverridetable revtbl rsidtbl generator themedata datastore".split()
)
_WORDS = {
    b"par": "\r\n", b"line": "\r\n", b"sect": "\r\n", b"page": "\r\n", b"row": "\r\n", b"tab": "\t", b"cell": "\t",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•",
    b"endash": "–", b"emdash": "—", b"enspace": "\u2002", b"emspace": "\u2003", b"zwj": "\u200d", b"zwnj": "\u200c",
}  # fmt: skip
_SYMBOLS = {b"~": "\xa0", b"_": "\u2011", b"-": "\xad", b"\r": "\r\n", b"\n": "\r\n"}
_FONT_CODEPAGES = {
    128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 0: "cp1252",
}  # fmt: skip
_FONT = re.compile(rb"\\f([0-9]{1,5})\b[^{};]{0,200}?\\fcharset([0-9]{1,3})")


class Body(Struct, frozen=True):
    """What an RTF body holds."""

    is_html: bool
    text: str


def decompressed(octets: bytes) -> bytes:
    """RTF out of PidTagRtfCompressed; what a damaged stream holds up to the damage. Raises Damaged for anything else."""
    kind = octets[8:12]
    if kind == _UNCOMPRESSED:
        return octets[16 : 16 + int.from_bytes(octets[4:8], "little")]
    if kind != _COMPRESSED:
        raise Damaged
    size = min(int.from_bytes(octets[4:8], "little"), _MOST_OCTETS)
    window = bytearray(_DICTIONARY.ljust(4096, b"\0"))
    write = len(_DICTIONARY)
    out = bytearray()
    at, end = 16, len(octets)
    while at < end and len(out) < size:
        flags = octets[at]
        at += 1
        for bit in range(8):
            if not flags >> bit & 1:
                if at >= end:
                    break
                out.append(octets[at])
                window[write] = octets[at]
                write = (write + 1) & 0xFFF
                at += 1
                continue
            if at + 2 > end:
                return bytes(out)
            read = octets[at] << 4 | octets[at + 1] >> 4
            if read == write:
                return bytes(out)
            for _ in range((octets[at + 1] & 0xF) + 2):
                octet = window[read]
                out.append(octet)
                window[write] = octet
                read, write = (read + 1) & 0xFFF, (write + 1) & 0xFFF
            at += 2
    return bytes(out[:size])


def body(rtf: bytes) -> Body:
    """The HTML or the text inside an RTF document."""
    if not rtf.lstrip().startswith(b"{\\rtf"):
        raise Damaged
    is_html = b"\\fromhtml1" in rtf[:1024]
    text = "".join(_Reader(rtf, is_html=is_html).pieces()).rstrip("\0")
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # joins halves of a pair
    return Body(is_html, text)


class _Group:
    """What a group changes and gives back at its end."""

    __slots__ = ("codec", "fresh", "hidden", "in_tag", "quiet", "skip", "starred")

    def __init__(self, outer: _Group | None, codec: str) -> None:
        self.codec: str = outer.codec if outer else codec
        self.skip: int = outer.skip if outer else 1
        """Characters that stand in for one `\\u`."""
        self.quiet: bool = outer.quiet if outer else False
        self.in_tag: bool = outer.in_tag if outer else False
        self.hidden: bool = outer.hidden if outer else False
        """After `\\htmlrtf`: what other readers of RTF are shown, and no HTML."""
        self.fresh = True
        """Nothing of the group was read yet, so its first word names what it is."""
        self.starred = False

    @property
    def shown(self) -> bool:
        return not self.quiet and (self.in_tag or not self.hidden)


class _Reader:
    def __init__(self, rtf: bytes, *, is_html: bool) -> None:
        self._rtf = rtf
        self._is_html = is_html
        named = re.search(rb"\\ansicpg([0-9]{1,5})", rtf[:2048])
        self._codec = _codec(named[1]) if named else "cp1252"
        self._fonts = self._read_fonts()
        self._octets = bytearray()
        self._octets_codec = self._codec

    def _read_fonts(self) -> dict[int, str]:
        start = self._rtf.find(b"{\\fonttbl")
        table = self._rtf[start : start + 65_536] if start >= 0 else b""
        return {
            int(number): _FONT_CODEPAGES[int(kind)]
            for number, kind in _FONT.findall(table)
            if int(kind) in _FONT_CODEPAGES
        }

    def pieces(self) -> Iterator[str]:
        """The text, piece by piece."""
        groups = [_Group(None, self._codec)]
        pending = 0
        """Characters still to pass over that stand in for a `\\u`."""
        for token in _TOKEN.finditer(self._rtf):
            word, value, pair, symbol, brace, text = token.groups()
            group = groups[-1]
            if brace is not None:
                pending = 0
                if brace == b"{":
                    groups.append(_Group(group, self._codec))
                elif len(groups) > 1:
                    groups.pop()
                if len(groups) > _MOST_GROUPS:
                    break
            elif word is not None:
                pending = group.skip if word == b"u" and value is not None else pending
                if (said := self._word(group, word, value)) and group.shown:
                    yield self._flush() + said
            elif symbol is not None:
                group.starred = group.starred or symbol == b"*"
                if group.shown and not pending:
                    yield self._flush() + _symbol(symbol)
                pending = max(0, pending - 1)
            elif pair is not None or text is not None:
                octets = bytes.fromhex(pair.decode()) if pair is not None else text
                octets, pending = octets[pending:], max(0, pending - len(octets))
                yield self._add(octets, group)
        yield self._flush()

    def _word(self, group: _Group, word: bytes, value: bytes | None) -> str:
        """What a control word writes, after its effect on the group."""
        number = int(value) if value is not None else None
        fresh, group.fresh = group.fresh, False
        if fresh and (word in _SKIPPED or group.starred):
            if word == b"htmltag" and self._is_html:
                group.in_tag = True
            else:
                group.quiet = True
        elif word == b"htmlrtf":
            group.hidden = number != 0 and self._is_html
        elif word == b"uc" and number is not None:
            group.skip = min(max(number, 0), 16)
        elif word == b"f" and number is not None:
            group.codec = self._fonts.get(number, self._codec)
        elif word == b"plain":
            group.codec = self._codec
        elif word == b"u" and number is not None:
            return _unit(number & 0xFFFF)
        return _WORDS.get(word, "")

    def _add(self, octets: bytes, group: _Group) -> str:
        """Keep octets until their characters are whole; what was kept under another code page comes out first."""
        group.fresh = False
        if not group.shown or not octets:
            return ""
        before = ""
        if group.codec != self._octets_codec:
            before = self._flush()
            self._octets_codec = group.codec
        self._octets += octets
        return before

    def _flush(self) -> str:
        text = self._octets.decode(self._octets_codec, "replace")
        self._octets.clear()
        return text


def _symbol(symbol: bytes) -> str:
    return _SYMBOLS.get(symbol, symbol.decode("ascii") if symbol in b"{}\\" else "")


def _unit(number: int) -> str:
    """A UTF-16 unit; halves of a pair are joined where the text is put together."""
    return chr(number) if number else ""


def _codec(codepage: bytes) -> str:
    name = {b"65001": "utf-8", b"936": "gbk", b"20127": "cp1252"}.get(codepage, f"cp{int(codepage)}")
    try:
        b"a".decode(name)
    except (LookupError, UnicodeDecodeError):
        return "cp1252"
    return name
