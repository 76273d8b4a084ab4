"""The words of a Received line: RFC 5321 section 4.4 with RFC 5322 comments, brackets and a date.

One pass, linear: every alternative is possessive, and comments nest at most four deep (deeper ones are no tokens).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from gyotaku.mail.dates import Start, starting_at

WORD: Final = "word"
LITERAL: Final = "literal"
ANGLE: Final = "angle"
QUOTED: Final = "quoted"
COMMENT: Final = "comment"
SEMICOLON: Final = "semicolon"
DATE: Final = "date"
STRAY: Final = "stray"


class Token(NamedTuple):
    """A piece of the line. `start` and `end` include brackets and parentheses."""

    kind: str
    start: int
    end: int
    date: Start | None = None


def _comment(depth: int) -> str:
    inner = rf"|{_comment(depth - 1)}" if depth else ""
    return rf"\((?:[^()\\]++|\\.{inner})*\)"


_TOKEN = re.compile(
    r"[\s,]*+(?:"
    # A date that no semicolon announces: SendGrid and some gateways leave it out. IronPort writes no weekday.
    r"(?P<date>(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s++(?=\d|[A-Z][a-z]{2}\s)"
    r"|\d{1,2}\s++(?=[A-Z][a-z]{2}\s++\d{2,4}\s)|(?=\d{4}-\d\d-\d\d[T\s]++\d\d:))"
    # An escaped mark opens nothing; so one that is never closed is searched for its end once.
    r"|(?P<word>(?:[^\s,()\[\]<>;\"\\]++|\\\S|\\)+)"
    rf"|(?P<comment>{_comment(3)})"
    r"|(?P<literal>\[[^\[\]]*+\])"
    r"|(?P<angle><[^<>]*+>)"
    r"|(?P<semicolon>;)"
    r"|(?P<quoted>\"(?:[^\"\\]++|\\.)*\")"
    r"|(?P<stray>[^\s]))",
    re.DOTALL,
)


def tokens(text: str, end: int) -> Iterator[Token]:
    """All pieces of `text` before `end`, in order. White space and commas between them are nothing."""
    position = 0
    while found := _TOKEN.match(text, position, end):
        kind = found.lastgroup or STRAY
        start, position = found.span(kind)
        if kind == SEMICOLON:
            date = starting_at(text, position)
            if date and date.end <= end:
                position = date.end
                yield Token(DATE, date.start, date.end, date)
                continue
        elif kind == DATE:
            date = starting_at(text, start)
            if date and date.end <= end:
                position = date.end
                yield Token(DATE, date.start, date.end, date)
                continue
            # No date after all: the same place again as a word.
            word = _WORD.match(text, start, end)
            position = word.end() if word else start + 1
            kind = WORD
        yield Token(kind, start, position)


_WORD = re.compile(r"(?:[^\s,()\[\]<>;\"\\]++|\\\S|\\)+")
