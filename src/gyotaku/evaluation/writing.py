"""How often a mail is told of how it is written, of what it says, of its contradictions and of what it hides; by what the mail is and its language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from gyotaku.evaluation.intervals import Rate, rate
from gyotaku.evaluation.labels import Truth
from gyotaku.evaluation.outcomes import Outcome
from gyotaku.model.finding import Direction, Strength
from gyotaku.registry import plan

FOLDERS = ("language", "story", "contradiction", "hidden")
"""Of the checks: how it is written, what it says, contradictions, what is hidden."""


class WritingRow(Struct, frozen=True):
    """Mails of one truth, subtype and language: how many have an accusing finding of moderate strength or more, by the folders of `FOLDERS`."""

    name: str
    truth: Truth
    found: tuple[Rate, ...]
    kinds: tuple[tuple[str, int], ...]
    """Those kinds, the most frequent first, and on how many of the mails."""


def writing(outcomes: Sequence[Outcome]) -> tuple[WritingRow, ...]:
    sides: dict[tuple[Truth, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        sample = outcome.sample
        sides[sample.truth, f"{sample.subtype} / {sample.label}, {sample.language}"].append(outcome)
    order = list(Truth)
    rows = sorted(sides.items(), key=lambda side: (order.index(side[0][0]), -len(side[1]), side[0][1]))
    return tuple(_row(name, truth, group) for (truth, name), group in rows)


def _row(name: str, truth: Truth, outcomes: list[Outcome]) -> WritingRow:
    told = [dict(_told(outcome)) for outcome in outcomes]
    found = tuple(rate(sum(folder in kinds.values() for kinds in told), len(told)) for folder in FOLDERS)
    return WritingRow(name, truth, found, tuple(Counter(kind for kinds in told for kind in kinds).most_common()))


def _told(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Kinds with the folders of their checks."""
    for seen in outcome.seen:
        folder = _folders().get(seen.kind)
        if folder is not None and seen.direction is Direction.ACCUSES and seen.strength != Strength.WEAK.value:
            yield seen.kind, folder


@cache
def _folders() -> dict[str, str]:
    return {
        kind.id: folder
        for check in plan().checks
        if (folder := check.id.partition(".")[0]) in FOLDERS
        for kind in check.kinds
    }
