"""A report for a terminal quotes under the goal the words that show it, each once."""

from pathlib import Path

import gyotaku
from gyotaku.report.terminal import render

_MAIL = Path(__file__).parents[2] / "examples" / "mailbox-suspended.eml"


def test_the_words_of_a_goal_stand_under_it() -> None:
    report = gyotaku.dissect(_MAIL.read_bytes())
    assert report.goal is not None
    assert report.goal.evidence
    assert len(set(report.goal.evidence)) == len(report.goal.evidence)
    head = render(report, "en", width=200).partition("  Subject ")[0]
    for quote in report.goal.evidence:
        assert " ".join(quote.quote.split()) in " ".join(head.split())
