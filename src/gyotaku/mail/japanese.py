"""Japanese charsets as mail really uses them: with the vendors' characters, and broken in the usual ways.

Python's codecs know the standards alone. NEC's and IBM's characters, half-width kana in ISO-2022-JP and lost escape
sequences are daily fare in Japanese mail. Every decoder here returns the text and how many places it could not read
(each is U+FFFD in the text). Characters that Microsoft maps differently from JIS (the wave dash and six others) come
out as CP932 has them, whatever the charset, so that one word is spelt one way.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_Reader = Callable[[bytes], tuple[str, int]]

_MICROSOFT = (
    ("\u301c", "\uff5e"),
    ("\u2016", "\u2225"),
    ("\u2212", "\uff0d"),
    ("\u00a2", "\uffe0"),
    ("\u00a3", "\uffe1"),
    ("\u00ac", "\uffe2"),
    ("\u2014", "\u2015"),
)

_SLOW_ROAD = 512 * 1024
"""Octets up to which broken text is read set by set; beyond, Python's codec replaces what it cannot read."""

_ESCAPE = re.compile(rb"\x1b(\$\([@A-Z]|\$[@AB]|\([@-Z]|&@)|([\x0e\x0f])")
_RUNS = re.compile(rb"((?:[!-~]{2})+)|([^!-~]+)|(.)", re.DOTALL)
_STRIPPED = re.compile(rb"\$[@B]")
_STRIPPED_END = re.compile(rb"\([BJ]")
_EUC = re.compile(rb"([\x00-\x7f]+)|((?:[\xa1-\xfe]{2})+)|(\x8e[\xa1-\xdf])|(\x8f[\xa1-\xfe]{2})|(.)", re.DOTALL)


def iso_2022_jp(data: bytes) -> tuple[str, int]:
    """ISO-2022-JP (RFC 1468) with the sets of ISO-2022-JP-1, -2, -3, -2004 and of CP50221."""
    try:
        text = data.decode("iso2022_jp_ext")
        return (_as_microsoft(text), 0) if "\x0e" not in text else _iso_2022(data)
    except UnicodeDecodeError:
        return _iso_2022(data) if len(data) <= _SLOW_ROAD else _replaced(data, "iso2022_jp_ext")


def shift_jis(data: bytes) -> tuple[str, int]:
    """Shift_JIS as CP932; as Shift_JIS-2004 where only that fits."""
    try:
        return data.decode("cp932"), 0
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("shift_jis_2004"), 0
    except UnicodeDecodeError:
        return _replaced(data, "cp932")


def euc_jp(data: bytes) -> tuple[str, int]:
    """EUC-JP with NEC's and IBM's characters (CP51932, eucJP-ms) and JIS X 0213."""
    try:
        return _as_microsoft(data.decode("euc_jp")), 0
    except UnicodeDecodeError:
        if len(data) > _SLOW_ROAD:
            return _replaced(data, "euc_jp")
    pieces: list[str] = []
    bad = 0
    for match in _EUC.finditer(data):
        piece, wrong = _EUC_SETS[match.lastindex or 5](match.group())
        pieces.append(piece)
        bad += wrong
    return "".join(pieces), bad


def restored_escapes(data: bytes) -> bytes | None:
    """ISO-2022-JP whose ESC octets were stripped on the way (`$B...(B`), with them put back; None if it is not that."""
    if b"\x1b" in data or not _STRIPPED.search(data):
        return None
    pieces: list[bytes] = []
    position = 0
    found = False
    while opening := _STRIPPED.search(data, position):
        line_end = data.find(b"\n", opening.end())
        line_end = len(data) if line_end < 0 else line_end
        closing = _even_close(data, opening.end(), line_end)
        if closing < 0:
            pieces.append(data[position:line_end])
            position = line_end
            continue
        found = True
        pieces += (data[position : opening.start()], b"\x1b", data[opening.start() : closing], b"\x1b")
        pieces.append(data[closing : closing + 2])
        position = closing + 2
    pieces.append(data[position:])
    return b"".join(pieces) if found else None


def _even_close(data: bytes, start: int, end: int) -> int:
    """Where `(B` or `(J` stands at an even distance from `start`, every pair before it a JIS code; -1 if nowhere."""
    for closing in _STRIPPED_END.finditer(data, start, end):
        length = closing.start() - start
        if length and length % 2 == 0:
            return closing.start() if data[start : closing.start()].isascii() else -1
    return -1


def _as_microsoft(text: str) -> str:
    for standard, vendor in _MICROSOFT:
        if standard in text:
            text = text.replace(standard, vendor)
    return text


