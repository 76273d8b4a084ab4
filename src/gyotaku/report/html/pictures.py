"""The drawings of a report as files of their own: SVG with its style, without script and without anything to load.

For an article: path, times and map as pictures beside its text. None where there is nothing to draw.
"""

from __future__ import annotations

import re
from pathlib import Path

from gyotaku.model.report import Report
from gyotaku.model.text import Language
from gyotaku.report.canvas import STYLE
from gyotaku.report.html.path import draw_path, draw_times, times
from gyotaku.report.html.writer import Writer
from gyotaku.report.map.drawing import Drawn
from gyotaku.report.teller import Teller

_SVG = re.compile(r"<svg ([^>]*)>(.*)</svg>\s*", re.DOTALL)
_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_LABEL = re.compile(r'aria-label="([^"]*)"')


def path_picture(report: Report, language: Language) -> str | None:
    """The servers on the way, oldest first."""
    if not report.path.hops:
        return None
    writer = Writer(language)
    draw_path(writer, Teller(language, STYLE), report)
    return standalone(writer.markup(), language)


def times_picture(report: Report, language: Language) -> str | None:
    """What happened when."""
    plain = Teller(language, STYLE)
    moments = times(plain, report)
    if len(moments) < 2:
        return None
    writer = Writer(language)
    draw_times(writer, plain, moments)
    return standalone(writer.markup(), language)


def map_picture(report: Report, language: Language) -> str | None:
    """Where the machines are, as far as this machine can tell."""
    writer = Writer(language)
    drawn = Drawn(Teller(language, STYLE), report.places)
    if not drawn.write(writer):
        return None
    return standalone(writer.markup(), language, " ".join(drawn.lines()))


def standalone(markup: str, language: Language, description: str = "") -> str:
    """An SVG of a page as a file: with the page's colors, also in the dark, and with title and description as elements."""
    found = _SVG.fullmatch(markup)
    if found is None:
        raise ValueError("not one drawing")
    label, size = _LABEL.search(found[1]), _BOX.search(found[1])
    if label is None or size is None:
        raise ValueError("a drawing without name or size")
    head = Writer(language)
    head.line("title", label[1])
    if description:
        with head.element("desc"):
            head.text(description)
    head.line("style", _style())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{language}" width="{size[1]}" height="{size[2]}" {found[1]}>'
        f'{head.markup()}<rect class="paper" width="{size[1]}" height="{size[2]}"></rect>{found[2]}</svg>\n'
    )


def _style() -> str:
    here = Path(__file__)
    colors = [line for line in here.with_name("page.css").read_text("utf-8").splitlines() if ":root{" in line]
    fonts = 'svg{font-family:system-ui,"Hiragino Sans","Noto Sans CJK JP","Noto Sans JP","Yu Gothic",sans-serif}'
    return "\n".join([*colors, fonts, here.with_name("drawing.css").read_text("utf-8")])
