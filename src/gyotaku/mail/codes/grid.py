"""A drawing of dark and light cells, and whether it looks like a code before anybody tries to read it."""

from __future__ import annotations

from msgspec import Struct

LEAST = 11
"""Modules a side of the smallest Micro QR code."""
MOST = 400
"""Cells a side: the largest QR code has 177 modules, each drawn with up to two cells."""
_DARK, _LIGHT = b"\x00", b"\xff"


class Grid(Struct, frozen=True):
    """`octets` are the rows one after the other, 0 where dark and 255 where light."""

    width: int
    height: int
    octets: bytes


def grid(rows: list[list[bool]]) -> Grid | None:
    """Rows of cells, True where dark, cut to what is drawn; None for what cannot be a code.

    A code is about square, and neither nearly empty nor nearly full.
    """
    while rows and not any(rows[-1]):
        rows.pop()
    first = next((number for number, row in enumerate(rows) if any(row)), len(rows))
    rows = rows[first:]
    if not LEAST <= len(rows) <= MOST:
        return None
    left = min(row.index(True) for row in rows if True in row)
    right = max(len(row) - row[::-1].index(True) for row in rows if True in row)
    width, height = right - left, len(rows)
    if not LEAST <= width <= MOST or not 4 * width <= 5 * height <= 5 * width * 5 // 4:
        return None
    dark = sum(sum(row[left:right]) for row in rows)
    if not 4 * dark > width * height > dark * 10 // 9:
        return None
    octets = b"".join(
        b"".join(_DARK if cell else _LIGHT for cell in row[left:right]) + _LIGHT * (width - len(row[left:right]))
        for row in rows
    )
    return Grid(width, height, octets)
