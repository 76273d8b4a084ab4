"""The forms in which mail writes a date and a time of day: one expression for all, and what each form means.

The text is folded: half-width digits and signs, lower case. Every form begins with a number, so that the search runs from
number to number; what stands before it (an era, a month's name, a weekday, 午後) is looked at when a form was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from gyotaku.mail.mentions.calendar import ENGLISH_MONTHS, MONTHS, Day, is_era, made, of_era
from gyotaku.mail.mentions.figures import figures
from gyotaku.mail.pattern import Pattern

DAY = 24 * 60


class Atom(Struct, frozen=True):
    """A date or a time of day as it stands in the text.

    `minute` counts from midnight and may pass 24:00, as Japanese late hours do; it is None for a date. `other` is the day
    that the same figures are in a country that writes the month first, None where only one reading is possible.
    `half` says in which half of the day a time lies: "a", "p", or "" where the text leaves that to the reader.
    """

    start: int
    end: int
    day: Day | None = None
    other: Day | None = None
    minute: int | None = None
    half: str = ""
    bare: bool = False
    """A number that is an hour only because the time it leads to says so: the 9 of 9-17時."""
    english: bool = False
    """Written with an English month's name."""


_GAP = r"[ \u00a0]{0,2}"


def _one_of(names: Iterable[str]) -> str:
    """An alternation that looks at the first letter once: fifty names tried in turn cost more than all else."""
    by_initial: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        by_initial.setdefault(name[0], []).append(name[1:])
    return "|".join(f"{initial}(?:{'|'.join(rests)})" for initial, rests in sorted(by_initial.items()))


def _behind_month() -> str:
    """A look back over one digit for what an English month's name ends in, letter by letter."""
    columns = zip(*(name[-3:] for name in ENGLISH_MONTHS), strict=True)
    ends = "".join(f"[{''.join(sorted(set(column)))}]" for column in columns)
    return rf"(?:(?<={ends}[ \u00a0.][0-9])|(?<={ends}\. [0-9]))"


# The commonest number begins no form: each alternative fails at its first character.
_FORMS = Pattern(
    # A whole number of four digits at most, behind no letter but those of the eras R, H and S.
    r"[0-9](?<![0-9a-gi-qt-z][0-9])(?:[0-9]{0,3}(?=[ \u00a0年月時:/.~〜–a-zº°-])(?:"
    rf"{_GAP}(?:"
    # 2023年7月5日, 5年7月5日; 元年 and the era before it are looked at afterwards.
    rf"(?P<japanese>年{_GAP}([0-9]{{1,2}}){_GAP}月{_GAP}([0-9]{{1,2}}){_GAP}日(?!間))"
    rf"|(?P<month_day>月{_GAP}([0-9]{{1,2}}){_GAP}日(?!間))"
    rf"|(?P<hour>時(?!間|代|限)(?:{_GAP}([0-9]{{1,2}}){_GAP}分|{_GAP}半)?)"
    r"|(?P<half>([ap])\.?m(?![a-z])\.?))"
    rf"|(?P<clock>:([0-5][0-9])(?::[0-5][0-9])?(?![0-9:])(?:{_GAP}([ap])\.?m(?![a-z])\.?)?)"
    r"|(?P<figures>(?P<mark>[-/.])([0-9]{1,2})(?P=mark)([0-9]{1,4})(?![0-9]|[-/.][0-9]))"
    rf"|(?P<slashed>/([0-9]{{1,2}})(?={_GAP}\({_GAP}[月火水木金土日][曜)・/,祝]))"
    rf"|(?P<named>(?:st|nd|rd|th|\.|er|º|°)?[ \u00a0-](?=[adefgjlmnos])(?:of |de |d')?(?P<name>{_one_of(MONTHS)})(?![a-zß-ÿ])"
    r"(?:\.?,?[ \u00a0-](?:de |del )?([0-9]{4})(?![0-9:]))?)"
    r"|(?P<h>[ ]?h([0-5][0-9])?(?![\w:]))"
    rf"|(?P<bare>(?={_GAP}[-~〜–]{_GAP}[0-9]{{1,2}}{_GAP}(?:時(?!間|代)|[ap]\.?m(?![a-z]))))"
    r")"
    rf"|(?P<after_name>{_behind_month()}[0-9]?(?:st|nd|rd|th)?(?![a-z0-9:])(?:,?[ \u00a0]([0-9]{{4}})(?![0-9:]))?)"
    r")"
)
_NUMBERS = re.compile("[0-9]+")
_ERA = Pattern(r"(令和|平成|昭和|(?<![a-z])[rhs])[ \u00a0]?\.?(元年)?[ \u00a0]?$")
_ENGLISH_NAME = Pattern(r"(?<![a-z0-9ß-ÿ])([a-z]{3,9})\.?[ \u00a0]$")
_HALF = Pattern(r"(午前|午後|深夜|朝|夜|夕方|am|pm|a\.m\.|p\.m\.)[ \u00a0]?$")
_LONGEST = 4
"""Digits of a figure that begins a form."""
_BEHIND_FIGURE = frozenset(" \u00a0年月時:/.~〜–-º°apsnrteh")
"""What the forms go on with, letters by the first: am, st, h."""
_BEHIND_NAME = frozenset(" \u00a0.")
_WITHIN_WORD = frozenset("abcdefgijklmnopqtuvwxyz")
"""Letters before a figure that leave it part of a word; those of eras do not."""
_JOINED = dict.fromkeys(("named", "after_name"), ".:/-_–—") | {"figures": "./-_–—", "clock": "./", "half": ".:/"}
"""Behind one of these a form is a part of something longer: a version, an address, a path, a range of days."""


