"""What the mail wants, from the words its reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

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


@dataclass(slots=True)
class _Tally:
    points: int = 0
    strong: bool = False
    evidence: list[Evidence] = field(default_factory=list)


@cache
def _phrases() -> tuple[tuple[str, GoalClass, int, re.Pattern[str] | None], ...]:
    """Each phrase with its goal, its points, and for Latin letters a pattern that keeps it from matching inside words."""
    return tuple(
        (phrase, GoalClass(name), points, _whole_word(phrase))
        for name, row in table("goals")["goal"].items()
        for key, points in (("strong", _STRONG), ("weak", _WEAK))
        for phrase in row[key]
    )


def _whole_word(phrase: str) -> re.Pattern[str] | None:
    if not phrase.isascii():
        return None
    before = r"(?<![a-z0-9])" if phrase[0].isalnum() else ""
    after = r"(?![a-z0-9])" if phrase[-1].isalnum() else ""
    return re.compile(before + re.escape(phrase) + after)


def goal(wording: Wording) -> Goal | None:
    """The goal with the most points, None where no goal has enough. Each phrase counts once, at its first place."""
    tallies: dict[GoalClass, _Tally] = {}
    for phrase, name, points, pattern in _phrases():
        for passage, start, in_header in _first(phrase, pattern, wording):
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


def _first(phrase: str, pattern: re.Pattern[str] | None, wording: Wording) -> Iterator[tuple[Passage, int, bool]]:
    for passages, in_header in ((wording.headers, True), (wording.bodies, False)):
        for passage in passages:
            start = passage.folded.find(phrase)
            if start >= 0 and pattern is not None:
                match = pattern.search(passage.folded, start)
                start = match.start() if match else -1
            if start >= 0:
                yield passage, start, in_header
                return
