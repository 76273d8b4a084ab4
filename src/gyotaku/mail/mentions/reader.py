"""The dates, times and spans of time of one text, with the weekday each date states."""

from __future__ import annotations

from msgspec import Struct

from gyotaku.mail.mentions.calendar import JAPANESE_WEEKDAYS, LONG_WEEKDAYS, SHORT_WEEKDAYS, Day
from gyotaku.mail.mentions.forms import DAY, Atom, atoms
from gyotaku.mail.pattern import Pattern

MOST = 500
"""Dates and times that are read of one text; a long timetable has some hundred."""


class DateMention(Struct, frozen=True):
    """A date at `start` to `end`, and the weekday stated beside it: 0 is Monday, None where none is.

    `other` is the second reading of figures like 5/7/2023.
    """

    start: int
    end: int
    day: Day
    other: Day | None = None
    weekday: int | None = None
    weekday_start: int = 0
    weekday_end: int = 0
    bracket_end: int = 0

    @property
    def whole(self) -> tuple[int, int]:
        """From where to where date and weekday reach, the bracket behind a weekday included."""
        if self.weekday is None:
            return self.start, self.end
        return min(self.start, self.weekday_start), max(self.end, self.bracket_end)


class TimeMention(Struct, frozen=True):
    """A time of day, in minutes from midnight; late hours pass 24:00."""

    start: int
    end: int
    minute: int


class RangeMention(Struct, frozen=True):
    """A span of time of one day, in minutes from that day's midnight; what ends on the next day ends after 24:00.

    `date` is the one that stands right beside the span, None where none does.
    """

    start: int
    end: int
    begins: int
    ends: int
    date: DateMention | None = None

    @property
    def whole(self) -> tuple[int, int]:
        """From where to where the span and its date reach."""
        if self.date is None:
            return self.start, self.end
        first, last = self.date.whole
        return min(self.start, first), max(self.end, last)


