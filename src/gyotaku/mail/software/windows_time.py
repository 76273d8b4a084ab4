"""The time that Microsoft's mail programs write into Message-IDs and boundaries.

It is Windows' own count, 64 bits of 100 ns since 1601 (FILETIME), in two halves of eight hexadecimal digits. Who imitates the
form fills the places at random, and the time lies years or centuries away.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from gyotaku.mail.pattern import Pattern

_BOUNDARY = Pattern(r"----=_NextPart_[0-9]{3}_[0-9A-F]{4}_([0-9A-F]{8})\.([0-9A-F]{8})")
_MESSAGE_ID = Pattern(r"[0-9a-f]{4}([0-9a-f]{8})\$([0-9a-f]{8})\$[0-9a-f]{8}\$?(?:@.*)?")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_MOST_APART = timedelta(days=400)
"""Drafts and templates are sent months after they were begun."""


def impossible(identifier: str, date: datetime | None) -> bool:
    """True for an identifier of such a form whose time is not that of the mail. False where there is nothing to compare."""
    if date is None:
        return False
    form = _BOUNDARY if identifier.startswith("-") else _MESSAGE_ID
    match = form.compiled.fullmatch(identifier)
    return match is not None and not _fits(match.group(1), match.group(2), date)


def _fits(high: str, low: str, date: datetime) -> bool:
    try:
        clock = _EPOCH + timedelta(microseconds=int(high + low, 16) // 10)
    except OverflowError:
        return False
    return abs(clock - date) <= _MOST_APART
