"""Codes drawn with characters: half blocks, full blocks, squares, Braille, number signs.

Characters stand in cells that are half as wide as high, those of East Asian width in cells of twice that. Each is drawn as
columns of four dots a line, so that every style comes out square.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from gyotaku.mail.codes.grid import LEAST, MOST, Grid, grid
from gyotaku.mail.pattern import Pattern

_MARKS = "█▀▄▌▐▓▒■▉▊◼◾⬛⚫●🟥🟦🟪🟫🟩▖▗▘▙▚▛▜▝▞▟#"
"""Dark characters; together they stand in every drawing many times, unless it is in Braille."""
_DOTS = Pattern("[\u2801-\u28ff]")
_SIGNS = "#######"
"""A finder pattern is seven modules wide."""
_LEAST_MARKS = 40
_MOST_CHARACTERS = 200_000
_MOST_DRAWINGS = 5
_LEAST_LINES = 6
"""Lines of the smallest code in Braille, which has four rows of dots a line."""

_REMOVED = "\ufe0e\ufe0f\u200b\u200d"
_QUOTED = Pattern("[> ]*>")

_FULL = ((1, 1, 1, 1), (1, 1, 1, 1))
_NONE = ((0, 0, 0, 0), (0, 0, 0, 0))
_UPPER, _LOWER = (1, 1, 0, 0), (0, 0, 1, 1)
_WHOLE, _BLANK = (1, 1, 1, 1), (0, 0, 0, 0)

Columns = tuple[tuple[int, ...], ...]


def _braille(code: int) -> Columns:
    left = tuple(code >> bit & 1 for bit in (0, 1, 2, 6))
    right = tuple(code >> bit & 1 for bit in (3, 4, 5, 7))
    return left, right


@cache
def _cells() -> dict[str, Columns]:
    """The columns of each character that a drawing may hold."""
    narrow: dict[str, Columns] = {
        **dict.fromkeys("█▉▊▓▒#@", _FULL),
        **dict.fromkeys(" \xa0░.·\u2007", _NONE),
        "▀": (_UPPER, _UPPER), "▄": (_LOWER, _LOWER), "▌": (_WHOLE, _BLANK), "▐": (_BLANK, _WHOLE),
        "▖": (_LOWER, _BLANK), "▗": (_BLANK, _LOWER), "▘": (_UPPER, _BLANK), "▝": (_BLANK, _UPPER),
        "▙": (_WHOLE, _LOWER), "▚": (_UPPER, _LOWER), "▛": (_WHOLE, _UPPER), "▜": (_UPPER, _WHOLE),
        "▞": (_LOWER, _UPPER), "▟": (_LOWER, _WHOLE),
        **{chr(0x2800 + code): _braille(code) for code in range(256)},
    }  # fmt: skip
    wide: dict[str, Columns] = {
        **dict.fromkeys("■◼◾⬛⚫●🟥🟦🟪🟫🟩", (_WHOLE,) * 4),
        **dict.fromkeys("□◻◽⬜⚪○🟨🟧\u3000", (_BLANK,) * 4),
    }
    return narrow | wide


class Drawing(Struct, frozen=True):
    """A drawing, and the first of its lines: `start` and `end` in the text."""

    grid: Grid
    start: int
    end: int


def drawings(text: str) -> list[Drawing]:
    """Every block of lines that may be a code. Linear."""
    text = text[:_MOST_CHARACTERS]
    if text.isascii():
        if _SIGNS not in text:
            return []
    elif sum(map(text.count, _MARKS)) < _LEAST_MARKS and len(_DOTS.compiled.findall(text)) < _LEAST_MARKS:
        return []
    found = []
    for block in _blocks(text):
        drawn = grid(_rows([line for line, _, _ in block]))
        if drawn is not None:
            found.append(Drawing(drawn, block[0][1], block[0][2]))
            if len(found) == _MOST_DRAWINGS:
                break
    return found


def _blocks(text: str) -> Iterator[list[tuple[str, int, int]]]:
    """Lines of drawing characters that follow each other; lines without any between them are passed over, one at a time."""
    block: list[tuple[str, int, int]] = []
    blank = False
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        quote = _QUOTED.compiled.match(line)
        skipped = quote.end() if quote else 0
        drawn = line[skipped:].rstrip("\r\n\t ")
        for mark in _REMOVED:
            drawn = drawn.replace(mark, "")
        if not drawn.strip():
            if blank or not block:
                yield from _ended(block)
                block = []
            blank = True
        elif set(drawn) <= _cells().keys() and len(drawn) <= 2 * MOST:
            block.append((drawn, start + skipped, start + len(line.rstrip("\r"))))
            blank = False
        else:
            yield from _ended(block)
            block = []
            blank = False
    yield from _ended(block)


def _ended(block: list[tuple[str, int, int]]) -> Iterator[list[tuple[str, int, int]]]:
    if _LEAST_LINES <= len(block) <= MOST and max(len(line) for line, _, _ in block) >= _LEAST_LINES:
        yield block


def _rows(lines: list[str]) -> list[list[bool]]:
    """Dots: four rows a line, a column for each half of a narrow character. Every second dot where all come in twos."""
    cells = _cells()
    rows: list[list[bool]] = []
    for line in lines:
        columns = [column for character in line for column in cells[character]]
        rows += [[bool(column[number]) for column in columns] for number in range(4)]
    width = max(map(len, rows))
    for row in rows:
        row.extend([False] * (width - len(row)))
    while len(rows) > 2 * LEAST and _doubled(rows):
        rows = [row[::2] for row in rows[::2]]
    return rows


def _doubled(rows: list[list[bool]]) -> bool:
    return (
        len(rows) % 2 == 0
        and rows[::2] == rows[1::2]
        and all(len(row) % 2 == 0 and row[::2] == row[1::2] for row in rows[::2])
    )
