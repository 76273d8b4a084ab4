"""What the user names on the command line, as mails. A refusal says what the thing is and what to do instead."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from gyotaku.mail import pasted, refusals
from gyotaku.mail.refusals import Refused
from gyotaku.model.text import Text

__all__ = ["Intake", "Limits", "Mail", "Refused", "collect", "recognized"]

STDIN = "-"
_DIGITS = re.compile(r"([0-9]{1,18})")


class Limits(Struct, frozen=True):
    """Bounds on what is read."""

    octets: int = 64 * 1024 * 1024
    """The largest mail. Servers take 10 to 150 MB; beyond 64 MiB a mail is nearly all attachment."""
    depth: int = 32
    """How deep folders are followed."""
    files: int = 1_000_000
    """Files read from one folder and all inside it."""


class Mail(Struct, frozen=True):
    """One mail as octets. `undone` tells what a paste had done to it and was undone; empty for octets as they were."""

    path: str
    raw: bytes
    undone: tuple[Text, ...] = ()


Intake = Mail | Refused


def collect(names: Sequence[str], stdin: BinaryIO, limits: Limits | None = None) -> Iterator[Intake]:
    """Each mail that the names lead to, in their order; folders are searched in natural order. Never raises OSError."""
    bounds = limits or Limits()
    for name in names:
        if name == STDIN:
            yield _from_stream(STDIN, stdin, bounds)
        elif _is_folder(name):
            yield from _from_folder(name, bounds)
        else:
            yield _from_file(name, bounds)


def recognized(path: str, raw: bytes) -> Intake:
    """What these octets are, by what they say themselves."""
    reason = refusals.recognized_as(raw)
    if reason is not None:
        return reason.of(path)
    mended = pasted.mended(raw)
    if mended is None:
        return refusals.not_a_mail(raw).of(path)
    return Mail(path, *mended)


def _from_stream(path: str, stream: BinaryIO, limits: Limits) -> Intake:
    """Reads one octet more than the limit at most."""
    pieces: list[bytes] = []
    left = limits.octets + 1
    try:
        while left > 0 and (piece := stream.read(min(left, 1 << 20))):
            pieces.append(piece)
            left -= len(piece)
    except (OSError, ValueError):
        return refusals.UNREADABLE.of(path)
    return recognized(path, b"".join(pieces)) if left > 0 else refusals.too_large(None, limits.octets).of(path)


def _from_file(path: str, limits: Limits) -> Intake:
    try:
        # Without O_NONBLOCK a FIFO put there in between would make us wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC) if _is_regular(path) else None
    except FileNotFoundError:
        return refusals.MISSING.of(path)
    except (OSError, ValueError):
        return refusals.UNREADABLE.of(path)
    if descriptor is None:
        return refusals.SPECIAL.of(path)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            return refusals.SPECIAL.of(path)
        if status.st_size > limits.octets:
            return refusals.too_large(status.st_size, limits.octets).of(path)
        return _from_stream(path, file, limits)


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
        intake = _from_file(found, limits)
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
        waiting += [(str(Path(path, name)), depth + 1) for name in names]


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers inside names by their value: `2.eml` before `10.eml`."""
    return tuple(
        (0, int(piece), "") if index % 2 else (1, 0, piece.casefold())
        for index, piece in enumerate(_DIGITS.split(name))
    )
