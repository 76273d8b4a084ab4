"""What a report for people says after its findings: who sent it, what is unknown, what did not run, who was asked."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from gyotaku.model.answers import Ended, Permission, Question, Unknown
from gyotaku.model.asks import Answer
from gyotaku.model.finding import Finding
from gyotaku.model.hypothesis import Hypothesis, Standing
from gyotaku.model.path import Source
from gyotaku.model.report import Report
from gyotaku.model.text import Text, Time
from gyotaku.report import headings as words
from gyotaku.report.layout import unlinked
from gyotaku.report.plain import written_time
from gyotaku.report.teller import Teller

_OF_ANSWERS = frozenset({"place", "registration", "reputation", "site"})
"""Folders of checks that look at nothing but what look-ups brought."""


class Open(Struct, frozen=True):
    """Questions without an answer, and the one reason of all of them; none where the line says it itself."""

    questions: tuple[str, ...]
    reason: str | None = None


def still_open(hypotheses: tuple[Hypothesis, ...]) -> list[Hypothesis]:
    return [one for one in hypotheses if one.standing in {Standing.LEADS, Standing.STANDS}]


def hypothesis_line(teller: Teller, one: Hypothesis) -> str:
    return teller.say(one.name.label) + teller.colon + teller.say(one.name.meaning)


def speaking(teller: Teller, one: Hypothesis) -> list[str]:
    """What speaks for it and against it, what was looked up, what would decide."""
    lines = [teller.say(label) + teller.colon + title for label, title, _ in spoken(teller, one)]
    return lines + decided(teller, one)


def spoken(teller: Teller, one: Hypothesis) -> list[tuple[Text, str, Finding]]:
    """Each title once, with the finding that it is of."""
    told: list[tuple[Text, str, Finding]] = []
    for label, findings in ((words.SPEAKS_FOR, one.speaking_for), (words.SPEAKS_AGAINST, one.speaking_against)):
        titles: dict[str, Finding] = {}
        for finding in findings:
            titles.setdefault(teller.sentence(finding.title), finding)
        told += [(label, title, finding) for title, finding in titles.items()]
    return told


def decided(teller: Teller, one: Hypothesis) -> list[str]:
    lines = []
    for label, answered in ((words.DECIDED, True), (words.DECIDED_BY, False)):
        questions = tuple(question for question in one.decided_by if question.answered is answered)
        if questions:
            lines.append(teller.say(label) + teller.colon + _asked(teller, questions))
    return lines


def closed_line(teller: Teller, hypotheses: tuple[Hypothesis, ...]) -> str | None:
    held = still_open(hypotheses)
    closed = [one for one in hypotheses if one not in held]
    if not closed:
        return None
    listed = (teller.aside(teller.say(one.name.label), teller.say(one.standing.label)) for one in closed)
    return teller.say(words.NOT_LIKELY) + teller.colon + teller.comma.join(listed)


def _asked(teller: Teller, questions: tuple[Question, ...]) -> str:
    """Short names of the look-ups, by what they ask about; the questions stand whole under what is unknown."""
    by_object: dict[str, list[str]] = {}
    for question in questions:
        by_object.setdefault(question.of, []).append(question.name.template(teller.language))
    told = []
    for of, asked in by_object.items():
        names = teller.comma.join(dict.fromkeys(asked))
        # Japanese text puts a space before Latin letters alone.
        apart = " " if teller.japanese and names[:1].isascii() else ""
        told.append(teller.filled(words.LOOKUPS_OF, of=of, names=Text(en=apart + names)))
    return " / ".join(told)


def unknowns(teller: Teller, report: Report) -> list[Open]:
    """What is not known. One reason often holds for many questions, so it is told once, with them."""
    lines: list[Open] = []
    own = report.own_side
    if own.source is Source.INFERRED:
        inferred = words.OWN_INFERRED if own.domains else words.OWN_UNKNOWN
        lines.append(Open((teller.filled(inferred, domains=", ".join(own.domains)),)))

    def reason_of(unknown: Unknown) -> tuple[Permission | None, Text, str]:
        return unknown.permission, unknown.why, unknown.detail

    for (permission, why, detail), group in groupby(report.unknown, key=reason_of):
        needed = f"{teller.say(words.PERMISSION)}: {permission}" if permission else ""
        reason = teller.say(why) if not detail else f"{teller.say(why)}: {teller.foreign(detail)}"
        questions = tuple(teller.sentence(unknown.question) for unknown in group)
        lines.append(Open(questions, teller.aside(reason, needed) if needed else reason))
    return [*lines, Open((teller.say(words.NO_PROBABILITY),))]


def not_run(teller: Teller, report: Report) -> list[str]:
    """Why checks had nothing to look at. Those that failed stand among what is unknown.

    What look-ups brought is told above, with what they left open: of checks that only judge it, the number is enough here.
    """
    idle = [run for run in report.checks if run.ended is Ended.NOT_APPLICABLE and run.why]
    of_answers = [run for run in idle if run.id.partition(".")[0] in _OF_ANSWERS]
    lines = [teller.say(why) for why in dict.fromkeys(run.why for run in idle if run.why and run not in of_answers)]
    if of_answers:
        lines.append(teller.filled(words.CHECKS_OF_ANSWERS, count=len(of_answers)))
    return lines


def sources(teller: Teller, report: Report) -> list[str]:
    """Who was asked, how often, and when they said it."""
    by_source: dict[str, list[Answer]] = {}
    for answer in report.answers:
        if answer.told:
            by_source.setdefault(_server(answer.by), []).append(answer)
    lines = []
    for source, answers in by_source.items():
        times = sorted((answer.time for answer in answers), key=written_time)
        told = words.SOURCE_ONCE if written_time(times[0]) == written_time(times[-1]) else words.SOURCE_LINE
        template = (words.ANSWERS if len(answers) > 1 else words.ONE_ANSWER).template(teller.language)
        count = Text(en=template.replace("{count}", str(len(answers))))
        first, last = Time(times[0]), Time(times[-1])
        lines.append(teller.filled(told, source=unlinked(source), count=count, first=first, last=last))
    return lines


def _server(source: str) -> str:
    """The server alone of a source that is named by URL."""
    scheme, separator, rest = source.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if separator else source
