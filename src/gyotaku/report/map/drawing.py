"""Draws the map: a view of the region of interest, the world below it where something lies far away, and a legend."""

from __future__ import annotations

from collections.abc import Sequence

from gyotaku.model.place import Known, Located
from gyotaku.model.text import Text
from gyotaku.report.html.writer import Writer
from gyotaku.report.layout import wrapped
from gyotaku.report.map import words
from gyotaku.report.map.marks import Mark, is_within, marks, together
from gyotaku.report.map.shapes import Box, Country, world
from gyotaku.report.map.view import Place, View, center, closer, path, whole
from gyotaku.report.teller import Teller

WIDTH = 360
_HEIGHT = 236
_WIDE = 160.0
"""Degrees of longitude from which on the world as a whole is shown."""
_SMALLEST = 5.0
_AROUND = 9.0
"""Radius of the line around a country that is too small to be seen."""
_GAP = 6
_LINE = 16
_COLUMNS = 49
"""Columns of 7.2 units in the width of the drawing."""
_EASTERN = 150.0
"""The middle of the world as it is drawn in Japan."""


class Drawn:
    """A map as SVG. `teller` is one of plain words."""

    def __init__(self, teller: Teller, places: Sequence[Located]) -> None:
        self.teller = teller
        self.places = places
        self.inside = Writer("")
        self.height = 0.0
        self.shown = marks(places)

    def write(self, writer: Writer) -> bool:
        """False where there is nothing to draw."""
        if not self.shown:
            return False
        self._views()
        self._legend()
        with writer.element(
            "svg",
            role="img",
            aria_label=self.title(),
            viewBox=f"0 0 {WIDTH} {self.height:g}",
            focusable="false",
            class_="drawing map",
        ):
            writer.put(self.inside.markup())
        return True

    def title(self) -> str:
        registered = all(mark.registered for mark in self.shown)
        return self.teller.say(words.TITLE_REGISTERED if registered else words.TITLE)

    def lines(self) -> list[str]:
        """Everything the map says, in words."""
        drawn = {number for mark in self.shown for number in mark.numbers}
        told = []
        for number, place in enumerate(self.places, 1):
            line = f"{number}. {words.legend(self.teller, place)}"
            told.append(line if number in drawn else f"{line} {self.teller.say(words.NOT_DRAWN)}")
        return told

    def notes(self) -> list[Text]:
        signs = (
            (words.RING, any(mark.ring for mark in self.shown)),
            (words.SHADED, any(mark.land and not mark.registered for mark in self.shown)),
            (words.REGISTERED, any(mark.registered for mark in self.shown)),
            (words.MACHINES, any(place.said.known is not Known.REGISTRY for place in self.places)),
            (words.CREDIT, True),
        )
        return [text for text, holds in signs if holds]

    def _views(self) -> None:
        box = together(self.shown)
        if box.width > _WIDE:
            self._view(whole(WIDTH, self._middle()), self.shown, fine=False)
            return
        view = closer(box, WIDTH, _HEIGHT)
        self._view(view, self.shown, fine=True)
        if not all(is_within(mark, view.box) for mark in self.shown):
            self.height += _GAP
            self._view(whole(WIDTH, self._middle()), self.shown, fine=False, frame=view.box)

    def _middle(self) -> float:
        return _EASTERN if self.teller.japanese else 0.0

    def _view(self, view: View, shown: Sequence[Mark], *, fine: bool, frame: Box | None = None) -> None:
        inside = self.inside
        with inside.element("g", transform=f"translate(0 {self.height:g})"):
            inside.empty("rect", width=WIDTH, height=f"{view.height:g}", class_="sea")
            whole_countries = {mark.land.code: mark for mark in shown if mark.land is not None}
            plain = [_land(view, one, fine=fine) for one in world() if one.code not in whole_countries]
            inside.empty("path", d="".join(plain), class_="land" if fine else "land far")
            for mark in sorted(whole_countries.values(), key=lambda one: not one.registered):
                if mark.land is not None:
                    inside.empty("path", d=_land(view, mark.land, fine=fine), class_=_style(mark))
                    if _is_tiny(view, mark):
                        for x, y in _middles(view, mark):
                            inside.empty("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=_AROUND, class_=_around(mark))
            for mark in shown:
                if mark.ring is not None:
                    _ring(inside, view, mark)
            if frame is not None:
                _frame(inside, view, frame)
            _labels(inside, view, shown)
            inside.empty("rect", width=WIDTH, height=f"{view.height:g}", class_="edge")
        self.height += view.height
        # What was drawn beyond the lower edge is covered again.
        inside.empty("rect", y=f"{self.height:g}", width=WIDTH, height=4, class_="paper")

    def _legend(self) -> None:
        self.height += 6
        lines = [("name", line) for line in self.lines()]
        lines += [("step", self.teller.say(note)) for note in self.notes()]
        for style, line in lines:
            for piece in wrapped(line, _COLUMNS):
                self.height += _LINE
                with self.inside.element("text", x=2, y=f"{self.height - 4:g}", class_=style):
                    self.inside.text(piece)
            self.height += 3
        self.height += 5


def _around(mark: Mark) -> str:
    return "around dashed" if mark.registered else "around"


def _style(mark: Mark) -> str:
    return "land registered" if mark.registered else "land shaded"


def _is_tiny(view: View, mark: Mark) -> bool:
    return mark.land is not None and max(mark.box.width, mark.box.height) * view.scale < _AROUND


def _land(view: View, of: Country, *, fine: bool) -> str:
    if not view.sees(of.whole):
        return ""
    step = 0.5 if fine else 1
    seen = (ring for ring in of.rings if max(ring.box.width, ring.box.height) * view.scale >= step)
    return path((line for ring in seen for line in view.shown(ring)), step)


def _ring(inside: Writer, view: View, mark: Mark) -> None:
    """To scale; where that is too small to be seen, a ring of the smallest size."""
    if mark.ring is None:
        return
    across = mark.ring.box.width * view.scale
    if across >= 2 * _SMALLEST:
        inside.empty("path", d=path(view.shown(mark.ring), 0.5), class_="ring")
        return
    for x, y in _middles(view, mark):
        inside.empty("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=_SMALLEST, class_="ring")


def _middles(view: View, mark: Mark) -> list[Place]:
    x, y = mark.box.middle
    return [view.at((x + shift, y)) for shift in view.turned(mark.box) if view.box.south < y < view.box.north]


def _frame(inside: Writer, view: View, frame: Box) -> None:
    """Which part of the world the view above shows."""
    for shift in view.turned(frame):
        left, top = view.at((frame.west + shift, min(frame.north, view.box.north)))
        right, bottom = view.at((frame.east + shift, max(frame.south, view.box.south)))
        left, right = max(left, 0.0), min(right, view.width)
        inside.empty(
            "rect",
            x=f"{left:.1f}",
            y=f"{top:.1f}",
            width=f"{right - left:.1f}",
            height=f"{bottom - top:.1f}",
            class_="frame",
        )


def _labels(inside: Writer, view: View, shown: Sequence[Mark]) -> None:
    """Numbers beside the rings, and within the countries; moved down until they do not cover each other."""
    taken: list[tuple[float, float, float]] = []
    for mark in shown:
        place = _beside(view, mark)
        if place is None:
            continue
        x, y = place
        wide = 8.0 * len(mark.label)
        x = min(max(x, wide / 2 + 2), view.width - wide / 2 - 2)
        y = min(max(y, 14.0), view.height - 4)
        while any(abs(x - other) < (wide + width) / 2 + 2 and abs(y - above) < 14 for other, above, width in taken):
            y += 14
        taken.append((x, y, wide))
        with inside.element("text", x=f"{x:.1f}", y=f"{y:.1f}", class_="number"):
            inside.text(mark.label)


def _beside(view: View, mark: Mark) -> Place | None:
    if mark.land is not None and not _is_tiny(view, mark):
        seen = [center(line) for ring in mark.land.rings for line in view.shown(ring)]
        if not seen:
            return None
        x, y = max(seen)[1]
        return x, y + 5
    middles = _middles(view, mark)
    if not middles:
        return None
    away = _AROUND if mark.land is not None else max(mark.box.width * view.scale / 2, _SMALLEST)
    x, y = middles[0]
    return (x + away * 0.71 + 8, y - away * 0.71 - 2) if x + away < view.width - 20 else (x - away - 8, y)
