"""The words of a deadline right before a date, and right behind it."""

from __future__ import annotations

from gyotaku.mail.mentions.words import words
from gyotaku.mail.pattern import Pattern

_BEFORE = 24
_AFTER = 20
_BETWEEN_WORD_AND_DATE = Pattern(
    r"[ \t\u00a0]*(?:[:：はを\-=\]】」)]|は、|is|on|of|the|am|den|le|el)?[ \t\u00a0\r]*\n?[ \t\u00a0]*(?:the )?$"
)
_BETWEEN_DATE_AND_WORD = Pattern(
    r"[ \u00a0]?(?:\(?[0-9]{1,2}(?::[0-9]{2}|[ ]?時(?:[ ]?[0-9]{1,2}[ ]?分)?)\)?)?(?:の?正午|中|[\]】」)])?[ \u00a0]?"
)


def due_before(text: str, start: int) -> int | None:
    """Where a deadline's word right before the date begins."""
    piece = text[max(0, start - _BEFORE) : start]
    for found in words("deadline_before").finditer(piece):
        if _BETWEEN_WORD_AND_DATE.compiled.match(piece, found.end()):
            return start - len(piece) + found.start()
    return None


def due_behind(text: str, end: int) -> int | None:
    """Where a deadline's word right behind the date, or behind the time that follows it, ends."""
    between = _BETWEEN_DATE_AND_WORD.compiled.match(text, end, end + _AFTER)
    at = between.end() if between else end
    found = words("deadline_after").match(text, at)
    return found.end() if found else None
