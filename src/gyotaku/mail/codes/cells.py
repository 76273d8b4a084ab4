"""Codes drawn with the cells of a table, or with boxes: elements without content that have a colour.

Rows may be table rows, tables, or boxes; cells may be told by colspan or by width; boxes may flow in lines of their own, in
a grid, or stand each at its place.
"""

from __future__ import annotations

from itertools import islice
from math import isqrt

from msgspec import Struct

from gyotaku.mail.codes.grid import LEAST, MOST, Grid, grid
from gyotaku.mail.elements import VOID
from gyotaku.mail.look import ground_color
from gyotaku.mail.markup import END, START, TEXT, tokens
from gyotaku.mail.pattern import Pattern

_LEAST_GROUNDS = 60
"""Colours in the markup: the smallest QR code has some 110 runs of dark modules in its rows."""
_LEAST_EMPTY = 100
_NEAR = 200
"""Characters between two cells of a drawing: the end of a row and the beginning of the next."""
_MOST_TOKENS = 300_000
_MOST_DRAWINGS = 5
_MOST_CELLS = 40_000
_DEEPEST = 200
_LONGEST_STYLE = 500
_LONGEST_SHEET = 200_000
_MOST_RULES = 200

_PROPERTY = Pattern(r"(?:^|[;\s])(background(?:-color)?|width|height|left|top)\s{0,9}:\s{0,9}([^;]{1,60})")
_RULE = Pattern(r"\.([A-Za-z_][\w-]{0,40})\s{0,20}\{([^{}]{0,500})\}")
_EMPTY = Pattern(r"<(?:[tT][dhDH]|div|DIV|span|SPAN|[ibpa])(?:\s[^<>]{0,400})?>(?:&nbsp;|[\s\xa0]){0,20}<")
_NUMBER = Pattern(r"\s{0,9}([0-9]{1,5}(?:\.[0-9]{1,4})?)\s{0,2}(?:px|pt|em|rem|mm)?\s{0,9}(?:!.{0,20})?$")
_HEX = Pattern("#[0-9a-f]{6}")
_IMPLIED = {
    "td": (("td", "th"), ("table", "tr")),
    "th": (("td", "th"), ("table", "tr")),
    "tr": (("tr",), ("table",)),
    "p": (("p",), ("div", "td")),
}


class Cells(Struct, frozen=True):
    """A drawing of cells, and the tag of its first dark one: its name, where it begins, the attribute with its colour and what it says."""

    grid: Grid
    tag: str
    at: int
    attribute: str
    value: str


class _Style(Struct, frozen=True):
    color: str | None = None
    width: float | None = None
    height: float | None = None
    left: float | None = None
    top: float | None = None


class _Box:
    """An element: a cell where it holds nothing, a row where it holds cells, and what is around them."""

    __slots__ = ("at", "attribute", "boxes", "dark", "filled", "name", "row", "span", "style", "value")

    def __init__(self, name: str, style: _Style, span: int, dark: bool, at: int, colored: tuple[str, str]) -> None:
        self.name = name
        self.style = style
        self.span = span
        self.dark = dark
        self.at = at
        self.attribute, self.value = colored
        self.boxes: list[_Box] = []
        self.filled = False
        """It holds text, or something that is no cell."""
        self.row: list[_Box] = []

    @property
    def empty(self) -> bool:
        return not self.boxes and not self.filled and not self.row


_BREAK = _Box("br", _Style(), 0, dark=False, at=0, colored=("", ""))


def drawings(html: str) -> list[Cells]:
    """Every drawing that may be a code, of `html` that `may_draw` one, whose lines end in LF alone. Linear."""
    reader = _Reader(html)
    for kind, value, attributes, at, _ in islice(tokens(html), _MOST_TOKENS):
        if kind == START:
            reader.start(value, attributes, at)
        elif kind == END:
            reader.end(value)
        elif kind <= TEXT + 1 and not value.isspace() and value.strip(" \t\n\xa0\u200b\u200c"):
            reader.open[-1].filled = True
    while len(reader.open) > 1:
        reader.close()
    reader.draw(reader.open[0])
    return reader.found


