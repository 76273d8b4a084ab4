"""What the mail wants, from the words its reader sees."""

from __future__ import annotations

from msgspec import Struct

from gyotaku.mail.facts.identity import Identity
from gyotaku.mail.facts.said import Said, Sayings
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Strength
from gyotaku.model.goal import Goal, GoalClass

_POINTS = {"strong": 3, "weak": 1}
_LEAST = 2
_LEAST_WEAK = 3
_QUOTES = 3
_HEADER_FACTOR = 2
"""Subject and display name are what the writer wants read first."""


class _Tally(Struct):
    goal: GoalClass
    points: int = 0
    strong: bool = False
    evidence: list[Evidence] = []


def goal(sayings: Sayings, identity: Identity) -> Goal | None:
    """The goal with the most points, None where no goal has enough. Each phrase counts once, in the headers if it is there.

    Whom the mail claims to be from says what it is after as well: who plays a bank wants what opens a bank account.
    """
    named = {topic.split(":")[1] for topic in sayings.by_topic if topic.startswith("goal:")}
    named.update(claimed.brand.sector for claimed in identity.claimed[:1])
    tallies = [
        tally
        for name in GoalClass
        if name in named
        and (tally := _tally(name, sayings, identity)).points >= (_LEAST if tally.strong else _LEAST_WEAK)
    ]
    if not tallies:
        return None
    best, *rest = sorted(tallies, key=lambda tally: -tally.points)
    strength = Strength.MODERATE if best.strong and best.points >= 2 * _POINTS["strong"] else Strength.WEAK
    return Goal(best.goal, strength, tuple(dict.fromkeys(best.evidence)), tuple(tally.goal for tally in rest[:2]))


def _tally(name: GoalClass, sayings: Sayings, identity: Identity) -> _Tally:
    tally = _Tally(name)
    claimed = next((claimed for claimed in identity.claimed[:1] if claimed.brand.sector == name), None)
    if claimed is not None:
        tally.points += _POINTS["strong"] * _HEADER_FACTOR
        tally.strong = True
        tally.evidence.append(claimed.signs[0].evidence)
    for strength, points in _POINTS.items():
        for said in _once(sayings.of(f"goal:{name}:{strength}")):
            tally.points += points * (_HEADER_FACTOR if said.in_header else 1)
            tally.strong = tally.strong or strength == "strong"
            if len(tally.evidence) < _QUOTES:
                tally.evidence.append(said.evidence())
    return tally


def _once(sayings: list[Said]) -> list[Said]:
    """A phrase of the headers does not count again in the body."""
    in_headers = {said.hit.phrase for said in sayings if said.in_header}
    return [said for said in sayings if said.in_header or said.hit.phrase not in in_headers]
