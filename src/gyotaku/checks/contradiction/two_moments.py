"""An outage or a maintenance begins, or is over, at two different times.

Innocent when: there were two of them, or a first estimate was put right. Said only where one of the times stands under a label, and
neither is told as changed.
"""

from collections.abc import Iterator

from msgspec import Struct

from gyotaku.mail.facts.mentions import Mentions, Spoken
from gyotaku.mail.mentions.moments import Moment, moments
from gyotaku.mail.mentions.words import words
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

TWO_MOMENTS = Kind(
    id="two-moments",
    group=Group.CONTRADICTION,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail gives two different times for when one event began or ended: {first} and {second}.",
        ja="一つの出来事の始まり、または終わりの時刻が、{first} と {second} の二通りに書かれています。",
    ),
    why=Text(
        en="What happened began once and ended once. Who was there tells one time; who fills a form with figures forgets the other place.",
        ja="一つの出来事が始まる時刻も終わる時刻も、一つしかありません。ひな型の時刻を一部だけ書き換えると、このような食い違いが生じます。",
    ),
    innocent=Text(
        en="Two events in one notice, or a time that was mistyped in haste.",
        ja="二つの出来事を一通で知らせている場合や、急いで書いて時刻を誤った場合にも起こります。",
    ),
)

_NEAR = 30
"""Minutes by which a time that is told as about may differ."""
_AROUND = 12


class _Claim(Struct, frozen=True):
    spoken: Spoken
    moment: Moment

    def evidence(self) -> Evidence:
        return self.spoken.evidence((self.moment.start, self.moment.end))


def check(mentions: Mentions) -> Iterator[Finding]:
    for body in mentions.bodies:
        said = body.mentioned
        if len(said.times) + 2 * len(said.ranges) < 2 or not words("notice").search(body.text):
            continue
        if any(words("revised").search(one.text) for one in (mentions.subject, body) if one is not None):
            continue
        told = [_Claim(one, moment) for one in (mentions.subject, body) if one is not None for moment in _of(one)]
        for began in (True, False):
            pair = _pair([one for one in told if one.moment.began is began], one_day=_one_day(body))
            if pair is not None:
                first, second = (one.evidence() for one in pair)
                yield TWO_MOMENTS.found(first, second, first=Quote(first.quote), second=Quote(second.quote))
                return


def _of(spoken: Spoken) -> list[Moment]:
    if not spoken.mentioned.times and not spoken.mentioned.ranges:
        return []
    return [one for one in moments(spoken.text, spoken.mentioned) if spoken.by_sender(one.start)]


def _one_day(body: Spoken) -> bool:
    """All that the body tells is of one day."""
    days = [date.day for date in body.mentioned.dates]
    return bool(days) and all(day.agrees(days[0]) for day in days)


def _pair(told: list[_Claim], *, one_day: bool) -> tuple[_Claim, _Claim] | None:
    """The only time in a sentence, or in the subject, and the only one under a label."""
    fixed = [one for one in told if one.moment.labelled]
    others = [one for one in told if not one.moment.labelled]
    if len({(one.moment.minute, str(one.moment.day)) for one in fixed}) != 1 or not others:
        return None
    second = fixed[0]
    if any(one.moment.minute % 1440 == second.moment.minute % 1440 for one in others):
        return None
    first = others[0]
    if first.moment.of_span and second.moment.of_span:
        return None  # the matter of another check
    if len({one.moment.minute for one in others}) != 1 or not _same_day(first.moment, second.moment, one_day=one_day):
        return None
    apart = abs(first.moment.minute - second.moment.minute)
    about = first.moment.about or second.moment.about
    if (about and apart < _NEAR) or _zoned(first) is not _zoned(second):
        return None
    return (
        (first, second)
        if first.spoken is not second.spoken or first.moment.start < second.moment.start
        else (second, first)
    )


def _same_day(first: Moment, second: Moment, *, one_day: bool) -> bool:
    if first.day is None or second.day is None:
        return one_day
    return first.day.agrees(second.day)


def _zoned(claim: _Claim) -> bool:
    text = claim.spoken.text
    around = text[claim.moment.start : claim.moment.end + _AROUND]
    return words("zone").search(around) is not None