def may_draw(html: str) -> bool:
    """There are colours enough, and somewhere elements without content follow each other closely: a second reading is dear."""
    grounds = html.count("bgcolor") + html.count("background") + html.count("BGCOLOR") + html.count("BACKGROUND")
    if grounds < _LEAST_GROUNDS and not (grounds and "<style" in html and _by_classes(html) >= _LEAST_GROUNDS):
        return False
    near, last = 0, 0
    for empty in _EMPTY.compiled.finditer(html):
        near = near + 1 if empty.start() - last < _NEAR else 1
        last = empty.end()
        if near == _LEAST_EMPTY:
            return True
    return False


def _rules(html: str) -> dict[str, str]:
    """The declarations of the document's plain classes."""
    if "<style" not in html:
        return {}
    return {found[1]: found[2] for found in islice(_RULE.compiled.finditer(html, 0, _LONGEST_SHEET), _MOST_RULES)}


def _by_classes(html: str) -> int:
    """How many elements have a colour by their class."""
    grounds = [name for name, style in _rules(html).items() if "background" in style]
    return sum(html.count(f"class={mark}{name}") for name in grounds[:20] for mark in ("", '"', "'"))


class _Reader:
    """Elements that are open; each is looked at when it closes, and what is no row or cell is forgotten."""

    def __init__(self, html: str) -> None:
        self.open = [_Box("", _Style(), 1, dark=False, at=0, colored=("", ""))]
        self.found: list[Cells] = []
        self.styles: dict[tuple[str, ...], _Style] = {}
        self.classes = _rules(html)

    def start(self, name: str, attributes: list[tuple[str, str]], at: int) -> None:
        closes = _IMPLIED.get(name)
        if closes is not None:
            self._imply(*closes)
        if name == "br":
            self.open[-1].boxes.append(_BREAK)
            return
        given = dict(attributes)
        style = self._style(given)
        dark = self.open[-1].dark if style.color in (None, "transparent") else _is_dark(style.color)
        colored = next(((key, given[key]) for key in ("bgcolor", "style", "class") if key in given), ("", ""))
        span = given.get("colspan", "1")
        box = _Box(name, style, min(int(span), MOST) if span.isdecimal() and len(span) < 5 else 1, dark, at, colored)
        if name in VOID:
            box.filled = name in ("img", "input", "hr")
            if box.filled:
                self.open[-1].filled = True
            return
        if len(self.open) < _DEEPEST:
            self.open.append(box)

    def end(self, name: str) -> None:
        for number in range(len(self.open) - 1, 0, -1):
            if self.open[number].name == name:
                while len(self.open) > number:
                    self.close()
                return

    def _imply(self, names: tuple[str, ...], scope: tuple[str, ...]) -> None:
        for number in range(len(self.open) - 1, 0, -1):
            name = self.open[number].name
            if name in names:
                while len(self.open) > number:
                    self.close()
                return
            if name in scope:
                return

    def close(self) -> None:
        box = self.open.pop()
        around = self.open[-1]
        if not self.draw(box):
            around.filled = True
        elif len(around.boxes) < _MOST_CELLS:
            around.boxes.append(box)

    def draw(self, box: _Box) -> bool:
        """Take in what a box holds; False for one that is neither cell nor row of a drawing."""
        boxes = box.boxes
        if not boxes:
            return not box.filled
        box.boxes = []
        whole = [inner for inner in boxes if inner is not _BREAK]
        if len(whole) == 1:
            inner = whole[0]
            if inner.row:
                box.row = inner.row
            else:
                box.dark, box.at, box.name = inner.dark, inner.at, inner.name
                box.attribute, box.value = inner.attribute, inner.value
                if box.style.width is None:
                    box.style = inner.style
            return not box.filled
        if all(inner.empty for inner in whole):
            if _is_row(whole) and _BREAK not in boxes and isqrt(len(whole)) < LEAST:
                box.row = whole
                return True
            self._flat(boxes, whole)
            box.row = whole[:MOST]
            return True
        self._add(_rows([inner.row or [inner] for inner in whole]), whole)
        return False

    def _flat(self, boxes: list[_Box], whole: list[_Box]) -> None:
        """Cells in one box: each at its place, in lines with a break between them, or wrapped into a square."""
        placed = [inner for inner in whole if inner.style.left is not None and inner.style.top is not None]
        if len(placed) >= 2 * LEAST:
            self._add(_placed(placed), whole)
        elif _BREAK in boxes:
            lines: list[list[_Box]] = [[]]
            for inner in boxes:
                if inner is _BREAK:
                    lines.append([])
                else:
                    lines[-1].append(inner)
            self._add(_rows([line for line in lines if line]), whole)
        elif (side := isqrt(len(whole))) >= LEAST and side * side == len(whole):
            self._add(_rows([whole[start : start + side] for start in range(0, len(whole), side)]), whole)

    def _add(self, rows: list[list[bool]], of: list[_Box]) -> None:
        if len(self.found) >= _MOST_DRAWINGS:
            return
        drawn = grid(rows)
        first = next((cell for box in of for cell in box.row or [box] if cell.dark and cell.attribute), None)
        if drawn is not None and first is not None:
            self.found.append(Cells(drawn, first.name, first.at, first.attribute, first.value))

    def _style(self, given: dict[str, str]) -> _Style:
        names = given.get("class", "")
        key = (given.get("style", ""), given.get("bgcolor", ""), given.get("width", ""), given.get("height", ""), names)
        known = self.styles.get(key)
        if known is None:
            sheet = ";".join(self.classes.get(name, "") for name in names.split()[:5]) if self.classes else ""
            known = self.styles[key] = _read(sheet + ";" + key[0], *key[1:4])
        return known


