"""When a question counts as answered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gyotaku.lookup.looked import Looked
from gyotaku.model.answers import Permission, Question
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.dkim import Dkim, DkimOutcome, DkimResult, DkimWhy
from gyotaku.model.text import Sentence, Text
from gyotaku.model.visit import AnswerClass, Device, Look, Visit

WHEN = datetime(2026, 11, 22, tzinfo=UTC)
TEXT = Text(en="keys", ja="鍵")


def answer(name: str, outcome: Outcome) -> Answer:
    return Answer(ask=Ask("dns", "TXT", name), outcome=outcome, time=WHEN, expires=WHEN, by="DNS of the test")


def signature(domain: str, result: DkimOutcome, why: DkimWhy, key: Answer) -> DkimResult:
    return DkimResult(
        field="DKIM-Signature",
        index=0,
        domain=domain,
        judged_for=WHEN,
        steps=(),
        result=result,
        why=why,
        answers=(key,),
    )


def keys_of(domain: str) -> Looked:
    """Both signatures are evaluated for either question; the key of one came, that of the other was late."""
    came = answer("k._domainkey.came.example", Outcome.NOTHING)
    late = answer("k._domainkey.late.example", Outcome.LATE)
    signatures = (
        signature("came.example", DkimOutcome.PERMERROR, DkimWhy.NO_KEY, came),
        signature("late.example", DkimOutcome.TEMPERROR, DkimWhy.ASK_LATE, late),
    )
    question = Question(f"dkim:{domain}", TEXT, Permission.DNS, Sentence(TEXT))
    return Looked(question, permitted=True, answers=(came, late), result=Dkim(signatures))


def test_a_question_is_answered_by_what_it_asked_for() -> None:
    came, late = keys_of("came.example"), keys_of("late.example")
    assert (came.answered, came.silence, came.silent) == (True, None, False)
    assert (late.answered, late.silent) == (False, True)
    assert late.silence is not None
    assert late.silence.ask.of == "k._domainkey.late.example"


@pytest.mark.parametrize(
    ("answers", "open_"),
    [
        (("blocked-by-challenge",), True),
        (("timed-out", "refused"), True),
        (("error", "timed-out"), False),
        (("other",), False),
    ],
)
def test_a_site_that_was_visited_and_not_seen_stays_open(answers: tuple[str, ...], open_: bool) -> None:
    asked = Question("site:a.example", TEXT, Permission.SITE, Sentence(TEXT))
    given = tuple(answer(f"{number}", Outcome.FOUND) for number in range(len(answers)))
    visits = tuple(
        Visit(
            url="http://a.example/",
            visited="http://a.example/",
            when=WHEN,
            device=Device.PHONE,
            language="ja",
            answer=AnswerClass(one),
        )
        for one in answers
    )
    looked = Looked(asked, permitted=True, answers=given, result=Look("http://a.example/", visits, given))
    assert looked.answered is not open_
