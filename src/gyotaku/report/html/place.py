"""The map on a page, and the same in words."""

from __future__ import annotations

from html import escape

from gyotaku.report.html.writer import Writer
from gyotaku.report.map import words
from gyotaku.report.map.drawing import Drawn


def write_map(writer: Writer, drawn: Drawn) -> None:
    drawn.write(writer)
    with writer.element("details"):
        writer.line("summary", drawn.teller.say(words.IN_WORDS))
        with writer.element("ul"):
            for line in (*drawn.lines(), *map(drawn.teller.say, drawn.notes())):
                writer.line("li", escape(line))
