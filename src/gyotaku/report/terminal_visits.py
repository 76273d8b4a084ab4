"""What visits saw, drawn for a terminal."""

from __future__ import annotations

from gyotaku.model.text import Text, Url
from gyotaku.model.visit import Look, Visits
from gyotaku.report.canvas import Canvas, Ink
from gyotaku.report.layout import columns
from gyotaku.report.visits_told import SITE, looked_as, notes, rows, silence


def draw_visits(canvas: Canvas, visits: Visits) -> None:
    canvas.heading(SITE)
    for look in visits.looks:
        draw_look(canvas, look)


def draw_look(canvas: Canvas, look: Look) -> None:
    canvas.paragraph(canvas.tell(Url(look.url)), 2, ink=Ink.BOLD)
    for note in notes(canvas, look):
        canvas.paragraph(note, 4)
    for visit in look.visits:
        canvas.paragraph(looked_as(canvas, visit), 4, ink=Ink.DIM)
        told = list(rows(canvas, visit))
        column = 6 + max(columns(canvas.say(name)) for name, _ in told)
        before: Text | None = None
        for name, words in told:
            canvas.row("  " + canvas.say(name) if name is not before else "", words, column)
            before = name
    for line in silence(canvas, look):
        canvas.paragraph(line, 4)
