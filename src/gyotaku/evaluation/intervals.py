"""Rates with their 95 % intervals."""

from __future__ import annotations

from math import exp, log, sqrt

from msgspec import Struct

_Z = 1.959963984540054


class Rate(Struct, frozen=True):
    """`hits` of `n`; `low` and `high` bound the 95 % interval of E. B. Wilson (JASA 22, 1927). All None for n = 0."""

    hits: int
    n: int
    rate: float | None
    low: float | None
    high: float | None


def rate(hits: int, n: int) -> Rate:
    if n == 0:
        return Rate(hits, 0, None, None, None)
    share = hits / n
    center = share + _Z * _Z / (2 * n)
    spread = _Z * sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
    scale = 1 + _Z * _Z / n
    return Rate(hits, n, share, max(0.0, (center - spread) / scale), min(1.0, (center + spread) / scale))


class LikelihoodRatio(Struct, frozen=True):
    """How many times oftener something shows on one side than on the other, with its 95 % interval."""

    ratio: float
    low: float
    high: float


def likelihood_ratio(hits: int, n: int, other_hits: int, other_n: int) -> LikelihoodRatio | None:
    """Katz's log interval, half a count added on each side so that a zero says "rare", not "never"."""
    if n == 0 or other_n == 0:
        return None
    a, b = hits + 0.5, other_hits + 0.5
    total, other_total = n + 1, other_n + 1
    ratio = (a / total) / (b / other_total)
    spread = _Z * sqrt(1 / a - 1 / total + 1 / b - 1 / other_total)
    return LikelihoodRatio(ratio, exp(log(ratio) - spread), exp(log(ratio) + spread))
