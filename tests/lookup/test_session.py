"""A session: one deadline, one flight an ask, bounds, what is kept and what is replayed."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gyotaku.lookup import remembered
from gyotaku.lookup.session import FAILURES_KEPT, LONGEST_KEPT, MOST_ASKS, MOST_AT_ONCE, Rules, Session
from gyotaku.lookup.store import Store, StoreError, exported, imported
from gyotaku.model.asks import Answer, Ask, Inquiry, Outcome

START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Slow:
    """A source that takes its time: the ask's subject says how many seconds, and what it then says."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.asked: list[str] = []
        self.at_once = 0
        self.most_at_once = 0

    def whom(self, ask: Ask) -> str:
        return "slow"

    async def ask(self, ask: Ask, within: float) -> Answer:
        self.asked.append(ask.of)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            seconds, _, word = ask.of.partition(" ")
            await asyncio.sleep(float(seconds))
            if word == "crash":
                raise RuntimeError("out of order")
        finally:
            self.at_once -= 1
        now = self.clock()
        if word == "fail":
            return Answer(ask=ask, outcome=Outcome.FAILED, time=now, expires=now, by="slow", detail="SERVFAIL")
        if word == "none":
            return Answer(ask=ask, outcome=Outcome.NOTHING, time=now, expires=now + timedelta(seconds=60), by="slow")
        return Answer(
            ask=ask, outcome=Outcome.FOUND, time=now, expires=now + timedelta(seconds=300), by="slow", records=(word,)
        )


def one(*subjects: str) -> Inquiry[tuple[Answer, ...]]:
    """Asks for all subjects at once."""
    answers = yield tuple(Ask("slow", "X", subject) for subject in subjects)
    return answers


def chain(*subjects: str) -> Inquiry[tuple[Answer, ...]]:
    """Asks for one subject after the other."""
    heard: list[Answer] = []
    for subject in subjects:
        heard += yield (Ask("slow", "X", subject),)
    return tuple(heard)


class Case:
    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.slow = Slow(self.clock)
        self.file = folder / "answers.sqlite"
        self.opened: list[Session] = []

    def session(self, *, kept: bool = False, rules: Rules | None = None) -> Session:
        made = Session({"slow": self.slow}, rules, Store(self.file) if kept else None, self.clock)
        self.opened.append(made)
        return made


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made = Case(tmp_path)
    yield made
    for session in made.opened:
        session.close()


def outcomes(session: Session, *inquiries: Inquiry[tuple[Answer, ...]]) -> list[list[str]]:
    results = session.settle(list(inquiries), session.sitting())
    return [[answer.outcome.value for answer in answers] for answers in results]


def test_all_questions_of_a_mail_are_asked_side_by_side(case: Case) -> None:
    session = case.session()
    began = time.monotonic()
    assert outcomes(session, *(chain(f"0.2 a{n}", f"0.2 b{n}") for n in range(20))) == [["found", "found"]] * 20
    assert time.monotonic() - began < 2
    assert case.slow.most_at_once == 20


def test_the_deadline_costs_the_late_answers_alone(case: Case) -> None:
    session = case.session(rules=Rules(deadline=0.5, timeout=5))
    began = time.monotonic()
    assert outcomes(session, one("0 quick", "9 slow"), chain("9 slow too", "0 never asked"), one("0 none")) == [
        ["found", "late"],
        ["late", "late"],
        ["nothing"],
    ]
    assert time.monotonic() - began < 2
    assert "0 never asked" not in case.slow.asked


def test_one_server_has_its_own_time(case: Case) -> None:
    session = case.session(rules=Rules(deadline=10, timeout=0.2))
    began = time.monotonic()
    assert outcomes(session, chain("9 slow", "0 next")) == [["late", "found"]]
    assert time.monotonic() - began < 2


def test_a_source_or_an_inquiry_that_breaks_costs_its_answer(case: Case) -> None:
    def broken(*before: str) -> Inquiry[None]:
        for subject in before:
            yield (Ask("slow", "X", subject),)
        raise RuntimeError("a mistake")

    session = case.session()
    results = session.settle([broken(), broken("0 a"), one("0 crash"), one("0 fine")], session.sitting())
    assert isinstance(results[0], RuntimeError)
    assert isinstance(results[1], RuntimeError)
    assert results[2][0].outcome is Outcome.FAILED
    assert "out of order" in results[2][0].detail
    assert results[3][0].outcome is Outcome.FOUND


