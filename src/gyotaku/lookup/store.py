"""Recorded answers in SQLite: what was said, by whom and when. Nothing is overwritten, so that any day can be replayed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import msgspec

from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.inert import inert

_VERSION = 1
_MAKE = """
CREATE TABLE answers (
    source TEXT NOT NULL, what TEXT NOT NULL, of TEXT NOT NULL,
    time REAL NOT NULL, expires REAL NOT NULL,
    outcome TEXT NOT NULL, by TEXT NOT NULL, records TEXT NOT NULL, detail TEXT NOT NULL,
    PRIMARY KEY (source, what, of, time)
) WITHOUT ROWID
"""
_LATEST = """
SELECT time, expires, outcome, by, records, detail FROM answers
WHERE source = ? AND what = ? AND of = ? AND time <= ? ORDER BY time DESC LIMIT 1
"""
_BATCH = 100
"""Answers that are written, or not, together."""
_PATIENCE = 5.0
"""Seconds to wait for another process that writes."""
LONGEST_LINE = 4 << 20
"""Octets of one line of an export; answers of any source are far smaller."""


class StoreError(Exception):
    """The file of recorded answers cannot be used, or an export cannot be read."""


class Store:
    """The file of recorded answers. Raises StoreError where it cannot be opened, is no such file, or is of a later version."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._reading, self._writing = threading.Lock(), threading.Lock()
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not file.exists():
                file.touch(mode=0o600)  # the answers tell whose mail was looked at
            self._connection = self._connected()
            self._prepare()
            # A reader of its own: a lookup of what is recorded must not wait while another process writes.
            self._reader = self._connected()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{file}: {error}") from error

    def _connected(self) -> sqlite3.Connection:
        return sqlite3.connect(self.file, timeout=_PATIENCE, check_same_thread=False, isolation_level=None)

    def _prepare(self) -> None:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("BEGIN IMMEDIATE")
            # Another process may have made the table while this one waited.
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            if version == 0:
                self._connection.execute(_MAKE)
                self._connection.execute(f"PRAGMA user_version = {_VERSION}")
            self._connection.execute("COMMIT")
        elif version != _VERSION:
            raise StoreError(
                f"{self.file}: written by another version of gyotaku ({version}, this one reads {_VERSION})"
            )
        self._connection.execute("PRAGMA synchronous = NORMAL")

    def latest(self, ask: Ask, at: datetime) -> Answer | None:
        """The newest answer that was given at or before this moment, expired or not. Raises StoreError."""
        try:
            with self._reading:
                row = self._reader.execute(_LATEST, (ask.source, ask.what, ask.of, at.timestamp())).fetchone()
            return None if row is None else _answer(ask, *row)
        except (sqlite3.Error, msgspec.MsgspecError, ValueError, OverflowError) as error:
            raise StoreError(f"{self.file}: {error}") from error

    def add(self, answers: Iterable[Answer]) -> int:
        """Keep what sources have said; whatever nobody said is left out. How many were new. Raises StoreError; what was before may be kept."""
        # By batches: an import may be larger than memory, and other processes write meanwhile.
        told, added = (answer for answer in answers if answer.told), 0
        while batch := list(islice(told, _BATCH)):
            added += self._write(batch)
        return added

    def _write(self, answers: list[Answer]) -> int:
        try:
            rows = list(map(_row, answers))
            with self._writing:
                before = self._connection.total_changes
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    self._connection.executemany(
                        "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
                    )
                    self._connection.execute("COMMIT")
                finally:
                    if self._connection.in_transaction:
                        # Left open it would keep every process from writing, this one too.
                        with suppress(sqlite3.Error):
                            self._connection.execute("ROLLBACK")
                return self._connection.total_changes - before
        except (sqlite3.Error, ValueError, OverflowError) as error:
            raise StoreError(f"{self.file}: {error}") from error

    def all(self) -> Iterator[Answer]:
        """Every recorded answer, in the order of what was asked and when. Raises StoreError."""
        try:
            for row in self._reader.execute("SELECT * FROM answers ORDER BY source, what, of, time"):
                yield _answer(Ask(*row[:3]), *row[3:])
        except (sqlite3.Error, msgspec.MsgspecError, ValueError, OverflowError) as error:
            raise StoreError(f"{self.file}: {error}") from error

    def close(self) -> None:
        with self._reading, self._writing:  # SQLite crashes when a statement of another thread is still running
            self._reader.close()
            self._connection.close()


def _row(answer: Answer) -> tuple[str, str, str, float, float, str, str, str, str]:
    ask = answer.ask
    records = msgspec.json.encode(answer.records).decode()
    times = (answer.time.timestamp(), answer.expires.timestamp())
    return (ask.source, ask.what, ask.of, *times, answer.outcome.value, answer.by, records, answer.detail)


def _answer(ask: Ask, time: float, expires: float, outcome: str, by: str, records: str, detail: str) -> Answer:
    return Answer(
        ask=ask,
        outcome=Outcome(outcome),
        time=datetime.fromtimestamp(time, UTC),
        expires=datetime.fromtimestamp(expires, UTC),
        by=by,
        records=msgspec.json.decode(records, type=tuple[str, ...]),
        detail=detail,
        recorded=True,
    )


def exported(answers: Iterable[Answer]) -> Iterator[bytes]:
    """One JSON object a line, each with its line end: the form in which a case moves to another machine."""
    for answer in answers:
        yield inert(msgspec.json.encode(msgspec.structs.replace(answer, recorded=True))) + b"\n"


def imported(lines: Iterable[bytes]) -> Iterator[Answer]:
    """Answers out of an export. Raises StoreError that names the first line which is none."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            raise StoreError(f"line {number}: longer than {LONGEST_LINE} octets")
        try:
            answer = msgspec.json.decode(line, type=Answer)
            if answer.time.tzinfo is not None and answer.expires.tzinfo is not None:
                _answer(
                    answer.ask, *_row(answer)[3:]
                )  # it can be read again: its times are ones that this machine can hold
        except (msgspec.MsgspecError, ValueError, OverflowError, OSError) as error:
            raise StoreError(f"line {number}: {error}") from error
        if not answer.told or answer.time.tzinfo is None or answer.expires.tzinfo is None:
            raise StoreError(f"line {number}: no answer that a source has given, with its time and zone")
        yield answer
