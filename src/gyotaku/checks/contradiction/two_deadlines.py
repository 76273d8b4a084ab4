"""One thing is to be done by two different days.

Innocent when: the two days are of two things. Said only where the same word of what is to be done stands beside both, and nothing
tells of an extension or of several.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.mentions import Mentions, Spoken
from gyotaku.mail.mentions.calendar import Day
from gyotaku.mail.mentions.due import due_before, due_behind
from gyotaku.mail.mentions.reader import DateMention
from gyotaku.mail.mentions.words import words
from gyotaku.mail.pattern import Pattern
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

TWO_DEADLINES = Kind(
    id="two-deadlines",
    group=Group.CONTRADICTION,
    strength=Strength.MODERATE,
    title=Text(
        en="For one thing the mail sets two deadlines: {first} and {second}.",
        ja="一つの手続きについて、{first} と {second} という二つの期限が書かれています。",
    ),
    why=Text(
        en="One thing is due on one day. Texts that are used again with new dates come to set two.",
        ja="一つの手続きの期限は一つです。文面を使い回して日付を書き換えると、期限が二つになることがあります。",
    ),
    innocent=Text(
        en="Two different things to do, or a day that was mistyped.",
        ja="別々の手続きの期限が並んでいる場合や、日付の書き間違いでも起こります。",
    ),
)

_AROUND = 30
_ENDS = ("\n", "。", ". ")
_WITHIN = Pattern(r"(?:within (?:the next )?([0-9]{1,3}) (hours?|days?)|([0-9]{1,3}) ?(時間|日)以内)")
_LEAST = timedelta(days=3)
"""How much later than the hours allow a day must be to contradict them: hours count from the reading."""


class _Deadline(Struct, frozen=True):
    spoken: Spoken
    start: int
    end: int
    matter: str
    day: Day | None

    def evidence(self) -> Evidence:
        return self.spoken.evidence((self.start, self.end))


@cache
def _matters() -> dict[str, tuple[str, ...]]:
    return {name: tuple(row) for name, row in table("event_words")["matters"].items()}


def check(mentions: Mentions, clock: Clock) -> Iterator[Finding]:
    if not mentions.dated:
        return
    found: list[_Deadline] = []
    for spoken in mentions.dated:
        found += [one for date in spoken.mentioned.dates if (one := _deadline(spoken, date)) is not None]
    if not found or any(words("revised", "overdue").search(spoken.text) for spoken in mentions.dated):
        return
    for matter in dict.fromkeys(one.matter for one in found):
        same = [one for one in found if one.matter == matter]
        days = [one for n, one in enumerate(same) if not any(_agree(one, other) for other in same[:n])]
        if len(days) == 2:
            first, second = (one.evidence() for one in days)
            yield TWO_DEADLINES.found(first, second, first=Quote(first.quote), second=Quote(second.quote))
            return
    yield from _hours(found, clock)


def _agree(one: _Deadline, other: _Deadline) -> bool:
    return one.day is not None and other.day is not None and one.day.agrees(other.day)


def _deadline(spoken: Spoken, mention: DateMention) -> _Deadline | None:
    """The date with the word of what is due, where words of a deadline stand right beside it."""
    if mention.other is not None or not spoken.by_sender(mention.start):
        return None
    text, (start, end) = spoken.text, mention.whole
    before, behind = due_before(text, start), due_behind(text, end)
    if before is None and behind is None:
        return None
    if words("changed", "several").search(text, max(0, start - _AROUND), end + _AROUND):
        return None
    if any(until.start == mention.start for _, until in spoken.mentioned.day_spans):
        return None
    begin = start if before is None else before
    last = end if behind is None else behind
    line = text[max(0, begin - _AROUND) : begin]
    line = line[max(line.rfind(mark) for mark in _ENDS) + 1 :]
    rest = text[last : last + _AROUND]
    rest = rest[: min((at for mark in _ENDS if (at := rest.find(mark)) >= 0), default=len(rest))]
    around = line + text[begin:start] + text[end:last]
    named = _named(around) or _named(around + rest)
    return _Deadline(spoken, begin, last, named[0], mention.day) if len(named) == 1 else None


def _named(words_around: str) -> list[str]:
    named = [name for name, stems in _matters().items() if any(stem in words_around for stem in stems)]
    return [name for name in named if name != "procedure"] or named


def _hours(found: list[_Deadline], clock: Clock) -> Iterator[Finding]:
    """Within so many hours, and by a day that comes much later."""
    if not found or clock.written is None:
        return
    sent: date = clock.written.date()
    for one in found:
        text = one.spoken.text
        day = one.day.when if one.day is not None else None
        if day is None:
            continue
        for within in _WITHIN.compiled.finditer(text):
            around = text[max(0, within.start() - _AROUND) : within.end() + _AROUND]
            if not any(stem in around for stem in _matters()[one.matter]):
                continue
            number = int(within[1] or within[3])
            allowed = (
                timedelta(days=number) if (within[2] or within[4]).startswith(("d", "日")) else timedelta(hours=number)
            )
            if day - sent > allowed + _LEAST:
                first, second = one.spoken.evidence(within.span()), one.evidence()
                yield TWO_DEADLINES.found(
                    first, second, strength=Strength.WEAK, first=Quote(first.quote), second=Quote(second.quote)
                )
                return
