"""The way back from visible text to the html it was read from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import itemgetter

from msgspec import Struct

SPACES = re.compile(r"[ \t\n\r\f]+")
"""White space that collapses."""


def collapsed(text: str) -> str:
    """Each run of white space as one space."""
    if "\x0b" in text:
        return SPACES.sub(" ", text)
    # Octets know no white space but ASCII's, so an ideographic space stays; three times as fast as the expression.
    octets = text.encode("utf-8", "surrogatepass")
    words = b" ".join(octets.split())
    lead = b" " if octets[:1].isspace() else b""
    trail = b" " if words and octets[-1:].isspace() else b""
    return (lead + words + trail).decode("utf-8", "surrogatepass")


class Places(Struct, frozen=True):
    """The way back: text -> text with marks -> run -> html with LF -> html. Worked out where it is asked for."""

    flat: str
    runs: list[tuple[int, int, int, int]]
    """Where each run begins in the text with marks, its length there; its start and end in `flat`."""
    removed: list[int]
    """For each mark left out, how many characters of the text stand before it."""
    breaks: list[int]
    """Offsets of line feeds in `flat` that were CRLF."""

    def source(self, start: int, end: int) -> tuple[int, int] | None:
        first = self._place(start + bisect_right(self.removed, start), after=False)
        last = self._place(end - 1 + bisect_right(self.removed, end - 1), after=True)
        if first is None or last is None:
            return None
        # A separator alone lies between the end of what is before it and the start of what is after it.
        return unflat(self.breaks, min(first, last)), unflat(self.breaks, max(first, last))

    def _place(self, offset: int, after: bool) -> int | None:
        """Where the character at `offset` begins, or ends, in `flat`; a separator takes the edge of its neighbour."""
        index = bisect_right(self.runs, offset, key=itemgetter(0)) - 1
        if index < 0:
            return None
        begin, length, start, end = self.runs[index]
        within = offset - begin
        if within >= length:
            return end if after else self.runs[index + 1][2]
        if length == end - start:
            return start + within + after
        source = self.flat[start:end]
        if length != len(SPACES.sub(" ", source)):
            return end if after else start
        return start + _expanded(source, within, after)


def _expanded(source: str, within: int, after: bool) -> int:
    """The offset in `source` of a character of its collapsed form, or of that character's end."""
    dropped = 0
    for space in SPACES.finditer(source):
        if within <= space.start() - dropped:
            if within == space.start() - dropped:
                return space.end() if after else space.start()
            break
        dropped += len(space[0]) - 1
    return within + dropped + after


def unflat(breaks: list[int], offset: int) -> int:
    return offset + bisect_left(breaks, offset)
