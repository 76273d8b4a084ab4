"""What helps after such a mail, and which law fits what it is after. From tables, by goal, class, leading hypothesis and day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from gyotaku.data.tables import table
from gyotaku.model.goal import GoalClass, MailClass
from gyotaku.model.guidance import Guidance, LegalNote
from gyotaku.model.hypothesis import Standing
from gyotaku.model.report import Report
from gyotaku.model.text import Text

_IMPRISONMENT = {True: ("拘禁刑", "imprisonment (kōkinkei)"), False: ("懲役", "imprisonment (chōeki)")}


def guidance(report: Report) -> Guidance:
    """For the readers of this report. Law is told of fraud alone, and only as it stood on the mail's day."""
    advice, law = table("advice"), table("law")
    goals = _goals(report)
    kind = report.verdict.mail_class.value
    mailed = _day(report)
    return Guidance(
        opened=_text(advice["opened"]),
        steps=_fitting(advice["step"], goals, kind),
        contacts=_fitting(advice["contact"], goals, kind),
        law=tuple(_notes(law, report, goals, mailed)) if mailed is not None else (),
        written=max(advice["date"], law["date"]),
        mailed=mailed,
    )


def _goals(report: Report) -> frozenset[str]:
    goal = report.goal.goal if report.goal is not None else GoalClass.NONE
    return frozenset({goal.value})


def _fitting(rows: Iterable[dict[str, Any]], goals: frozenset[str], kind: str) -> tuple[Text, ...]:
    fit = (
        row
        for row in rows
        if ("goals" not in row or goals & set(row["goals"])) and ("classes" not in row or kind in row["classes"])
    )
    return tuple(_text(row) for row in fit)


def _text(row: dict[str, str]) -> Text:
    return Text(en=row["en"], ja=row["ja"])


def _day(report: Report) -> date | None:
    """When the mail came, by our own server's clock; by the sender's word where nothing of ours tells."""
    handed = report.path.handed_over_by
    moment = handed.date if handed is not None and handed.date is not None else report.mail.date
    return moment.date() if moment is not None else None


def _notes(law: dict[str, Any], report: Report, goals: frozenset[str], mailed: date) -> Iterable[LegalNote]:
    if report.verdict.mail_class is MailClass.NONE:
        return
    leading = {one.name.value for one in report.hypotheses if one.standing is Standing.LEADS}
    word = _IMPRISONMENT[mailed >= law["new_punishment"]]
    for row in law["note"]:
        fits = ("goals" not in row or goals & set(row["goals"])) and (
            "hypotheses" not in row or leading & set(row["hypotheses"])
        )
        if fits and mailed >= row["from"]:
            ja, en = (row[name].replace("{imprisonment}", told) for name, told in zip(("ja", "en"), word, strict=True))
            yield LegalNote(act=Text(en=row["act_en"], ja=row["act_ja"]), text=Text(en=en, ja=ja))
