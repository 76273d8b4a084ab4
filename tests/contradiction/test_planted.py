"""Of contradictions planted in genuine texts most are found with both places; in the texts as they were, none."""

from __future__ import annotations

import gyotaku
from gyotaku.model.finding import Direction, Group, Strength
from tests.contradiction.planted import TYPES, _notices, later, mail, planted, score, texts
from tests.shared import require

FLOOR = 0.85
"""Of all that is planted; what is found today `python -m tests.contradiction.planted` prints."""
FLOOR_LATER = 0.80
"""The same in notices written after the rules: 101 of 120 at the first run."""


def test_most_planted_contradictions_are_found_with_both_places() -> None:
    require("corpora", "ham_ja")
    counts = score(planted(texts()))
    every = sum(number for _, number in counts.values())
    assert every >= 200
    assert set(counts) == {plant.__name__ for plant in TYPES}
    assert sum(right for right, _ in counts.values()) / every >= FLOOR


def test_most_are_found_in_notices_that_the_rules_were_not_written_with() -> None:
    counts = score(planted(later(), 20))
    every = sum(number for _, number in counts.values())
    assert every >= 100
    assert sum(right for right, _ in counts.values()) / every >= FLOOR_LATER


def test_the_genuine_notices_contradict_themselves_nowhere() -> None:
    assert len(list(_notices())) == 40
    for text in (*_notices(), *later()):
        found = [one.kind.id for one in gyotaku.dissect(mail(text)).findings if one.kind.group is Group.CONTRADICTION]
        assert not found, (text.source, found)


def test_at_most_one_genuine_text_in_a_hundred_is_accused_at_least_moderately() -> None:
    accused = 0
    for text in texts():
        findings = gyotaku.dissect(mail(text)).findings
        accused += any(
            one.kind.group is Group.CONTRADICTION
            and one.direction is Direction.ACCUSES
            and one.strength is not Strength.WEAK
            for one in findings
        )
    assert accused <= len(texts()) / 100


def test_what_is_planted_changes_its_text() -> None:
    for among in (texts(), later()):
        originals = {mail(text) for text in among}
        assert all(one.octets not in originals and one.partners for one in planted(among, 20))
