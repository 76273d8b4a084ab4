"""What the user names on the command line, as mails. A refusal says what the thing is and what to do instead."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from gyotaku.mail import contents, refusals
from gyotaku.mail.containers.stream import Counted, Room, Stream
from gyotaku.mail.contents import Intake
from gyotaku.mail.given import Mail
from gyotaku.mail.refusals import Refused

__all__ = ["Intake", "Limits", "Mail", "Refused", "collect", "recognized"]

STDIN = "-"
_DIGITS = re.compile(r"([0-9]{1,18})")
_MAILDIR = frozenset(("cur", "new", "tmp"))


class Limits(Struct, frozen=True):
    """Bounds on what is read."""

    octets: int = 64 * 1024 * 1024
    """The largest mail. Servers take 10 to 150 MB; beyond 64 MiB a mail is nearly all attachment."""
    depth: int = 32
    """How deep folders are followed."""
    files: int = 1_000_000
    """Files read from one folder and all inside it, and members of one archive or mailbox."""


def collect(names: Sequence[str], stdin: BinaryIO, limits: Limits | None = None) -> Iterator[Intake]:
    """Each mail that the names lead to, in their order; folders are searched in natural order. Never raises OSError."""
    bounds = limits or Limits()
    for name in names:
        if name == STDIN:
            room = Room(0, bounds.files)
            yield from _from_stream(STDIN, Stream(Counted(stdin, room)), room, bounds)
        elif _is_folder(name):
            yield from _from_folder(name, bounds)
        else:
            yield from _from_file(name, bounds)


def recognized(path: str, raw: bytes) -> Intake:
    """The one mail that these octets are, by what they say themselves; refused where they hold several."""
    return contents.one(path, raw)


def _from_stream(path: str, stream: Stream, room: Room, limits: Limits) -> Iterator[Intake]:
    """Reads one octet more than the limit at most, of anything that is one mail."""
    try:
        yield from contents.mails(path, stream, contents.Bounds(limits.octets, room))
    except OSError:
        yield refusals.UNREADABLE.of(path)


def _from_file(path: str, limits: Limits) -> Iterator[Intake]:
    try:
        # Without O_NONBLOCK a FIFO put there in between would make us wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC) if _is_regular(path) else None
    except FileNotFoundError:
        yield refusals.MISSING.of(path)
        return
    except (OSError, ValueError):
        yield refusals.UNREADABLE.of(path)
        return
    if descriptor is None:
        yield refusals.SPECIAL.of(path)
        return
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            yield refusals.SPECIAL.of(path)
            return
        for found in _from_stream(path, Stream(file, file), Room(status.st_size, limits.files), limits):
            too_large = isinstance(found, Refused) and found.id == "too-large" and found.path == path
            yield refusals.too_large(status.st_size, limits.octets).of(path) if too_large else found


def _is_regular(path: str) -> bool:
    return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116 - a name with a NUL must raise here, not read as absent


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _from_folder(folder: str, limits: Limits) -> Iterator[Intake]:
    mails = refused = 0
    for found in _walk(folder, limits):
        if isinstance(found, Refused):
            refused += 1
            yield found
            continue
        if refused + mails >= limits.files:
            yield refusals.too_many(limits.files).of(folder)
            return
        for intake in _from_file(found, limits):
            mails += isinstance(intake, Mail)
            refused += isinstance(intake, Refused)
            yield intake
    if not mails:
        yield refusals.NO_MAIL.of(folder)


def _walk(folder: str, limits: Limits) -> Iterator[str | Refused]:
    """Paths of the files in a folder and below; a folder met a second time, by whatever link, is left out."""
    seen: set[tuple[int, int]] = set()
    waiting = [(folder, 0)]
    while waiting:
        path, depth = waiting.pop()
        try:
            status = os.stat(path)  # noqa: PTH116 - paths stay the strings that the user gave
            if not stat.S_ISDIR(status.st_mode):
                yield path
                continue
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            if depth > limits.depth:
                yield refusals.TOO_DEEP.of(path)
                continue
            names = sorted(os.listdir(path), key=_natural, reverse=True)  # noqa: PTH208 - see above
        except OSError:
            yield refusals.UNREADABLE.of(path)
            continue
        waiting += [(str(Path(path, name)), depth + 1) for name in _wanted(names)]


def _wanted(names: list[str]) -> list[str]:
    """In a Maildir the delivered mails, and the folders that Maildir++ puts beside them; what a server keeps there for
    itself is no mail, and what is in `tmp` has not arrived.
    """
    if not _MAILDIR.issubset(names):
        return names
    return [name for name in names if name in {"cur", "new"} or (name.startswith(".") and name not in {".", ".."})]


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers inside names by their value: `2.eml` before `10.eml`."""
    return tuple(
        (0, int(piece), "") if index % 2 else (1, 0, piece.casefold())
        for index, piece in enumerate(_DIGITS.split(name))
    )
