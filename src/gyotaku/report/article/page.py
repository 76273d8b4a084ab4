"""An article as one HTML page that loads nothing and runs nothing, and as markup for a blog's own page."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from msgspec import Struct

from gyotaku.model.text import Language
from gyotaku.report.article.blocks import (
    Alert,
    Article,
    Block,
    Excerpt,
    Figure,
    Folded,
    Listing,
    Note,
    Prose,
    Row,
    Rows,
    Said,
    Table,
)
from gyotaku.report.article.markdown import gap_of
from gyotaku.report.article.words import BACK
from gyotaku.report.html.form import shown
from gyotaku.report.html.page import POLICY, page_style
from gyotaku.report.html.writer import Writer


class Picture(Struct, frozen=True):
    """A figure's octets, PNG or SVG. An SVG is ours, so it stands in the page as it is."""

    octets: bytes
    svg: bool = False


def render(article: Article, pictures: Mapping[str, Picture]) -> str:
    """The whole page."""
    style = page_style() + Path(__file__).with_name("article.css").read_text("utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="{article.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        '<meta name="format-detection" content="telephone=no, address=no, email=no, date=no, url=no">\n'
        f'<meta name="description" content="{escape(article.description)}">\n'
        f"<title>{escape(article.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f"{body(article, pictures, titled=True)}</main>\n</body>\n</html>\n"
    )


def body(article: Article, pictures: Mapping[str, Picture], *, titled: bool) -> str:
    """The markup of the article alone. A blog writes the title itself."""
    return _Page(article, pictures).written(titled=titled)


class _Page:
    def __init__(self, article: Article, pictures: Mapping[str, Picture]) -> None:
        self.article = article
        self.pictures = pictures
        self.writer = Writer(article.language)
        self.gap = gap_of(article)
        self.referred: set[int] = set()

    def written(self, *, titled: bool) -> str:
        writer, article = self.writer, self.article
        with writer.element("article", class_="dissection"):
            if titled:
                writer.line("h1", escape(article.title))
            with writer.element("div", class_="lead"):
                for block in article.lead:
                    self._block(block)
            for section in article.sections:
                with writer.element("section", aria_labelledby=f"s-{section.id}"):
                    writer.line("h2", section.heading, id=f"s-{section.id}")
                    for block in section.blocks:
                        self._block(block)
            self._notes(article.notes)
        return writer.markup()

    def _block(self, block: Block) -> None:
        writer = self.writer
        match block:
            case Prose(said):
                writer.line("p", self.gap.join(self._said(one) for one in said))
            case Listing(items, ordered):
                self._list("ol" if ordered else "ul", [self._said(item) for item in items])
            case Rows(rows):
                self._rows(rows)
            case Table():
                self._table(block)
            case Alert(heading, points):
                with writer.element("aside", class_="warning", aria_labelledby="warning"):
                    writer.line("h2", heading, id="warning")
                    self._list("ul", points)
            case Excerpt(lines):
                with writer.element("pre", class_="excerpt", tabindex=0, role="region", aria_label=self.article.title):
                    writer.put("\n".join(shown(line) for line in lines))
            case Folded(summary, lines):
                with writer.element("details"):
                    writer.line("summary", summary)
                    writer.line("pre", "\n".join(shown(line) for line in lines), class_="excerpt")
            case Figure():
                self._figure(block)

    def _list(self, tag: str, items: Sequence[str]) -> None:
        with self.writer.element(tag):
            for item in items:
                self.writer.line("li", item)

    def _rows(self, rows: tuple[Row, ...]) -> None:
        writer = self.writer
        with writer.element("dl", class_="rows"):
            for row in rows:
                writer.line("dt", row.name)
                with writer.element("dd"):
                    writer.line("div", row.value)
                    if row.remark:
                        writer.line("div", row.remark, class_="note")

    def _said(self, one: Said) -> str:
        text = one.text
        for number in one.notes:
            anchor = None if number in self.referred else f"r{number}"
            self.referred.add(number)
            place = Writer("")
            with place.element("sup", id=anchor):
                place.reference(f"e{number}", str(number))
            text += place.markup()
        return text

    def _table(self, table: Table) -> None:
        writer = self.writer
        with writer.element("table"):
            writer.line("caption", table.caption)
            with writer.element("thead"), writer.element("tr"):
                for head in table.heads:
                    writer.line("th", head, scope="col")
            with writer.element("tbody"):
                for first, *rest in table.rows:
                    with writer.element("tr"):
                        writer.line("th", first, scope="row", class_="name")
                        for cell in rest:
                            writer.line("td", cell)

    def _figure(self, figure: Figure) -> None:
        picture = self.pictures.get(figure.key)
        if picture is None:
            return
        writer = self.writer
        with writer.element("figure"):
            if picture.svg:
                writer.put(picture.octets.decode())
            else:
                data = b64encode(picture.octets).decode("ascii")
                writer.put(f'<img src="data:image/png;base64,{data}" alt="{escape(figure.alt)}">')
            writer.line("figcaption", figure.caption)

    def _notes(self, notes: tuple[Note, ...]) -> None:
        if not notes:
            return
        writer, language = self.writer, self.article.language
        back = BACK.template(_language(language))
        with writer.element("section", aria_labelledby="s-evidence", class_="notes"):
            writer.line("h2", self.article.notes_heading, id="s-evidence")
            with writer.element("ol"):
                for note in notes:
                    with writer.element("li", id=f"e{note.number}"):
                        for line in note.lines:
                            writer.line("div", line)
                        writer.reference(f"r{note.number}", back, aria_label=f"{back} {note.number}")


def _language(language: str) -> Language:
    return "ja" if language == "ja" else "en"
