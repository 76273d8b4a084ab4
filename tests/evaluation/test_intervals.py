"""Intervals against figures worked out elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.evaluation.intervals import likelihood_ratio, rate


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # R 4.2: prop.test(hits, n, correct = FALSE)$conf.int
    [(0, 10, 0.0, 0.2775328), (5, 10, 0.2365931, 0.7634069), (1, 100, 0.0017674, 0.0544862), (10, 10, 0.7224672, 1.0)],
)
def test_wilson(hits: int, n: int, low: float, high: float) -> None:
    found = rate(hits, n)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6))


def test_nothing_looked_at_has_no_rate() -> None:
    assert rate(0, 0).rate is None
    assert likelihood_ratio(0, 0, 1, 10) is None


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_the_other_way_round_is_the_inverse(hits: int, more: int, other: int, other_more: int) -> None:
    n, other_n = hits + more, other + other_more
    one, two = likelihood_ratio(hits, n, other, other_n), likelihood_ratio(other, other_n, hits, n)
    assert (one is None) == (two is None) == (n == 0 or other_n == 0)
    if one and two:
        assert one.ratio * two.ratio == pytest.approx(1)
        assert one.low <= one.ratio <= one.high
        assert one.low == pytest.approx(1 / two.high)
