"""Codes in all the forms in which mails carry them, made when a test asks; nothing here is read by the program."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from typing import Any

import segno
from PIL import Image

Matrix = list[list[bool]]


def matrix(words: str, error: str = "m") -> Matrix:
    """Rows of modules, True where dark, without a quiet zone."""
    return [[bool(cell) for cell in row] for row in segno.make_qr(words, error=error).matrix]


def png(words: str, scale: int = 4, **look: Any) -> bytes:
    out = io.BytesIO()
    segno.make_qr(words).save(out, kind="png", scale=scale, **look)
    return out.getvalue()


def image(words: str, scale: int = 4, **look: Any) -> Image.Image:
    return Image.open(io.BytesIO(png(words, scale, **look))).convert("RGB")


def written(picture: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


# Drawn with characters.


def half_blocks(cells: Matrix, inverted: bool = False) -> str:
    rows = [[cell != inverted for cell in row] for row in cells]
    if len(rows) % 2:
        rows.append([inverted] * len(rows[0]))
    return "\n".join(
        "".join(" ▄▀█"[2 * above + below] for above, below in zip(one, other, strict=True)).rstrip()
        for one, other in zip(rows[::2], rows[1::2], strict=True)
    )


def two_characters(cells: Matrix, dark: str = "██", light: str = "  ") -> str:
    return "\n".join("".join(dark if cell else light for cell in row).rstrip() for row in cells)


def squares(cells: Matrix, dark: str = "⬛", light: str = "⬜") -> str:
    return "\n".join("".join(dark if cell else light for cell in row) for row in cells)


def braille(cells: Matrix) -> str:
    size = len(cells)
    places = ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (3, 0), (3, 1))

    def character(top: int, left: int) -> str:
        dots = (
            (top + down < size and left + right < size and cells[top + down][left + right]) for down, right in places
        )
        return chr(0x2800 + sum(dot << bit for bit, dot in enumerate(dots)))

    return "\n".join("".join(character(top, left) for left in range(0, size, 2)) for top in range(0, size, 4))


# Drawn with cells.


def _color(dark: bool) -> str:
    return "#000000" if dark else "#ffffff"


def _runs(row: list[bool]) -> Iterator[tuple[bool, int]]:
    return ((dark, len(list(run))) for dark, run in itertools.groupby(row))


def _table(rows: Iterator[str]) -> str:
    return "<table cellspacing=0 cellpadding=0>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"


def table_bgcolor(cells: Matrix) -> str:
    return _table("".join(f'<td width=4 height=4 bgcolor="{_color(dark)}"></td>' for dark in row) for row in cells)


def table_dark_alone(cells: Matrix) -> str:
    """Only dark cells have a colour, and no end tag is written."""
    return _table(
        "".join("<td style='background:#111'>&nbsp;" if dark else "<td>&nbsp;" for dark in row) for row in cells
    )


def table_spans(cells: Matrix) -> str:
    return _table("".join(f"<td colspan={n} bgcolor={_color(dark)}></td>" for dark, n in _runs(row)) for row in cells)


def table_a_row(cells: Matrix) -> str:
    """Each row a table of its own, cells as wide as their runs."""
    rows = ("".join(f"<td width={5 * n} bgcolor={_color(dark)}></td>" for dark, n in _runs(row)) for row in cells)
    return "".join(f"<table><tr>{row}</tr></table>" for row in rows)


def table_classes(cells: Matrix) -> str:
    rows = ("".join(f"<td class={'k' if dark else 'w'}></td>" for dark in row) for row in cells)
    return "<style>.k{background-color:#000} .w{background-color:#fff}</style>" + _table(rows)


def boxes(cells: Matrix) -> str:
    size = "display:inline-block;width:4px;height:4px"
    row = ("".join(f'<div style="{size};background:{_color(dark)}"></div>' for dark in row) for row in cells)
    return "<div>" + "".join(f"<div>{one}</div>" for one in row) + "</div>"


def spans(cells: Matrix) -> str:
    rows = ("".join(f'<span style="background:{_color(dark)}">&nbsp;&nbsp;</span>' for dark in row) for row in cells)
    return "<p>" + "<br>".join(rows) + "</p>"


def css_grid(cells: Matrix) -> str:
    inner = "".join(f'<i style="background:{_color(dark)}"></i>' for row in cells for dark in row)
    return f'<div style="display:grid;grid-template-columns:repeat({len(cells)},4px)">{inner}</div>'


def placed(cells: Matrix) -> str:
    dark = ((x, y) for y, row in enumerate(cells) for x, cell in enumerate(row) if cell)
    style = "position:absolute;width:4px;height:4px;background:black"
    inner = "".join(f'<div style="{style};left:{4 * x}px;top:{4 * y}px"></div>' for x, y in dark)
    return f'<div style="position:relative">{inner}</div>'
