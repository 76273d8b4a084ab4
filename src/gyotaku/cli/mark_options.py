"""The command line of `gyotaku mark`, and of what reads marks."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from gyotaku.cli.watch_options import days

DAYS = 180
_USAGE = """gyotaku mark [OPTIONS] MAIL... ham|phish
       gyotaku mark --list
       gyotaku mark --undo MAIL|#NUMBER..."""


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    common: Callable[[argparse.ArgumentParser], None],
) -> None:
    mark = commands.add_parser(
        "mark",
        usage=_USAGE,
        help="keep your own word on a mail: honest or fraud",
        description="Keep your own word on mails. ham: later mails of the same sender are known by it, where your own server records the same proof of "
        "who sent them. phish: later mails that lead to the same place, answer to the same address or carry the same file are accused by it. "
        "Reports say what a mark did, and what the verdict is without it.",
    )
    mark.add_argument(
        "what",
        nargs="*",
        metavar="MAIL... ham|phish",
        help="mails, as for dissect, and the word; for --undo also #NUMBER",
    )
    doing = mark.add_mutually_exclusive_group()
    doing.add_argument("--list", action="store_true", help="list the marks")
    doing.add_argument("--undo", action="store_true", help="take marks back")
    mark.add_argument("--note", default="", metavar="TEXT", help="why, for yourself; the reports tell it to you")
    mark.add_argument(
        "--scope",
        choices=("sender", "domain", "list", "this"),
        default="sender",
        help="for whose mails it holds: the sender's address (default), all of its domain, the mailing list, or this mail alone",
    )
    ending = mark.add_mutually_exclusive_group()
    ending.add_argument("--days", type=days, default=DAYS, metavar="N", help="it holds so many days (%(default)s)")
    ending.add_argument("--until", metavar="DATE", help="it holds until the end of this day, UTC (2027-03-31)")
    mark.add_argument(
        "--format", choices=("terminal", "json"), default="terminal", help="of --list; json: one line a mark"
    )
    mark.add_argument("--file", metavar="FILE", help="the file of marks (default: in the user's data folder)")
    common(mark)


def reading(command: argparse.ArgumentParser) -> None:
    """Options of a command whose reports know marks."""
    marks = command.add_mutually_exclusive_group()
    marks.add_argument("--marks", metavar="FILE", help="the file of marks (default: in the user's data folder)")
    marks.add_argument(
        "--no-marks", action="store_true", help="judge without your own marks; masked reports never rest on them"
    )
