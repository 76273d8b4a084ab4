"""A column of stations as an SVG picture: boxes one under the other, with words between them, readable on a phone."""

from __future__ import annotations

from gyotaku.report.html.writer import Writer
from gyotaku.report.layout import wrapped

WIDTH = 360
_LEFT = 40
_RAIL = 18
_LINE = 17
_PAD = 10
_COLUMNS = 42
"""Columns of 7.3 units that fit between the left edge of a box and its right one."""


class Drawing:
    """Draws from top to bottom; the height is known at the end."""

    def __init__(self) -> None:
        self.inside = Writer("")
        self.height = 6.0
        self.rail_from: float | None = None

    def station(self, lines: list[tuple[str, str]], style: str) -> None:
        """A box with lines of text, each with its class. `style` ours is drawn solid, others' word dashed."""
        texts = [(name, piece) for name, line in lines for piece in wrapped(line, _COLUMNS)]
        height = len(texts) * _LINE + 2 * _PAD - 4
        middle = self.height + height / 2
        self._rail(middle)
        self.inside.empty(
            "rect",
            x=_LEFT - 8,
            y=_number(self.height),
            width=WIDTH - _LEFT + 4,
            height=height,
            rx=5,
            class_=f"box {style}",
        )
        self.inside.empty("circle", cx=_RAIL, cy=_number(middle), r=6, class_=f"dot {style}")
        self._texts(texts, self.height + _PAD + 9)
        self.height += height
        self.rail_from = middle

    def between(self, line: str) -> None:
        """Words beside the way from one station to the next."""
        self.height += 8
        texts = [("step", piece) for piece in wrapped(line, _COLUMNS)] if line else []
        self._texts(texts, self.height + 12)
        self.height += len(texts) * _LINE + 8

    def border(self, line: str) -> None:
        """A line across the whole picture, with its words below."""
        self._rail(self.height + 4)
        self.rail_from = self.height + 4
        self.inside.empty(
            "line", x1=0, y1=_number(self.height + 4), x2=WIDTH, y2=_number(self.height + 4), class_="border"
        )
        self.height += 8
        texts = [("bordertext", piece) for piece in wrapped(line, _COLUMNS)]
        self._texts(texts, self.height + 12)
        self.height += len(texts) * _LINE + 8

    def _rail(self, to: float) -> None:
        if self.rail_from is not None:
            self.inside.empty("line", x1=_RAIL, y1=_number(self.rail_from), x2=_RAIL, y2=_number(to), class_="rail")

    def _texts(self, texts: list[tuple[str, str]], baseline: float) -> None:
        for number, (name, piece) in enumerate(texts):
            with self.inside.element("text", x=_LEFT, y=_number(baseline + number * _LINE), class_=name):
                self.inside.text(piece)

    def write(self, writer: Writer, title: str) -> None:
        """The picture, named for those who do not see it; what it shows stands in words beside it."""
        height = _number(self.height + 6)
        with writer.element(
            "svg", role="img", aria_label=title, viewBox=f"0 0 {WIDTH} {height}", focusable="false", class_="drawing"
        ):
            writer.put(self.inside.markup())


def _number(value: float) -> str:
    return f"{value:g}"
