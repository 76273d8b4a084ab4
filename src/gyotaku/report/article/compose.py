"""An article from one report: every sentence of it is a finding's, or follows from what the report holds."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.model.guidance import Guidance
from gyotaku.model.report import Report
from gyotaku.model.text import Language
from gyotaku.report.article import words
from gyotaku.report.article.blocks import Article, Section
from gyotaku.report.article.closing import about, after, indicators, law, unknown, who
from gyotaku.report.article.notes import Notes
from gyotaku.report.article.opening import day_of, lead, summary, tags, title, warning
from gyotaku.report.article.sections import fields, found, look
from gyotaku.report.canvas import STYLE
from gyotaku.report.teller import Form, Teller

_DIGITS = 8


def compose(
    report: Report,
    language: Language,
    form: Form,
    guidance: Guidance,
    *,
    masked: bool,
    figures: frozenset[str] = frozenset(),
    words_seen: tuple[str, ...] = (),
) -> Article:
    """The article in the syntax of `form`. `figures` names the pictures there are; `words_seen` are the mail's lines where there is none of it."""
    teller, plain = Teller(language, form), Teller(language, STYLE)
    notes = Notes(teller)
    box = warning(teller, report, words.AFTER.template(language))
    opening = tuple(lead(teller, report, notes)) + ((box,) if box is not None else ())
    sections = tuple(_sections(teller, report, guidance, notes, figures, words_seen, masked=masked))
    day, _ = day_of(report)
    slug = "-".join(piece for piece in (day.isoformat() if day else "", report.mail.sha256[:_DIGITS]) if piece)
    return Article(
        title=title(plain, report),
        description=("" if plain.japanese else " ").join(summary(plain, report)),
        slug=slug,
        day=day,
        tags=tags(plain, report),
        lead=opening,
        sections=sections,
        notes=tuple(notes.all),
        notes_heading=teller.say(words.EVIDENCE),
        language=language,
    )


def _sections(
    teller: Teller,
    report: Report,
    guidance: Guidance,
    notes: Notes,
    figures: frozenset[str],
    words_seen: tuple[str, ...],
    *,
    masked: bool,
) -> Iterator[Section]:
    yield look(teller, report, notes, words_seen, figures)
    yield from found(teller, report, notes, figures)
    yield fields(teller, report)
    for section in (
        who(teller, report, notes),
        after(teller, report, guidance),
        law(teller, report, guidance),
        unknown(teller, report),
        indicators(teller, report),
        about(teller, report, masked=masked),
    ):
        if section is not None:
            yield section
