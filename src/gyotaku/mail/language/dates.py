"""Dates in the order or the words of another language inside a Japanese text."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.language.sheet import KANA, Sheet, Slip
from gyotaku.mail.pattern import Pattern

_NUMBERS = Pattern(r"(?<![0-9/.-])(?P<first>[0-3]?[0-9])/(?P<second>[0-3]?[0-9])/(?P<year>20[0-9]{2})(?![0-9/])")
_WORDS = Pattern(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?P<month>January|February|March|April|May|June|July|August|September|October"
    r"|November|December) (?P<day>[0-3]?[0-9]), (?P<year>20[0-9]{2})"
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_AROUND = 60
_LEAST_KANA = 4
_MONTHS_OF_YEAR = 12
_DAYS_OF_MONTH = 31


def find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    if "/20" in text:
        for match in _NUMBERS.compiled.finditer(text):
            first, second = int(match["first"]), int(match["second"])
            if not (1 <= first <= _DAYS_OF_MONTH and 1 <= second <= _DAYS_OF_MONTH):
                continue
            if min(first, second) > _MONTHS_OF_YEAR or not _in_japanese(sheet, *match.span()):
                continue
            month, day = (first, second) if first <= _MONTHS_OF_YEAR else (second, first)
            natural = f"{match['year']}/{month}/{day}"
            if first != second and second <= _MONTHS_OF_YEAR and first <= _MONTHS_OF_YEAR:
                natural += f" / {match['year']}/{day}/{month}"  # which is meant, its order does not tell
            yield Slip(sheet, *match.span(), natural, "dates")
    if "day, " in text:
        for match in _WORDS.compiled.finditer(text):
            if _in_japanese(sheet, *match.span()):
                month = _MONTHS.index(match["month"]) + 1
                yield Slip(sheet, *match.span(), f"{match['year']}年{month}月{int(match['day'])}日", "dates")


def _in_japanese(sheet: Sheet, start: int, end: int) -> bool:
    around = sheet.text[max(0, start - _AROUND) : start] + sheet.text[end : end + _AROUND]
    return len(KANA.compiled.findall(around)) >= _LEAST_KANA and sheet.by_sender(start)
