"""What a sum is worth: of the mails with such a sum, which share is fraud.

Only verdicts by weights of the other sources count. The share among the labelled mails is the share of those who
collected them; what it would be where one mail in ten is fraud follows from the two columns before it, by Bayes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import exp, inf

from msgspec import Struct

from gyotaku.evaluation.intervals import LikelihoodRatio, Rate, likelihood_ratio, rate
from gyotaku.evaluation.labels import Truth
from gyotaku.evaluation.leaving_out import Judged
from gyotaku.verdict.weights import weights

_ONE_IN_TEN = 0.1
_BOUNDS = (-2.0, -1.5, 1.2, 4.0)
"""Beside those of the words."""
_WIDTH, _HEIGHT, _LEFT, _TOP = 640, 360, 56, 16
_RIGHT, _BOTTOM = 624, 316
_LEAST, _MOST = -3.0, 6.0
_CURVE_STEPS = 60


class Share(Struct, frozen=True):
    """A share with the bounds of its 95 % interval."""

    share: float
    low: float
    high: float


class Bin(Struct, frozen=True):
    """The mails whose sum is from `least` up to, not with, `below`; None at the open ends."""

    least: float | None
    below: float | None
    mean: float | None
    """Of their sums; None without mails."""
    fraud_of_these: Rate
    """The share of fraud among these mails."""
    of_fraud: Rate
    of_honest: Rate
    at_one_in_ten: Share | None
    """The share of fraud where one mail in ten is fraud; None without mails."""


def bins(judged: Sequence[Judged]) -> tuple[Bin, ...]:
    edges = (-inf, *sorted({*_BOUNDS, *(least for least, _ in weights().words)}), inf)
    fraud = [one.score for one in judged if one.outcome.sample.truth is Truth.FRAUD]
    honest = [one.score for one in judged if one.outcome.sample.truth is Truth.HONEST]
    return tuple(_bin(least, below, fraud, honest) for least, below in pairwise(edges))


def _bin(least: float, below: float, fraud: Sequence[float], honest: Sequence[float]) -> Bin:
    bad = [score for score in fraud if least <= score < below]
    good = [score for score in honest if least <= score < below]
    n = len(bad) + len(good)
    ratio = likelihood_ratio(len(bad), len(fraud), len(good), len(honest)) if n else None
    return Bin(
        None if least == -inf else least,
        None if below == inf else below,
        sum(bad + good) / n if n else None,
        rate(len(bad), n),
        rate(len(bad), len(fraud)),
        rate(len(good), len(honest)),
        _at_one_in_ten(ratio) if ratio else None,
    )


def _at_one_in_ten(ratio: LikelihoodRatio) -> Share:
    odds = _ONE_IN_TEN / (1 - _ONE_IN_TEN)
    return Share(*(odds * of / (1 + odds * of) for of in (ratio.ratio, ratio.low, ratio.high)))


def drawing(found: Iterable[Bin]) -> str:
    """The bins with mails as points with their intervals, and the line of a sum that is the log odds it claims to be: an SVG."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-family="sans-serif" font-size="12">',
        "<title>Share of fraud by the sum of the weights, where one mail in ten is fraud</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        *(_rule_of_share(share / 4) for share in range(5)),
        *(_mark_of_sum(score) for score in range(int(_LEAST), int(_MOST) + 1)),
        f'<polyline fill="none" stroke="#999" stroke-dasharray="5 4" points="{" ".join(_curve())}"/>',
    ]
    for one in found:
        if one.mean is not None and one.at_one_in_ten is not None:
            lines += _point(one.mean, one.at_one_in_ten)
    lines.append(f'<text x="{(_LEFT + _RIGHT) / 2:g}" y="{_HEIGHT - 8}" text-anchor="middle">sum of the weights</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def _rule_of_share(share: float) -> str:
    y = _y(share)
    return (
        f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="#ddd"/>'
        f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{share:.0%}</text>'
    )


def _mark_of_sum(score: int) -> str:
    x = _x(score)
    return (
        f'<path d="M{x:.1f} {_BOTTOM}v5" stroke="#333"/>'
        f'<text x="{x:.1f}" y="{_BOTTOM + 18}" text-anchor="middle">{score}</text>'
    )


def _curve() -> Iterable[str]:
    for step in range(_CURVE_STEPS + 1):
        score = _LEAST + (_MOST - _LEAST) * step / _CURVE_STEPS
        yield f"{_x(score):.1f},{_y(1 / (1 + exp(-score))):.1f}"


def _point(score: float, share: Share) -> Iterable[str]:
    x = _x(min(max(score, _LEAST), _MOST))
    yield f'<path d="M{x:.1f} {_y(share.low):.1f}V{_y(share.high):.1f}" stroke="#1b4f9c" stroke-width="2"/>'
    yield f'<circle cx="{x:.1f}" cy="{_y(share.share):.1f}" r="4" fill="#1b4f9c"/>'


def _x(score: float) -> float:
    return _LEFT + (score - _LEAST) / (_MOST - _LEAST) * (_RIGHT - _LEFT)


def _y(share: float) -> float:
    return _BOTTOM - share * (_BOTTOM - _TOP)
