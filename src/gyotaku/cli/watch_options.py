"""The command line of `gyotaku watch`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

_UNITS = {"m": 60, "h": 3_600, "d": 86_400}
_LEAST = 600
_MOST_DAYS = 3_650


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    common: Callable[[argparse.ArgumentParser], None],
) -> None:
    watch = commands.add_parser(
        "watch",
        help="revisit links on a schedule, and tell when a closed site comes back",
        description="Revisit links with the care of `visit`: what became of them is kept, and a closed site that comes back is told.",
    )
    doings = watch.add_subparsers(dest="action", metavar="ACTION", required=True)
    adding = doings.add_parser(
        "add",
        help="watch the links of a mail",
        description="Watch links: says first what will be visited, how often, and what the sites learn, and asks.",
    )
    adding.add_argument(
        "what", nargs="+", metavar="FILE|DIR|URL", help="mails, or web addresses (hxxps://ex[.]ample is read as well)"
    )
    adding.add_argument("--yes", action="store_true", help="do not ask")
    adding.add_argument(
        "--every",
        type=length,
        metavar="TIME",
        help="time between visits: 90m, 12h, 2d (default: 1h at first, growing to 7d)",
    )
    adding.add_argument("--days", type=days, default=90, metavar="N", help="end after so many days (%(default)s)")
    listing = doings.add_parser("list", help="list the watched links and their states")
    listing.add_argument("--format", choices=("terminal", "json"), default="terminal", help="json: one line a link")
    show = doings.add_parser("show", help="show what became of a link")
    show.add_argument("link", metavar="NUMBER|URL|HOST")
    show.add_argument("--format", choices=("terminal", "json"), default="terminal", help="json: one line a link")
    show.add_argument("--svg", metavar="FILE", help="write the timeline as a picture instead")
    remove = doings.add_parser("remove", help="watch a link no more, and forget its history")
    remove.add_argument("link", nargs="+", metavar="NUMBER|URL|HOST")
    running = doings.add_parser(
        "run",
        help="visit what is due, now and from now on",
        description="Visit the links that are due, again and again until it is ended; with --once each of them once, as from cron. What changed "
        "is printed, a line a change.",
    )
    running.add_argument("--once", action="store_true", help="visit what is due now, and end")
    running.add_argument("--fail-on-back", action="store_true", help="with --once: exit with 1 when a site came back")
    running.add_argument(
        "--notify-command",
        nargs=argparse.REMAINDER,
        metavar="PROGRAM [ARGUMENT ...]",
        help="run this when a site comes back, with the change as JSON on its standard input; everything after this option belongs to it",
    )
    for action in (adding, listing, show, remove, running):
        action.add_argument(
            "--file", metavar="FILE", help="the file of watched links (default: in the user's data folder)"
        )
        common(action)


def days(text: str) -> int:
    """1 to 3650."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= _MOST_DAYS):
        raise argparse.ArgumentTypeError(f"1 to {_MOST_DAYS}")
    return int(text)


def length(text: str) -> int:
    """Seconds. Its name is what argparse tells of a text that is none."""
    amount, unit = text[:-1], text[-1:]
    if unit not in _UNITS or not (amount.isascii() and amount.isdecimal()) or len(amount) > 5:
        raise ValueError(text)
    seconds = int(amount) * _UNITS[unit]
    if seconds < _LEAST:
        raise argparse.ArgumentTypeError("sites are not visited more often than every 10m")
    return seconds
