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


class Meter:
    """How many octets of the files named, or found in folders, were gone through so far."""

    __slots__ = ("_file", "_finished")

    def __init__(self) -> None:
        self._finished = 0
        self._file: BinaryIO | None = None

    @property
    def octets(self) -> int:
        try:
            return self._finished + (self._file.tell() if self._file is not None else 0)
        except (OSError, ValueError):
            return self._finished

    def enter(self, file: BinaryIO) -> None:
        self._file = file

    def leave(self, size: int) -> None:
        """The file has been read, or given up."""
        self._file = None
        self._finished += size


def collect(
    names: Sequence[str], stdin: BinaryIO, limits: Limits | None = None, meter: Meter | None = None
) -> Iterator[Intake]:
    """Each mail that the names lead to, in their order; folders are searched in natural order. Never raises OSError.

    One mail at a time is in memory, and of a folder the names of its files. `meter` tells meanwhile how far it is.
    """
    bounds = limits or Limits()
    meter = meter or Meter()
    for name in names:
        if name == STDIN:
            room = Room(0, bounds.files)
            yield from _from_stream(STDIN, Stream(Counted(stdin, room)), room, bounds)
        elif _is_folder(name):
            yield from _from_folder(name, bounds, meter)
        else:
            yield from _from_file(name, bounds, meter)


def octets_of(names: Sequence[str], limits: Limits | None = None) -> Iterator[int]:
    """The sizes of the files that the names lead to, as `Meter` counts them."""
    for name in names:
        for path in _walk(name, limits or Limits()) if name != STDIN else ():
            try:
                yield os.stat(path).st_size if isinstance(path, str) else 0  # noqa: PTH116 - see _is_regular
            except (OSError, ValueError):
                yield 0


def recognized(path: str, raw: bytes) -> Intake:
    """The one mail that these octets are, by what they say themselves; refused where they hold several."""
    return contents.one(path, raw)


def _from_stream(path: str, stream: Stream, room: Room, limits: Limits) -> Iterator[Intake]:
    """Reads one octet more than the limit at most, of anything that is one mail."""
    try:
        yield from contents.mails(path, stream, contents.Bounds(limits.octets, room))
    except OSError:
        yield refusals.UNREADABLE.of(path)


def _from_file(path: str, limits: Limits, meter: Meter) -> Iterator[Intake]:
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
        meter.enter(file)
        for found in _from_stream(path, Stream(file, file), Room(status.st_size, limits.files), limits):
            too_large = isinstance(found, Refused) and found.id == "too-large" and found.path == path
            yield refusals.too_large(status.st_size, limits.octets).of(path) if too_large else found
        if os.fstat(file.fileno()).st_size < status.st_size:
            yield refusals.SHORTENED.of(path)
        meter.leave(status.st_size)


def _is_regular(path: str) -> bool:
    return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116 - a name with a NUL must raise here, not read as absent


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _from_folder(folder: str, limits: Limits, meter: Meter) -> Iterator[Intake]:
    mails = refused = 0
    for found in _walk(folder, limits):
        if isinstance(found, Refused):
            refused += 1
            yield found
            continue
        if refused + mails >= limits.files:
            yield refusals.too_many(limits.files).of(folder)
            return
        for intake in _from_file(found, limits, meter):
            mails += isinstance(intake, Mail)
            refused += isinstance(intake, Refused)
            yield intake
    if not mails:
        yield refusals.NO_MAIL.of(folder)


def _walk(folder: str, limits: Limits) -> Iterator[str | Refused]:
    """Paths of the files in a folder and below; a folder met a second time, by whatever link, is left out."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Iterator[tuple[str, int]]] = [iter([(folder, 0)])]
    while waiting:
        following = next(waiting[-1], None)
        if following is None:
            waiting.pop()
            continue
        path, depth = following
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
            names = sorted(os.listdir(path), key=_natural)  # noqa: PTH208 - see above
        except OSError:
            yield refusals.UNREADABLE.of(path)
            continue
        waiting.append(_inside(path, depth + 1, _wanted(names)))


def _inside(folder: str, depth: int, names: list[str]) -> Iterator[tuple[str, int]]:
    """Paths are made one at a time: of a million files they take more than all else."""
    for name in names:
        yield str(Path(folder, name)), depth


def _wanted(names: list[str]) -> list[str]:
    """In a Maildir the delivered mails, and the folders that Maildir++ puts beside them; what a server keeps there for
    itself is no mail, and what is in `tmp` has not arrived.
    """
    if not _MAILDIR.issubset(names):
        return names
    return [name for name in names if name in {"cur", "new"} or (name.startswith(".") and name not in {".", ".."})]


def _natural(name: str) -> str:
    """Numbers inside names by their value: `2.eml` before `10.eml`. One string, for the keys of a million names."""
    return _DIGITS.sub(_padded, name.casefold())


def _padded(number: re.Match[str]) -> str:
    # NUL stands in no name, so the text before a number ends there whatever follows in another name.
    return "\0" + number[1].zfill(18)
