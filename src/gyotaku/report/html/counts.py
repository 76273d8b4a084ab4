"""A page of counts: for each table a picture of bars, the numbers written on them. Loads nothing, as all pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from msgspec import Struct

from gyotaku.model.text import Language, Text
from gyotaku.report.html.page import ending, head
from gyotaku.report.html.writer import Writer
from gyotaku.report.layout import safe, shortened, unlinked

_WIDTH = 360
_ROW = 38
_BAR = 12
_LONGEST = 48
_TITLE = Text(en="What a scan found", ja="スキャンの結果")
_LEGEND = Text(
    en="The bar is the number of mails. The red part, the second number, is mails that are fraud or likely fraud.",
    ja="棒の長さはメールの数です。赤い部分と二つ目の数字は、「詐欺メール」または「詐欺の可能性が高い」と判定したメールの数です。",
)


class Bar(Struct, frozen=True):
    """One row: what is counted, how many mails, and how many of them accused; None where that is not the matter."""

    label: str
    count: int
    accused: int | None = None


class Table(Struct, frozen=True):
    """Bars under one heading; `more` tells that others were left out."""

    heading: Text
    bars: Sequence[Bar]
    more: str = ""


def render(tables: Sequence[Table], about: str, language: Language) -> str:
    """The page. `about` is a sentence on what was counted."""
    writer = Writer(language)
    with writer.element("header"):
        writer.line("h1", escape(_TITLE.template(language)), id="verdict")
        writer.line("p", escape(safe(about)))
        writer.line("p", escape(_LEGEND.template(language)), class_="note")
    for number, table in enumerate(tables):
        with writer.element("section", aria_labelledby=f"t{number}"):
            writer.line("h2", escape(table.heading.template(language)), id=f"t{number}")
            _draw(writer, table, language)
            if table.more:
                writer.line("p", escape(safe(table.more)), class_="note")
    return head(_TITLE.template(language), language) + writer.markup() + ending(language)


def _draw(writer: Writer, table: Table, language: Language) -> None:
    most = max((bar.count for bar in table.bars), default=0) or 1
    box = f"0 0 {_WIDTH} {len(table.bars) * _ROW + 4}"
    label = table.heading.template(language)
    with writer.element("svg", role="img", aria_label=label, viewBox=box, focusable="false", class_="drawing"):
        for number, bar in enumerate(table.bars):
            top = number * _ROW
            _text(writer, 0, top + 14, shortened(unlinked(safe(bar.label)), _LONGEST))
            whole = bar.count / most * (_WIDTH - 110)
            red = (bar.accused or 0) / most * (_WIDTH - 110)
            writer.empty("rect", x=0, y=top + 19, width=f"{whole:.1f}", height=_BAR, class_="bar")
            if red:
                writer.empty("rect", x=0, y=top + 19, width=f"{red:.1f}", height=_BAR, class_="bar accused")
            told = f"{bar.count:,}" if bar.accused is None else f"{bar.count:,} · {bar.accused:,}"
            _text(writer, whole + 6, top + 29, told)


def _text(writer: Writer, x: float, y: float, text: str) -> None:
    with writer.element("text", x=f"{x:.1f}", y=y):
        writer.text(text)