class Mentioned(Struct, frozen=True):
    """What one text mentions, each in the order of the text. A time that is part of a range is not told again."""

    dates: tuple[DateMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    ranges: tuple[RangeMention, ...] = ()
    day_spans: tuple[tuple[DateMention, DateMention], ...] = ()
    """Pairs of dates of which the text says "from this to that"."""
    cut: bool = False
    """There were more than are read."""


_CLOSED = r"[ \u00a0]{0,2}[(\[<「][ \u00a0]?"
_AFTER = Pattern(
    rf"{_CLOSED}([月火水木金土日])(?:曜日?)?(?:[ ・/,、]{{0,2}}(?:祝日?|休日?|振休|振替休日))?[ \u00a0]?[)\]>」]"
    rf"|{_CLOSED}(?:祝日?|休日?)[・/, 、]?([月火水木金土日])(?:曜日?)?[ \u00a0]?[)\]>」]"
    r"|[ \u00a0]{0,2}([月火水木金土日])曜日?(?![・/~〜\-以])"
    rf"|{_CLOSED}([a-z]{{3,9}})\.?[)\]>]"
)
_BEFORE = Pattern(
    r"(?<![a-z0-9ß-ÿ])([a-zà-ÿ]{3,10}(?:-feira)?)([.,]{0,2}[ \u00a0]|,)(?:(?:the|den|dem|der|le|el|dia|il) )?\(?$"
)
_SEVERAL = Pattern(r"(?:[-&/–—+]|\b(?:and|or|to|und|oder|bis|et|ou|à|au|y|e|through|thru|the))[ \u00a0]?$")
_ABOUT = r"[ \u00a0]{0,3}(?:頃|ごろ|ころ)?[ \u00a0]{0,3}"
_BETWEEN = Pattern(_ABOUT + r"(?:[-~〜–—―−‐ー→]|から|より|to|till?|until|through|bis|à|a|às|at[eé])[ \u00a0]*")
_AND = Pattern(r"[ \u00a0](?:and|und|et|y|e)[ \u00a0]")
_OPENED = Pattern(r"\b(?:between|zwischen|entre)[ \u00a0]$")
_NOON = Pattern(_ABOUT + r"(?:[-~〜–—]|から|より|to|till?|until|bis)[ \u00a0]?(?:12:00 )?(正午|noon\b|mittag\b)")
_BESIDE = Pattern(
    r"[ \u00a0]*(?:[,:/|@の、]|at|from|between|um|von|de|à|das|à partir de)?[ \u00a0]*(?:from|between|from:|von)?[ \u00a0]*"
)
_BEFORE_ITS_DATE = Pattern(
    r"[ \u00a0]*(?:[,(]|on|am|le|em|el)?[ \u00a0]*(?:on|am)?[ \u00a0]*(?:[a-z]{3,9},?[ \u00a0])?"
)
_FARTHEST = 24
"""Characters between a date and what belongs to it."""


def read(text: str) -> Mentioned:
    """The mentions of a folded text. Linear in the text; never raises."""
    found = atoms(text, MOST)
    if not found:
        return Mentioned()
    dates = {atom.start: _date(text, atom) for atom in found if atom.day is not None}
    times: list[TimeMention] = []
    ranges: list[RangeMention] = []
    spans: list[tuple[DateMention, DateMention]] = []
    told = -1
    for number, atom in enumerate(found):
        before = found[number - 1] if number else None
        after = found[number + 1] if number + 1 < len(found) else None
        if atom.minute is None:
            since = _date_before(text, dates, found, number)
            if since is not None:
                spans.append((since, dates[atom.start]))
        elif number != told:
            last = _to_noon(text, atom) if after is None or after.minute is None else after
            if last is not None and _joined(text, atom, last):
                told = number + 1 if last is after else number
                span = _span(atom, last)
                if span is not None:
                    beyond = found[told + 1] if told + 1 < len(found) else None
                    date = _beside(text, dates, before, atom, last, beyond)
                    if date is not None:
                        date = _with_late_weekday(text, date, atom, last)
                        dates[date.start] = date
                    ranges.append(RangeMention(atom.start, last.end, *span, date=date))
            elif not atom.bare:
                times.append(TimeMention(atom.start, atom.end, atom.minute))
    return Mentioned(tuple(dates.values()), tuple(times), tuple(ranges), tuple(spans), cut=len(found) >= MOST)


def _to_noon(text: str, atom: Atom) -> Atom | None:
    """Noon, where the text says "until noon": the one time of day that needs no figures."""
    match = _NOON.compiled.match(text, atom.end, atom.end + _FARTHEST)
    return Atom(match.start(1), match.end(1), minute=DAY // 2, half="p") if match else None


def _date_before(text: str, dates: dict[int, DateMention], found: list[Atom], number: int) -> DateMention | None:
    """The date from which a span of days goes to this one; a time of day may stand between."""
    end, at = found[number].start, number - 1
    if at >= 1 and found[at].minute is not None and found[at - 1].minute is None:
        date = dates[found[at - 1].start]
        beside = _close(_BESIDE, text, date.whole[1], found[at].start)
        return date if beside and _to(text, found[at].end, end) else None
    if at >= 0 and found[at].minute is None:
        date = dates[found[at].start]
        return date if _to(text, date.whole[1], end) else None
    return None


def _date(text: str, atom: Atom) -> DateMention:
    weekday = _weekday_after(text, atom) or _weekday_before(text, atom)
    return DateMention(atom.start, atom.end, atom.day or Day(None, 1, 1), atom.other, *(weekday or ()))


def _weekday_after(text: str, atom: Atom) -> tuple[int, int, int, int] | None:
    """The weekday behind the date, as 7月5日(火) and July 5 (Tue) have it."""
    match = _AFTER.compiled.match(text, atom.end, atom.end + _FARTHEST)
    if match is None:
        return None
    group = match.lastindex or 1
    number = _weekday(match[group], english=True)
    return None if number is None else (number, match.start(group), match.end(group), match.end())


def _weekday_before(text: str, atom: Atom) -> tuple[int, int, int, int] | None:
    """The weekday before the date, as Tue, 5 July has it; none where several weekdays stand together."""
    if atom.start < 4 or text[atom.start - 1] not in " \u00a0,(":
        return None
    match = _BEFORE.compiled.search(text, max(0, atom.start - _FARTHEST), atom.start)
    if match is None:
        return None
    number = _weekday(match[1], english=atom.english)
    stopped = match[1] in LONG_WEEKDAYS and match[2].startswith(".")
    start = match.start(1)
    if number is None or stopped or _SEVERAL.compiled.search(text, max(0, start - 9), start):
        return None
    return number, start, match.end(1), 0


def _weekday(name: str, *, english: bool) -> int | None:
    number = JAPANESE_WEEKDAYS.get(name)
    if number is None:
        number = LONG_WEEKDAYS.get(name)
    return SHORT_WEEKDAYS.get(name) if number is None and english else number


def _joined(text: str, first: Atom, last: Atom) -> bool:
    """Between the two stands nothing but "to"; or "and" behind a "between"."""
    if _to(text, first.end, last.start):
        return True
    between = _AND.compiled.fullmatch(text, first.end, last.start) if last.start - first.end < _FARTHEST else None
    return between is not None and _OPENED.compiled.search(text, max(0, first.start - 10), first.start) is not None


def _to(text: str, end: int, start: int) -> bool:
    return start - end <= _FARTHEST and _BETWEEN.compiled.fullmatch(text, end, start) is not None


def _span(first: Atom, last: Atom) -> tuple[int, int] | None:
    """Where the span begins and ends; None where half of the day is a guess."""
    begins, ends = first.minute or 0, last.minute or 0
    if last.half and not first.half and begins <= DAY // 2:
        # 9:30-11 am, 10-2 pm: the half belongs to both where it leaves the order right.
        noon = begins + DAY // 2 if last.half == "p" and begins < DAY // 2 else begins
        begins = noon if noon < ends else begins
    elif first.half == "p" and not last.half and ends < begins and ends <= DAY // 2:
        ends += DAY // 2  # 午後1時から3時
        if ends <= begins:
            return None
    elif first.half == "a" and not last.half and ends <= begins:
        return None
    if ends <= begins:
        ends += DAY
    return (begins, ends) if ends - begins < DAY else None


def _beside(
    text: str, dates: dict[int, DateMention], before: Atom | None, first: Atom, last: Atom, after: Atom | None
) -> DateMention | None:
    """The date that stands right before the span, or right behind it."""
    if before is not None and before.minute is None:
        date = dates[before.start]
        if _close(_BESIDE, text, date.whole[1], first.start):
            return date
    if after is not None and after.minute is None:
        date = dates[after.start]
        if _close(_BEFORE_ITS_DATE, text, last.end, date.whole[0]):
            return date
    return None


def _close(between: Pattern, text: str, end: int, start: int) -> bool:
    return end <= start <= end + _FARTHEST and between.compiled.fullmatch(text, end, start) is not None


def _with_late_weekday(text: str, date: DateMention, first: Atom, last: Atom) -> DateMention:
    """10月27日08:57-10:40(水): the weekday waits until the span is told."""
    weekday = _weekday_after(text, last) if date.weekday is None and date.end <= first.start else None
    return DateMention(date.start, date.end, date.day, date.other, *weekday) if weekday else date
