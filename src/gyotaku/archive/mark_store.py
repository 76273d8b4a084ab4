"""The file of the reader's marks, in SQLite: a row a mark, a row for each thing it teaches. No words of any mail are kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from gyotaku.model.marks import Mark, Marks, MarkWord, Scope, Sort, Thing

_VERSION = 1
_APPLICATION = 0x67796D6B
"""Tells this file from any other SQLite file."""
_MAKE = (
    """
CREATE TABLE marks (
    number INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL UNIQUE, time REAL NOT NULL, until REAL NOT NULL,
    word TEXT NOT NULL, scope TEXT NOT NULL, note TEXT NOT NULL
)""",
    "CREATE TABLE things (mark INTEGER NOT NULL REFERENCES marks ON DELETE CASCADE, sort TEXT NOT NULL, value TEXT NOT NULL)",
    "CREATE INDEX of_mark ON things (mark)",
)
_PATIENCE = 30.0
LONGEST_NOTE = 500


class MarkError(Exception):
    """The file of marks cannot be used."""


class MarkStore:
    """Raises MarkError where the file cannot be opened, is no such file, is damaged, or is of another version.

    `make`: it is made where there is none; else a missing or empty file has no marks.
    """

    def __init__(self, file: Path, *, make: bool = True) -> None:
        self.file = file
        with self._told():
            if make:
                file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                file.touch(mode=0o600)
            self._connection = sqlite3.connect(
                f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=_PATIENCE, isolation_level=None
            )
            with ExitStack() as failing:
                failing.callback(self._connection.close)
                self._prepare(make=make)
                failing.pop_all()

    def _prepare(self, *, make: bool) -> None:
        run = self._connection.execute
        with self._at_one_moment():
            self._empty = self._is_new()
        if self._empty and make:
            with self._together():
                # Another process may have made the tables while this one waited.
                if self._is_new():
                    for line in _MAKE:
                        run(line)
                    run(f"PRAGMA application_id = {_APPLICATION}")
                    run(f"PRAGMA user_version = {_VERSION}")
            self._empty = False
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA secure_delete = ON")  # what is taken back is gone

    def _is_new(self) -> bool:
        """Nothing was written into it yet. Raises MarkError for a file of others or of another version."""
        run = self._connection.execute
        (application,), (version,) = run("PRAGMA application_id").fetchone(), run("PRAGMA user_version").fetchone()
        (tables,) = run("SELECT count(*) FROM sqlite_schema").fetchone()
        if (application, version, tables) == (0, 0, 0):
            return True
        if application != _APPLICATION:
            raise MarkError(f"{self.file}: this is no file of marks")
        if version != _VERSION:
            raise MarkError(
                f"{self.file}: written by another version of gyotaku ({version}, this one reads {_VERSION})"
            )
        return False

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, OverflowError) as error:
            raise MarkError(f"{self.file}: {error}") from error

    @contextmanager
    def _together(self) -> Iterator[None]:
        """All of it or nothing, whenever the process ends."""
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:
            yield

    @contextmanager
    def _at_one_moment(self) -> Iterator[None]:
        """All that is read stood there together, whoever writes meanwhile."""
        self._connection.execute("BEGIN")
        with self._connection:
            yield

    def add(self, mark: Mark) -> tuple[Mark, Mark | None]:
        """Keep a mark; it gets its number here. Also the one of the same mail that it stands in place of."""
        with self._told(), self._together():
            before = next(self._all("WHERE sha256 = ?", mark.sha256), None)
            self._connection.execute("DELETE FROM marks WHERE sha256 = ?", (mark.sha256,))
            made = self._connection.execute(
                "INSERT INTO marks (sha256, time, until, word, scope, note) VALUES (?, ?, ?, ?, ?, ?)",
                (mark.sha256, mark.time.timestamp(), mark.until.timestamp(), mark.word, mark.scope, mark.note),
            )
            number = made.lastrowid or 0
            self._connection.executemany(
                "INSERT INTO things VALUES (?, ?, ?)", [(number, thing.sort, thing.value) for thing in mark.things]
            )
            return next(self._all("WHERE number = ?", number)), before

    def remove(self, *, number: int | None = None, sha256: str | None = None) -> Mark | None:
        """The mark that is gone now, by its number or by its mail; None where there is none."""
        with self._told(), self._together():
            found = next(self._all("WHERE number = ? OR sha256 = ?", number, sha256), None)
            if found is not None:
                self._connection.execute("DELETE FROM marks WHERE number = ?", (found.number,))
            return found

    def all(self) -> list[Mark]:
        """In the order of their numbers."""
        with self._told():
            if self._empty:
                return []
            with self._at_one_moment():
                return list(self._all("ORDER BY number"))

    def _all(self, which: str, *values: object) -> Iterator[Mark]:
        rows = self._connection.execute(
            f"SELECT number, sha256, time, until, word, scope, note FROM marks {which}",  # noqa: S608 - our own words
            values,
        ).fetchall()
        wanted = self._things([row[0] for row in rows])
        for number, sha256, time, until, word, scope, note in rows:
            yield Mark(
                number=number,
                sha256=_text(sha256),
                time=_moment(time),
                until=_moment(until),
                word=MarkWord(word),
                scope=Scope(scope),
                note=_text(note),
                things=tuple(wanted.get(number, ())),
            )

    def _things(self, numbers: Sequence[int]) -> dict[int, list[Thing]]:
        found: dict[int, list[Thing]] = {}
        run = self._connection.execute
        rows: Iterable[tuple[int, str, str]] = ()
        if len(numbers) == 1:
            rows = run("SELECT mark, sort, value FROM things WHERE mark = ?", numbers)
        elif numbers:
            rows = run("SELECT mark, sort, value FROM things")
        for number, sort, value in rows:
            found.setdefault(number, []).append(Thing(Sort(sort), _text(value)))
        return found


def read(file: Path, at: datetime) -> Marks:
    """The marks that hold at this moment. Where there is no file there are none, which costs one look at the folder. Raises MarkError."""
    try:
        if not file.exists():
            return Marks()
    except OSError as error:
        raise MarkError(f"{file}: {error}") from error
    store = MarkStore(file, make=False)
    try:
        return Marks.made(store.all(), at)
    finally:
        store.close()


def _moment(seconds: object) -> datetime:
    if not isinstance(seconds, float | int):
        raise ValueError(f"{seconds!r} is no time")
    return datetime.fromtimestamp(seconds, UTC)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value
