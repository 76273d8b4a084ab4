"""The reader is given two different lengths of time for one thing.

Innocent when: the two are for different things. Held against each other are only the times that the mail leaves its reader before it takes
something away or does it, and times told of one recording.
"""

from collections.abc import Iterator

from msgspec import Struct

from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.mentions.periods import Period, periods
from gyotaku.mail.mentions.quoted import answers
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

TWO_PERIODS = Kind(
    id="two-periods",
    group=Group.CONTRADICTION,
    strength=Strength.WEAK,
    title=Text(
        en="For one thing the mail gives two different lengths of time: {first} and {second}.",
        ja="一つのことについて、{first} と {second} という二つの期間が書かれています。",
    ),
    why=Text(
        en="Who sets a time knows it. Texts that are put together from several frauds keep the times of each.",
        ja="期間を決めた本人であれば、それを二通りに書くことはありません。複数の文面を継ぎ合わせると、それぞれの期間が残ります。",
    ),
    innocent=Text(
        en="Two steps that each have a time of their own, where the mail does not say so clearly.",
        ja="二つの手続きにそれぞれ期間があり、そのことがはっきり書かれていない場合にも起こります。",
    ),
)

_DAY = 24 * 60 * 60


class _Told(Struct, frozen=True):
    passage: Passage
    period: Period


def check(wording: Wording) -> Iterator[Finding]:
    subject = [passage for passage in wording.headers if passage.part == "Subject"]
    for body in wording.bodies[:4]:
        if answers(body.folded):
            continue
        told = [_Told(one, period) for one in (*subject, body) for period in periods(one.folded)]
        if len(told) < 2:
            continue
        found = False
        for matter in dict.fromkeys(one.period.matter for one in told):
            same = [one for one in told if one.period.matter == matter]
            values = {one.period.seconds for one in same}
            if len(values) == 2:
                first = same[0]
                second = next(one for one in same if one.period.seconds != first.period.seconds)
                one, other = (each.passage.evidence(each.period.start, each.period.end) for each in (first, second))
                certain = 0 in values and max(values) >= 2 * _DAY
                strength = Strength.MODERATE if certain else Strength.WEAK
                yield TWO_PERIODS.found(
                    one, other, strength=strength, first=Quote(one.quote), second=Quote(other.quote)
                )
                found = True
        if found:
            return