def atoms(text: str, most: int) -> list[Atom]:
    """The dates and times of a folded text in their order, `most` at the most."""
    found: list[Atom] = []
    matched = _FORMS.compiled.match
    reached = 0
    for start, end in figures(text):
        before = text[start - 1 : start]
        if (
            end - start > _LONGEST
            or before in _WITHIN_WORD
            or start < reached
            or (text[end : end + 1] not in _BEHIND_FIGURE and before not in _BEHIND_NAME)
        ):
            continue
        match = matched(text, start)
        if match is None:
            continue
        reached = match.end()
        form = match.lastgroup or ""
        if before and (before in _JOINED.get(form, "") or (before in "rhs" and form != "figures")):
            continue
        atom = _READERS[form](match, [int(number) for number in _NUMBERS.findall(match[0])], text)
        if atom is not None:
            found.append(atom)
            if len(found) >= most:
                break
    return found


def _japanese(match: re.Match[str], numbers: list[int], text: str) -> Atom | None:
    number, month, day = numbers
    start = match.start()
    era = _ERA.compiled.search(text, max(0, start - 6), start)
    if era and is_era(era[1]):
        return _dated(era.start(), match.end(), of_era(era[1], number, month, day))
    return _dated(start, match.end(), made(number, month, day)) if number >= 1000 else None


def _month_day(match: re.Match[str], numbers: list[int], text: str) -> Atom | None:
    number, day = numbers
    start = match.start()
    era = _ERA.compiled.search(text, max(0, start - 8), start)
    if era and era[2]:
        return _dated(era.start(), match.end(), of_era(era[1], 1, number, day))
    return _dated(start, match.end(), made(None, number, day))


def _figures(match: re.Match[str], numbers: list[int], text: str) -> Atom | None:
    """2023-07-05, 05.07.2023, 7/5/2023, R5.7.5; two readings where day and month may be either."""
    first, second, third = numbers
    written = match[0].rpartition(match["mark"])[2]
    start = match.start()
    before = text[start - 1] if start else ""
    if text[match.end() : match.end() + 1] in {"_", "-", "/"}:
        return None  # a path or a file's name
    if before in "rhs" and before:
        letter_before = text[start - 2 : start - 1]
        joined = letter_before.isascii() and letter_before.isalnum()
        return None if joined else _dated(start - 1, match.end(), of_era(before, first, second, third))
    if first >= 1000:
        return _dated(start, match.end(), made(first, second, third)) if len(written) <= 2 else None
    if len(written) != 4:
        return None
    day_first, month_first = made(third, second, first), made(third, first, second)
    if match["mark"] == "." or day_first == month_first:
        return _dated(start, match.end(), day_first)
    one, other = (day_first, month_first) if day_first else (month_first, None)
    return Atom(start, match.end(), day=one, other=other) if one else None


