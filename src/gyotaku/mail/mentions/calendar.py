"""Names of months and weekdays, the Japanese eras, and days of which the year may not be said."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from msgspec import Struct

from gyotaku.model.text import Text

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years that a mail speaks of; what lies outside is some other number."""


def _numbered(first: int, *rows: str) -> dict[str, int]:
    return {name: number for row in rows for number, name in enumerate(row.split(), start=first)}


ENGLISH_MONTHS = _numbered(
    1,
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "january february march april may june july august september october november december",
) | {"sept": 9}

OTHER_MONTHS = _numbered(
    1,
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
)
MONTHS = ENGLISH_MONTHS | OTHER_MONTHS

JAPANESE_WEEKDAYS = _numbered(0, "月 火 水 木 金 土 日")

SHORT_WEEKDAYS = _numbered(0, "mon tue wed thu fri sat sun") | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
"""Each is a word of some other language too, so it counts beside an English month or a number alone."""

LONG_WEEKDAYS = _numbered(
    0,
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
) | {"sonnabend": 5}

WEEKDAYS = (
    Text(en="a Monday", ja="月曜日"),
    Text(en="a Tuesday", ja="火曜日"),
    Text(en="a Wednesday", ja="水曜日"),
    Text(en="a Thursday", ja="木曜日"),
    Text(en="a Friday", ja="金曜日"),
    Text(en="a Saturday", ja="土曜日"),
    Text(en="a Sunday", ja="日曜日"),
)

_ERAS = {"令和": date(2019, 5, 1), "平成": date(1989, 1, 8), "昭和": date(1926, 12, 25)}
"""The first day of each era; the year it lies in is the era's first."""
_ERA_OF = {"r": "令和", "h": "平成", "s": "昭和"} | {name: name for name in _ERAS}


class Day(Struct, frozen=True):
    """A day of the calendar; `year` is None where the text leaves it out."""

    year: int | None
    month: int
    day: int

    @property
    def when(self) -> date | None:
        """The date, None without a year. A `Day` is only made of what exists in its year, or in some year."""
        return None if self.year is None else date(self.year, self.month, self.day)

    def in_year(self, year: int) -> date | None:
        """The same day of that year; None for 29 February of another."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def agrees(self, other: Day) -> bool:
        """They may be one day: month and day are the same, and no two years speak against it."""
        same = (self.month, self.day) == (other.month, other.day)
        return same and (self.year is None or other.year is None or self.year == other.year)


@lru_cache(maxsize=1024)
def made(year: int | None, month: int, day: int) -> Day | None:
    """The day, or None where there is no such day; without a year, 29 February is one."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        date(2000 if year is None else year, month, day)
    except ValueError:
        return None
    return Day(year, month, day)


def of_era(era: str, year: int, month: int, day: int) -> Day | None:
    """The day of a Japanese era's year, None before the era began. Papers count an era on after its end; so does this."""
    begins = _ERAS[_ERA_OF[era]]
    found = made(begins.year + year - 1, month, day) if 1 <= year <= 99 else None
    return None if found is None or found.when is None or found.when < begins else found


def is_era(name: str) -> bool:
    return name in _ERA_OF
