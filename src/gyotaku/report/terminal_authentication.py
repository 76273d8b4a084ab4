"""How the mail was authenticated, drawn for a terminal."""

from __future__ import annotations

from gyotaku.model.authentication import Authentication
from gyotaku.model.text import Time
from gyotaku.report import headings as words
from gyotaku.report.authentication_told import methods
from gyotaku.report.canvas import Canvas, Ink

_COLUMN = 9


def draw_authentication(canvas: Canvas, found: Authentication) -> None:
    canvas.heading(words.AUTHENTICATION)
    canvas.paragraph(canvas.filled(words.ASKED_AT, time=Time(found.asked)), 2, ink=Ink.DIM)
    for method in methods(canvas, found):
        first = "  " + canvas.inked(method.name, Ink.BOLD) + " " * (_COLUMN - 2 - len(method.name))
        canvas.paragraph(f"{method.result}  {method.text}".strip(), _COLUMN, first=first)
        for deeper, line in method.details:
            canvas.paragraph(line, _COLUMN + 2 + 2 * deeper, ink=Ink.DIM)
