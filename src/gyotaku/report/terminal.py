"""The report for a person at a terminal: verdict and goal first, then why, then everything else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from itertools import groupby
from typing import TextIO

from gyotaku.model.answers import Ended, Permission, Question, Unknown
from gyotaku.model.asks import Answer
from gyotaku.model.evidence import Evidence, Layer, Origin, Reading
from gyotaku.model.finding import Direction, Finding, Strength
from gyotaku.model.goal import GoalClass, MailClass
from gyotaku.model.hypothesis import Hypothesis, Standing
from gyotaku.model.path import Source
from gyotaku.model.report import Mailbox, Report, VerdictWord
from gyotaku.model.text import Amount, Language, Text
from gyotaku.report import headings as words
from gyotaku.report.canvas import Canvas, Ink
from gyotaku.report.layout import columns, safe, shortened, unlinked
from gyotaku.report.plain import written_time
from gyotaku.report.terminal_authentication import draw_authentication
from gyotaku.report.terminal_path import draw_path

_DEFAULT_WIDTH = 100
_WIDEST = 120
_NARROWEST = 40
_QUOTE_COLUMNS = 240
_OF_ANSWERS = frozenset({"place", "registration", "reputation", "site"})
"""Folders of checks that look at nothing but what look-ups brought."""
_VERDICT_INKS = {
    VerdictWord.FRAUD: Ink.ALARM,
    VerdictWord.LIKELY: Ink.ALARM,
    VerdictWord.SUSPICIOUS: Ink.WARN,
    VerdictWord.CANNOT_TELL: Ink.WARN,
    VerdictWord.NO_SIGN: Ink.CALM,
}
_STRENGTH_INKS = {Strength.STRONG: Ink.ALARM, Strength.MODERATE: Ink.WARN, Strength.WEAK: Ink.PLAIN}


def print_report(
    report: Report, language: Language, *, stream: TextIO, width: int | None = None, color: str = "auto"
) -> None:
    """Write the report to `stream`: colored when it is a terminal and NO_COLOR is unset, or as `color` says."""
    terminal = stream.isatty()
    colored = color == "always" or (color == "auto" and terminal and not os.environ.get("NO_COLOR"))
    if width is None:
        width = min(shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns, _WIDEST) if terminal else _DEFAULT_WIDTH
    text = render(report, language, width=max(width, _NARROWEST), color=colored)
    # What the stream's encoding lacks is shown by number rather than ending the report.
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


def render(report: Report, language: Language, *, width: int = _DEFAULT_WIDTH, color: bool = False) -> str:
    """The whole report as text, lines of at most `width` columns."""
    canvas = Canvas(language, width, color=color)
    _opening(canvas, report)
    _envelope(canvas, report)
    suspected = report.verdict.word not in {VerdictWord.NO_SIGN, VerdictWord.CANNOT_TELL}
    for heading, direction in (
        (words.WHY if suspected else words.HINTS, Direction.ACCUSES),
        (words.CLEARING, Direction.CLEARS),
        (words.ALSO, Direction.INFORMS),
    ):
        found = [finding for finding in report.findings if finding.direction is direction]
        if found:
            canvas.heading(heading)
            _findings(canvas, found)
    _key_fields(canvas, report)
    canvas.heading(words.PATH)
    draw_path(canvas, report.path, report.names)
    if report.authentication is not None:
        draw_authentication(canvas, report.authentication)
    _hypotheses(canvas, report.hypotheses)
    _unknown(canvas, report)
    _not_run(canvas, report)
    _sources(canvas, report)
    return canvas.text()


def _opening(canvas: Canvas, report: Report) -> None:
    verdict = report.verdict
    canvas.lines.append(canvas.inked(shortened("gyotaku · " + safe(report.mail.path), canvas.width), Ink.DIM))
    canvas.gap()
    ink = _VERDICT_INKS[verdict.word]
    canvas.paragraph(canvas.say(verdict.word.label), ink=ink)
    if verdict.reason is not None:
        canvas.paragraph(canvas.sentence(verdict.reason))
    elif verdict.word is VerdictWord.NO_SIGN:
        canvas.paragraph(canvas.say(words.NO_SIGN_IS_NOT_SAFE))
    else:
        canvas.paragraph(_pretends(canvas, report) + _goal(canvas, report), ink=Ink.BOLD)
        for evidence in report.goal.evidence if report.goal is not None else ():
            canvas.paragraph(_evidence(canvas, [evidence]), 4, first="  │", ink=Ink.DIM)
        if report.page_guess is not None:
            canvas.paragraph(canvas.sentence(report.page_guess))
    struck = verdict.without_attacker_clearance
    if struck.word is not verdict.word:
        canvas.paragraph(canvas.filled(words.CLEARANCE_STRUCK, verdict=canvas.say(struck.word.label)))


def _pretends(canvas: Canvas, report: Report) -> str:
    """Whom it plays, as far as its words and names tell; empty where they name nobody."""
    claim = next(iter(report.pretends_to_be), None)
    if claim is None:
        return ""
    gap = " " if canvas.language == "en" else ""
    if claim.name is None:
        return canvas.say(words.PRETENDS_OWN) + gap
    return canvas.filled(words.PRETENDS, brand=safe(claim.name)) + gap


def _goal(canvas: Canvas, report: Report) -> str:
    goal = report.goal
    if goal is None:
        return canvas.say(words.GOAL_UNKNOWN)
    if goal.goal is GoalClass.ADVERTISING:
        return canvas.say(words.GOAL_ADVERTISING)
    kind = report.verdict.mail_class
    if kind is MailClass.NONE:
        kind = goal.goal.mail_class
    return canvas.filled(words.GOAL, goal=canvas.say(goal.goal.label), kind=canvas.say(kind.label))


def _envelope(canvas: Canvas, report: Report) -> None:
    mail = report.mail
    canvas.gap()
    subject = mail.subject_without_stamp if mail.subject_without_stamp is not None else mail.subject
    none = canvas.say(words.NOT_THERE)
    rows = [
        (words.SUBJECT, safe(subject) if subject else none),
        (words.SENDER, _mailboxes(canvas, mail.senders) or none),
        (words.RECIPIENT, _mailboxes(canvas, mail.to) or none),
        (words.DATE, written_time(mail.date) if mail.date else none),
    ]
    column = max(columns(canvas.say(name)) for name, _ in rows) + 4
    for name, text in rows:
        canvas.row(canvas.say(name), text, column)
    if mail.subject_stamp:
        told = words.STAMPED if mail.stamp_is_ours else words.STAMPED_ELSEWHERE
        canvas.paragraph(canvas.aside(safe(mail.subject_stamp), canvas.say(told)), column)
    for undone in mail.undone:
        canvas.paragraph(canvas.say(undone), 2)
    if mail.carrier is not None and mail.carrier.verdict is None:
        canvas.paragraph(canvas.filled(words.HELD_BY, path=mail.carrier.path), 2)
    elif mail.carrier is not None and mail.carrier.verdict is not None:
        verdict = canvas.say(words.SHORT_VERDICTS[mail.carrier.verdict])
        canvas.paragraph(canvas.filled(words.CARRIED_BY, path=mail.carrier.path, verdict=verdict), 2)
    for other in report.others:
        if other.mail.carrier is not None and other.mail.carrier.verdict is not None:
            verdict = canvas.say(words.SHORT_VERDICTS[other.verdict.word])
            canvas.paragraph(canvas.filled(words.CARRIED, path=other.mail.path, verdict=verdict), 2)


def _mailboxes(canvas: Canvas, boxes: tuple[Mailbox, ...]) -> str:
    shown = [_mailbox(box) for box in boxes[:3]]
    if len(boxes) > len(shown):
        shown.append(canvas.filled(words.AND_MORE, count=str(len(boxes) - len(shown))))
    return ", ".join(shown)


def _mailbox(box: Mailbox) -> str:
    if not box.name:
        return safe(box.address or "")
    return f"{safe(box.name)} <{safe(box.address)}>" if box.address else safe(box.name)


def _findings(canvas: Canvas, findings: Sequence[Finding]) -> None:
    label_columns = max(columns(canvas.say(strength.label)) for strength in Strength) + 4
    for number, finding in enumerate(findings):
        if number:
            canvas.gap()
        informs = finding.direction is Direction.INFORMS
        label = "・" if informs and canvas.language == "ja" else "·" if informs else canvas.say(finding.strength.label)
        indent = 4 if informs else label_columns
        ink = Ink.PLAIN if informs else _STRENGTH_INKS[finding.strength]
        start = len(canvas.lines)
        canvas.paragraph(canvas.sentence(finding.title), indent, first="  " + label, ink=Ink.BOLD)
        canvas.lines[start] = canvas.lines[start].replace(label, canvas.inked(label, ink), 1)
        for _, same in groupby(finding.evidence, key=_origin):
            canvas.paragraph(_evidence(canvas, list(same)), indent + 2, first=" " * indent + "│", ink=Ink.DIM)
        # What explains several findings alike is said once, under the last of them.
        why = canvas.sentence(finding.why)
        if all(why != canvas.sentence(following.why) for following in findings[number + 1 : number + 2]):
            canvas.paragraph(why, indent)


def _origin(evidence: Evidence) -> tuple[object, ...]:
    """Equal for words that stand in one answer and that the same could have written; all others by themselves."""
    if evidence.of is not Origin.ANSWER or "://" not in (evidence.source or ""):
        return (id(evidence),)
    return evidence.source, evidence.time, evidence.principal, evidence.principal_name


def _quoted(evidence: Evidence) -> str:
    quote = safe(evidence.quote)
    if evidence.of is not Origin.ANSWER or "://" in quote or "www." in quote.lower():
        quote = unlinked(quote)  # records of DNS hold hosts and networks, but nothing that a terminal makes a link of
    return shortened(quote, _QUOTE_COLUMNS)


def _evidence(canvas: Canvas, same: Sequence[Evidence]) -> str:
    """Where it stands, the words themselves, and who could have written them."""
    japanese = canvas.language == "ja"
    evidence = same[0]
    quotes = [_quoted(one) for one in same]
    quote = quotes[0]
    shown = "".join(f"「{quote}」" for quote in quotes) if japanese else ", ".join(f"“{quote}”" for quote in quotes)
    who = canvas.say(evidence.principal.label)
    if evidence.principal_name:
        who += f"（{safe(evidence.principal_name)}）" if japanese else f" ({safe(evidence.principal_name)})"
    origin = words.ORIGINS.get(evidence.of)
    if origin is not None:
        place = canvas.say(origin)
        if evidence.of is Origin.CONFIG:
            return f"{place}: {quote}"
    elif evidence.reading is not None:
        place = _read_from(canvas, evidence.reading)
    elif evidence.span is None:
        place = ""
    elif evidence.span.layer is Layer.HEADER:
        place = safe(evidence.span.part)
    else:
        place = f"{canvas.say(words.LAYERS[evidence.span.layer])} {safe(evidence.span.part)}".strip()
    when = f"{safe(evidence.source)}, {written_time(evidence.time)}" if evidence.source and evidence.time else ""
    if when:
        shown = f"{shown}（{when}）" if japanese else f"{shown} ({when})"
    if japanese:
        return f"{place}{shown} 書けた人: {who}".strip()
    return f"{place} {shown}, {canvas.say(words.WRITTEN_BY)} {who}".strip()


def _read_from(canvas: Canvas, reading: Reading) -> str:
    """The picture, page or drawing that words were read out of."""
    parts = safe("+".join(reading.parts))
    page = "" if reading.page is None else canvas.sentence(words.PAGE.filled(page=Amount(reading.page)))
    return f"{canvas.say(words.READ_FROM[reading.of])} {parts}{page}"


def _key_fields(canvas: Canvas, report: Report) -> None:
    canvas.heading(words.KEY_FIELDS)
    for number, key in enumerate(report.key_fields):
        if number:
            canvas.gap()
        value = safe(key.evidence.quote) if key.evidence else canvas.say(words.NOT_THERE)
        canvas.paragraph(
            shortened(value, 4 * canvas.width),
            15,
            first="  " + canvas.inked(key.name, Ink.BOLD) + " " * (13 - len(key.name)),
        )
        canvas.paragraph(canvas.sentence(key.worth), 15)


def _hypotheses(canvas: Canvas, hypotheses: tuple[Hypothesis, ...]) -> None:
    canvas.heading(words.HYPOTHESES)
    open_ones = [one for one in hypotheses if one.standing in {Standing.LEADS, Standing.STANDS}]
    column = max(columns(canvas.say(standing.label)) for standing in Standing) + 4
    for number, one in enumerate(open_ones):
        if number:
            canvas.gap()
        label = canvas.say(one.standing.label)
        name = canvas.say(one.name.label)
        first = (
            "  "
            + canvas.inked(label, Ink.BOLD if one.standing is Standing.LEADS else Ink.PLAIN)
            + " " * (column - 2 - columns(label))
        )
        separator = "：" if canvas.language == "ja" else ": "
        canvas.paragraph(name + separator + canvas.say(one.name.meaning), column, first=first)
        _speaking(canvas, one, column)
    closed = [one for one in hypotheses if one not in open_ones]
    if closed:
        canvas.gap()
        separator, comma = ("：", "、") if canvas.language == "ja" else (": ", ", ")
        listed = comma.join(canvas.aside(canvas.say(one.name.label), canvas.say(one.standing.label)) for one in closed)
        canvas.paragraph(canvas.say(words.NOT_LIKELY) + separator + listed, 2)


def _speaking(canvas: Canvas, one: Hypothesis, column: int) -> None:
    separator = "：" if canvas.language == "ja" else ": "
    for label, findings in ((words.SPEAKS_FOR, one.speaking_for), (words.SPEAKS_AGAINST, one.speaking_against)):
        for title in dict.fromkeys(canvas.sentence(finding.title) for finding in findings):
            canvas.paragraph(canvas.say(label) + separator + title, column)
    for label, answered in ((words.DECIDED, True), (words.DECIDED_BY, False)):
        questions = tuple(question for question in one.decided_by if question.answered is answered)
        if questions:
            canvas.paragraph(canvas.say(label) + separator + _asked(canvas, questions), column)


def _asked(canvas: Canvas, questions: tuple[Question, ...]) -> str:
    """Short names of the look-ups, by what they ask about; the questions stand whole under what is unknown."""
    comma = "、" if canvas.language == "ja" else ", "
    by_object: dict[str, list[str]] = {}
    for question in questions:
        by_object.setdefault(question.of, []).append(canvas.say(question.name))
    told = []
    for of, asked in by_object.items():
        names = comma.join(dict.fromkeys(asked))
        # Japanese text puts a space before Latin letters alone.
        apart = " " if canvas.language == "ja" and names[:1].isascii() else ""
        told.append(canvas.filled(words.LOOKUPS_OF, of=of, names=apart + names))
    return " / ".join(told)


def _unknown(canvas: Canvas, report: Report) -> None:
    canvas.heading(words.UNKNOWN)
    own = report.own_side
    if own.source is Source.INFERRED:
        inferred = words.OWN_INFERRED if own.domains else words.OWN_UNKNOWN
        canvas.paragraph(canvas.filled(inferred, domains=", ".join(own.domains)), 4, first="  ·")

    # One reason often holds for many questions, so it is told once, under them.
    def reason_of(unknown: Unknown) -> tuple[Permission | None, Text, str]:
        return unknown.permission, unknown.why, unknown.detail

    for (permission, why, detail), group in groupby(report.unknown, key=reason_of):
        for unknown in group:
            canvas.paragraph(canvas.sentence(unknown.question), 4, first="  ·")
        needed = f"{canvas.say(words.PERMISSION)}: {permission}" if permission else ""
        reason = canvas.say(why) if not detail else f"{canvas.say(why)}: {safe(detail)}"
        canvas.paragraph(canvas.aside(reason, needed) if needed else reason, 6, first="    →", ink=Ink.DIM)
    canvas.paragraph(canvas.say(words.NO_PROBABILITY), 4, first="  ·")


def _not_run(canvas: Canvas, report: Report) -> None:
    """Why checks had nothing to look at. Those that failed stand among what is unknown.

    What look-ups brought is told above, with what they left open: of checks that only judge it, the number is enough here.
    """
    idle = [run for run in report.checks if run.ended is Ended.NOT_APPLICABLE and run.why]
    of_answers = [run for run in idle if run.id.partition(".")[0] in _OF_ANSWERS]
    reasons = dict.fromkeys(run.why for run in idle if run.why and run not in of_answers)
    if idle:
        canvas.heading(words.CHECKS)
    for reason in reasons:
        canvas.paragraph(canvas.say(reason), 4, first="  ·")
    if of_answers:
        canvas.paragraph(canvas.filled(words.CHECKS_OF_ANSWERS, count=str(len(of_answers))), 4, first="  ·")


def _sources(canvas: Canvas, report: Report) -> None:
    """Who was asked, how often, and when they said it."""
    by_source: dict[str, list[Answer]] = {}
    for answer in report.answers:
        if answer.told:
            by_source.setdefault(_server(answer.by), []).append(answer)
    if by_source:
        canvas.heading(words.SOURCES)
    for source, answers in by_source.items():
        times = sorted(written_time(answer.time) for answer in answers)
        told = words.SOURCE_ONCE if times[0] == times[-1] else words.SOURCE_LINE
        count = canvas.filled(words.ANSWERS if len(answers) > 1 else words.ONE_ANSWER, count=str(len(answers)))
        slots = {"source": unlinked(source), "count": count, "first": times[0], "last": times[-1]}
        canvas.paragraph(canvas.filled(told, **slots), 4, first="  ·")


def _server(source: str) -> str:
    """The server alone of a source that is named by URL."""
    scheme, separator, rest = source.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if separator else source
