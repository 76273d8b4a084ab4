"""Undoing content transfer encodings (RFC 2045 section 6), and saying where the data breaks their rules.

The well-formed case is one call into C and one sum: the length of the result tells whether anything was skipped. Only
when that sum is off is the data looked at again.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable

Note = Callable[[str, str], None]
"""Takes a defect's id and detail."""

IDENTITY = frozenset({"7bit", "8bit", "binary"})

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_WHITE = b" \t\r\n"
_PADDING = re.compile(rb"=[=\s]*")
_MOST_BLOCKS = 10_000
_BAD_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2}|\r?\n|\Z)")
_BARE_CR = re.compile(rb"=\r(?!\n)")
_UU_BEGIN = re.compile(rb"^begin[ \t]+[0-7]{3,4}[ \t]+[^\n]*\n", re.MULTILINE)


def decode(data: bytes, encoding: str, note: Note) -> bytes:
    """The body's octets. What cannot be decoded is left out or left as it is, and noted. Never raises."""
    if decoder := _DECODERS.get(encoding):
        return decoder(data, note)
    if encoding not in IDENTITY:
        note("unknown-encoding", encoding[:80])
    elif encoding == "7bit" and not data.isascii():
        note("8bit-in-7bit", "")
    return data


def base64(data: bytes, note: Note) -> bytes:
    """RFC 2045 section 6.8. Foreign characters are skipped, blocks after padding decoded as well."""
    first = data.find(b"=")
    padding = data.count(b"=", first) if first >= 0 else 0
    letters = len(data) - padding - data.count(b"\n") - (data.count(b"\r") if b"\r" in data else 0)
    try:
        octets = binascii.a2b_base64(data)
    except binascii.Error:
        return _broken_base64(data, note)
    if len(octets) == letters * 3 // 4 and padding == -letters % 4:
        return octets
    return _broken_base64(data, note)


def _broken_base64(data: bytes, note: Note) -> bytes:
    foreign = data.translate(None, _BASE64 + b"=" + _WHITE)
    if foreign:
        note("base64-foreign", f"{len(foreign)} octets, first {foreign[:8]!r}")
    letters = data.translate(None, bytes(set(range(256)) - set(_BASE64 + b"=")))
    blocks = _PADDING.split(letters, _MOST_BLOCKS)
    if len(blocks) > _MOST_BLOCKS:
        note("base64-truncated", f"more than {_MOST_BLOCKS} blocks")
        blocks.pop()
    if any(blocks[1:]):
        note("base64-blocks", f"{len(blocks)} blocks")
    if letters.count(b"=") != sum(-len(block) % 4 for block in blocks):
        note("base64-padding", f"{letters.count(b'=')} signs")
    return b"".join(_block(block, note) for block in blocks if block)


def _block(letters: bytes, note: Note) -> bytes:
    """One run of base64 letters without padding; a last lone letter is six bits of an octet and says nothing."""
    if len(letters) % 4 == 1:
        note("base64-truncated", "a lone letter at the end")
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def quoted_printable(data: bytes, note: Note) -> bytes:
    """RFC 2045 section 6.7. A = that escapes nothing stays as it is."""
    octets = binascii.a2b_qp(data)
    has_cr = b"\r" in data
    soft_breaks = data.count(b"=\r\n") if has_cr else 0
    if has_cr and data.count(b"=\r") != soft_breaks:
        # The C decoder drops everything between "=\r" and the next LF: text could hide there.
        note("bad-quoted-printable", "= before a bare CR")
        return binascii.a2b_qp(_BARE_CR.sub(b"=3D\r", data))
    if len(octets) != len(data) - 2 * data.count(b"=") - soft_breaks and (bad := _BAD_ESCAPE.search(data)):
        note("bad-quoted-printable", f"{data[bad.start() : bad.start() + 3]!r}")
    return octets


def uuencode(data: bytes, note: Note) -> bytes:
    """The lines between `begin` and `end` (POSIX uuencode); everything as it is where there is no `begin`."""
    begin = _UU_BEGIN.search(data)
    if begin is None:
        note("bad-uuencode", "no begin line")
        return data
    pieces: list[bytes] = []
    for line in data[begin.end() :].replace(b"\r\n", b"\n").split(b"\n"):
        if line == b"end":
            return b"".join(pieces)
        if not line:
            continue  # the C decoder would make 32 NULs of it
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            pieces.append(_uu_line(line, note))
    note("bad-uuencode", "no end line")
    return b"".join(pieces)


def _uu_line(line: bytes, note: Note) -> bytes:
    """A line some encoders write with a wrong number of letters after its count."""
    note("bad-uuencode", f"{line[:20]!r}")
    letters = (((line[0] - 32) & 63) * 4 + 5) // 3
    try:
        return binascii.a2b_uu(line[:letters])
    except binascii.Error:
        return b""


_DECODERS: dict[str, Callable[[bytes, Note], bytes]] = {
    "base64": base64,
    "quoted-printable": quoted_printable,
    "x-uuencode": uuencode,
    "uuencode": uuencode,
    "x-uue": uuencode,
    "uue": uuencode,
}
