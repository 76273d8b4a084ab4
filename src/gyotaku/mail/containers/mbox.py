"""Mailbox files (mbox, RFC 4155): mails one after the other, each after a line "From ", in all four dialects.

mboxo and mboxrd put a mark before lines that begin so inside a mail, and it is taken off as mboxrd has it. mboxcl and
mboxcl2 tell each body's length. That is believed in a file whose first mail tells it rightly: in others a
Content-Length is the word of a sender, who could hide the mails that follow his own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from gyotaku.mail.containers.stream import Readable

_CHUNK = 262_144
_LONGEST_SEPARATOR = 1_200
_LONGEST_HEADER = 1024 * 1024
_DATED = (
    rb"From [^\s\r\n][^\r\n]{0,400}?[ \t](?:"
    rb"[A-Z][a-z]{2},? +[A-Z][a-z]{2} +[0-9]{1,2},? [0-9]{1,2}:[0-9]{2}|[A-Z][a-z]{2}, +[0-9]{1,2} +[A-Z][a-z]{2} +[0-9]{4}"
    rb")[^\r\n]{0,120}\r?\n"
)
FIRST = re.compile(rb"[\r\n]*" + _DATED)
"""The line that a mailbox begins with."""
_FIELD = rb"(?:>From |[A-Za-z][!-9;-~]{0,76}[ \t]{0,9}:)"
_SEPARATOR = re.compile(_DATED + _FIELD)
_NEXT = re.compile(rb"\n\r?\n(?=" + _DATED + _FIELD + rb")")
"""The end of a mail: an empty line, then a separator, then a field."""
_BLANK = re.compile(rb"\n\r?\n")
_LENGTH = re.compile(rb"(?im)^content-length[ \t]*:[ \t]*([0-9]{1,12})[ \t]*\r?$")
_QUOTED = re.compile(rb"(?m)^>(>*From )")
_AFTER_BODY = re.compile(rb"(?:\r?\n){0,2}")


class Member(Struct, frozen=True):
    """One mail of a mailbox. `raw` is None for one larger than is read."""

    raw: bytes | None
    separator: bytes = b""
    unquoted: bool = False
    """Marks before "From " were taken off."""


def members(source: Readable, most: int) -> Iterator[Member]:
    """The mails in their order. No more than one of them, of at most `most` octets, is in memory."""
    return _Mailbox(source, most).members()


class _Mailbox:
    def __init__(self, source: Readable, most: int) -> None:
        self._source = source
        self._most = most
        self._buffer = bytearray()
        self._ended = False
        self._lengths: bool | None = None
        """Whether the first mail told its length rightly; None before it was read."""
        self._unmarked = False
        """A body held a bare "From " line inside its told length: nothing is marked in this file (mboxcl2)."""

    def members(self) -> Iterator[Member]:
        self._fill(_LONGEST_SEPARATOR)
        blank = re.match(rb"[\r\n]*", self._buffer)
        del self._buffer[: blank.end() if blank else 0]
        while self._buffer or self._fill(1):
            yield self._member()

    def _fill(self, size: int) -> bool:
        """Have `size` octets in the buffer; False where the file ends before."""
        while len(self._buffer) < size and not self._ended:
            piece = self._source.read(_CHUNK)
            self._ended = not piece
            self._buffer += piece
        return len(self._buffer) >= size

    def _member(self) -> Member:
        """The mail at whose separator the buffer begins."""
        self._fill(_LONGEST_SEPARATOR)
        start = self._buffer.find(b"\n", 0, _LONGEST_SEPARATOR) + 1
        separator = bytes(self._buffer[:start])
        body, end = self._told_end(start)
        if self._lengths is None:
            self._lengths = end is not None
        if end is not None:
            raw = bytes(self._buffer[start:end])
            self._unmarked = self._unmarked or b"\nFrom " in raw[body - start - 1 :]
            self._drop(end)
            return _unquoted(raw, separator) if not self._unmarked else Member(raw, separator)
        next_one = self._next(start)
        if next_one is None:
            self._skip()
            return Member(None, separator)
        end = next_one
        if end - start > self._most + 2:  # the empty line is none of the mail's
            del self._buffer[:next_one]
            return Member(None, separator)
        for blank in (b"\n\r\n", b"\n\n"):
            if self._buffer.endswith(blank, start, end):
                end += 1 - len(blank)
                break
        with memoryview(self._buffer) as view:  # copied once
            raw = bytes(view[start:end])
        del self._buffer[:next_one]
        return _unquoted(raw, separator)

    def _told_end(self, start: int) -> tuple[int, int | None]:
        """Where the body begins, and where it ends by its Content-Length, if that holds."""
        if self._lengths is False:
            return start, None
        at = start
        while (blank := _BLANK.search(self._buffer, max(start - 1, at - 3))) is None:
            at = len(self._buffer)
            if at - start > _LONGEST_HEADER or not self._fill(at + 1):
                return start, None
        body = blank.end()
        told = _LENGTH.search(self._buffer, start, body)
        if told is None or int(told[1]) > self._most:
            return body, None
        end = body + int(told[1])
        self._fill(end + _LONGEST_SEPARATOR)
        if len(self._buffer) < end:
            return body, None
        after = _AFTER_BODY.match(self._buffer, end)
        at = after.end() if after else end
        return body, end if at == len(self._buffer) or _SEPARATOR.match(self._buffer, at) else None

    def _drop(self, end: int) -> None:
        """Forget all up to the separator after a body that ended here."""
        after = _AFTER_BODY.match(self._buffer, end)
        del self._buffer[: after.end() if after else end]

    def _next(self, start: int) -> int | None:
        """Where the next separator begins, or the file ends; None where the mail is larger than is read."""
        at = start - 1
        while True:
            found = _NEXT.search(self._buffer, at)
            if found is not None:
                return found.end()
            # A separator that lies across the end of the buffer is looked for again.
            at = max(at, len(self._buffer) - _LONGEST_SEPARATOR)
            if len(self._buffer) - start > self._most + _LONGEST_SEPARATOR:
                return None
            if not self._fill(len(self._buffer) + 1):
                return len(self._buffer)

    def _skip(self) -> None:
        """Pass over a mail that is too large, keeping next to nothing of it."""
        while True:
            del self._buffer[: max(len(self._buffer) - _LONGEST_SEPARATOR, 0)]
            more = self._fill(len(self._buffer) + 1)
            found = _NEXT.search(self._buffer)
            if found is not None or not more:
                del self._buffer[: found.end() if found else len(self._buffer)]
                return


def _unquoted(raw: bytes, separator: bytes) -> Member:
    if b">From " not in raw:
        return Member(raw, separator)
    # Writers look at every line, the obsolete field "From :" among them.
    raw, count = _QUOTED.subn(rb"\1", raw)
    return Member(raw, separator, bool(count))
