"""What stands in brackets to say the same again says something else: the length of a span of time, the year of an era, the time in another zone.

Innocent when: somebody worked it out in his head.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.mentions import Mentions
from gyotaku.mail.mentions.beside import eras, hours, zones
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

BESIDE_UNLIKE = Kind(
    id="beside-unlike",
    group=Group.CONTRADICTION,
    strength=Strength.WEAK,
    title=Text(
        en="{first} and {second} stand side by side as the same, and are not.",
        ja="{first} と {second} は同じことを言い換えたものとして並べて書かれていますが、一致しません。",
    ),
    why=Text(
        en="The one follows from the other by the clock or the calendar. They come apart where one of them is changed and the other forgotten.",
        ja="一方は、時計や暦からもう一方が決まります。片方だけを書き換えると、このような食い違いが生じます。",
    ),
    innocent=Text(
        en="People who reckon in their heads are wrong at times.",
        ja="暗算で書いた場合には、善意の人でも間違えることがあります。",
    ),
)


def check(mentions: Mentions) -> Iterator[Finding]:
    for body in (*mentions.bodies, *([mentions.subject] if mentions.subject is not None else [])):
        text = body.text
        pair = hours(text, body.mentioned) or eras(text) or zones(text)
        if pair is not None and body.by_sender(pair[0][0]):
            first, second = (body.evidence(span) for span in pair)
            yield BESIDE_UNLIKE.found(first, second, first=Quote(first.quote), second=Quote(second.quote))
            return
