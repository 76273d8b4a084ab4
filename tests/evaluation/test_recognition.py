"""How rightly brand and goal are told, counted on made-up outcomes."""

from __future__ import annotations

from pathlib import Path

from gyotaku.evaluation.labels import Sample
from gyotaku.evaluation.outcomes import Outcome
from gyotaku.evaluation.recognition import BrandRow, GoalRow, brand_ids, recognition
from gyotaku.model.report import VerdictWord


def outcome(
    brand: str,
    *pretends: str,
    goal: str = "-",
    told: str | None = None,
    read: str | None = None,
    lang: str = "ja",
    label: str = "phish",
) -> Outcome:
    sample = Sample(Path("m"), "m", label, language=lang, goal=goal, brand=brand, gold=True)
    return Outcome(sample, VerdictWord.LIKELY, 0.0, told, (), frozenset(), read, pretends)


def brand_row(*outcomes: Outcome) -> BrandRow:
    (row,) = recognition(outcomes).brands
    return row


def test_a_label_means_the_rows_that_bear_its_name() -> None:
    assert brand_ids("えきねっと (JR東日本)") >= {"eki-net"}
    assert brand_ids("own-domain") == {"own-domain"}
    assert brand_ids("Some Firm Nobody Knows") == frozenset()


def test_the_first_brand_told_counts() -> None:
    row = brand_row(
        outcome("Amazon", "amazon"),
        outcome("Amazon", "netflix", "amazon"),
        outcome("Amazon"),
        outcome("Nobody Knows Inc"),
    )
    assert (row.right.hits, row.wrong.hits, row.none.hits, row.right.n, row.outside) == (1, 1, 1, 3, 1)


def test_mails_that_play_nobody_count_nowhere() -> None:
    assert recognition([outcome("-", "amazon"), outcome("Amazon", "amazon", label="spam")]).brands == ()


def test_languages_stand_apart_and_wrong_ones_are_named() -> None:
    found = recognition([outcome("Amazon", "amazon"), outcome("Netflix", "amazon", lang="de")])
    assert [row.group for row in found.brands] == ["phish, Japanese", "phish, other languages"]
    assert found.wrong == (("m", "Netflix", "amazon"),)


def test_goals_told_and_read_are_counted_apart() -> None:
    found = recognition(
        [
            outcome("-", goal="card", told="card", read="card"),
            outcome("-", goal="card", read="card"),
            outcome("-", goal="card", read="bank"),
            outcome("-", goal="none", read="bank"),
        ]
    )
    card, every = found.goals
    assert isinstance(card, GoalRow)
    assert (card.told.hits, card.read.hits, card.read.n, card.instead) == (1, 2, 3, (("bank", 1),))
    assert (every.goal, every.read.n) == ("all", 3)
