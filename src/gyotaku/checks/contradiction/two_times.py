"""One appointment is given two different times, or two different days.

Innocent when: the two are of two things. Said only where the mail has one labelled time and its subject, or the sentence that
announces the appointment, gives another that stands nowhere under a label.
"""

from collections.abc import Iterator

from msgspec import Struct

from gyotaku.mail.facts.mentions import Mentions, Spoken
from gyotaku.mail.mentions.calendar import Day
from gyotaku.mail.mentions.labelled import labelled
from gyotaku.mail.mentions.reader import DateMention, Mentioned
from gyotaku.mail.mentions.words import words
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

TWO_TIMES = Kind(
    id="two-times",
    group=Group.CONTRADICTION,
    strength=Strength.MODERATE,
    title=Text(
        en="For one appointment the mail gives two different times: {first} and {second}.",
        ja="一つの予定について、{first} と {second} という二つの日時が書かれています。",
    ),
    why=Text(
        en="Both cannot be the time of the same event. It happens when an old notice is sent again with new dates in some places alone.",
        ja="一つの予定の日時が、両方とも正しいことはありません。古いお知らせの日付を一部だけ書き換えると、このような食い違いが生じます。",
    ),
    innocent=Text(
        en="A notice written in haste, or two events of one day.",
        ja="急いで書かれたお知らせや、同じ日に二つの予定がある場合にも起こります。",
    ),
)

_BESIDE = 12
_ABOUT = 45
"""Minutes by which a time that is told as about may differ."""
_OTHER = (
    "受付",
    "開場",
    "集合",
    "締切",
    "締め切り",
    "まで",
    "以降",
    "doors",
    "arrive",
    "check-in",
    "check in",
    "deadline",
    "until",
    "by ",
    "before",
    "from ",
    "after",
    "毎",
    "送信",
    "現在",
    "時点",
    "更新",
    "作成",
    "sent",
    "as of",
    "より前",
    "解散",
    "終了",
    "昼食",
)


class _When(Struct, frozen=True):
    """A day and a time of day as they stand together."""

    spoken: Spoken
    start: int
    end: int
    day: Day | None
    begins: int | None
    spans: bool = False
    """It is a span of time. Two of those in a notice of an outage are the matter of another check."""

    def evidence(self) -> Evidence:
        return self.spoken.evidence((self.start, self.end))


def check(mentions: Mentions) -> Iterator[Finding]:
    for body in mentions.bodies:
        if not body.mentioned.times and not body.mentioned.ranges:
            continue
        every = _whens(body)
        under_label = [one for one in every if labelled(body.text, one.start)]
        if len({(one.begins, str(one.day)) for one in under_label}) != 1 or under_label[0].begins is None:
            continue
        if any(
            words("several", "changed", "zone").search(one.text.replace("一部の", ""))
            for one in (mentions.subject, body)
            if one is not None
        ):
            continue
        told = _told(mentions.subject, body, every, under_label[0])
        if told is not None and not (told.spans and under_label[0].spans and words("notice").search(body.text)):
            first, second = told.evidence(), under_label[0].evidence()
            yield TWO_TIMES.found(first, second, first=Quote(first.quote), second=Quote(second.quote))
            return


def _told(subject: Spoken | None, body: Spoken, every: list[_When], fixed: _When) -> _When | None:
    """The same appointment as the subject, or a sentence before the label, gives it, if it does so otherwise."""
    if subject is not None:
        told = _clash(_whens(subject), body, every, fixed)
        if told is not None:
            return told
    before = [one for one in every if one.end <= fixed.start and not labelled(body.text, one.start)]
    return _clash(before, body, every, fixed)


def _clash(told: list[_When], body: Spoken, every: list[_When], fixed: _When) -> _When | None:
    told = [one for one in told if not _of_something_else(one)]
    if any(one.begins == fixed.begins for one in told):
        return None
    known = {one.begins for one in every if labelled(body.text, one.start)}
    ends = {span.ends for span in body.mentioned.ranges}
    clashing = [
        one
        for one in told
        if one.begins is not None
        and one.begins not in known
        and (one.spans or one.begins not in ends)
        and one.day is not None
        and fixed.day is not None
        and one.day.agrees(fixed.day)
        and not (_about(one) and abs(one.begins - (fixed.begins or 0)) < _ABOUT)
    ]
    return clashing[0] if len({one.begins for one in clashing}) == 1 else None


def _about(one: _When) -> bool:
    return any(word in one.spoken.text[one.end : one.end + 4] for word in ("頃", "ごろ", "ころ"))


def _of_something_else(one: _When) -> bool:
    text = one.spoken.text
    around = text[max(0, one.start - _BESIDE) : one.start] + text[one.end : one.end + _BESIDE]
    return not one.spoken.by_sender(one.start) or any(word in around for word in _OTHER)


def _whens(spoken: Spoken) -> list[_When]:
    """Every time of day with the date right before it."""
    said: Mentioned = spoken.mentioned
    found = [
        _When(spoken, *span.whole, span.date.day if span.date else None, span.begins, spans=True)
        for span in said.ranges
    ]
    for time in said.times:
        date = _date_before(said, time.start)
        start = time.start if date is None else date.whole[0]
        found.append(_When(spoken, start, time.end, None if date is None else date.day, time.minute))
    return sorted(found, key=lambda one: one.start)


def _date_before(said: Mentioned, start: int) -> DateMention | None:
    return next((date for date in said.dates if 0 <= start - date.whole[1] <= _BESIDE), None)
