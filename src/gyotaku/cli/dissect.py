"""`gyotaku dissect`."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, TextIO

from gyotaku.cli.look_ups import close, permitted, session
from gyotaku.cli.main import DONE, MET, UNREADABLE, USAGE
from gyotaku.cli.progress import Progress
from gyotaku.cli.settings import language, settings
from gyotaku.dissection import dissect_mail
from gyotaku.mail.intake import Mail, collect
from gyotaku.mail.refusals import Refused
from gyotaku.model.configuration import Config
from gyotaku.model.report import Report, VerdictWord
from gyotaku.model.text import Language

if TYPE_CHECKING:
    from gyotaku.lookup.session import Session
    from gyotaku.report.summary import Row


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    if options.width is not None and options.width < 40:
        print("gyotaku: --width must be at least 40", file=sys.stderr)
        return USAGE
    spoken = language(options, config)
    try:
        config = permitted(options, config)
        asking = session(options, config)
    except ValueError as error:
        print(f"gyotaku: {error}", file=sys.stderr)
        return USAGE
    try:
        return _dissect(options, config, spoken, asking)
    finally:
        close(asking)


def _dissect(options: argparse.Namespace, config: Config, spoken: Language, asking: Session | None) -> int:
    unread, met = 0, False
    rows: list[Row] = []
    progress = Progress()
    for number, intake in enumerate(collect(options.mail, sys.stdin.buffer), 1):
        progress.step(number, _printable(intake.path))
        match intake:
            case Refused():
                progress.clear()
                unread += 1
                print(f"gyotaku: {_printable(intake.path)}: {intake.reason.template(spoken)}", file=sys.stderr)
            case Mail():
                report = dissect_mail(intake, config, asking, for_masking=bool(options.mask))
                if options.format != "json":
                    progress.clear()
                shown = _write(report, options, spoken, first=not rows)
                if shown is None:
                    unread += 1
                elif options.format != "json":
                    rows.append(_row(shown))
                met = met or _is_met(report, options.fail_on)
    progress.clear()
    if len(rows) > 1:
        from gyotaku.report.summary import print_summary

        print()
        print_summary(rows, unread, spoken, stream=sys.stdout, color=options.color)
    sys.stdout.flush()
    # A verdict asked for outranks an unread file: the script that asked must hear it.
    return MET if met else UNREADABLE if unread else DONE


def _row(report: Report) -> Row:
    from gyotaku.report.summary import row

    return row(report)


def _is_met(report: Report, word: str | None) -> bool:
    return word is not None and report.verdict.word.badness >= VerdictWord(word).badness


def _write(report: Report, options: argparse.Namespace, spoken: Language, *, first: bool) -> Report | None:
    """Write a report in the form that is asked for, and return it as it was shown; None where it was withheld."""
    if options.mask:
        return _write_masked(report, options, spoken, first=first)
    if options.format == "json":
        sys.stdout.buffer.write(_json(report, options))
    else:
        if not first:
            print()
        _print_report(report, options, spoken, sys.stdout)
    return report


def _write_masked(report: Report, options: argparse.Namespace, spoken: Language, *, first: bool) -> Report | None:
    """As `_write`, with nothing written before the guard has read it."""
    from gyotaku.cli.masking import Held, Masked, told

    path = _printable(report.mail.path)
    masked = Masked(report, path, spoken)
    if options.format == "json":
        octets = _json(masked.report, options)
        if told(masked.guard.json(octets), path, spoken):
            return None
        sys.stdout.buffer.write(octets)
    else:
        held = Held()
        _print_report(masked.report, options, spoken, held)
        if told(masked.guard.terminal(held.getvalue()), path, spoken):
            return None
        sys.stdout.write(held.getvalue() if first else "\n" + held.getvalue())
    return masked.report


def _json(report: Report, options: argparse.Namespace) -> bytes:
    from gyotaku.report.json import encode

    return encode(report, pretty=options.pretty) + b"\n"


def _print_report(report: Report, options: argparse.Namespace, spoken: Language, stream: TextIO) -> None:
    from gyotaku.report.terminal import print_report

    print_report(report, spoken, stream=stream, width=options.width, color=options.color)


def _printable(text: str) -> str:
    """A path as the terminal may see it."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if text.isprintable() else ascii(text)