def _slashed(match: re.Match[str], numbers: list[int], _: str) -> Atom | None:
    return _dated(match.start(), match.end(), made(None, *numbers))


def _named(match: re.Match[str], numbers: list[int], _: str) -> Atom | None:
    name = match["name"]
    number, *years = numbers
    if not years and name in _VERBS:
        return None
    return _dated(
        match.start(),
        match.end(),
        made(years[0] if years else None, MONTHS[name], number),
        english=name in ENGLISH_MONTHS,
    )


def _after_name(match: re.Match[str], numbers: list[int], text: str) -> Atom | None:
    before = _ENGLISH_NAME.compiled.search(text, max(0, match.start() - 12), match.start())
    if not before or before[1] not in ENGLISH_MONTHS:
        return None
    number, *years = numbers
    if not years and before[1] in _VERBS:
        return None
    day = made(years[0] if years else None, ENGLISH_MONTHS[before[1]], number)
    return _dated(before.start(), match.end(), day, english=True)


_VERBS = frozenset({"may", "mar", "march", "mars"})
"""Months that are other words as well, so that they need a year beside them."""


def _dated(start: int, end: int, day: Day | None, *, english: bool = False) -> Atom | None:
    return Atom(start, end, day=day, english=english) if day else None


def _hour(match: re.Match[str], numbers: list[int], text: str) -> Atom | None:
    number, *minutes = numbers
    minute = 30 if match["hour"].endswith("半") else minutes[0] if minutes else 0
    return _timed(match, text, number, minute)


def _clock(match: re.Match[str], numbers: list[int], text: str) -> Atom | None:
    half = match["clock"][3:].lstrip(":0123456789 \u00a0")[:1]
    return _timed(match, text, numbers[0], numbers[1], half)


def _half(match: re.Match[str], numbers: list[int], text: str) -> Atom | None:
    return _timed(match, text, numbers[0], 0, match["half"].lstrip()[0])


def _h(match: re.Match[str], numbers: list[int], text: str) -> Atom | None:
    return _timed(match, text, numbers[0], numbers[1] if len(numbers) > 1 else 0)


def _bare(match: re.Match[str], numbers: list[int], text: str) -> Atom | None:
    timed = _timed(match, text, numbers[0], 0)
    return timed and Atom(timed.start, timed.end, minute=timed.minute, half=timed.half, bare=True)


def _timed(match: re.Match[str], text: str, hour: int, minute: int, half: str = "") -> Atom | None:
    start = match.start()
    said = None if half else _HALF.compiled.search(text, max(0, start - 5), start)
    if said:
        half = _HALVES[said[1]]
        start = said.start()
    if minute > 59 or hour > 30 or (hour == 30 and minute) or (half and hour > 12 and said is None):
        return None
    return Atom(start, match.end(), minute=_on_the_day(hour, half) * 60 + minute, half=half)


def _on_the_day(hour: int, half: str) -> int:
    """午後0時 and 12 p.m. are noon; 午前12時 and 12 a.m. are midnight; 午後13時 is written too."""
    if not half or hour > 12:
        return hour
    return hour % 12 + (12 if half == "p" else 0)


_HALVES = {
    "午前": "a",
    "深夜": "",
    "朝": "",
    "夜": "",
    "夕方": "",
    "午後": "p",
    "am": "a",
    "pm": "p",
    "a.m.": "a",
    "p.m.": "p",
}

_READERS: dict[str, Callable[[re.Match[str], list[int], str], Atom | None]] = {
    "japanese": _japanese,
    "month_day": _month_day,
    "hour": _hour,
    "clock": _clock,
    "figures": _figures,
    "slashed": _slashed,
    "named": _named,
    "after_name": _after_name,
    "half": _half,
    "h": _h,
    "bare": _bare,
}