def test_an_unknown_kind_of_source_is_not_asked(case: Case) -> None:
    def elsewhere() -> Inquiry[tuple[Answer, ...]]:
        answers = yield (Ask("telepathy", "X", "a"),)
        return answers

    assert outcomes(case.session(), elsewhere()) == [["not-asked"]]


def test_asks_of_one_mail_are_bounded(case: Case) -> None:
    session = case.session()
    (result,) = outcomes(session, one(*(f"0 {n}" for n in range(MOST_ASKS + 50))))
    assert result.count("found") == MOST_ASKS == len(case.slow.asked)
    assert result[MOST_ASKS:] == ["not-asked"] * 50
    # With everything at hand the bound is the same.
    (result,) = outcomes(session, chain(*(f"0 {n}" for n in range(MOST_ASKS + 50))))
    assert result.count("found") == MOST_ASKS
    assert len(case.slow.asked) == MOST_ASKS


def test_the_same_ask_flies_once(case: Case) -> None:
    session = case.session()
    results: list[list[list[str]]] = []
    threads = [threading.Thread(target=lambda: results.append(outcomes(session, one("0.3 same")))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [[["found"]]] * 8
    assert case.slow.asked == ["0.3 same"]


def test_an_answer_too_late_for_one_mail_is_there_for_the_next(case: Case) -> None:
    session = case.session(rules=Rules(deadline=0.1, timeout=2))
    assert outcomes(session, one("0.5 word")) == [["late"]]
    time.sleep(0.7)
    assert outcomes(session, one("0.5 word")) == [["found"]]
    assert case.slow.asked == ["0.5 word"]


def test_answers_are_used_until_they_expire(case: Case) -> None:
    session = case.session()
    for seconds, times in ((0, 1), (299, 1), (1, 2)):
        case.clock.now += timedelta(seconds=seconds)
        outcomes(session, one("0 word"))
        assert case.slow.asked.count("0 word") == times
    case.clock.now = START
    outcomes(session, one("0 none"))
    case.clock.now += timedelta(seconds=59)
    outcomes(session, one("0 none"))
    assert case.slow.asked.count("0 none") == 1
    case.clock.now += timedelta(seconds=1)
    outcomes(session, one("0 none"))
    assert case.slow.asked.count("0 none") == 2


def test_a_failure_stands_for_a_moment_and_is_not_recorded(case: Case) -> None:
    session = case.session(kept=True)
    outcomes(session, one("0 fail"))
    outcomes(session, one("0 fail"))
    assert case.slow.asked == ["0 fail"]
    case.clock.now += FAILURES_KEPT
    outcomes(session, one("0 fail"))
    assert case.slow.asked == ["0 fail"] * 2
    assert list(Store(case.file).all()) == []


def test_recorded_answers_outlive_the_session(case: Case) -> None:
    outcomes(case.session(kept=True), one("0 word", "0 none"))
    session = case.session(kept=True)
    (answers,) = session.settle([one("0 word", "0 none")], session.sitting())
    assert [(answer.records, answer.recorded, answer.by) for answer in answers] == [
        (("word",), True, "slow"),
        ((), True, "slow"),
    ]
    assert len(case.slow.asked) == 2
    case.clock.now += timedelta(seconds=61)
    outcomes(case.session(kept=True), one("0 word", "0 none"))
    assert case.slow.asked == ["0 word", "0 none", "0 none"]


def test_refresh_asks_anew_once(case: Case) -> None:
    outcomes(case.session(kept=True), one("0 word"))
    session = case.session(kept=True, rules=Rules(refresh=True))
    case.clock.now += timedelta(seconds=1)
    outcomes(session, one("0 word"))
    outcomes(session, one("0 word"))
    assert len(case.slow.asked) == 2
    assert [answer.time for answer in Store(case.file).all()] == [START, START + timedelta(seconds=1)]


def test_as_of_replays_what_was_known_then_and_asks_nobody(case: Case) -> None:
    for day in range(3):
        case.clock.now = START + timedelta(days=day)
        outcomes(case.session(kept=True), one("0 word"))
    asked = len(case.slow.asked)
    for moment, expected in (
        (START + timedelta(days=1, hours=5), START + timedelta(days=1)),
        (START, START),
        (START + timedelta(days=900), START + timedelta(days=2)),
    ):
        session = case.session(kept=True, rules=Rules(as_of=moment))
        (answers,) = session.settle([one("0 word")], session.sitting())
        assert answers[0].time == expected
    session = case.session(kept=True, rules=Rules(as_of=START - timedelta(seconds=1)))
    assert outcomes(session, one("0 word", "0 other")) == [["not-recorded", "not-recorded"]]
    assert len(case.slow.asked) == asked


def test_a_case_moves_by_export_and_import(case: Case, tmp_path: Path) -> None:
    outcomes(case.session(kept=True), one("0 word", "0 none", "0 日本語"))
    lines = list(exported(Store(case.file).all()))
    elsewhere = Store(tmp_path / "other" / "answers.sqlite")
    assert elsewhere.add(imported(lines)) == 3
    assert elsewhere.add(imported(lines)) == 0
    assert list(elsewhere.all()) == list(Store(case.file).all())


@pytest.mark.parametrize(
    "line",
    [
        b"{}", b"[]", b"\xff", b"null", b"{" * 10_000, b'{"ask":{"source":"dns","what":"A","of":"a"}}',
        b'{"ask":{"source":"dns","what":"A","of":"a"},"outcome":"failed","time":"2026-11-22T03:00:00Z","expires":"2026-11-22T03:00:00Z"}',
        b'{"ask":{"source":"dns","what":"A","of":"a"},"outcome":"found","time":"2026-11-22T03:00:00","expires":"2026-11-22T03:00:00"}',
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused_with_its_line(line: bytes) -> None:
    good = next(iter(exported([Answer(ask=Ask("a", "b", "c"), outcome=Outcome.FOUND, time=START, expires=START)])))
    with pytest.raises(StoreError, match="line 2: "):
        list(imported([good, line]))


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "answers.sqlite"
    wrong.write_bytes(b"not a database" * 500)
    with pytest.raises(StoreError, match=r"answers\.sqlite"):
        Store(wrong)
    later = tmp_path / "later.sqlite"
    with sqlite3.connect(later) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="another version"):
        Store(later)


def test_the_file_is_its_owner_s_alone(case: Case) -> None:
    Store(case.file)
    assert case.file.stat().st_mode & 0o077 == 0


def test_a_store_that_breaks_later_is_told_and_costs_no_report(case: Case) -> None:
    session = case.session(kept=True)
    assert session.store is not None
    session.store.close()
    assert outcomes(session, one("0 word")) == [["found"]]
    assert session.problems


def test_a_caller_with_a_loop_of_its_own_can_use_it(case: Case) -> None:
    async def caller() -> list[list[str]]:
        return outcomes(case.session(), one("0 word"))

    assert asyncio.run(caller()) == [["found"]]


def test_what_is_under_way_ends_with_the_session(case: Case) -> None:
    session = case.session(rules=Rules(deadline=0.1, timeout=60))
    outcomes(session, one("50 word"))
    began = time.monotonic()
    session.close()
    assert time.monotonic() - began < 2


class Odd(Slow):
    """A source that breaks the rules for sources."""

    async def ask(self, ask: Ask, within: float) -> Answer:
        match ask.of:
            case "deaf":
                while True:
                    try:
                        await asyncio.sleep(30)
                    except asyncio.CancelledError:
                        self.asked.append("told to end")
                        if self.asked.count("told to end") > 20:
                            raise
            case "gives up":
                raise asyncio.CancelledError
            case "another":
                return await super().ask(Ask("slow", "X", "0 of another"), within)
        return await super().ask(ask, within)


def test_a_source_that_does_not_end_costs_its_answer_and_the_session_closes(case: Case) -> None:
    case.slow = Odd(case.clock)
    session = case.session(rules=Rules(timeout=0.1))
    began = time.monotonic()
    assert outcomes(session, chain("deaf", "0 next")) == [["late", "found"]]
    session.close()
    assert time.monotonic() - began < 8


def test_a_source_that_gives_up_costs_its_answer(case: Case) -> None:
    case.slow = Odd(case.clock)
    assert outcomes(case.session(), chain("gives up", "0 next"), one("0 other")) == [["failed", "found"], ["found"]]


def test_an_answer_to_another_question_is_none_and_is_not_remembered_for_it(case: Case) -> None:
    case.slow = Odd(case.clock)
    session = case.session()
    assert outcomes(session, one("another")) == [["failed"]]
    assert session.recalled(Ask("slow", "X", "0 of another")) is None


def test_a_mail_that_still_waits_when_the_session_closes_gets_its_report(case: Case) -> None:
    session = case.session(rules=Rules(deadline=60, timeout=60))
    results: list[list[list[str]]] = []
    thread = threading.Thread(target=lambda: results.append(outcomes(session, chain("50 a", "50 b"), one("0 c"))))
    thread.start()
    time.sleep(0.3)
    session.close()
    thread.join(5)
    assert results == [[["late", "late"], ["found"]]]
    # Nothing begins anew afterwards, and what is remembered is still there.
    (late, at_hand) = session.settle([one("0 d"), one("0 c")], session.sitting())
    assert isinstance(late, RuntimeError)
    assert at_hand[0].outcome is Outcome.FOUND


def test_what_nobody_waits_for_any_more_takes_no_room(case: Case) -> None:
    session = case.session(rules=Rules(deadline=0.3, timeout=1.5))
    outcomes(session, one(*(f"9 hangs {n}" for n in range(MOST_AT_ONCE * 4))))
    time.sleep(1.6)
    assert outcomes(session, one("0 next mail")) == [["found"]]
    assert len(case.slow.asked) == MOST_AT_ONCE + 1


def test_a_forked_process_asks_nobody_and_does_not_wait_for_ever(case: Case) -> None:
    session = case.session()
    outcomes(session, one("0 before"))
    child = os.fork()
    if not child:
        (result,) = session.settle([one("0 after")], session.sitting())
        os._exit(0 if isinstance(result, RuntimeError) else 1)
    for _ in range(100):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
        time.sleep(0.05)
    else:
        os.kill(child, 9)
        os.waitpid(child, 0)
        pytest.fail("it hangs")
    assert status == 0


def test_what_is_remembered_is_bounded_by_size(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "LARGEST", 20_000)
    session = case.session()
    for n in range(10):
        outcomes(session, one(f"0 {n}" + "x" * 4000))
    held = [session.recalled(Ask("slow", "X", f"0 {n}" + "x" * 4000)) is not None for n in range(10)]
    assert held == [False] * 6 + [True] * 4


def test_no_imported_answer_is_used_for_longer_than_a_source_may_say_nor_before_its_time(case: Case) -> None:
    def lie(days: int) -> Answer:
        when = START + timedelta(days=days)
        ask = Ask("slow", "X", "0 word")
        return Answer(
            ask=ask,
            outcome=Outcome.FOUND,
            time=when,
            expires=when + timedelta(days=900_000),
            by="liar",
            records=("lie",),
        )

    Store(case.file).add([lie(-8), lie(3000)])
    assert case.session(kept=True).settle([one("0 word")], case.session().sitting())[0][0].by == "slow"
    Store(case.file).add([lie(0)])
    case.clock.now += LONGEST_KEPT
    assert case.session(kept=True).settle([one("0 word")], case.session().sitting())[0][0].by == "slow"


def test_closing_while_other_threads_read_and_write_neither_crashes_nor_hangs(tmp_path: Path) -> None:
    clock = Clock()
    for number in range(6):
        slow = Slow(clock)
        rules = Rules(deadline=0.3, timeout=0.05)
        session = Session({"slow": slow}, rules, Store(tmp_path / f"{number}.sqlite"), clock)

        def mails(session: Session = session) -> None:
            for turn in range(4):
                words = (f"0.0{n % 3} {word}{n * turn}" for n in range(12) for word in ("a", "none", "fail", "crash"))
                session.settle([one(*words), chain("0 x", "0.01 y", "0.1 z")], session.sitting())

        threads = [threading.Thread(target=mails) for _ in range(6)]
        for thread in threads:
            thread.start()
        time.sleep(0.02 * number)
        threads += [threading.Thread(target=session.close) for _ in range(2)]
        for thread in threads[-2:]:
            thread.start()
        for thread in threads:
            thread.join(10)
            assert not thread.is_alive()
