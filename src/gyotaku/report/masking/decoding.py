"""Undoing what hides words in text: escapes of every kind in place, and tokens that stand for octets.

Everything is linear in the text, and every decoded character knows which stretch of the text it came from.
"""

from __future__ import annotations

import binascii
import html
import re
from collections.abc import Callable, Iterator

from msgspec import Struct

_ESCAPE = re.compile(
    r"(?:%[0-9A-Fa-f]{2})+"
    r"|%u[0-9A-Fa-f]{4}|\\u[0-9A-Fa-f]{4}|\\u\{[0-9A-Fa-f]{1,6}\}|\\U[0-9A-Fa-f]{8}|\\x[0-9A-Fa-f]{2}|\\[0-7]{3}"
    r"|&#[xX]0{0,8}[0-9A-Fa-f]{1,6};?|&#0{0,8}[0-9]{1,7};?|&[A-Za-z][A-Za-z0-9]{1,30};"
    r"|‹U\+[0-9A-F]{4,6}›|\[\.\]|\[@\]|\(\.\)|\[dot\]|\[at\]"
)
_QUOTED = re.compile(r"(?:=[0-9A-Fa-f]{2}|=[ \t]{0,20}\r?\n)+")
_SOFT_BREAK = re.compile(rb"=[ \t]*\r?\n")
_WORD = r"=\?[^?\s]{1,60}\?[BbQq]\?[^?\r\n]{0,2000}\?="
_WORDS = re.compile(rf"{_WORD}(?:\s{{1,20}}{_WORD})*")
_ONE_WORD = re.compile(r"=\?([^?*\s]{1,60})(?:\*[^?\s]{0,60})?\?([BbQq])\?([^?\r\n]{0,2000})\?=")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]{16,}={0,2}\r?\n[ \t]?)*[A-Za-z0-9+/_-]{8,}")
_HEX = re.compile(r"[0-9A-Fa-f]{8,}|[0-9A-Fa-f]{2}(?:[ :,-][0-9A-Fa-f]{2}){4,}")
_NOT_HEX = re.compile(r"[ :,-]")
_STANDARD = str.maketrans("-_", "+/")
_SPACE = str.maketrans("", "", " \t\r\n=")


class View:
    """Decoded text; `start[i]` and `end[i]` tell which stretch of the text before decoding its character `i` stands for."""

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: list[int], end: list[int]) -> None:
        self.text = text
        self.start = start
        self.end = end

    def origin(self, start: int, end: int) -> tuple[int, int]:
        return self.start[start], self.end[end - 1]


def unescaped(text: str) -> View | None:
    """Percent signs, references of HTML, escapes of programs, and what defangs an address, all undone once; None without any."""
    if not any(mark in text for mark in "%&\\‹[("):
        return None
    return _replaced(text, _ESCAPE, _escape)


def unquoted(text: str) -> View | None:
    """Quoted-printable undone; None without any."""
    return _replaced(text, _QUOTED, _quoted) if "=" in text else None


def unworded(text: str) -> View | None:
    """Encoded words of header fields (RFC 2047), neighbors joined; None without any."""
    return _replaced(text, _WORDS, _words) if "=?" in text else None


def _replaced(text: str, pattern: re.Pattern[str], decode: Callable[[str], str]) -> View | None:
    pieces: list[str] = []
    start: list[int] = []
    end: list[int] = []
    at = 0
    for found in pattern.finditer(text):
        before, after = found.span()
        decoded = decode(found[0])
        pieces += (text[at:before], decoded)
        start.extend(range(at, before))
        end.extend(range(at + 1, before + 1))
        if _PERCENT_EACH.fullmatch(found[0]) and len(decoded) * 3 == after - before:
            start.extend(range(before, after, 3))
            end.extend(range(before + 3, after + 3, 3))
        else:
            start.extend([before] * len(decoded))
            end.extend([after] * len(decoded))
        at = after
    if not pieces:
        return None
    pieces.append(text[at:])
    start.extend(range(at, len(text)))
    end.extend(range(at + 1, len(text) + 1))
    return View("".join(pieces), start, end)


_PERCENT_EACH = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def _text(octets: bytes) -> str:
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


_DEFANGED = {"[.]": ".", "(.)": ".", "[dot]": ".", "[@]": "@", "[at]": "@"}


def _escape(written: str) -> str:
    if written in _DEFANGED:
        return _DEFANGED[written]
    if written[0] == "&":
        return html.unescape(written if written[-1] == ";" else written + ";")
    if written[0] == "%" and written[1] not in "uU":
        return _text(binascii.unhexlify(written.replace("%", "")))
    digits = written.strip("\\%uUx{}‹›+")
    code = int(digits, 8 if written[0] == "\\" and written[1].isdigit() else 16)
    return chr(code) if code < 0x110000 else "\ufffd"


def _quoted(written: str) -> str:
    return _text(binascii.a2b_qp(_SOFT_BREAK.sub(b"", written.encode("ascii", "replace"))))


def _words(written: str) -> str:
    """Octets of neighbors in one charset are joined first: a character may be cut between them."""
    run: list[tuple[str, bytearray]] = []
    for charset, way, body in _ONE_WORD.findall(written):
        octets = _base64(body, 0) if way in "Bb" else binascii.a2b_qp(body.encode("utf-8", "replace"), header=True)
        if run and run[-1][0] == charset.lower():
            run[-1][1].extend(octets)
        else:
            run.append((charset.lower(), bytearray(octets)))
    return "".join(_decoded(bytes(octets), charset) for charset, octets in run)


def _decoded(octets: bytes, charset: str) -> str:
    try:
        return octets.decode(charset)
    except (LookupError, UnicodeError):
        return _text(octets)


def _base64(letters: str, skip: int) -> bytes:
    plain = letters.translate(_SPACE).translate(_STANDARD)[skip:]
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return binascii.a2b_base64(plain + "=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return b""


class Token(Struct, frozen=True):
    """Octets that a stretch of text stands for. `scale` letters stand for one octet, after the first `skip`."""

    start: int
    end: int
    how: str
    octets: bytes
    skip: int
    scale: float

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The letters that the octets from `start` to `end` were written with."""
        first = self.start + self.skip + int(start * self.scale)
        return first, min(self.end, self.start + self.skip + int(end * self.scale + 0.999))


def tokens(text: str, every: bool) -> Iterator[Token]:
    """What may be base64 or hex. With `every`, also where other letters stand glued before it."""
    for found in _BASE64.finditer(text):
        letters = found[0]
        for skip in range(4 if every else 1):
            octets = _base64(letters, skip)
            if octets:
                # Line ends shift what comes after them, so then all of it counts as one.
                whole = "\n" in letters or "\r" in letters
                yield Token(found.start(), found.end(), "base64", octets, skip, 0.0 if whole else 4 / 3)
    for found in _HEX.finditer(text):
        digits = _NOT_HEX.sub("", found[0])
        spaced = len(digits) < len(found[0])
        for skip in range(1 if spaced else 2):
            even = digits[skip:]
            octets = binascii.unhexlify(even[: len(even) // 2 * 2])
            yield Token(found.start(), found.end(), "hex", octets, skip, 0.0 if spaced else 2.0)
