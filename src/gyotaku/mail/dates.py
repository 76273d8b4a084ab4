"""Dates as mail writes them: RFC 5322 section 3.3 and its obsolete forms (4.3), asctime, `date`, ISO 8601.

Strict about order and range: a day of 31 February, an offset of +9999 or a month in the place of the day gives no
moment, never a guess. Reading is linear in the text and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from gyotaku.mail.pattern import Pattern

_LONGEST = 1000
"""Characters of a text that are looked at; no date with all its comments is longer."""


def _numbered(first: int, *rows: str) -> dict[str, int]:
    return {name: number for row in rows for number, name in enumerate(row.split(), start=first)}


_MONTHS = _numbered(
    1,
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "january february march april may june july august september october november december",
    "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
) | {"sept": 9}

_WEEKDAYS = _numbered(
    0,
    "mon tue wed thu fri sat sun",
    "monday tuesday wednesday thursday friday saturday sunday",
    "月 火 水 木 金 土 日",
    "月曜 火曜 水曜 木曜 金曜 土曜 日曜",
    "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日",
) | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}

# RFC 5322 section 4.3, and zones that every clock reads alike. Left out on purpose: BST, IST, MSK and others that
# name several offsets or have changed theirs, and the military letters, which section 4.3 says to take as -0000.
_ZONES = {
    **dict.fromkeys(("UT", "GMT", "UTC", "Z", "WET"), 0),
    "EDT": -4,
    "EST": -5,
    "CDT": -5,
    "CST": -6,
    "MDT": -6,
    "MST": -7,
    "PDT": -7,
    "PST": -8,
    "CET": 1,
    "MET": 1,
    "WEST": 1,
    "CEST": 2,
    "MEST": 2,
    "EET": 2,
    "EEST": 3,
    "JST": 9,
    "KST": 9,
}

_CLOCK = (
    r"(?P<time>(?P<hour>\d{1,2})\s*+:\s*+(?P<minute>\d{2})(?:\s*+:\s*+(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,12}))?)?"
    r"(?:\s*+(?P<half>[AaPp])[Mm]\b)?)"
)
# A trace keyword is no zone: `12:00:01 for <...>`.
_NAME = r"(?!(?:for|from|by|with|via|id)\b)[A-Za-z]{1,5}(?![\w.])"
_ZONE = (
    rf"(?P<zone>(?:GMT|UTC?)?\s?(?P<sign>[+-])\s?(?P<digits>\d{{1,2}}:\d{{2}}|\d{{1,8}})(?![\w:])|(?P<name>{_NAME}))"
)
# A zone's name and nothing else: `(JST)`, `(GMT+09:00)`, `(Tokyo Standard Time)`; what else may follow is not ours.
_REMARK = r"(?:\s*+(?P<remark>\((?:[\w+:/.-]{1,20}|[\w ]{1,40}[Tt]ime|MET DST)\)))?"

_FORMS = tuple(
    (name, Pattern(pattern))
    for name, pattern in (
        (
            "rfc5322",
            (
                r"\s*+(?:(?P<weekday>[^\s\d,.;()<>@\"]{1,12})\.?\s*+,?\s*+)?(?P<day>\d{1,2})(?:\s++|-)"
                rf"(?P<month>[A-Za-z]{{3,9}}|\d{{1,2}}月)\.?(?:\s++|-)(?P<year>\d{{2,9}})\s*+,?\s*+{_CLOCK}(?:\s*+{_ZONE})?{_REMARK}"
            ),
        ),
        (
            "asctime",
            (
                r"\s*+(?P<weekday>[A-Za-z]{3,9}),?\s++(?P<month>[A-Za-z]{3,9})\s++(?P<day>\d{1,2}),?\s++"
                rf"{_CLOCK}(?:\s++(?P<before>{_NAME}))?\s++(?P<year>\d{{4,9}})(?:\s*+{_ZONE})?{_REMARK}"
            ),
        ),
        (
            "iso8601",
            (
                r"\s*+(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?:T|\s++)"
                rf"{_CLOCK}(?:\s*+{_ZONE})?(?:\s*+(?P<clock>UTC(?:\s++m=[+-][\d.]+)?))?{_REMARK}"
            ),
        ),
    )
)

_PIECES = ("weekday", "day", "month", "year", "time", "zone", "remark")


class Moment(Struct, frozen=True, kw_only=True):
    """A date read. `spans` gives (start, end) in `text` of weekday, day, month, year, time, zone and remark.

    `remark` is the comment after the zone, as in `+0900 (JST)`.
    """

    text: str
    when: datetime | None = None
    """Aware; UTC is assumed where the zone is not known. None when there is no such moment."""
    form: str | None = None
    """`rfc5322` (with its obsolete forms), `asctime` or `iso8601`; None when it is no date."""
    zone: str | None = None
    """As written."""
    zone_known: bool = False
    """False for `-0000`, for no zone and for alphabetic zones that name no one offset."""
    offset: timedelta | None = None
    """East of Greenwich; None where `zone_known` is False."""
    weekday_stated: int | None = None
    """0 is Monday."""
    weekday_agrees: bool | None = None
    """None where no weekday is stated or the date has none."""
    span: tuple[int, int] = (0, 0)
    """The stretch of `text` that was read as the date."""
    spans: Mapping[str, tuple[int, int]] = {}
    defects: tuple[str, ...] = ()


def read(text: str) -> Moment:
    """The moment a date field states. What follows the date besides comments is the defect `trailing-text`."""
    usual = _USUAL.fullmatch(text) if len(text) <= _LONGEST else None
    return (usual and _usual_moment(usual)) or read_in_full(text)


def _usual_moment(usual: re.Match[str]) -> Moment | None:
    """What `read_in_full` says of the same; None where it is no plain moment: a zone not known, a leap second."""
    zone = usual[8]
    start = starting_at(usual.string, 0)
    if start is None or start.when is None or zone == "-0000" or usual[7] == "60":
        return None
    spans = {name: usual.span(group) for name, group in _USUAL_GROUPS.items()}
    spans["time"] = usual.start(5), usual.end(7)
    if usual.end() > usual.end(8):
        spans["remark"] = usual.end(8) + 1, usual.end()
    return Moment(
        text=usual.string,
        when=start.when,
        form="rfc5322",
        zone=zone,
        zone_known=True,
        offset=start.when.utcoffset(),
        weekday_stated=start.weekday_stated,
        weekday_agrees=start.when.weekday() == start.weekday_stated,
        span=(start.start, start.end),
        spans=spans,
    )


def read_in_full(text: str) -> Moment:
    """As `read`, by the general forms whatever the text."""
    looked_at = text[:_LONGEST]
    moment = _at(looked_at, 0, text)
    if (moment is None or looked_at[moment.span[1] :].strip()) and "(" in looked_at:
        # Comments may stand between any two words (section 4.3): blank them, so that every offset stays true.
        moment = _at(_without_comments(looked_at), 0, text) or moment
        looked_at = _without_comments(looked_at)
    if moment is None:
        return Moment(text=text, defects=("no-date",) if text.strip() else ("empty",))
    if looked_at[moment.span[1] :].strip() or len(text) > _LONGEST:
        return _with_defect(moment, "trailing-text")
    return moment


class Start(NamedTuple):
    """A date at the beginning of a longer text: its moment, the weekday it states (0 is Monday) and where it stands."""

    when: datetime | None
    weekday_stated: int | None
    start: int
    end: int


def starting_at(text: str, start: int) -> Start | None:
    """The date that begins at `start`; it may be followed by anything. None when no date begins there."""
    usual = _USUAL.match(text, start)
    if usual:
        weekday, day, month, year, hour, minute, second, zone = usual.group(1, 2, 3, 4, 5, 6, 7, 8)
        try:
            when = datetime(
                int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), int(second), tzinfo=_fixed(zone)
            )
        except ValueError:
            pass  # Out of range, or a leap second: the general way says which.
        else:
            return Start(when, _WEEKDAYS[weekday.lower()], usual.start(1), usual.end())
    moment = _at(text, start, text)
    return Start(moment.when, moment.weekday_stated, *moment.span) if moment else None


# What nearly every server writes, read without the detours of the general form. The same result: a test compares them.
_USUAL = re.compile(
    r"\s*+(Mon|Tue|Wed|Thu|Fri|Sat|Sun), {1,2}(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"((?:19|20)\d\d) (\d\d):(\d\d):(\d\d) ([+-]\d{4})(?: \([A-Za-z0-9+-]{1,10}\)|(?![\w:]|\s*\())"
)

_USUAL_GROUPS = {"weekday": 1, "day": 2, "month": 3, "year": 4, "zone": 8}


@lru_cache(maxsize=256)
def _fixed(zone: str) -> timezone:
    """The zone of `+hhmm`. Raises ValueError when there is none."""
    hours, minutes = int(zone[1:3]), int(zone[3:5])
    if hours > 23 or minutes > 59:
        raise ValueError(zone)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if zone[0] == "-" else offset) if offset else UTC


def _at(text: str, start: int, whole: str) -> Moment | None:
    for form, pattern in _FORMS:
        found = pattern.compiled.match(text, start, start + _LONGEST)
        if found:
            return _moment(found, form, whole)
    return None


def _moment(found: re.Match[str], form: str, text: str) -> Moment:
    pieces = found.groupdict()
    defects: list[str] = []
    day = _day(pieces, defects)
    zone = pieces["zone"] or pieces.get("before")
    offset = _offset(pieces, zone, defects)
    when = _when(pieces, day, offset, defects)
    weekday = pieces.get("weekday")
    stated = _WEEKDAYS.get(weekday.lower()) if weekday else None
    if weekday and stated is None:
        defects.append("unknown-weekday")
    spans = {name: found.span(name) for name in _PIECES if pieces.get(name)}
    if "zone" not in spans and zone:
        spans["zone"] = found.span("before")
    return Moment(
        text=text,
        when=when,
        form=form,
        zone=zone,
        zone_known=offset is not None,
        offset=offset,
        weekday_stated=stated,
        weekday_agrees=None if stated is None or when is None or day is None else day.weekday() == stated,
        span=(found.start() + len(found[0]) - len(found[0].lstrip()), found.end()),
        spans=spans,
        defects=tuple(defects),
    )


def _day(pieces: dict[str, str | None], defects: list[str]) -> datetime | None:
    """Midnight of the date, without zone."""
    written = pieces["year"] or ""
    year = int(written)
    if len(written) == 2:
        year += 2000 if year < 50 else 1900
        defects.append("two-digit-year")
    elif len(written) == 3:
        year += 1900
        defects.append("three-digit-year")
    month = pieces["month"] or ""
    number = int(month) if month.isdecimal() else _MONTHS.get(month.lower(), 0)
    # The first and the last year of the calendar would overflow when a zone is taken off.
    if 1 < year < 9999:
        if year < 1900:
            defects.append("before-1900")
        try:
            return datetime(year, number, int(pieces["day"] or 0))  # noqa: DTZ001 - the zone is added with the time
        except ValueError:
            pass
    defects.append("no-such-day")
    return None


def _offset(pieces: dict[str, str | None], zone: str | None, defects: list[str]) -> timedelta | None:
    """East of Greenwich; None where it is not known. A numeric zone out of range is the defect `no-such-zone`."""
    digits = pieces["digits"]
    if zone is None:
        defects.append("no-zone")
        return None
    if digits is None:
        hours = _ZONES.get(zone.upper())
        if hours is None:
            defects.append("unknown-zone")
            return None
        return timedelta(hours=hours)
    if ":" in digits:
        hours_written, _, minutes_written = digits.partition(":")
    else:
        # `GMT+9` counts hours; three and four digits are hours and minutes.
        hours_written, minutes_written = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    hours, minutes = int(hours_written), int(minutes_written)
    if hours > 23 or minutes > 59:
        defects.append("no-such-zone")
        return None
    if pieces["sign"] == "-" and not hours and not minutes and zone.startswith("-"):
        return None
    return timedelta(hours=hours, minutes=minutes) * (-1 if pieces["sign"] == "-" else 1)


def _when(
    pieces: dict[str, str | None], day: datetime | None, offset: timedelta | None, defects: list[str]
) -> datetime | None:
    hour, minute, second = int(pieces["hour"] or 0), int(pieces["minute"] or 0), int(pieces["second"] or 0)
    half = pieces["half"]
    if half:
        hour = hour % 12 + (12 if half in "Pp" else 0) if 1 <= hour <= 12 else 99
    # 60 is a leap second (section 3.3).
    if hour > 23 or minute > 59 or second > 60:
        defects.append("no-such-time")
        return None
    if day is None or "no-such-zone" in defects:
        return None
    microsecond = int((pieces["fraction"] or "0")[:6].ljust(6, "0"))
    zone = timezone(offset) if offset else UTC
    return day.replace(tzinfo=zone) + timedelta(hours=hour, minutes=minute, seconds=second, microseconds=microsecond)


def _with_defect(moment: Moment, defect: str) -> Moment:
    return Moment(
        **{name: getattr(moment, name) for name in Moment.__struct_fields__ if name != "defects"},
        defects=(*moment.defects, defect),
    )


_COMMENT_MARK = re.compile(r"\\.|[()]", re.DOTALL)


def _without_comments(text: str) -> str:
    """`text` with every comment, nested ones too, replaced by as many spaces."""
    kept: list[str] = []
    depth = done = 0
    for mark in _COMMENT_MARK.finditer(text):
        if mark[0] == "(":
            if depth == 0:
                kept.append(text[done : mark.start()])
                done = mark.start()
            depth += 1
        elif mark[0] == ")" and depth:
            depth -= 1
            if depth == 0:
                kept.append(" " * (mark.end() - done))
                done = mark.end()
    # A comment that is never closed is kept: it is a defect, not nothing.
    kept.append(text[done:])
    return "".join(kept)
