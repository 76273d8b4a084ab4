"""`gyotaku dissect`."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from gyotaku.cli.forms import PUBLISHED, form
from gyotaku.cli.look_ups import close, permitted, session
from gyotaku.cli.main import DONE, MET, UNREADABLE, USAGE
from gyotaku.cli.marks_file import held
from gyotaku.cli.paths import printable
from gyotaku.cli.progress import Progress
from gyotaku.cli.settings import language, settings
from gyotaku.dissection import dissect_mail
from gyotaku.mail.intake import Mail, collect
from gyotaku.mail.refusals import Refused
from gyotaku.model.configuration import Config
from gyotaku.model.marks import Marks
from gyotaku.model.report import Report, VerdictWord
from gyotaku.model.text import Language

if TYPE_CHECKING:
    from gyotaku.lookup.session import Session


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    if options.width is not None and options.width < 40:
        print("gyotaku: --width must be at least 40", file=sys.stderr)
        return USAGE
    if options.mask is None:
        options.mask = options.mask_others or options.format in PUBLISHED
    spoken = language(options, config)
    try:
        config = permitted(options, config)
        marks = held(options)
        asking = session(options, config)
    except ValueError as error:
        print(f"gyotaku: {error}", file=sys.stderr)
        return USAGE
    try:
        return _dissect(options, config, spoken, asking, marks)
    finally:
        close(asking)


def _dissect(
    options: argparse.Namespace, config: Config, spoken: Language, asking: Session | None, marks: Marks | None
) -> int:
    unread, met = 0, False
    written = form(options, spoken)
    progress = Progress()
    for number, intake in enumerate(collect(options.mail, sys.stdin.buffer), 1):
        progress.step(number, printable(intake.path))
        match intake:
            case Refused():
                progress.clear()
                unread += 1
                print(f"gyotaku: {printable(intake.path)}: {intake.reason.template(spoken)}", file=sys.stderr)
            case Mail():
                report = dissect_mail(intake, config, asking, for_masking=options.mask, marks=marks)
                if options.format == "terminal":
                    progress.clear()
                if not written.put(intake, report):
                    unread += 1
                met = met or _is_met(report, options.fail_on)
    progress.clear()
    written.end(unread)
    sys.stdout.flush()
    # A verdict asked for outranks an unread file: the script that asked must hear it.
    return MET if met else UNREADABLE if unread else DONE


def _is_met(report: Report, word: str | None) -> bool:
    return word is not None and report.verdict.word.badness >= VerdictWord(word).badness