def _replaced(data: bytes, codec: str) -> tuple[str, int]:
    text = data.decode(codec, "replace")
    return text, text.count("\ufffd")


def _iso_2022(data: bytes) -> tuple[str, int]:
    """The slow road: one designated set after another. A set lasts until the next escape, even over line ends."""
    pieces: list[str] = []
    bad = 0
    position = 0
    read: _Reader = _ascii
    kept = read
    for escape in _ESCAPE.finditer(data):
        piece, wrong = read(data[position : escape.start()])
        pieces.append(piece)
        bad += wrong
        position = escape.end()
        if escape.group(2):  # SO and SI: kana of JIS7
            read = _kana if escape.group(2) == b"\x0e" else kept
        else:
            read = kept = _DESIGNATED.get(escape.group(1), read)
    piece, wrong = read(data[position:])
    pieces.append(piece)
    return "".join(pieces), bad + wrong


def _ascii(data: bytes) -> tuple[str, int]:
    """Seven bits; eight-bit octets are what careless software leaves in: Shift_JIS or UTF-8."""
    if data.isascii():
        return data.decode("ascii"), 0
    try:
        return data.decode("utf-8"), 0
    except UnicodeDecodeError:
        return shift_jis(data)


def _kana(data: bytes) -> tuple[str, int]:
    """JIS X 0201 katakana in seven bits (or with the eighth left on)."""
    return bytes(octet | 0x80 if 0x21 <= octet <= 0x5F else octet for octet in data).decode("cp932", "replace"), 0


def _pairs(read_run: _Reader) -> _Reader:
    """A reader of a two-octet set, with line ends and spaces standing between the pairs as themselves."""

    def read(data: bytes) -> tuple[str, int]:
        pieces: list[str] = []
        bad = 0
        for run, between, _odd in _RUNS.findall(data):
            piece, wrong = read_run(run) if run else (_ascii(between) if between else ("\ufffd", 1))
            pieces.append(piece)
            bad += wrong
        return "".join(pieces), bad

    return read


def _high(codec: str, prefix: bytes = b"") -> _Reader:
    """A reader of pairs through the EUC form of their set."""

    def read(run: bytes) -> tuple[str, int]:
        high = bytes(octet | 0x80 for octet in run)
        if prefix:
            high = b"".join(prefix + high[at : at + 2] for at in range(0, len(high), 2))
        return _replaced(high, codec)

    return read


def _jis_0208(run: bytes) -> tuple[str, int]:
    """JIS X 0208 pairs, NEC's rows 13 and 89 to 92 included, by way of their CP932 codes."""
    shifted = bytearray()
    for at in range(0, len(run), 2):
        row, cell = run[at] - 0x21, run[at + 1] - 0x21
        lead = (row >> 1) + (0x81 if row < 62 else 0xC1)
        trail = cell + 0x9F if row & 1 else cell + (0x40 if cell < 63 else 0x41)
        shifted += bytes((lead, trail))
    return _replaced(bytes(shifted), "cp932")


def _euc_0208(run: bytes) -> tuple[str, int]:
    return _jis_0208(bytes(octet & 0x7F for octet in run))


def _euc_wide(code: bytes) -> tuple[str, int]:
    """A three-octet code: JIS X 0212, else the second plane of JIS X 0213."""
    for codec in ("euc_jp", "euc_jis_2004"):
        try:
            return code.decode(codec), 0
        except UnicodeDecodeError:
            continue
    return "\ufffd", 1


_EUC_SETS: dict[int, _Reader] = {
    1: _ascii,
    2: _euc_0208,
    3: lambda code: (code[1:].decode("cp932"), 0),
    4: _euc_wide,
    5: lambda _: ("\ufffd", 1),
}

_DESIGNATED: dict[bytes, _Reader] = {
    b"(B": _ascii,
    b"(J": _ascii,
    b"(H": _ascii,  # a Swedish set by the register, JIS Roman by old Japanese software
    b"(I": _kana,
    b"$@": _pairs(_jis_0208),
    b"$B": _pairs(_jis_0208),
    b"$(B": _pairs(_jis_0208),
    b"$(@": _pairs(_jis_0208),
    b"$(D": _pairs(_high("euc_jp", b"\x8f")),
    b"$(O": _pairs(_high("euc_jis_2004")),
    b"$(Q": _pairs(_high("euc_jis_2004")),
    b"$(P": _pairs(_high("euc_jis_2004", b"\x8f")),
    b"$A": _pairs(_high("gb2312")),
    b"$(C": _pairs(_high("euc_kr")),
}
