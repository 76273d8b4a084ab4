"""Marks for tests, from plain tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from gyotaku.model.marks import Mark, Marks, MarkWord, Scope, Sort, Thing

AT = datetime(2023, 7, 1, 12, 0, tzinfo=UTC)
"""When the marks of case files are read."""


def made(tables: Iterable[Mapping[str, Any]], folder: Path, at: datetime = AT) -> Marks:
    """The marks of a case file, as they hold at `at`."""
    return Marks.made([_mark(number, table, folder) for number, table in enumerate(tables, 1)], at)


def _mark(number: int, table: Mapping[str, Any], folder: Path) -> Mark:
    of = hashlib.sha256((folder / table["of"]).read_bytes()).hexdigest() if "of" in table else f"{number:064x}"
    return Mark(
        number=number,
        sha256=of,
        time=table["time"],
        until=table.get("until", table["time"] + timedelta(days=180)),
        word=MarkWord(table["word"]),
        scope=Scope(table.get("scope", "sender")),
        note=table.get("note", ""),
        things=tuple(Thing(Sort(sort), value) for sort, value in table.get("things", ())),
    )
