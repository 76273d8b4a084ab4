"""Phrases that no native writes: the table `calques`, found by one automaton and then looked at in their sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.language.sheet import Sheet, Slip

_MOST = 200
"""Hits in one text that are looked at."""
_TRIES = 5
"""Hits of one row whose sentence is looked at."""


class Row(Struct, frozen=True):
    natural: str
    sort: str
    whole: re.Pattern[str] | None


class _Rows:
    def __init__(self) -> None:
        self.needles: list[str] = []
        self.rows: list[Row] = []
        for sort, listed in table("calques").items():
            if isinstance(listed, list):
                for row in listed:
                    whole = row.get("whole")
                    made = Row(row["natural"], sort, re.compile(whole, re.MULTILINE) if whole else None)
                    for needle in row["at"]:
                        self.needles.append(needle)
                        self.rows.append(made)
        self.automaton = AhoCorasick(self.needles)


@cache
def _rows() -> _Rows:
    return _Rows()


def find(sheet: Sheet) -> list[Slip]:
    """Each row once, at its first place in the sender's own words; of two that overlap, the longer."""
    kept: list[Slip] = []
    for slip in sorted(_found(sheet), key=lambda slip: slip.start - slip.end):
        if all(slip.end <= other.start or other.end <= slip.start for other in kept):
            kept.append(slip)
    return sorted(kept, key=lambda slip: slip.start)


def _found(sheet: Sheet) -> Iterator[Slip]:
    rows = _rows()
    told: set[int] = set()
    tried: Counter[int] = Counter()
    hits = islice(rows.automaton.find_matches_as_indexes(sheet.text, overlapping=True), _MOST)
    for number, start, end in hits:
        row = rows.rows[number]
        if id(row) in told or tried[id(row)] >= _TRIES or not sheet.by_sender(start):
            continue
        tried[id(row)] += 1
        place = (start, end) if row.whole is None else _within(row.whole, sheet, start, end)
        if place is not None:
            told.add(id(row))
            yield Slip(sheet, *place, row.natural, row.sort)


def _within(whole: re.Pattern[str], sheet: Sheet, start: int, end: int) -> tuple[int, int] | None:
    begin, stop = sheet.sentence(start, end)
    for match in whole.finditer(sheet.text, begin, stop):
        if match.start() <= start < match.end() or match.start() < end <= match.end():
            words = match[0]
            return match.end() - len(words.lstrip()), match.start() + len(words.rstrip())
    return None
