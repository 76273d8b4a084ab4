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
    r"|(?P<m2>[01]?[0-9])月の? ?(?P<d2>[0-3]?[0-9])日?の?[,、]? ?の?(?P<y2>20[0-9]{2})(?![0-9])年?"
    r"|(?P<d3>[0-3]?[0-9])日の? ?(?P<m3>[01]?[0-9])月の? ?,? ?(?P<y3>20[0-9]{2})年?)"
)
_BEFORE_MONTH, _AFTER_MONTH = 7, 18
_ENGLISH = Pattern(
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? (?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?,? (?P<year>20[0-9]{2})(?![0-9])"
    r"|(?P<day2>[0-3]?[0-9])(?:st|nd|rd|th)? (?P<month2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?,? (?P<year2>20[0-9]{2})(?![0-9])"
)
_AFTERNOON = Pattern(r"午[前後] ?(?P<hour>1[3-9]|2[0-4])(?P<minute>:[0-5][0-9]|時)")
_HALF_FIRST = Pattern(r"[AP]M(?<![0-9A-Za-z]..) ?(?P<hour>1?[0-9])(?P<minute>:[0-5][0-9])(?![0-9:])")
_HALF_LAST = Pattern(r"(?P<minute>:[0-5][0-9])(?<=[12][0-9]:[0-5][0-9])(?<![0-9:][12][0-9]...) ?[AaPp][Mm](?![A-Za-z])")
_AROUND = 60
_LEAST_KANA = 4
_PLACES = (("y1", "y2", "y3"), ("m1", "m2", "m3"), ("d1", "d2", "d3"))
_SHORT = tuple(month[:3] for month in _MONTHS)
_NOON, _MIDNIGHT = 12, 24
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
    at = text.find("月")
    while at >= 0:
        begin, end = max(0, at - _BEFORE_MONTH), at + _AFTER_MONTH
        if text.find("20", at, end) >= 0 and (match := _MIXED.compiled.search(text, begin, end)):
            year, month, day = (next(filter(None, match.group(*names))) for names in _PLACES)
            if 1 <= int(month) <= _MONTHS_OF_YEAR and 1 <= int(day) <= _DAYS_OF_MONTH and sheet.by_sender(at):
                yield Slip(sheet, *match.span(), f"{year}年{int(month)}月{int(day)}日", "dates")
                at = match.end()
        at = text.find("月", at + 1)
    if " 20" in text and any(month in text for month in _SHORT):
        for match in _ENGLISH.compiled.finditer(text):
            if _in_japanese(sheet, *match.span()) and "day," not in text[max(0, match.start() - 6) : match.start()]:
                month_number = _SHORT.index(match["month"] or match["month2"]) + 1
                day_number = int(match["day"] or match["day2"])
                year = match["year"] or match["year2"]
                yield Slip(sheet, *match.span(), f"{year}年{month_number}月{day_number}日", "dates")


def _clock(sheet: Sheet) -> Iterator[Slip]:
    """午後15時 and 15:00 PM, which count the afternoon twice, and PM 3:00, whose half of the day comes first."""
    text = sheet.text
    if "午" in text:
        for match in _AFTERNOON.compiled.finditer(text):
            if sheet.by_sender(match.start()):
                minute = match["minute"]
                yield Slip(sheet, *match.span(), match["hour"] + minute, "dates")
    if "M" not in text and "m" not in text:
        return
    for match in _HALF_FIRST.compiled.finditer(text):
        if _in_japanese(sheet, *match.span()):
            hour = int(match["hour"]) % 12 + (12 if match[0][0] == "P" else 0)
            yield Slip(sheet, *match.span(), f"{hour}{match['minute']}", "dates")
    for match in _HALF_LAST.compiled.finditer(text):
        hour = int(text[match.start() - 2 : match.start()])
        if _NOON < hour < _MIDNIGHT and _in_japanese(sheet, *match.span()):
            yield Slip(sheet, match.start() - 2, match.end(), f"{hour}{match['minute']}", "dates")


def _in_japanese(sheet: Sheet, start: int, end: int) -> bool:
    around = sheet.text[max(0, start - _AROUND) : start] + sheet.text[end : end + _AROUND]
    return len(KANA.compiled.findall(around)) >= _LEAST_KANA and sheet.by_sender(start)
