"""The report as CommonMark that can be pasted into a ticket or a blog: whatever comes from the mail stands in code spans.

Within a code span no renderer knows links, HTML, mentions, issue numbers or emoji, and nothing of it can end the span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from gyotaku.model.finding import Direction
from gyotaku.model.path import Path
from gyotaku.model.report import Report
from gyotaku.model.text import Language, Time, Url
from gyotaku.model.visit import Visits
from gyotaku.report import headings, page_words
from gyotaku.report.authentication_told import methods
from gyotaku.report.canvas import Canvas
from gyotaku.report.layout import safe
from gyotaku.report.path_told import remarks
from gyotaku.report.plain import defanged, written_duration, written_time
from gyotaku.report.teller import Teller
from gyotaku.report.terminal_path import draw_path
from gyotaku.report.told import (
    envelope,
    evidence_line,
    goal_evidence,
    groups,
    is_accused,
    meaning,
    stamp,
    struck,
    surroundings,
    together,
    why,
)
from gyotaku.report.told_after import closed_line, hypothesis_line, not_run, sources, speaking, still_open, unknowns
from gyotaku.report.visits_told import SITE, looked_as, notes, rows, silence

_WIDTH = 80
_BACKQUOTES = re.compile(r"`+")
_COMMAND = re.compile(r"(`[^`]{1,200}`)")
_MARKS = re.compile(r"([\\*_\[\]<>#|~$])")
_TEMPLATES = re.compile(r"(?<=\{)(?=[{%#<])|(?<=[}%#>])(?=\})|(?<=\[)(?=\[)")


class MarkdownForm:
    """Slots as CommonMark."""

    def address(self, value: str, language: Language) -> str:  # noqa: ARG002
        return code(value)

    def host(self, value: str, language: Language) -> str:  # noqa: ARG002
        return code(value)

    def url(self, value: str, language: Language) -> str:  # noqa: ARG002
        return code(defanged(safe(value)))

    def quote(self, value: str, language: Language) -> str:
        return f"「{code(value)}」" if language == "ja" else f"“{code(value)}”"

    def time(self, value: datetime, language: Language) -> str:  # noqa: ARG002
        return written_time(value)

    def duration(self, value: timedelta, language: Language) -> str:
        return written_duration(value, language)

    def amount(self, value: int, language: Language) -> str:  # noqa: ARG002
        return f"{value:,}"

    def literal(self, value: str) -> str:
        """Our own words, commands in them between backquotes; those of a check that failed may hold words of the mail."""
        pieces = _COMMAND.split(value if value.isprintable() else safe(value))
        return "".join(code(piece[1:-1]) if number % 2 else escaped(piece) for number, piece in enumerate(pieces))

    def foreign(self, value: str) -> str:
        return code(value) if value else ""


def code(text: str) -> str:
    """A code span that holds the text, safe, whatever is in it (CommonMark 0.31 section 6.1)."""
    text = _untemplated(safe(text))
    if not text.strip(" "):
        return f"`{text}`" if text else ""
    longest = max((len(run) for run in _BACKQUOTES.findall(text)), default=0)
    fence = "`" * (longest + 1)
    apart = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{apart}{text}{apart}{fence}"


def _untemplated(text: str) -> str:
    """Site generators read {{ }}, {% %} and [[ ]] before they read Markdown, in code too: a space keeps them apart."""
    return _TEMPLATES.sub(" ", text)


def escaped(text: str) -> str:
    """Words in which nothing is syntax."""
    return _MARKS.sub(r"\\\1", _untemplated(text).replace("`", "\\`"))


def render(report: Report, language: Language) -> str:
    """The whole report of one mail."""
    return "\n".join(_blocks(Teller(language, MarkdownForm()), report)) + "\n"


def _blocks(teller: Teller, report: Report) -> Iterator[str]:
    yield from _opening(teller, report)
    for heading, direction, found in groups(report):
        yield from _heading(teller.say(heading))
        for number, finding in enumerate(found):
            title = f"**{teller.sentence(finding.title)}**"
            weighs = direction is not Direction.INFORMS
            yield f"- {teller.aside(title, teller.say(finding.strength.label)) if weighs else title}"
            for same in together(finding.evidence):
                yield f"  - {evidence_line(teller, same)}"
            explained = why(teller, found, number)
            if explained is not None:
                yield f"\n  {explained}\n"
    yield from _key_fields(teller, report)
    yield from _heading(teller.say(headings.PATH))
    yield from _path(teller, report)
    if report.authentication is not None:
        yield from _authentication(teller, report)
    if report.visits is not None:
        yield from _visits(teller, report.visits)
    yield from _hypotheses(teller, report)
    yield from _observables(teller, report)
    yield from _heading(teller.say(headings.UNKNOWN))
    for one in unknowns(teller, report):
        yield from (f"- {question}" for question in one.questions)
        if one.reason is not None:
            yield f"  - {one.reason}"
    for heading, lines in ((headings.CHECKS, not_run(teller, report)), (headings.SOURCES, sources(teller, report))):
        if lines:
            yield from _heading(teller.say(heading))
            yield from (f"- {line}" for line in lines)


def _heading(text: str) -> tuple[str, str, str]:
    return "", f"## {text}", ""


def _opening(teller: Teller, report: Report) -> Iterator[str]:
    yield f"# {teller.say(report.verdict.word.label)}"
    yield ""
    yield meaning(teller, report)
    if is_accused(report):
        yield ""
        yield from (f"- {evidence_line(teller, [one])}" for one in goal_evidence(report))
        if report.page_guess is not None:
            yield f"\n{teller.sentence(report.page_guess)}"
    without = struck(teller, report)
    if without is not None:
        yield f"\n{without}"
    yield from _heading(teller.say(page_words.ABOUT))
    for name, text in envelope(teller, report.mail):
        yield f"- {name}{teller.colon}{text}"
    stamped = stamp(teller, report.mail)
    if stamped is not None:
        yield f"- {stamped}"
    yield f"- {teller.say(page_words.FILE)}{teller.colon}{teller.foreign(report.mail.path)}"
    yield f"- {teller.say(page_words.DIGEST)}{teller.colon}{teller.foreign(report.mail.sha256)}"
    yield from (f"- {line}" for line in surroundings(teller, report))


def _key_fields(teller: Teller, report: Report) -> Iterator[str]:
    yield from _heading(teller.say(headings.KEY_FIELDS))
    for key in report.key_fields:
        value = teller.foreign(key.evidence.quote) if key.evidence else teller.say(headings.NOT_THERE)
        yield f"- **{key.name}** {value or teller.say(page_words.EMPTY)}\n\n  {teller.sentence(key.worth)}\n"


def _visits(teller: Teller, visits: Visits) -> Iterator[str]:
    yield from _heading(teller.say(SITE))
    for look in visits.looks:
        yield f"- {teller.tell(Url(look.url))}"
        yield from (f"  - {note}" for note in notes(teller, look))
        for visit in look.visits:
            yield f"  - {looked_as(teller, visit)}"
            yield from (f"    - {teller.say(name)}: {words}" for name, words in rows(teller, visit))
        yield from (f"  - {line}" for line in silence(teller, look))


def _path(teller: Teller, report: Report) -> Iterator[str]:
    path = report.path
    if not path.hops:
        yield teller.say(headings.NO_HOPS)
        return
    yield drawn(teller.language, path)
    for remark in remarks(teller, path, report.names):
        yield f"- {remark}"


def drawn(language: Language, path: Path) -> str:
    """The terminal's drawing as a block."""
    canvas = Canvas(language, _WIDTH, color=False)
    draw_path(canvas, path, with_remarks=False)
    return fenced("\n".join(line.rstrip() for line in canvas.lines).strip("\n"))


