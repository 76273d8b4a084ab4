"""The path of a mail drawn as a chain, oldest hop first, with delays and the trust boundary on it."""

from __future__ import annotations

from gyotaku.model.names import Names
from gyotaku.model.path import Path
from gyotaku.report import headings as words
from gyotaku.report.canvas import Canvas, Ink
from gyotaku.report.layout import columns, wrapped
from gyotaku.report.path_told import Station, begins, remarks, stations
from gyotaku.report.plain import written_time

_INDENT = "  "


def draw_path(canvas: Canvas, path: Path, names: Names | None = None, *, with_remarks: bool = True) -> None:
    if not path.hops:
        canvas.paragraph(canvas.say(words.NO_HOPS), 2)
        return
    client = begins(canvas, path)
    if client is not None:
        canvas.paragraph(client, 2, ink=Ink.BOLD)
    for station in stations(canvas, path):
        if station.left_out:
            canvas.lines.append(f"{_INDENT}┆  {canvas.filled(words.AND_MORE, count=station.left_out)}")
        if station.step is not None:
            _step(canvas, station, station.step)
        _server(canvas, station)
    if not with_remarks:
        return
    canvas.gap()
    for remark in remarks(canvas, path, names):
        canvas.paragraph(remark, 2)


def _step(canvas: Canvas, station: Station, step: tuple[str, ...]) -> None:
    """How the mail got to this server."""
    canvas.paragraph(" · ".join(step), 5, first=f"{_INDENT}│")
    if station.boundary is not None:
        rule = "━" * max(2, canvas.width - columns(station.boundary) - 8)
        for line in _fitted(canvas, f"━━┿━━ {station.boundary} {rule}", station.boundary):
            canvas.lines.append(canvas.inked(line, Ink.CALM))
    canvas.lines.append(f"{_INDENT}▼")


def _fitted(canvas: Canvas, line: str, text: str) -> list[str]:
    """On a narrow terminal the words stand below the rule."""
    if columns(line) <= canvas.width:
        return [line]
    return ["━━┿━━" + "━" * (canvas.width - 5), *(f"  │  {piece}" for piece in wrapped(text, canvas.width - 5))]


def _server(canvas: Canvas, station: Station) -> None:
    time = written_time(station.time) if station.time else ""
    extra = canvas.aside("", canvas.comma.join(station.notes)) if station.notes else ""
    room = canvas.width - 2 - columns(station.name) - columns(time) - 2
    if time and room >= 0:
        canvas.lines.append(f"  {canvas.inked(station.name, Ink.BOLD)}  {time}")
    else:
        canvas.paragraph(station.name, 2, ink=Ink.BOLD)
        if time:
            canvas.paragraph(time, 2)
    if extra:
        canvas.paragraph(extra, 2, ink=Ink.DIM)
