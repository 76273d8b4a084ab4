"""One outage on one day is given two different times.

Innocent when: the notice means two different things, or was corrected in haste. Said only where the mail itself ties
both spans of time to the same event: one stands under the notice's only label of a time, the other in its subject or in
the sentence that tells of the event before the label.
"""

from collections.abc import Iterator

from msgspec import Struct

from gyotaku.mail.facts.mentions import Mentions, Spoken
from gyotaku.mail.mentions.calendar import Day
from gyotaku.mail.mentions.labelled import labelled
from gyotaku.mail.mentions.reader import RangeMention
from gyotaku.mail.mentions.words import words
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

TWO_RANGES = Kind(
    id="two-ranges",
    group=Group.CONTRADICTION,
    strength=Strength.MODERATE,
    title=Text(
        en="For one event on one day the mail gives two different times: {first} and {second}.",
        ja="同じ日の一つの出来事について、{first} と {second} という二つの時間帯が書かれています。",
    ),
    why=Text(
        en="Both cannot be the time of the same event. Notices that are put together from pieces of genuine ones, with the "
        "figures changed in some places and forgotten in others, come to contradict themselves like this.",
        ja="一つの出来事の時間帯が、両方とも正しいことはありません。本物のお知らせを切り貼りし、数字を一部だけ書き換えた文面では、このような食い違いが生じます。",
    ),
    innocent=Text(
        en="A notice written in haste, where one of the times was mistyped or not brought up to date.",
        ja="急いで書かれたお知らせで、一方の時刻が誤っている場合や、更新されずに残っている場合にも起こります。",
    ),
)

_SENTENCE = 120
"""Characters after a span of time in which the sentence must name the event."""
_AROUND = 12
"""Characters in which a time zone's name belongs to a time."""
_SUBJECT_BEFORE = 40
"""Characters before a span in which the sentence names somebody who answers the phone."""


class _Claim(Struct, frozen=True):
    spoken: Spoken
    span: RangeMention

    @property
    def times(self) -> tuple[int, int]:
        return self.span.begins, self.span.ends


def check(mentions: Mentions) -> Iterator[Finding]:
    for body in mentions.bodies:
        if not body.mentioned.ranges:
            continue
        pair = _contradiction(mentions.subject, body)
        if pair is not None:
            first, second = pair
            yield TWO_RANGES.found(
                *(claim.spoken.evidence(claim.span.whole) for claim in pair),
                strength=Strength.WEAK if _overlap(first, second) else Strength.MODERATE,
                first=Quote(_words(first)),
                second=Quote(_words(second)),
            )
            return


def _words(claim: _Claim) -> str:
    return claim.spoken.passage.text[claim.span.start : claim.span.end]


def _contradiction(subject: Spoken | None, body: Spoken) -> tuple[_Claim, _Claim] | None:
    """What the notice tells first and what stands under its label, or what the subject and what the body's label says."""
    spans = [span for span in body.mentioned.ranges if body.by_sender(span.start)]
    under_label = [_Claim(body, span) for span in spans if labelled(body.text, span.whole[0])]
    if len({claim.times for claim in under_label}) != 1:
        return None  # no label, or one for each of several events
    second = under_label[0]
    day = _day(second.span, subject, body)
    if day is None:
        return None
    told = [_Claim(body, span) for span in spans if span.end <= second.span.start and _tells_event(body.text, span)]
    if subject is not None:
        told = [_Claim(subject, span) for span in subject.mentioned.ranges] + told
    others = [claim for claim in told if claim.times != second.times and _same_day(claim.span, day)]
    agreeing = any(claim.times == second.times for claim in told)
    dated = [span for span in spans if span.date is not None and span.date.day.agrees(day)]
    if len({claim.times for claim in others}) != 1 or agreeing or len({(s.begins, s.ends) for s in dated}) > 2:
        return None  # a list of several times
    first = others[0]
    contained = _within(first.times, second.times) or _within(second.times, first.times)
    return None if contained or _allowed(subject, body, first, second) else (first, second)


def _day(span: RangeMention, subject: Spoken | None, body: Spoken) -> Day | None:
    """The day of the labelled span: the date beside it, else the only date of the notice."""
    if span.date is not None:
        return span.date.day
    days = [date.day for one in (subject, body) if one is not None for date in one.mentioned.dates]
    return days[0] if days and all(day.agrees(days[0]) for day in days) else None


def _same_day(span: RangeMention, day: Day) -> bool:
    return span.date is not None and span.date.day.agrees(day)


def _tells_event(text: str, span: RangeMention) -> bool:
    """The sentence in which the span stands tells of something that failed or stops, not of when somebody answers the phone."""
    end = text.find("。", span.end, span.end + _SENTENCE)
    sentence = text[span.whole[0] : end if end >= 0 else span.end + _SENTENCE]
    before = text[max(0, span.whole[0] - _SUBJECT_BEFORE) : span.whole[0]]
    return words("notice").search(sentence) is not None and words("office").search(before + sentence) is None


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _overlap(first: _Claim, second: _Claim) -> bool:
    return first.span.begins < second.span.ends and second.span.begins < first.span.ends


def _line(claim: _Claim) -> str:
    """What stands around a span of time in its line and sentence."""
    text = claim.spoken.text
    start, end = claim.span.whole
    before = text[max(0, start - _SUBJECT_BEFORE) : start]
    behind = text[end : end + _SUBJECT_BEFORE]
    return before[max(before.rfind("\n"), before.rfind("。")) + 1 :] + behind.partition("\n")[0].partition("。")[0]


def _allowed(subject: Spoken | None, body: Spoken, *claims: _Claim) -> bool:
    """The mail says that there were several, or that something changed; or a time zone is named beside one of them."""
    texts = [body.text] if subject is None else [subject.text, body.text]
    if any(words("revised").search(text) for text in texts):
        return True
    if any(words("several", "changed").search(_line(claim)) for claim in claims):
        return True
    if not any(words("notice").search(text) for text in texts):
        return True
    return any(
        words("zone").search(claim.spoken.text[max(0, claim.span.start - _AROUND) : claim.span.end + _AROUND])
        for claim in claims
    )
