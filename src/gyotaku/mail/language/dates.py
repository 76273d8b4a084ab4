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
_MIXED = Pattern(
    r"(?<![0-9/.年])(?:"
    r"(?P<d1>[0-3]?[0-9]) ?(?P<m1>[01]?[0-9])月 ?,? ?(?P<y1>20[0-9]{2})(?![0-9年])"
    r"|(?P<m2>[01]?[0-9])月の? ?(?P<d2>[0-3]?[0-9])日?の?[,、]? ?(?:の)?(?P<y2>20[0-9]{2})(?![0-9])年?"
    r"|(?P<d3>[0-3]?[0-9])日の? ?(?P<m3>[01]?[0-9])月の? ?,? ?(?P<y3>20[0-9]{2})年?)"
)
_ENGLISH = Pattern(
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? (?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?,? (?P<year>20[0-9]{2})(?![0-9])"
    r"|(?P<day2>[0-3]?[0-9])(?:st|nd|rd|th)? (?P<month2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?,? (?P<year2>20[0-9]{2})(?![0-9])"
)
_CLOCK = Pattern(
    r"(?P<half>午前|午後) ?(?P<hour>1[3-9]|2[0-4])(?P<minute>:[0-5][0-9]|時)"
    r"|(?<![0-9A-Za-z])(?P<half2>[AP]M) ?(?P<hour2>1?[0-9])(?P<minute2>:[0-5][0-9])(?![0-9:])"
    r"|(?<![0-9:])(?P<hour3>1[3-9]|2[0-3])(?P<minute3>:[0-5][0-9]) ?(?P<half3>[AaPp][Mm])(?![A-Za-z])"
)
_AROUND = 60
_LEAST_KANA = 4
_PLACES = (("y1", "y2", "y3"), ("m1", "m2", "m3"), ("d1", "d2", "d3"))
_SHORT = tuple(month[:3] for month in _MONTHS)
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


    yield from _mixed(sheet)
    yield from _clock(sheet)


def _mixed(sheet: Sheet) -> Iterator[Slip]:
    """25 3月 2026, 3月25日, 2026 and Mar 25, 2026."""
    text = sheet.text
    if "月" in text and "20" in text:
        for match in _MIXED.compiled.finditer(text):
            year, month, day = (next(filter(None, match.group(*names))) for names in _PLACES)
            if 1 <= int(month) <= _MONTHS_OF_YEAR and 1 <= int(day) <= _DAYS_OF_MONTH and sheet.by_sender(match.start()):
                yield Slip(sheet, *match.span(), f"{year}年{int(month)}月{int(day)}日", "dates")
    if " 20" in text:
        for match in _ENGLISH.compiled.finditer(text):
            if _in_japanese(sheet, *match.span()) and "day," not in text[max(0, match.start() - 6) : match.start()]:
                month = _SHORT.index(match["month"] or match["month2"]) + 1
                day = int(match["day"] or match["day2"])
                yield Slip(sheet, *match.span(), f"{match['year'] or match['year2']}年{month}月{day}日", "dates")


def _clock(sheet: Sheet) -> Iterator[Slip]:
    """午後15時 and 15:00 PM, which count the afternoon twice, and PM 3:00, whose half of the day comes first."""
    text = sheet.text
    if not any(half in text for half in ("午後", "午前", "AM", "PM", "am", "pm")):
        return
    for match in _CLOCK.compiled.finditer(text):
        hour = int(match["hour"] or match["hour2"] or match["hour3"])
        if match["half2"]:
            hour = hour % 12 + (12 if match["half2"] == "PM" else 0)
        minute = (match["minute"] or match["minute2"] or match["minute3"]).removeprefix(":")
        natural = f"{hour}時" if minute == "時" else f"{hour}:{minute}"
        if _in_japanese(sheet, *match.span()):
            yield Slip(sheet, *match.span(), natural, "dates")


def _in_japanese(sheet: Sheet, start: int, end: int) -> bool:
    around = sheet.text[max(0, start - _AROUND) : start] + sheet.text[end : end + _AROUND]
    return len(KANA.compiled.findall(around)) >= _LEAST_KANA and sheet.by_sender(start)
