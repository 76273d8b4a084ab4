"""The text of HTML as a reader sees it, and what stands in it that he does not see.

Lines break where block elements begin and end, white space collapses as CSS 2.2 section 16.6.1 has it, cells of a row
are set apart by a tab. Hiding is read from inline style and attributes (gyotaku.mail.look). `mso-hide` alone hides
nothing: Outlook obeys it and every other reader shows the text. What `<noscript>` holds is shown, since a mail reader
runs no script. Marks without width are left out of the text and counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate, islice
from operator import add

from msgspec import Struct

from gyotaku.mail.layout import MOST_HIDDEN, MOST_TOKENS, Reader
from gyotaku.mail.links.mark import Mark
from gyotaku.mail.look import Reason
from gyotaku.mail.markup import tokens
from gyotaku.mail.places import Places, collapsed, unflat

__all__ = ["MOST_HIDDEN", "MOST_TOKENS", "Hidden", "Visible", "visible"]

LONGEST_HTML = 16_000_000
"""Code points of HTML that are read."""
# Soft hyphen, grapheme joiner, zero-width spaces and joiners. A joiner between two letters beyond ASCII or
# within an emoji does its work there (Persian, Hindi, families) and stays.
_ZERO_WIDTH = re.compile(
    "[\u00ad\u034f\u180e\u200b\u2060-\u2064\ufeff]"
    "|(?<![^\0-\xa0\u2000-\u200f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\xa0\u2000-\u200f])"
)

_MARKS = "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff"


class Hidden(Struct, frozen=True):
    """Text that a reader does not see; `start` and `end` are offsets in the html string."""

    reason: Reason
    _raw: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words, their white space collapsed."""
        return collapsed(self._raw).strip()


class Visible(Struct, frozen=True):
    """Text that a person reads (Layer.VISIBLE), text that he does not, and the way back to the html."""

    text: str
    hidden: tuple[Hidden, ...] = ()
    zero_width: int = 0
    """Marks without width that stood in the visible text."""
    cut: bool = False
    """True when a bound was met (LONGEST_HTML, MOST_TOKENS, MOST_HIDDEN) and something was left unread."""
    _map: Places | None = None
    marks: tuple[Mark, ...] = ()
    """What tags refer to, in the order of the tags."""
    base: str | None = None
    """Against what relative references are resolved, where the document says so."""

    def source(self, start: int, end: int) -> tuple[int, int] | None:
        """Offsets in the html string of `text[start:end]`; None where the range is empty or outside the text."""
        if self._map is None or not 0 <= start < end <= len(self.text):
            return None
        return self._map.source(start, end)


def visible(html: str) -> Visible:
    """What a reader sees of `html`. Linear in its length, within the bounds above."""
    flat = html[:LONGEST_HTML]
    lines = flat.split("\r\n")
    if len(lines) > 1:
        flat = "\n".join(lines)
    if "\r" in flat:
        flat = flat.replace("\r", "\n")
    reader = Reader(flat)
    stream = tokens(flat)
    reader.read(islice(stream, MOST_TOKENS))
    reader.flush_hidden()
    links = reader.links
    links.close(len(reader.runs))
    cut = len(html) > LONGEST_HTML or reader.dropped or links.dropped or next(stream, None) is not None
    text = "".join(reader.out).replace("\xa0", " ")
    removed: list[int] = []
    if not text.isascii() and any(mark in text for mark in _MARKS):
        removed = [mark.start() for mark in _ZERO_WIDTH.finditer(text)]
        text = _ZERO_WIDTH.sub("", text) if removed else text
    breaks = list(map(add, accumulate(map(len, lines)), range(len(lines) - 1)))
    hidden = tuple(Hidden(reason, words, unflat(breaks, a), unflat(breaks, b)) for reason, words, a, b in reader.hidden)
    places = Places(flat, reader.runs, [at - before for before, at in enumerate(removed)], breaks)
    _place(links.marks, reader.runs, removed, breaks)
    return Visible(text, hidden, len(removed), cut, places, tuple(links.marks), links.base)


def _place(marks: list[Mark], runs: list[tuple[int, int, int, int]], removed: list[int], breaks: list[int]) -> None:
    """Turn places of the reader into places of the text and of the html."""
    for mark in marks:
        if breaks:
            mark.at = unflat(breaks, mark.at)
            for field in mark.fields or ():
                field.at = unflat(breaks, field.at)
            if mark.alt:
                mark.alt = mark.alt[0], unflat(breaks, mark.alt[1])
        if 0 <= mark.first < mark.last:
            start, (last, length, _, _) = runs[mark.first][0], runs[mark.last - 1]
            mark.start = start - bisect_left(removed, start)
            mark.end = last + length - bisect_left(removed, last + length)
