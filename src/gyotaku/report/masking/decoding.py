"""Undoing what hides words in text: escapes of every kind in place, and tokens that stand for octets.

Everything is linear in the text, and every decoded character knows which stretch of the text it came from.
"""

from __future__ import annotations

import binascii
import html
import re
from bisect import bisect_right
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
    """Decoded text, which knows the stretch of the text before decoding that each of its characters stands for."""

    __slots__ = ("_origins", "_outer", "_starts", "text")

    def __init__(
        self, text: str, starts: list[int], origins: list[tuple[int, int, int]], outer: View | None = None
    ) -> None:
        self.text = text
        self._starts = starts
        """Where each piece begins."""
        self._origins = origins
        """From where to where it stood, and how many characters there are for one here; 0: all for each."""
        self._outer = outer

    def within(self, outer: View) -> View:
        """The same as a view of the text that `outer` is a view of."""
        return View(self.text, self._starts, self._origins, outer)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        number = bisect_right(self._starts, start) - 1
        first, _, scale = self._origins[number]
        begin = first + (start - self._starts[number]) * scale
        number = bisect_right(self._starts, end - 1) - 1
        first, last, scale = self._origins[number]
        stop = first + (end - self._starts[number]) * scale if scale else last
        return (begin, stop) if self._outer is None else self._outer.origin(begin, stop)


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
    starts: list[int] = []
    origins: list[tuple[int, int, int]] = []
    at = length = 0
    for found in pattern.finditer(text):
        before, after = found.span()
        decoded = decode(found[0])
        if before > at:
            pieces.append(text[at:before])
            starts.append(length)
            origins.append((at, before, 1))
            length += before - at
        if decoded:
            each = len(decoded) * 3 == after - before and _PERCENT_EACH.fullmatch(found[0])
            pieces.append(decoded)
            starts.append(length)
            origins.append((before, after, 3 if each else 0))
            length += len(decoded)
        at = after
    if at == 0:
        return None
    pieces.append(text[at:])
    starts.append(length)
    origins.append((at, len(text), 1))
    return View("".join(pieces), starts, origins)


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


class Run(Struct, frozen=True):
    """Letters that may be base64 or hex."""

    start: int
    how: str
    letters: str

    def tokens(self, every: bool) -> Iterator[Token]:
        """What they stand for. With `every`, also where other letters stand glued before it."""
        return self._base64(every) if self.how == "base64" else self._hex()

    def _base64(self, every: bool) -> Iterator[Token]:
        # Line ends shift what comes after them, so then all of it counts as one.
        whole = "\n" in self.letters or "\r" in self.letters
        for skip in range(4 if every else 1):
            octets = _base64(self.letters, skip)
            if octets:
                end = self.start + len(self.letters)
                yield Token(self.start, end, self.how, octets, skip, 0.0 if whole else 4 / 3)

    def _hex(self) -> Iterator[Token]:
        digits = _NOT_HEX.sub("", self.letters)
        spaced = len(digits) < len(self.letters)
        for skip in range(1 if spaced else 2):
            even = digits[skip:]
            octets = binascii.unhexlify(even[: len(even) // 2 * 2])
            yield Token(self.start, self.start + len(self.letters), self.how, octets, skip, 0.0 if spaced else 2.0)


def runs(text: str) -> Iterator[Run]:
    """Every stretch of a text that may be base64, then every one that may be hex."""
    for how, pattern in (("base64", _BASE64), ("hex", _HEX)):
        for found in pattern.finditer(text):
            yield Run(found.start(), how, found[0])