def fenced(text: str) -> str:
    """Text in a fence that nothing in it can close."""
    text = _untemplated(text)
    fence = "`" * max(3, *(len(run) + 1 for run in _BACKQUOTES.findall(text)), 3)
    return f"{fence}text\n{text}\n{fence}\n"


def _authentication(teller: Teller, report: Report) -> Iterator[str]:
    if report.authentication is None:
        return
    yield from _heading(teller.say(headings.AUTHENTICATION))
    yield teller.filled(headings.ASKED_AT, time=Time(report.authentication.asked)) + "\n"
    for method in methods(teller, report.authentication):
        yield f"- **{method.name}** {method.result} {method.text}".replace("  ", " ")
        for deeper, line in method.details:
            yield f"{'  ' * (1 + min(deeper, 4))}- {line}" if line else ""


def _hypotheses(teller: Teller, report: Report) -> Iterator[str]:
    yield from _heading(teller.say(headings.HYPOTHESES))
    for one in still_open(report.hypotheses):
        yield f"- **{teller.say(one.standing.label)}** {hypothesis_line(teller, one)}"
        yield from (f"  - {line}" for line in speaking(teller, one))
    closed = closed_line(teller, report.hypotheses)
    if closed is not None:
        yield f"\n{closed}"


def _observables(teller: Teller, report: Report) -> Iterator[str]:
    """Links first. Hosts and addresses are broken like links: a reader may paste them anywhere."""
    for heading, links in ((page_words.LINKS, True), (page_words.OBSERVABLES, False)):
        listed = [one for one in report.observables if (one.type == "url") is links and one.type in page_words.TYPES]
        yield from _heading(teller.say(heading))
        if links:
            yield teller.say(page_words.LINKS_NOTE if listed else page_words.NO_LINKS) + "\n"
        for one in listed:
            roles = teller.comma.join(teller.tell(page_words.ROLES.get(role, role)) for role in one.roles)
            value = one.value if one.type in {"helo", "message-id"} else defanged(safe(one.value))
            kind = "" if links else teller.say(page_words.TYPES[one.type]) + teller.colon
            yield f"- {teller.aside(code(value), kind + roles)}"
