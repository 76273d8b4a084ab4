"""The path and the times of a mail on a page: as drawings, and the same in words."""

from __future__ import annotations

from datetime import datetime
from html import escape

from gyotaku.model.report import Report
from gyotaku.model.text import Duration, Language
from gyotaku.report import headings, page_words
from gyotaku.report.canvas import STYLE
from gyotaku.report.html.drawing import Drawing
from gyotaku.report.html.writer import Writer
from gyotaku.report.path_told import Station, begins, remarks, stations
from gyotaku.report.plain import written_time
from gyotaku.report.teller import Teller


def write_path(writer: Writer, teller: Teller, report: Report) -> None:
    path = report.path
    if not path.hops:
        writer.line("p", teller.say(headings.NO_HOPS))
        return
    write_way(writer, teller.language, report)
    for remark in remarks(teller, path, report.names):
        writer.line("p", remark)


def write_way(writer: Writer, language: Language, report: Report) -> None:
    """The drawing, and the same in words for whom it is too small or not to be seen."""
    plain = Teller(language, STYLE)
    client = begins(plain, report.path)
    draw_path(writer, plain, report)
    with writer.element("details"):
        writer.line("summary", escape(plain.say(page_words.PATH_WORDS)))
        with writer.element("ol"):
            if client is not None:
                writer.line("li", escape(plain.aside(client, plain.say(page_words.CLIENT))))
            for station in stations(plain, report.path):
                writer.line("li", escape(_in_words(plain, station)))


def draw_path(writer: Writer, plain: Teller, report: Report) -> None:
    """The drawing alone."""
    drawing = _draw(plain, begins(plain, report.path), stations(plain, report.path))
    drawing.write(writer, plain.say(page_words.PATH_DRAWING))


def _draw(plain: Teller, client: str | None, shown: list[Station]) -> Drawing:
    drawing = Drawing()
    if client is not None:
        drawing.station([("step", plain.say(page_words.CLIENT)), ("name", client)], "client")
    for number, station in enumerate(shown):
        if station.left_out:
            drawing.between("┆ " + plain.filled(headings.AND_MORE, count=station.left_out))
        if number or client is not None or station.step:
            drawing.between(" · ".join(station.step or ()))
        if station.boundary is not None:
            drawing.border(station.boundary)
        lines = [("name", station.name)]
        if station.time is not None:
            lines.append(("time", written_time(station.time)))
        lines += [("step", note) for note in (*station.notes, _whose(plain, station))]
        drawing.station(lines, "ours" if station.ours else "others")
    return drawing


def _whose(plain: Teller, station: Station) -> str:
    return plain.say(page_words.LINE_OURS if station.ours else page_words.LINE_OTHERS)


def _in_words(plain: Teller, station: Station) -> str:
    told = [station.name, written_time(station.time) if station.time else "", *(station.step or ())]
    told += [*station.notes, _whose(plain, station)]
    text = " · ".join(word for word in told if word)
    if station.left_out:
        text = f"{plain.filled(headings.AND_MORE, count=station.left_out)} … {text}"
    return f"{station.boundary} — {text}" if station.boundary else text


def times(plain: Teller, report: Report) -> list[tuple[datetime, str, str]]:
    """Moments, what happened, and whose word it is; earliest first."""
    found: list[tuple[datetime, str, str]] = []
    if report.mail.date is not None:
        found.append((report.mail.date, plain.say(page_words.WRITTEN_DATE), "others"))
    if report.path.hops:
        for station in stations(plain, report.path):
            if station.time is not None:
                arrived = plain.filled(page_words.ARRIVED, name=station.name)
                found.append(
                    (station.time, plain.aside(arrived, _whose(plain, station)), "ours" if station.ours else "others")
                )
    asked = sorted(answer.time for answer in report.answers if answer.told)
    if asked:
        found.append((asked[0], plain.say(page_words.ASKED), "asked"))
    return sorted(found, key=lambda one: one[0])


def write_times(writer: Writer, teller: Teller, found: list[tuple[datetime, str, str]]) -> None:
    plain = Teller(teller.language, STYLE)
    in_words = draw_times(writer, plain, found)
    with writer.element("details"):
        writer.line("summary", teller.say(page_words.TIMELINE_WORDS))
        with writer.element("ol"):
            for line in in_words:
                writer.line("li", escape(line))


def draw_times(writer: Writer, plain: Teller, found: list[tuple[datetime, str, str]]) -> list[str]:
    """The drawing alone; returns what it shows in words."""
    drawing = Drawing()
    before: datetime | None = None
    in_words = []
    for when, what, style in found:
        later = ""
        if before is not None:
            later = plain.filled(page_words.LATER, length=Duration(when - before))
            drawing.between(later)
        drawing.station([("time", written_time(when)), ("step", what)], style)
        in_words.append(" · ".join(word for word in (written_time(when), what, later) if word))
        before = when
    drawing.write(writer, plain.say(page_words.TIMELINE_DRAWING))
    return in_words
