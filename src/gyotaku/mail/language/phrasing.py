"""Phrases that no native writes: the table `calques`, found by one automaton and then looked at in their sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice

from ahocorasick_rs import AhoCorasick

from gyotaku.data.tables import rows
from gyotaku.mail.language.sheet import Sheet, Slip

_MOST = 400
"""Hits in one text that are looked at."""
_TRIES = 5
"""Hits of one row whose sentence is looked at."""
_TOLD = 2
"""Places of one row that are told."""


class Row:
    """`whole` is compiled when first tried: the table has hundreds, and a mail needs few."""

    __slots__ = ("_whole", "natural", "slight", "sort", "source")

    def __init__(self, row: dict[str, str]) -> None:
        self.sort = row["sort"]
        self.slight = row["strength"] == "slight"
        self.natural = row["natural"]
        self.source = row["whole"]
        self._whole: re.Pattern[str] | None = None

    @property
    def whole(self) -> re.Pattern[str]:
        if self._whole is None:
            self._whole = re.compile(self.source, re.MULTILINE)
        return self._whole


class _Rows:
    def __init__(self) -> None:
        needles: dict[str, list[Row]] = {}
        for listed in rows("calques"):
            row = Row(listed)
            for needle in listed["at"].split("／"):
                needles.setdefault(needle, []).append(row)
        self.rows = list(needles.values())
        self.automaton = AhoCorasick(list(needles))


@cache
def _rows() -> _Rows:
    return _Rows()


def find(sheet: Sheet) -> list[Slip]:
    """Each row at its first places in the sender's own words; of two that overlap, the clear one, then the longer."""
    kept: list[Slip] = []
    for slip in sorted(_found(sheet), key=lambda slip: (slip.slight, slip.start - slip.end)):
        if all(slip.end <= other.start or other.end <= slip.start for other in kept):
            kept.append(slip)
    return sorted(kept, key=lambda slip: slip.start)


def _found(sheet: Sheet) -> Iterator[Slip]:
    table = _rows()
    told: dict[int, set[str]] = {}
    tried: Counter[int] = Counter()
    hits = islice(table.automaton.find_matches_as_indexes(sheet.text, overlapping=True), _MOST)
    for number, start, end in hits:
        for row in table.rows[number]:
            words = told.setdefault(id(row), set())
            if len(words) >= _TOLD or tried[id(row)] >= _TRIES or not sheet.by_sender(start):
                continue
            tried[id(row)] += 1
            slip = _slip(row, sheet, start, end)
            if slip is not None and slip.quote not in words and not sheet.cited(slip.start, slip.end):
                words.add(slip.quote)
                yield slip


def _slip(row: Row, sheet: Sheet, start: int, end: int) -> Slip | None:
    if not row.source:
        return Slip(sheet, start, end, row.natural, row.sort, row.slight)
    begin, stop = sheet.sentence(start, end)
    for match in row.whole.finditer(sheet.text, begin, stop):
        if match.start() <= start < match.end() or match.start() < end <= match.end():
            told = "told" if "told" in row.whole.groupindex else 0
            words = match[told]
            natural = match.expand(row.natural) if "\\" in row.natural else row.natural
            first, last = match.end(told) - len(words.lstrip()), match.start(told) + len(words.rstrip())
            return Slip(sheet, first, last, natural, row.sort, row.slight)
    return None
