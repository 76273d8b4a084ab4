"""The report for a person at a terminal: verdict and goal first, then why, then everything else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from typing import TextIO

from gyotaku.model.finding import Direction, Finding, Strength
from gyotaku.model.hypothesis import Hypothesis, Standing
from gyotaku.model.report import Report, VerdictWord
from gyotaku.model.text import Language
from gyotaku.report import headings as words
from gyotaku.report.canvas import Canvas, Ink
from gyotaku.report.layout import columns, safe, shortened
from gyotaku.report.terminal_authentication import draw_authentication
from gyotaku.report.terminal_path import draw_path
from gyotaku.report.terminal_visits import draw_visits
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

_DEFAULT_WIDTH = 100
_WIDEST = 120
_NARROWEST = 40
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
    for heading, _, found in groups(report):
        canvas.heading(heading)
        _findings(canvas, found)
    _key_fields(canvas, report)
    canvas.heading(words.PATH)
    draw_path(canvas, report.path, report.names)
    if report.authentication is not None:
        draw_authentication(canvas, report.authentication)
    if report.visits is not None:
        draw_visits(canvas, report.visits)
    _hypotheses(canvas, report.hypotheses)
    _unknown(canvas, report)
    for heading, lines in ((words.CHECKS, not_run(canvas, report)), (words.SOURCES, sources(canvas, report))):
        if lines:
            canvas.heading(heading)
        for line in lines:
            canvas.paragraph(line, 4, first="  ·")
    return canvas.text()


def _opening(canvas: Canvas, report: Report) -> None:
    canvas.lines.append(canvas.inked(shortened("gyotaku · " + safe(report.mail.path), canvas.width), Ink.DIM))
    canvas.gap()
    canvas.paragraph(canvas.say(report.verdict.word.label), ink=_VERDICT_INKS[report.verdict.word])
    accused = is_accused(report)
    canvas.paragraph(meaning(canvas, report), ink=Ink.BOLD if accused else Ink.PLAIN)
    for evidence in goal_evidence(report):
        canvas.paragraph(evidence_line(canvas, [evidence]), 4, first="  │", ink=Ink.DIM)
    if accused and report.page_guess is not None:
        canvas.paragraph(canvas.sentence(report.page_guess))
    without = struck(canvas, report)
    if without is not None:
        canvas.paragraph(without)


def _envelope(canvas: Canvas, report: Report) -> None:
    canvas.gap()
    rows = envelope(canvas, report.mail)
    column = max(columns(name) for name, _ in rows) + 4
    for name, text in rows:
        canvas.row(name, text, column)
    stamped = stamp(canvas, report.mail)
    if stamped is not None:
        canvas.paragraph(stamped, column)
    for line in surroundings(canvas, report):
        canvas.paragraph(line, 2)


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
        for same in together(finding.evidence):
            canvas.paragraph(evidence_line(canvas, same), indent + 2, first=" " * indent + "│", ink=Ink.DIM)
        explained = why(canvas, findings, number)
        if explained is not None:
            canvas.paragraph(explained, indent)


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
    column = max(columns(canvas.say(standing.label)) for standing in Standing) + 4
    for number, one in enumerate(still_open(hypotheses)):
        if number:
            canvas.gap()
        label = canvas.say(one.standing.label)
        inked = canvas.inked(label, Ink.BOLD if one.standing is Standing.LEADS else Ink.PLAIN)
        first = "  " + inked + " " * (column - 2 - columns(label))
        canvas.paragraph(hypothesis_line(canvas, one), column, first=first)
        for line in speaking(canvas, one):
            canvas.paragraph(line, column)
    closed = closed_line(canvas, hypotheses)
    if closed is not None:
        canvas.gap()
        canvas.paragraph(closed, 2)


def _unknown(canvas: Canvas, report: Report) -> None:
    canvas.heading(words.UNKNOWN)
    for one in unknowns(canvas, report):
        for question in one.questions:
            canvas.paragraph(question, 4, first="  ·")
        if one.reason is not None:
            canvas.paragraph(one.reason, 6, first="    →", ink=Ink.DIM)
