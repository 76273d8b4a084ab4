"""Percent-encoding undone (RFC 3986 section 2.1)."""

from __future__ import annotations

from functools import cache


def unescaped(text: str) -> str:
    """As UTF-8."""
    if "%" not in text:
        return text
    pieces = text.encode("utf-8", "replace").split(b"%")
    table = _octets()
    for index in range(1, len(pieces)):
        piece = pieces[index]
        octet = table.get(piece[:2])
        pieces[index] = b"%" + piece if octet is None else octet + piece[2:]
    return b"".join(pieces).decode("utf-8", "replace")


@cache
def _octets() -> dict[bytes, bytes]:
    digits = "0123456789abcdefABCDEF"
    return {(high + low).encode(): bytes((int(high + low, 16),)) for high in digits for low in digits}
