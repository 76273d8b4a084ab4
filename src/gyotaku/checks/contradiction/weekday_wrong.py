"""A date stands beside a weekday that it does not have.

Innocent when: somebody took the weekday from another year's calendar or another line; honest notices make this mistake.
"""

from collections.abc import Iterator
from datetime import date

from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.mentions import Mentions, Spoken
from gyotaku.mail.mentions.calendar import WEEKDAYS
from gyotaku.mail.mentions.reader import DateMention
from gyotaku.mail.pattern import Pattern
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Word

WEEKDAY_WRONG = Kind(
    id="weekday-wrong",
    group=Group.CONTRADICTION,
    title=Text(
        en="The mail writes {written}, but that day is {actual}.",
        ja="{written} と書かれていますが、この日は{actual}です。",
    ),
    why=Text(
        en="Date and weekday cannot both be right. It happens when an old mail is used again with a new date. A single "
        "such slip says little.",
        ja="日付と曜日の両方が正しいことはありません。古いメールの日付だけを書き換えて使い回すと、このような誤りが生じます。一か所だけなら、大きな意味はありません。",
    ),
    innocent=Text(
        en="Honest notices make this mistake as well, when the writer copies last year's text or counts wrong.",
        ja="前回の文面を写したり数え間違えたりして、正当なお知らせでも起こります。",
    ),
)
_SECONDS = Pattern(r",?[ \t\u00a0]{1,3}[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?![0-9])")


def check(mentions: Mentions, clock: Clock) -> Iterator[Finding]:
    for spoken in mentions.dated:
        for mention in spoken.mentioned.dates:
            if mention.weekday is not None:
                actual = _actual(mention, clock, mentions)
                if actual is not None and not _stamp(spoken, mention) and spoken.by_sender(mention.start):
                    yield _found(spoken, mention, actual)
                    return


def _stamp(spoken: Spoken, mention: DateMention) -> bool:
    """A time with seconds follows: a program's stamp, copied from a log or another mail's header."""
    return _SECONDS.compiled.match(spoken.text, mention.whole[1]) is not None


def _found(spoken: Spoken, mention: DateMention, actual: Text) -> Finding:
    start, end = mention.whole
    return WEEKDAY_WRONG.found(
        spoken.evidence((mention.start, mention.end)),
        spoken.evidence((mention.weekday_start, mention.weekday_end)),
        written=Quote(spoken.passage.text[start:end]),
        actual=Word(actual),
    )


def _actual(mention: DateMention, clock: Clock, mentions: Mentions) -> Text | None:
    """What the day really is; None where the weekday is right, or may be right in one of the years that may be meant."""
    stated = mention.day.when
    if stated is not None:
        readings = [stated] if mention.other is None or mention.other.when is None else [stated, mention.other.when]
        if any(day.weekday() == mention.weekday for day in readings):
            return None
        return WEEKDAYS[stated.weekday()] if len(readings) == 1 else _either(readings)
    written = clock.written or clock.received
    if written is None:
        return None
    full = _with_year(mention, mentions)
    if full is not None and full.year == written.year:
        return None if full.weekday() == mention.weekday else WEEKDAYS[full.weekday()]
    years = [mention.day.in_year(year) for year in _years(clock, written.year)]
    days = [day for day in years if day is not None]
    return None if not days or any(day.weekday() == mention.weekday for day in days) else _in_each(days)


def _with_year(mention: DateMention, mentions: Mentions) -> date | None:
    """The same day as the mail states it once more with its year, where it does so with one year alone."""
    every = (one.day.when for spoken in mentions.dated for one in spoken.mentioned.dates if one.other is None)
    days = {day for day in every if day is not None and (day.month, day.day) == (mention.day.month, mention.day.day)}
    years = {
        day.year for spoken in mentions.dated for one in spoken.mentioned.dates if (day := one.day.when) is not None
    }
    return days.pop() if len(days) == 1 and len(years) == 1 else None


def _years(clock: Clock, year: int) -> range:
    """A year before and after the mail's own, and after its receipt where that was later."""
    last = max(year, clock.received.year) if clock.received else year
    return range(year - 1, min(last, year + 3) + 2)


def _in_each(days: list[date]) -> Text:
    """The weekdays that the day has in each year."""
    en = ", ".join(f"{WEEKDAYS[day.weekday()].en} in {day.year}" for day in days)
    ja = "、".join(f"{day.year}年なら{WEEKDAYS[day.weekday()].ja}" for day in days)
    return Text(en=en, ja=ja)


def _either(days: list[date]) -> Text:
    """The weekdays of the two days that figures may mean."""
    en = " or ".join(f"{WEEKDAYS[day.weekday()].en} ({day})" for day in days)
    ja = "または".join(f"{WEEKDAYS[day.weekday()].ja}（{day}）" for day in days)
    return Text(en=en, ja=ja)