def _read(style: str, ground: str, width: str, height: str) -> _Style:
    said = {"background-color": ground, "width": width, "height": height}
    for found in _PROPERTY.compiled.finditer(style[:_LONGEST_STYLE].lower()):
        said["background-color" if found[1] == "background" else found[1]] = found[2]
    return _Style(
        ground_color(said["background-color"].partition("!")[0].strip()),
        *(_number(said.get(name, "")) for name in ("width", "height", "left", "top")),
    )


def _number(written: str) -> float | None:
    found = _NUMBER.compiled.match(written)
    return float(found[1]) if found else None


def _is_dark(color: str | None) -> bool:
    if color is None or not _HEX.compiled.fullmatch(color):
        return False
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 299 * red + 587 * green + 114 * blue < 128_000


def _is_row(cells: list[_Box]) -> bool:
    return all(cell.style.left is None or cell.style.top is None for cell in cells)


def _rows(rows: list[list[_Box]]) -> list[list[bool]]:
    """Cells by their spans; by their widths where rows are of different lengths and every width is told."""
    if len(rows) > MOST:
        return []
    lengths = {sum(cell.span for cell in row) for row in rows}
    unit = 0.0
    if len(lengths) > 1:
        widths = [cell.style.width for row in rows for cell in row]
        told = [width for width in widths if width]
        unit = min(told) if len(told) == len(widths) else 0.0
    drawn: list[list[bool]] = []
    for row in rows:
        line: list[bool] = []
        for cell in row:
            line += [cell.dark] * min(round((cell.style.width or 0) / unit) if unit else cell.span, MOST)
            if len(line) > MOST:
                break
        drawn.append(line)
    return drawn


def _placed(boxes: list[_Box]) -> list[list[bool]]:
    """Boxes that stand each at its place, in units of the smallest."""
    sizes = [size for box in boxes for size in (box.style.width, box.style.height) if size]
    unit = min(sizes, default=0.0)
    if not unit:
        return []
    drawn: dict[tuple[int, int], bool] = {}
    for box in boxes:
        left, top = round((box.style.left or 0) / unit), round((box.style.top or 0) / unit)
        wide, high = round((box.style.width or unit) / unit), round((box.style.height or unit) / unit)
        if left + wide > MOST or top + high > MOST or wide * high > _MOST_CELLS // 10:
            continue
        for y in range(top, top + high):
            for x in range(left, left + wide):
                drawn[x, y] = box.dark
    if not drawn:
        return []
    width, height = max(x for x, _ in drawn) + 1, max(y for _, y in drawn) + 1
    return [[drawn.get((x, y), False) for x in range(width)] for y in range(height)]
