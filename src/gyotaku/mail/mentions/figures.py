"""Where the figures of a text stand: dates, amounts and lengths of time all begin with one, and each is looked for there alone."""

from __future__ import annotations

from functools import lru_cache

_DIGIT, _OTHER = b"0", b" "
_CONTINUES = bytes(range(0x80, 0xC0))
"""Octets of UTF-8 that continue a character."""
_MARKS = bytes.maketrans(bytes(range(256)), b"".join(_DIGIT if 48 <= code < 58 else _OTHER for code in range(256)))


@lru_cache(maxsize=4)
def figures(text: str) -> tuple[tuple[int, int], ...]:
    """Where each run of ASCII digits begins and ends."""
    # One octet for each character, so that offsets are the text's: searching octets costs a tenth of what an expression does.
    marks = text.encode("utf-8", "surrogatepass").translate(_MARKS, _CONTINUES)
    found: list[tuple[int, int]] = []
    end, at = 0, marks.find(_DIGIT)
    while at >= 0:
        end = marks.find(_OTHER, at)
        if end < 0:
            end = len(marks)
        found.append((at, end))
        at = marks.find(_DIGIT, end)
    return tuple(found)
