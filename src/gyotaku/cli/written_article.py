"""The files of one article: what is written, and what of it is read again before it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

from gyotaku.model.report import Report
from gyotaku.model.text import Language
from gyotaku.report.article import wordpress
from gyotaku.report.article.compose import compose
from gyotaku.report.article.front_matter import front_matter
from gyotaku.report.article.markdown import ArticleForm
from gyotaku.report.article.markdown import write as write_markdown
from gyotaku.report.article.page import Picture, body, render
from gyotaku.report.html.form import PageForm
from gyotaku.report.html.path import draw_path
from gyotaku.report.html.writer import Writer
from gyotaku.report.markdown import drawn
from gyotaku.verdict.guidance import guidance


class Figures(Struct, frozen=True):
    """Pictures beyond those that are drawn from the report, and the mail's words where there is no picture of it."""

    pictures: Mapping[str, Picture] = {}
    words: tuple[str, ...] = ()


class Written(Struct, frozen=True):
    files: Mapping[str, bytes]
    slug: str
    read_again: tuple[str, ...]
    """The texts of the files, without the octets of pictures."""


def compose_files(report: Report, language: Language, target: str, figures: Figures, *, masked: bool) -> Written:
    """Markdown and HTML, the pictures beside them, and what WordPress imports where it is asked for."""
    told = guidance(report)
    keys = frozenset(figures.pictures)
    today = datetime.now(UTC).date()
    text = compose(report, language, ArticleForm(), told, masked=masked, figures=keys, words_seen=figures.words)
    names = {key: f"{key}.svg" if one.svg else f"{key}.png" for key, one in figures.pictures.items()}
    markdown = write_markdown(text, names, drawn(language, report.path) if report.path.hops else "")
    if target in {"hugo", "jekyll", "hatena"}:
        markdown = front_matter(text, target, today) + markdown
    page = compose(report, language, PageForm(), told, masked=masked, figures=keys, words_seen=figures.words)
    drawings = {**figures.pictures, **_path(report, language)}
    bare = {key: one for key, one in drawings.items() if one.svg}
    files = {
        "article.md": markdown.encode("utf-8", "backslashreplace"),
        "article.html": render(page, drawings).encode("utf-8", "backslashreplace"),
    }
    again = [markdown, render(page, bare)]
    if target == "wordpress":
        files["article.xml"] = wordpress.render(page, body(page, drawings, titled=False), today).encode(
            "utf-8", "backslashreplace"
        )
        again.append(wordpress.render(page, body(page, bare, titled=False), today))
    files |= {names[key]: one.octets for key, one in figures.pictures.items()}
    return Written(files, text.slug, tuple(again))


def _path(report: Report, language: Language) -> dict[str, Picture]:
    if not report.path.hops:
        return {}
    writer = Writer(language)
    draw_path(writer, language, report.path)
    return {"path": Picture(writer.markup().encode(), svg=True)}
