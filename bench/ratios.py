"""Sums, ratios and their spread, of CPU times that were taken in turns."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

Times = dict[int, float]
"""CPU seconds by number of the mail."""


def ratio(theirs: Times, ours: Times) -> float:
    """How many times as long they took on the mails that both saw."""
    both = theirs.keys() & ours.keys()
    return sum(theirs[mail] for mail in both) / sum(ours[mail] for mail in both)


def by_block(theirs: list[Times], ours: list[Times], blocks: Sequence[Sequence[int]]) -> list[float]:
    """The ratio of each block of each round that both saw."""
    return [
        ratio({mail: their[mail] for mail in block}, our)
        for their, our in zip(theirs, ours, strict=True)
        for block in blocks
        if all(mail in their for mail in block)
    ]


def spread(values: Sequence[float]) -> tuple[float, float, float, float, float]:
    """Median, least, first quartile, third quartile, most."""
    ordered = sorted(values)
    first, _, third = statistics.quantiles(ordered, n=4, method="inclusive") if len(ordered) > 1 else ordered * 3
    return statistics.median(ordered), ordered[0], first, third, ordered[-1]


def each_mail(rounds: list[Times]) -> list[float]:
    """Of each mail its median over the rounds, ascending."""
    return sorted(statistics.median(one[mail] for one in rounds if mail in one) for mail in rounds[0])


def percentile(ordered: Sequence[float], share: float) -> float:
    """The least value that at least this share of all does not exceed."""
    return ordered[max(0, -(-round(len(ordered) * share * 1000) // 1000) - 1)]
