"""What the mail wants, from the words its reader sees."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Strength
from gyotaku.model.goal import Goal, GoalClass

_STRONG, _WEAK = 3, 1
_LEAST = 2
_QUOTES = 3
_HEADER_FACTOR = 2
"""Subject and display name are what the writer wants read first."""


class _Tally(Struct):
    points: int = 0
    strong: bool = False
    evidence: list[Evidence] = []


@cache
def _phrases() -> tuple[tuple[str, GoalClass, int], ...]:
    return tuple(
        (phrase, GoalClass(name), points)
        for name, row in table("goals")["goal"].items()
        for key, points in (("strong", _STRONG), ("weak", _WEAK))
        for phrase in row[key]
    )


def goal(wording: Wording) -> Goal | None:
    """The goal with the most points, None where no goal has enough. Each phrase counts once, at its first place."""
    tallies: dict[GoalClass, _Tally] = {}
    for phrase, name, points in _phrases():
        for passage, start, in_header in _first(phrase, wording):
            tally = tallies.setdefault(name, _Tally())
            tally.points += points * (_HEADER_FACTOR if in_header else 1)
            tally.strong = tally.strong or points == _STRONG
            if len(tally.evidence) < _QUOTES:
                tally.evidence.append(passage.evidence(start, start + len(phrase)))
    ranked = sorted(
        ((name, tally) for name, tally in tallies.items() if tally.points >= _LEAST),
        key=lambda pair: -pair[1].points,
    )
    if not ranked:
        return None
    (best, tally), *rest = ranked
    strength = Strength.MODERATE if tally.strong and tally.points >= 2 * _STRONG else Strength.WEAK
    return Goal(best, strength, tuple(tally.evidence), tuple(name for name, _ in rest[:2]))


def _first(phrase: str, wording: Wording) -> Iterator[tuple[Passage, int, bool]]:
    for passages, in_header in ((wording.headers, True), (wording.bodies, False)):
        for passage in passages:
            start = _find(phrase, passage.folded)
            if start >= 0:
                yield passage, start, in_header
                return


def _find(phrase: str, text: str) -> int:
    """Where the phrase stands; one that begins or ends in a Latin letter or digit does not match inside a word."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if not (_joins(text[start - 1 : start], phrase[0]) or _joins(phrase[-1], text[end : end + 1])):
            return start
        start = text.find(phrase, start + 1)
    return -1


def _joins(one: str, other: str) -> bool:
    return one.isascii() and one.isalnum() and other.isascii() and other.isalnum()
