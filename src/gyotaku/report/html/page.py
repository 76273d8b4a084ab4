"""A page of one or more dissected mails: a beginning, an article a mail, an end. It loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from html import escape
from pathlib import Path

from gyotaku.model.report import Report
from gyotaku.model.text import Language, Text
from gyotaku.model.transcript import Transcript
from gyotaku.model.version import __version__
from gyotaku.report import headings, page_words
from gyotaku.report.canvas import STYLE
from gyotaku.report.html.form import PageForm
from gyotaku.report.html.mail_text import write_mail, write_source
from gyotaku.report.html.marks import Marks, marks
from gyotaku.report.html.path import times, write_path, write_times
from gyotaku.report.html.place import write_map
from gyotaku.report.html.sections import (
    write_authentication,
    write_envelope,
    write_findings,
    write_hypotheses,
    write_key_fields,
    write_list,
    write_observables,
    write_unknown,
    write_verdict,
    write_visits,
)
from gyotaku.report.html.writer import Writer
from gyotaku.report.layout import safe
from gyotaku.report.map.drawing import Drawn
from gyotaku.report.map.words import HEADING
from gyotaku.report.teller import Teller
from gyotaku.report.told import groups, shown_subject
from gyotaku.report.told_after import not_run, sources
from gyotaku.report.visits_told import SITE

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_LONGEST_TITLE = 120

Section = tuple[str, Text, Callable[[], None]]


def render(report: Report, language: Language, transcript: Transcript | None = None) -> str:
    """The page of one mail. Its own text is on it where a transcript is given."""
    return beginning(report, language) + article(report, language, transcript) + ending(language)


def beginning(report: Report, language: Language) -> str:
    """Everything before the first article."""
    subject = safe(shown_subject(report.mail) or report.mail.path)[:_LONGEST_TITLE]
    return head(f"{subject} - {page_words.TITLE.template(language)}", language)


def head(title: str, language: Language) -> str:
    """A page up to where its own matter begins; that has an element with the id `verdict`."""
    teller = Teller(language, PageForm())
    title = escape(f"{title} - gyotaku")
    style = page_style()
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        '<meta name="robots" content="noindex">\n<meta name="format-detection" content="telephone=no, address=no, email=no, date=no, url=no">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#verdict">{teller.say(page_words.SKIP)}</a>\n<main>\n'
    )


def page_style() -> str:
    """The style of pages and of the drawings in them."""
    return "".join(Path(__file__).with_name(name).read_text("utf-8") for name in ("page.css", "drawing.css"))


def ending(language: Language) -> str:
    """Everything after the last article."""
    teller = Teller(language, PageForm())
    made = teller.filled(page_words.MADE_BY, version=__version__)
    return f"</main>\n<footer><p>{made}</p></footer>\n</body>\n</html>\n"


def article(report: Report, language: Language, transcript: Transcript | None = None, number: int = 1) -> str:
    """One mail; `number` tells it from others on the same page."""
    writer = Writer(language, "" if number == 1 else f"m{number}-")
    teller = Teller(language, PageForm())
    marked = marks(report, transcript)
    sections = list(_sections(writer, teller, report, transcript, marked))
    with writer.element("article", aria_labelledby=writer.id("verdict")):
        write_verdict(writer, teller, report, marked)
        with _section(writer, "about"):
            writer.line("h2", teller.say(page_words.ABOUT), id=writer.id("about"))
            write_envelope(writer, teller, report)
        _contents(writer, teller, sections)
        for name, heading, write in sections:
            with _section(writer, name):
                writer.line("h2", teller.say(heading), id=writer.id(name))
                write()
    return writer.markup()


def _section(writer: Writer, name: str) -> AbstractContextManager[None]:
    """A landmark of the first mail; those of further mails would bear the same names."""
    return writer.element("section", aria_labelledby=None if writer.prefix else writer.id(name))


def _contents(writer: Writer, teller: Teller, sections: list[Section]) -> None:
    label = " ".join(word for word in (teller.say(page_words.CONTENTS), writer.prefix.strip("m-")) if word)
    with writer.element("nav", aria_label=label), writer.element("ul"):
        for name, heading, _ in sections:
            with writer.element("li"):
                writer.reference(name, teller.say(heading))


def _sections(
    writer: Writer, teller: Teller, report: Report, transcript: Transcript | None, marked: Marks
) -> Iterator[Section]:
    """What the page holds, in the order of the terminal's report; then what a terminal has no place for."""
    plain = Teller(teller.language, STYLE)
    for heading, direction, found in groups(report):
        yield direction.value, heading, partial(write_findings, writer, teller, report, found, marked)
    yield "keys", headings.KEY_FIELDS, partial(write_key_fields, writer, teller, report)
    yield "path", headings.PATH, partial(write_path, writer, teller, report)
    map_ = Drawn(plain, report.places)
    if map_.shown:
        yield "map", HEADING, partial(write_map, writer, map_)
    moments = times(plain, report)
    if len(moments) > 1:
        yield "times", page_words.TIMELINE, partial(write_times, writer, teller, moments)
    if report.authentication is not None:
        yield "authentication", headings.AUTHENTICATION, partial(write_authentication, writer, teller, report)
    if report.visits is not None:
        yield "site", SITE, partial(write_visits, writer, teller, report)
    yield "hypotheses", headings.HYPOTHESES, partial(write_hypotheses, writer, teller, report)
    yield "links", page_words.LINKS, partial(write_observables, writer, teller, report, links=True)
    yield "observables", page_words.OBSERVABLES, partial(write_observables, writer, teller, report, links=False)
    yield "unknown", headings.UNKNOWN, partial(write_unknown, writer, teller, report)
    for name, heading, lines in (
        ("idle", headings.CHECKS, not_run(teller, report)),
        ("asked", headings.SOURCES, sources(teller, report)),
    ):
        if lines:
            yield name, heading, partial(write_list, writer, lines)
    if transcript is not None:
        yield "mail", page_words.MAIL_TEXT, partial(write_mail, writer, teller, transcript, marked)
        yield "source", page_words.RAW, partial(write_source, writer, teller, transcript)
