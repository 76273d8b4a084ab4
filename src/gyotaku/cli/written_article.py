"""The files of one article: what is written, and what of it is read again before it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from msgspec import Struct

from gyotaku.model.report import Report
from gyotaku.model.text import Language, Text
from gyotaku.pictures.picture import NoPicture
from gyotaku.pictures.told import text
from gyotaku.report.article import wordpress
from gyotaku.report.article.compose import compose
from gyotaku.report.article.front_matter import front_matter
from gyotaku.report.article.markdown import ArticleForm
from gyotaku.report.article.markdown import write as write_markdown
from gyotaku.report.article.page import Picture, body, render
from gyotaku.report.canvas import STYLE
from gyotaku.report.html.form import PageForm
from gyotaku.report.html.path import write_way
from gyotaku.report.html.pictures import map_picture
from gyotaku.report.html.place import write_map
from gyotaku.report.html.writer import Writer
from gyotaku.report.map.drawing import Drawn
from gyotaku.report.markdown import drawn
from gyotaku.report.teller import Teller
from gyotaku.verdict.guidance import guidance

MOST_LINES = 60
"""Lines of the mail's text that an article shows where it shows no picture."""
_CUT = Text(en="(The rest is left out.)", ja="（以降は省略）")


class Figures(Struct, frozen=True):
    """The picture of the mail, or its words where there is none."""

    mail: bytes | None = None
    """PNG."""
    site: bytes | None = None
    """PNG: the page behind the link, as it was visited."""
    words: tuple[str, ...] = ()


class Written(Struct, frozen=True):
    files: Mapping[str, bytes]
    slug: str
    read_again: Mapping[str, bytes]
    """What of them the guard reads: pages without the pictures that are files as well."""


def words_of(absent: NoPicture, language: Language) -> tuple[str, ...]:
    """The lines of the mail's text, without its fields, which the article tells by themselves."""
    lines = text(absent, language).partition("\n\n")[2].splitlines()
    return tuple(lines[:MOST_LINES]) + ((_CUT.template(language),) if len(lines) > MOST_LINES else ())


def compose_files(
    report: Report,
    language: Language,
    target: str,
    figures: Figures,
    *,
    masked: bool,
    written: date,
    broken: Callable[[str], str] = str,
) -> Written:
    """Markdown and HTML, the pictures beside them, and what WordPress imports where it is asked for. `broken` breaks links in another way."""
    told = guidance(report)
    beside = _beside(report, language, figures)
    keys = frozenset(name.partition(".")[0] for name in beside)
    told_words = compose(report, language, ArticleForm(), told, masked=masked, figures=keys, words_seen=figures.words)
    way = drawn(language, report.path) if report.path.hops else ""
    markdown = write_markdown(told_words, {name.partition(".")[0]: name for name in beside}, way)
    if target in {"hugo", "jekyll", "hatena"}:
        markdown = front_matter(told_words, target, written) + markdown
    markdown = broken(markdown)
    page = compose(report, language, PageForm(), told, masked=masked, figures=keys, words_seen=figures.words)
    drawings = _drawings(report, language)
    whole = {**drawings, **{key: Picture(octets) for key, octets in _taken(figures).items()}}
    pages: dict[str, Callable[[Mapping[str, Picture]], str]] = {"article.html": lambda held: render(page, held)}
    if target == "wordpress":
        pages["article.xml"] = lambda held: wordpress.render(page, body(page, held, titled=False), written)
    files = {"article.md": _octets(markdown), **beside}
    again = dict(files)
    for name, made in pages.items():
        files[name] = _octets(broken(made(whole)))
        again[name] = _octets(broken(made(drawings)))
    return Written(files, told_words.slug, again)


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _taken(figures: Figures) -> dict[str, bytes]:
    return {key: octets for key, octets in (("mail", figures.mail), ("site", figures.site)) if octets is not None}


def _beside(report: Report, language: Language, figures: Figures) -> dict[str, bytes]:
    """Pictures as files, for the Markdown."""
    files = {f"{key}.png": octets for key, octets in _taken(figures).items()}
    chart = map_picture(report, language)
    if chart is not None:
        files["map.svg"] = _octets(chart)
    return files


def _drawings(report: Report, language: Language) -> dict[str, Picture]:
    """Path and map as they stand within a page, each with its words."""
    drawings = {}
    if report.path.hops:
        writer = Writer(language)
        write_way(writer, language, report)
        drawings["path"] = Picture(_octets(writer.markup()), svg=True)
    chart = Drawn(Teller(language, STYLE), report.places)
    writer = Writer(language)
    if chart.lines():
        write_map(writer, chart)
        drawings["map"] = Picture(_octets(writer.markup()), svg=True)
    return drawings
