"""Links are revisited when they are due; what changes is kept, told once, and never more than is bounded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from tests.archive.watching import BEGIN, Clock, World, look, nobody

from gyotaku.archive.watch import STATES, Watcher, seen
from gyotaku.archive.watch_store import DOUBT, LEASE, MOST_PERIODS, RETRY, STEPS, WatchError, WatchStore
from gyotaku.model.visit import AnswerClass
from gyotaku.model.watch import State

URL = "https://login.evil.example/?id=x"
HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    return World(clock)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WatchStore]:
    opened = WatchStore(tmp_path / "watch.sqlite")
    yield opened
    opened.close()


def added(store: WatchStore, url: str = URL, days: int = 90, every: timedelta | None = None) -> int:
    number, new = store.add(url, url, BEGIN, BEGIN + timedelta(days=days), every)
    assert new
    return number


def watched(store: WatchStore, world: World, clock: Clock, until: timedelta) -> list[str]:
    """Rounds until a time; what was told."""
    told: list[str] = []

    def tell() -> None:
        told.extend(f"{change.watched.id} {change.period.seen.state}" for change in store.untold(clock()))

    watcher = Watcher(store, world, clock, clock.sleep)
    while clock() < BEGIN + until:
        watcher.round(tell, lambda claim, why: told.append(f"{claim.id} {why}"))
        due = store.due(clock())
        clock.now = min(due or BEGIN + until, BEGIN + until) if due != clock() else clock() + timedelta(seconds=1)
    return told


def test_the_longer_nothing_changes_the_rarer_it_is_visited(store: WatchStore, world: World, clock: Clock) -> None:
    added(store)
    assert watched(store, world, clock, timedelta(days=30)) == ["1 up"]
    times = [when - BEGIN for when, _ in world.visits]
    gaps = [later - before for before, later in pairwise(times)]
    assert gaps[:5] == list(STEPS)
    assert set(gaps[5:]) == {STEPS[-1]}
    (period,) = store.periods(1)
    assert (period.visits, period.since, period.last) == (len(times), BEGIN, BEGIN + times[-1])


def test_a_fixed_time_between_visits(store: WatchStore, world: World, clock: Clock) -> None:
    added(store, every=timedelta(hours=12))
    watched(store, world, clock, timedelta(days=5))
    assert len(world.visits) == 10


def test_it_ends(store: WatchStore, world: World, clock: Clock) -> None:
    added(store, days=3)
    watched(store, world, clock, timedelta(days=30))
    assert max(when for when, _ in world.visits) < BEGIN + timedelta(days=3)
    assert store.due(clock()) is None


def test_a_site_that_closes_and_comes_back(store: WatchStore, world: World, clock: Clock) -> None:
    def answer(now: datetime) -> AnswerClass:
        day = (now - BEGIN).days
        if day < 2:
            return AnswerClass.LOGIN_PAGE
        return (
            AnswerClass.CLOSED if day < 6 else AnswerClass.BLOCKED_BY_CHALLENGE if day < 9 else AnswerClass.LOGIN_PAGE
        )

    world.answers[URL] = answer
    added(store)
    assert watched(store, world, clock, timedelta(days=40)) == ["1 up", "1 closed", "1 blocked", "1 back"]
    periods = store.periods(1)
    assert [period.seen.state for period in periods] == [State.UP, State.CLOSED, State.BLOCKED, State.BACK]
    for before, after in pairwise(periods):
        assert before.since <= before.last < after.since
    assert periods[-1].visits > 3, "what is back stays back"
    changes = [when for when, _ in world.visits if when > BEGIN + timedelta(days=2)][:3]
    assert changes[1] - changes[0] == HOUR, "after a change it is visited soon"


@pytest.mark.parametrize("answer", AnswerClass)
def test_every_answer_has_a_state(answer: AnswerClass) -> None:
    saw = seen(look(URL, answer))
    assert saw is not None
    assert saw.state is STATES[answer]


def test_up_for_one_device_is_up() -> None:
    for answers in ((AnswerClass.ERROR, AnswerClass.LOGIN_PAGE), (AnswerClass.LOGIN_PAGE, AnswerClass.CLOSED)):
        saw = seen(look(URL, *answers))
        assert saw is not None
        assert saw.state is State.UP
    assert seen(nobody(URL, "x")) is None


def test_silence_counts_when_it_lasts(store: WatchStore, world: World, clock: Clock) -> None:
    """Our own network may have been down for a moment."""
    moment = BEGIN + HOUR
    world.answers[URL] = lambda now: AnswerClass.UNREACHABLE if now == moment else AnswerClass.LOGIN_PAGE
    added(store)
    assert watched(store, world, clock, timedelta(days=3)) == ["1 up"]
    assert (moment + DOUBT, URL) in world.visits
    world.answers[URL] = AnswerClass.DOES_NOT_RESOLVE
    assert watched(store, world, clock, timedelta(days=9)) == ["1 gone"]
    gone = store.periods(1)[-1]
    assert gone.last - gone.since >= DOUBT
    assert gone.since in [when for when, _ in world.visits]


def test_an_attempt_that_was_no_visit_says_nothing_of_the_site(store: WatchStore, world: World, clock: Clock) -> None:
    world.answers[URL] = lambda now: None if BEGIN < now < BEGIN + timedelta(hours=9) else AnswerClass.LOGIN_PAGE
    added(store)
    told = watched(store, world, clock, timedelta(days=2))
    assert told[:2] == ["1 up", "1 no browser"]
    assert [period.seen.state for period in store.periods(1)] == [State.UP]
    times = [when for when, _ in world.visits]
    assert times[2] - times[1] == RETRY
    assert next(store.links()).failure == ""


def test_a_visit_that_breaks_is_kept_and_told_and_the_others_go_on(store: WatchStore, clock: Clock) -> None:
    other = "https://worse.example/"
    added(store)
    added(store, other)

    def broken(url: str):  # type: ignore[no-untyped-def]
        if url == URL:
            raise RuntimeError("the browser broke")
        return look(url, AnswerClass.CLOSED)

    troubles: list[str] = []
    Watcher(store, broken, clock, clock.sleep).round(lambda: None, lambda claim, why: troubles.append(why))
    assert troubles == ["RuntimeError: the browser broke"]
    first, second = store.links()
    assert first.failure == "RuntimeError: the browser broke"
    assert (first.state, second.state) == (None, State.CLOSED)


def test_stopped_in_the_middle_it_is_due_at_once(store: WatchStore, clock: Clock) -> None:
    added(store)

    def stopped(url: str):  # type: ignore[no-untyped-def]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Watcher(store, stopped, clock, clock.sleep).round(lambda: None, lambda claim, why: None)
    assert store.claim(clock()) is not None


def test_a_claim_keeps_others_away_until_it_runs_out(store: WatchStore, clock: Clock, tmp_path: Path) -> None:
    added(store)
    other = WatchStore(tmp_path / "watch.sqlite")
    first = store.claim(clock())
    assert first is not None
    assert other.claim(clock()) is None
    assert other.due(clock()) == clock() + LEASE
    clock.sleep(LEASE.total_seconds() + 1)
    second = other.claim(clock())
    assert second is not None
    saw = seen(look(URL, AnswerClass.LOGIN_PAGE))
    assert saw is not None
    assert not store.settled(first, saw, clock()), "the first came too late"
    assert not store.failed(first, "late", clock())
    assert other.settled(second, saw, clock())
    assert store.periods(1)[0].visits == 1
    other.close()


def test_a_claim_of_a_clock_that_was_wrong_is_none(store: WatchStore, clock: Clock) -> None:
    added(store)
    store._connection.execute("UPDATE links SET claim = 'x', claimed_until = 9e9")
    assert store.claim(clock()) is not None


def test_history_is_bounded(store: WatchStore, world: World, clock: Clock) -> None:
    states = [AnswerClass.LOGIN_PAGE, AnswerClass.CLOSED]
    world.answers[URL] = lambda now: states[round((now - BEGIN) / HOUR) % 2]
    added(store, days=900, every=HOUR)
    watched(store, world, clock, timedelta(hours=2 * MOST_PERIODS))
    periods = store.periods(1)
    assert len(periods) == MOST_PERIODS
    assert periods[0].since == BEGIN
    assert periods[-1].since > BEGIN + HOUR * (2 * MOST_PERIODS - 3)
    assert next(store.links()).left_out == MOST_PERIODS


def test_what_a_site_says_is_bounded(store: WatchStore, clock: Clock) -> None:
    added(store)
    Watcher(store, lambda url: look(url, AnswerClass.OTHER, title="x" * 1_000_000), clock, clock.sleep).round(
        lambda: None, lambda claim, why: None
    )
    assert len(store.periods(1)[0].seen.title) == 300


def test_who_is_killed_while_telling_leaves_it_to_be_told_again(store: WatchStore, world: World, clock: Clock) -> None:
    added(store)
    Watcher(store, world, clock, clock.sleep).round(lambda: None, lambda claim, why: None)
    telling = store.untold(clock())
    next(telling)
    telling.close()  # as far as a process comes that is killed
    assert list(store.untold(clock())) == [], "another may still be telling it"
    clock.sleep(600)
    assert [change.period.seen.state for change in store.untold(clock())] == [State.UP]
    assert list(store.untold(clock())) == []


def test_the_same_link_is_watched_once_and_can_be_removed(store: WatchStore, world: World, clock: Clock) -> None:
    assert store.add(URL, "sort", BEGIN, BEGIN + HOUR, None) == (1, True)
    assert store.add(URL + "2", "sort", BEGIN, BEGIN + 9 * HOUR, HOUR) == (1, False)
    (only,) = store.links()
    assert (only.url, only.until, only.every) == (URL, BEGIN + 9 * HOUR, HOUR)
    Watcher(store, world, clock, clock.sleep).round(lambda: None, lambda claim, why: None)
    assert store.remove(1)
    assert not store.remove(1)
    assert store.periods(1) == []
    assert list(store.links()) == []


def test_a_file_that_is_no_watch(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database", "utf-8")
    with pytest.raises(WatchError, match="text"):
        WatchStore(tmp_path / "text")
    later = sqlite3.connect(tmp_path / "later")
    later.execute("PRAGMA user_version = 99")
    later.close()
    with pytest.raises(WatchError, match="another version"):
        WatchStore(tmp_path / "later")
    with pytest.raises(WatchError):
        WatchStore(tmp_path / "text" / "below")


def test_nobody_else_can_read_the_file(tmp_path: Path) -> None:
    WatchStore(tmp_path / "new" / "watch.sqlite").close()
    assert (tmp_path / "new" / "watch.sqlite").stat().st_mode & 0o077 == 0
