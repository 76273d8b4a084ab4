"""What helps and which law fits: by goal, by leading hypothesis, and by the law of the mail's day."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

import gyotaku
from gyotaku.config import load
from gyotaku.data.tables import table
from gyotaku.model.bearing import HypothesisName
from gyotaku.model.finding import Strength
from gyotaku.model.goal import Goal, GoalClass
from gyotaku.model.hypothesis import Hypothesis, Standing
from gyotaku.model.path import Path as Way
from gyotaku.model.report import Report
from gyotaku.verdict.guidance import guidance

EXAMPLES = Path(__file__).parents[2] / "examples"


def mailed(goal: GoalClass, day: str, leads: HypothesisName | None = None) -> Report:
    report = gyotaku.dissect((EXAMPLES / "service-restored.eml").read_bytes(), load(EXAMPLES / "gyotaku.toml"))
    stated = Hypothesis(leads, Standing.LEADS, (), (), ()) if leads is not None else None
    return replace(
        report,
        goal=Goal(goal, Strength.STRONG, ()),
        verdict=replace(report.verdict, mail_class=goal.mail_class),
        path=Way((), None),
        mail=replace(report.mail, date=datetime.fromisoformat(day + "T09:00+09:00")),
        hypotheses=(stated,) if stated is not None else (),
    )


def acts(report: Report) -> str:
    return "\n".join(note.act.ja + note.text.ja for note in guidance(report).law)


def test_asking_for_a_password_is_unauthorized_access_and_a_card_number_is_not() -> None:
    assert "第7条" in acts(mailed(GoalClass.BANK, "2022-09-07"))
    card = acts(mailed(GoalClass.CARD, "2022-09-07"))
    assert "第49条の2" in card
    assert "第7条" not in card
    for goal in GoalClass:
        if goal is not GoalClass.ADVERTISING:
            assert "特定電子メール" not in acts(mailed(goal, "2022-09-07", HypothesisName.FORGED_SENDER))


def test_the_act_on_mail_fits_advertising_under_a_forged_sender_alone() -> None:
    assert acts(mailed(GoalClass.ADVERTISING, "2022-09-07")) == ""
    assert acts(mailed(GoalClass.ADVERTISING, "2022-09-07", HypothesisName.OWN_NAME)) == ""
    assert "第34条" in acts(mailed(GoalClass.ADVERTISING, "2022-09-07", HypothesisName.FORGED_SENDER))


@pytest.mark.parametrize(("day", "word", "other"), [("2025-05-31", "懲役", "拘禁刑"), ("2025-06-01", "拘禁刑", "懲役")])
def test_the_punishment_is_that_of_the_day(day: str, word: str, other: str) -> None:
    for goal in (GoalClass.BANK, GoalClass.CARD, GoalClass.PAYMENT, GoalClass.EXTORTION, GoalClass.MALWARE):
        told = acts(mailed(goal, day))
        assert word in told
        assert other not in told


def test_a_day_before_the_law_is_told_nothing_of_it() -> None:
    assert acts(mailed(GoalClass.WEBMAIL, "2012-04-30")) == ""
    assert acts(mailed(GoalClass.WEBMAIL, "2012-05-01")) != ""
    report = mailed(GoalClass.WEBMAIL, "2022-09-07")
    undated = guidance(replace(report, mail=replace(report.mail, date=None)))
    assert undated.law == ()
    assert undated.mailed is None


def test_an_abused_account_is_told_where_it_leads() -> None:
    assert "第3条" in acts(mailed(GoalClass.WEBMAIL, "2022-09-07", HypothesisName.ABUSED_ACCOUNT))
    assert "第3条" not in acts(mailed(GoalClass.WEBMAIL, "2022-09-07", HypothesisName.FORGED_SENDER))


@pytest.mark.parametrize("goal", [goal for goal in GoalClass if goal != GoalClass.ADVERTISING])
def test_there_is_something_to_do_for_every_goal(goal: GoalClass) -> None:
    told = guidance(mailed(goal, "2022-09-07"))
    assert told.steps
    assert told.contacts
    assert "#9110" in told.contacts[0].ja


def test_the_tables_name_goals_and_hypotheses_that_there_are() -> None:
    law, advice = table("law"), table("advice")
    for row in (*law["note"], *advice["step"], *advice["contact"]):
        assert set(row.get("goals", ())) <= {goal.value for goal in GoalClass}
        assert set(row.get("hypotheses", ())) <= {name.value for name in HypothesisName}
    for row in law["note"]:
        assert row["confirmed"] in {"text", "described", "knowledge"}
        assert row["from"] <= date(2026, 11, 22)
        assert "{imprisonment}" in row["ja"]
        assert "{imprisonment}" in row["en"]
