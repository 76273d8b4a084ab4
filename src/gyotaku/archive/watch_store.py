"""The file of watched links, in SQLite: a link a row, a row for every time its state changed, and who is visiting it right now.

A visit is claimed before it begins and settled after it has ended, each in one transaction. So whoever is killed in between leaves a claim that runs out, and the visit is made
again; two watchers never hold the same claim.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct

from gyotaku.model.visit import AnswerClass
from gyotaku.model.watch import Change, Period, Seen, State, Watched

_VERSION = 1
_MAKE = (
    """
CREATE TABLE links (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL, sort TEXT NOT NULL UNIQUE, added REAL NOT NULL, until REAL NOT NULL, every REAL,
    next REAL NOT NULL, quiet INTEGER NOT NULL DEFAULT 0, visits INTEGER NOT NULL DEFAULT 0, doubt REAL, failure TEXT NOT NULL DEFAULT '',
    left_out INTEGER NOT NULL DEFAULT 0, claim TEXT, claimed_until REAL
)""",
    "CREATE INDEX due ON links (next)",
    """
CREATE TABLE periods (
    number INTEGER PRIMARY KEY, link INTEGER NOT NULL REFERENCES links ON DELETE CASCADE, state TEXT NOT NULL, since REAL NOT NULL, last REAL NOT NULL,
    visits INTEGER NOT NULL, answer TEXT NOT NULL, shown_by TEXT NOT NULL, title TEXT NOT NULL, final TEXT NOT NULL, page TEXT, told REAL NOT NULL DEFAULT 0
)""",
    "CREATE INDEX of_link ON periods (link, number)",
    "CREATE INDEX untold ON periods (number) WHERE told <= 0",
)
_PATIENCE = 30.0
MOST_PERIODS = 200
"""Of one link; beyond that the oldest but the first are left out."""
_LONGEST = 300
LONGEST_URL = 4_000
STEPS = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=3), timedelta(days=7))
"""Times between visits: the longer nothing changes, the rarer."""
RETRY = timedelta(hours=1)
"""After an attempt that was no visit."""
DOUBT = timedelta(minutes=10)
"""Silence counts when it is met again after this time: it may have been our own network."""
LEASE = timedelta(minutes=15)
"""A claim runs out after this time; no visit takes so long."""
TELLING = timedelta(minutes=5)
"""Whoever has not told a change after this time never will."""
_LINKS = """
SELECT l.id, l.url, l.added, l.until, l.next, l.every, p.state, p.since, p.last, l.visits, l.failure, l.left_out
FROM links l LEFT JOIN periods p ON p.number = (SELECT max(number) FROM periods WHERE link = l.id)
"""
_PERIODS = "SELECT number, state, since, last, visits, answer, shown_by, title, final, page FROM periods"


class WatchError(Exception):
    """The file of watched links cannot be used."""


class Claim(Struct, frozen=True):
    """The right to visit a link, until it runs out."""

    id: int
    url: str
    ticket: str


class WatchStore:
    """Raises WatchError where the file cannot be opened, is no such file, or is of a later version."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not file.exists():
                file.touch(mode=0o600)
            self._connection = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
            self._prepare()
        except (sqlite3.Error, OSError) as error:
            raise WatchError(f"{file}: {error}") from error

    def _prepare(self) -> None:
        run = self._connection.execute
        (version,) = run("PRAGMA user_version").fetchone()
        if version == 0:
            run("PRAGMA journal_mode = WAL")
            with self._together():
                if run("PRAGMA user_version").fetchone() == (0,):
                    for line in _MAKE:
                        run(line)
                    run(f"PRAGMA user_version = {_VERSION}")
        elif version != _VERSION:
            raise WatchError(
                f"{self.file}: written by another version of gyotaku ({version}, this one reads {_VERSION})"
            )
        run("PRAGMA synchronous = FULL")
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA cache_size = -2000")

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _together(self) -> Iterator[None]:
        """All of it or nothing, whenever the process ends."""
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:
            yield

    # What is watched.

    def add(self, url: str, sort: str, now: datetime, until: datetime, every: timedelta | None) -> tuple[int, bool]:
        """Its number, and whether it is new. `sort` is the link without its tokens; one that is watched already is watched as long as now wanted."""
        seconds = None if every is None else every.total_seconds()
        with self._together():
            known = self._one("SELECT id FROM links WHERE sort = ?", sort[:LONGEST_URL])
            if known:
                self._connection.execute(
                    "UPDATE links SET until = max(until, ?), every = ? WHERE id = ?",
                    (until.timestamp(), seconds, known[0]),
                )
                return int(known[0]), False
            row = (url[:LONGEST_URL], sort[:LONGEST_URL], now.timestamp(), until.timestamp(), seconds, now.timestamp())
            made = self._connection.execute(
                "INSERT INTO links (url, sort, added, until, every, next) VALUES (?, ?, ?, ?, ?, ?)", row
            )
            return made.lastrowid or 0, True

    def remove(self, id_: int) -> bool:
        with self._together():
            return self._connection.execute("DELETE FROM links WHERE id = ?", (id_,)).rowcount > 0

    def links(self) -> Iterator[Watched]:
        for row in self._connection.execute(f"{_LINKS} ORDER BY l.id"):
            yield _watched(row)

    def link(self, id_: int) -> Watched | None:
        row = self._one(f"{_LINKS} WHERE l.id = ?", id_)
        return _watched(row) if row else None

    def periods(self, id_: int) -> list[Period]:
        """Oldest first."""
        rows = self._connection.execute(f"{_PERIODS} WHERE link = ? ORDER BY number", (id_,))
        return [_period(row) for row in rows]

    # Visits.

    def claim(self, now: datetime, lease: timedelta = LEASE, due: datetime | None = None) -> Claim | None:
        """The link that waits longest for its visit, for nobody else to visit until the claim runs out; None where none was due then, or is now."""
        at = now.timestamp()
        latest = at if due is None else due.timestamp()
        with self._together():
            # A claim from the future is that of a clock that was wrong.
            row = self._one(
                "SELECT id, url FROM links WHERE next <= ? AND until > ? AND (claimed_until IS NULL OR claimed_until <= ? OR claimed_until > ?) "
                "ORDER BY next, id LIMIT 1",
                latest, at, at, at + 10 * lease.total_seconds(),
            )  # fmt: skip
            if row is None:
                return None
            claim = Claim(row[0], row[1], secrets.token_hex(8))
            self._connection.execute(
                "UPDATE links SET claim = ?, claimed_until = ? WHERE id = ?",
                (claim.ticket, at + lease.total_seconds(), claim.id),
            )
            return claim

    def release(self, claim: Claim) -> None:
        """The visit was not made; anybody may make it."""
        with self._together():
            self._connection.execute(
                "UPDATE links SET claim = NULL, claimed_until = NULL WHERE id = ? AND claim = ?",
                (claim.id, claim.ticket),
            )

    def failed(self, claim: Claim, why: str, now: datetime) -> bool:
        """The attempt was no visit, and tells nothing of the site. False where the claim had run out and is another's."""
        with self._together():
            return self._settle(claim, now + RETRY, "failure = ?", why[:_LONGEST] or "?")

    def settled(self, claim: Claim, seen: Seen, now: datetime) -> bool:
        """Keep what a visit saw. False where the claim had run out and is another's: then his visit counts."""
        with self._together():
            row = self._one("SELECT quiet, every, doubt FROM links WHERE id = ? AND claim = ?", claim.id, claim.ticket)
            if row is None:
                return False
            quiet, every, doubt = row
            before = self._latest(claim.id)
            at = now.timestamp()
            if seen.silent and before is not None and not before[1].seen.silent:
                doubt = at if doubt is None else doubt
                if at - doubt < DOUBT.total_seconds():
                    return self._settle(claim, now + DOUBT, "doubt = ?, failure = ''", doubt)
            state = _state(seen.state, self._states(claim.id))
            values = (
                seen.answer,
                *(text[:_LONGEST] for text in (seen.shown_by, seen.title, seen.final)),
                seen.page_sha256,
            )
            if before is not None and before[1].seen.state is state:
                quiet += 1
                self._connection.execute(
                    "UPDATE periods SET last = ?, visits = visits + 1, answer = ?, shown_by = ?, title = ?, final = ?, page = ? WHERE number = ?",
                    (at, *values, before[0]),
                )
            else:
                quiet = 0
                since = doubt if seen.silent and doubt is not None else at
                self._connection.execute(
                    "INSERT INTO periods (link, state, since, last, visits, answer, shown_by, title, final, page) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?)",
                    (claim.id, state, since, at, *values),
                )
                self._forget(claim.id)
            wait = timedelta(seconds=every) if every else STEPS[min(quiet, len(STEPS) - 1)]
            return self._settle(claim, now + wait, "quiet = ?, visits = visits + 1, doubt = NULL, failure = ''", quiet)

    def _settle(self, claim: Claim, following: datetime, changes: str, value: object) -> bool:
        done = self._connection.execute(
            f"UPDATE links SET claim = NULL, claimed_until = NULL, next = ?, {changes} WHERE id = ? AND claim = ?",  # noqa: S608 - our own words
            (following.timestamp(), value, claim.id, claim.ticket),
        )
        return done.rowcount > 0

    def _forget(self, id_: int) -> None:
        """All but the first period and the latest ones."""
        done = self._connection.execute(
            "DELETE FROM periods WHERE link = ?1 AND number > (SELECT min(number) FROM periods WHERE link = ?1) "
            "AND number NOT IN (SELECT number FROM periods WHERE link = ?1 ORDER BY number DESC LIMIT ?2)",
            (id_, MOST_PERIODS - 1),
        )
        if done.rowcount > 0:
            self._connection.execute("UPDATE links SET left_out = left_out + ? WHERE id = ?", (done.rowcount, id_))

    def due(self, now: datetime) -> datetime | None:
        """When the next visit may be claimed; None where nothing is left to visit."""
        row = self._one(
            "SELECT min(max(next, coalesce(claimed_until, next))) FROM links WHERE until > ? AND next < until",
            now.timestamp(),
        )
        return None if row is None or row[0] is None else _moment(row[0])

    # Changes.

    def untold(self, now: datetime) -> Iterator[Change]:
        """Changes that nobody was told yet, oldest first; each counts as told when the next is asked for.

        Whoever is killed while telling one leaves it to be told again.
        """
        while (number := self._begin_telling(now.timestamp())) is not None:
            change = self._change(number)
            if change is not None:
                yield change
            with self._together():
                self._connection.execute("UPDATE periods SET told = 1 WHERE number = ?", (number,))

    def _begin_telling(self, at: float) -> int | None:
        with self._together():
            row = self._one(
                "SELECT number FROM periods WHERE told = 0 OR (told < 0 AND told > ?) ORDER BY number LIMIT 1",
                TELLING.total_seconds() - at,
            )
            if row is None:
                return None
            self._connection.execute("UPDATE periods SET told = ? WHERE number = ?", (-at, row[0]))
            return int(row[0])

    def _change(self, number: int) -> Change | None:
        row = self._one("SELECT link FROM periods WHERE number = ?", number)
        watched = self.link(row[0]) if row else None
        if watched is None:
            return None
        periods = self._connection.execute(
            f"{_PERIODS} WHERE link = ? AND number <= ? ORDER BY number DESC LIMIT 2", (watched.id, number)
        ).fetchall()
        return Change(number, watched, _period(periods[0]), _period(periods[1]) if len(periods) > 1 else None)

    def _latest(self, id_: int) -> tuple[int, Period] | None:
        row = self._one(f"{_PERIODS} WHERE link = ? ORDER BY number DESC LIMIT 1", id_)
        return (row[0], _period(row)) if row else None

    def _states(self, id_: int) -> Iterator[State]:
        """The latest first."""
        for (state,) in self._connection.execute(
            "SELECT state FROM periods WHERE link = ? ORDER BY number DESC", (id_,)
        ):
            yield State(state)

    def _one(self, query: str, *values: object) -> Any:
        return self._connection.execute(query, values).fetchone()


