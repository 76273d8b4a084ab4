"""Whether a date or time stands behind or below the label of what a mail is about."""

from __future__ import annotations

from gyotaku.mail.mentions.words import label

_LONGEST = 40
_ABOVE = 200
"""Characters before it among which its label is sought."""


def labelled(text: str, start: int) -> bool:
    """What begins at `start` of a folded text stands behind or below a label of a time."""
    above, _, line = text[max(0, start - _ABOVE) : start].rpartition("\n")
    before = _bare(line) or _bare(above.rstrip().rpartition("\n")[2])
    return len(before) <= _LONGEST and label().fullmatch(before) is not None


def _bare(line: str) -> str:
    """The line without what ornaments a label: bullets, brackets, a number, a colon."""
    return line.strip(" \t\r\n\u00a0■□●○◆◇▼▽▶・*#【】[]<>〈〉《》「」-=_:.0123456789)|")
