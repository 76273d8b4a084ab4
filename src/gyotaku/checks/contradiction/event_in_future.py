"""The mail tells of an event as past, with a date that had not come when the mail arrived.

Innocent when: somebody mistyped the date, or a clock was wrong.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.mentions import Mentions, Spoken
from gyotaku.mail.mentions.reader import DateMention
from gyotaku.mail.mentions.words import words
from gyotaku.mail.pattern import Pattern
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Time

EVENT_IN_FUTURE = Kind(
    id="event-in-future",
    group=Group.CONTRADICTION,
    title=Text(
        en="The mail tells {event} as something past, but it had arrived before that, at {received}.",
        ja="過去の出来事として {event} と書かれていますが、このメールはそれより前の {received} に届いています。",
    ),
    why=Text(
        en="What has not happened yet cannot be reported. Invented events get invented dates.",
        ja="まだ起きていないことを、起きたこととして知らせることはできません。作り話では、日付も作り出されます。",
    ),
    innocent=Text(
        en="A date or year that was mistyped, or a program that reads day and month the wrong way round.",
        ja="日付や年の書き間違い、月と日を取り違えるプログラムでも起こります。",
    ),
)

_REACH = 60
_SLACK = timedelta(hours=14)
"""The day begins first fourteen hours ahead of UTC."""
_SENTENCE_END = Pattern(r"[。！？!?\n]|\.(?=\s|$)")
_TIME_BETWEEN = Pattern(r"[^。！？!?\n、]{0,50}")


def check(mentions: Mentions, clock: Clock) -> Iterator[Finding]:
    arrived = _arrived(clock) if mentions.dated else None
    if arrived is None:
        return
    for spoken in mentions.dated:
        for mention in spoken.mentioned.dates:
            span = _told(spoken, mention, arrived)
            if span is not None:
                quote = spoken.evidence(span)
                told = (
                    clock.receipt.quote("date", Principal.US) if clock.receipt and clock.received == arrived else None
                )
                if told is None and clock.field is not None:
                    told = clock.field.evidence(Principal.SENDER)
                evidence = (quote,) if told is None else (quote, told)
                yield EVENT_IN_FUTURE.found(*evidence, event=Quote(quote.quote), received=Time(arrived))
                return


def _arrived(clock: Clock) -> datetime | None:
    """When the mail had arrived, by whichever of its two clocks was later."""
    times = [moment for moment in (clock.written, clock.received) if moment is not None]
    return max(times) if times else None


def _told(spoken: Spoken, mention: DateMention, arrived: datetime) -> tuple[int, int] | None:
    """Where the sentence tells of the event, if it does so with a day after the arrival."""
    day = mention.day.when
    if day is None or mention.other is not None or not _ahead(day, arrived):
        return None
    start, end = mention.whole
    text = spoken.text
    before = text[max(0, start - _REACH) : start]
    begin = max((mark.end() for mark in _SENTENCE_END.compiled.finditer(before)), default=0)
    before = before[begin:]
    stop = _SENTENCE_END.compiled.search(text, end, end + _REACH)
    behind = text[end : stop.start() if stop else end + _REACH]
    if words("future").search(before + behind) or not spoken.by_sender(start):
        return None
    for found in words("happened_before").finditer(before):
        if not before[found.end() :].strip(" \u00a0:"):
            return start - len(before) + found.start(), end
    happened = words("happened_after").search(behind)
    return (start, end + happened.end()) if happened and "まで" not in behind[: happened.start()] else None


def _ahead(day: date, arrived: datetime) -> bool:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - _SLACK > arrived