def _state(seen: State, before: Iterator[State]) -> State:
    """Up is back where it was away before; that what stands there was not seen in between changes nothing."""
    if seen is not State.UP:
        return seen
    known = next((state for state in before if state is not State.BLOCKED), None)
    return State.BACK if known is not None and (known.away or known is State.BACK) else State.UP


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _watched(row: tuple[Any, ...]) -> Watched:
    id_, url, added, until, following, every, state, since, last, visits, failure, left_out = row
    return Watched(
        id=id_,
        url=url,
        added=_moment(added),
        until=_moment(until),
        next=_moment(following),
        every=None if every is None else timedelta(seconds=every),
        state=None if state is None else State(state),
        since=None if since is None else _moment(since),
        last=None if last is None else _moment(last),
        visits=visits,
        failure=failure,
        left_out=left_out,
    )


def _period(row: tuple[Any, ...]) -> Period:
    _, state, since, last, visits, answer, shown_by, title, final, page = row
    class_ = AnswerClass(answer)
    seen = Seen(
        state=State(state),
        answer=class_,
        shown_by=shown_by,
        title=title,
        final=final,
        page_sha256=page,
        silent=class_ in SILENT,
    )
    return Period(seen=seen, since=_moment(since), last=_moment(last), visits=visits)


SILENT = frozenset({AnswerClass.DOES_NOT_RESOLVE, AnswerClass.UNREACHABLE, AnswerClass.TIMED_OUT})
"""Answers that nobody gave."""
