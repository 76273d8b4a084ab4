"""An article as CommonMark with footnotes, and with the front matter that site generators and blogs read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count

from gyotaku.model.text import Language
from gyotaku.report.article.blocks import (
    Alert,
    Article,
    Block,
    Excerpt,
    Figure,
    Folded,
    Listing,
    Prose,
    Row,
    Rows,
    Said,
    Table,
)
from gyotaku.report.markdown import MarkdownForm, escaped, fenced

# Letters, Japanese marks and single spaces: nothing in them is syntax, a link, a mention or a shortcode to any renderer.
_PLAIN = re.compile(r"(?:[^\W_]|[、。・「」『』（）ー～〜：！？%％,]| (?! ))+")


class ArticleForm(MarkdownForm):
    """Slots as CommonMark in prose: plain words are quoted as they are, whatever might be syntax in a code span."""

    def quote(self, value: str, language: Language) -> str:
        if not _PLAIN.fullmatch(value) or value != value.strip():
            return super().quote(value, language)
        return f"「{value}」" if language == "ja" else f"“{value}”"


def write(article: Article, pictures: Mapping[str, str], path_drawn: str) -> str:
    """The text without front matter. `pictures` gives the file of each figure; a figure without one is left out."""
    lines: list[str] = []
    gap = gap_of(article)
    for block in article.lead:
        lines += _block(block, gap, pictures, path_drawn)
    for section in article.sections:
        lines += ["", f"## {section.heading}", ""]
        for block in section.blocks:
            lines += _block(block, gap, pictures, path_drawn)
    if article.notes:
        lines += ["", f"## {article.notes_heading}", ""]
        for note in article.notes:
            first, *rest = note.lines or ("",)
            lines.append(f"[^{note.number}]: {first}" + "".join(f"\\\n    {line}" for line in rest))
            lines.append("")
    return "\n".join(lines).strip("\n") + "\n"


def gap_of(article: Article) -> str:
    """What stands between two sentences: nothing in Japanese."""
    return "" if article.language == "ja" else " "


def _block(block: Block, gap: str, pictures: Mapping[str, str], path_drawn: str) -> Iterator[str]:
    match block:
        case Prose(said):
            yield gap.join(map(_said, said))
            yield ""
        case Listing(items, ordered):
            numbers = count(1)
            for item in items:
                yield f"{next(numbers)}. {_said(item)}" if ordered else f"- {_said(item)}"
            yield ""
        case Rows(rows):
            yield from _rows(rows)
        case Table(_, heads, rows):
            yield from _table(heads, rows)
        case Alert(heading, items):
            yield f"> **{heading}**"
            yield ">"
            yield from (f"> - {item}" for item in items)
            yield ""
        case Excerpt(lines):
            yield fenced("\n".join(lines))
        case Folded():
            return
        case Figure():
            yield from _figure(block, pictures, path_drawn)


def _said(one: Said) -> str:
    return one.text + "".join(f"[^{number}]" for number in one.notes)


def _rows(rows: tuple[Row, ...]) -> Iterator[str]:
    for row in rows:
        yield f"- **{row.name}** {row.value}"
        if row.remark:
            yield f"  {row.remark}"
    yield ""


def _table(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """A table of GitHub's kind. A bar within a cell is told by its number: in a code span a backslash would show."""
    yield "| " + " | ".join(heads) + " |"
    yield "| " + " | ".join("---" for _ in heads) + " |"
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def _figure(figure: Figure, pictures: Mapping[str, str], path_drawn: str) -> Iterator[str]:
    file = pictures.get(figure.key)
    if file is not None:
        yield f"![{escaped(figure.alt)}]({file})"
        yield ""
        yield f"*{figure.caption}*" if "*" not in figure.caption else figure.caption
        yield ""
    elif figure.key == "path":
        yield path_drawn
