"""A sentence that stops before its end, with a full stop.

Innocent when: notes, and advertisements that like the effect.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.grammar import Grammar
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

UNFINISHED = Kind(
    id="sentence-unfinished",
    group=Group.LANGUAGE,
    title=Text(
        en="A sentence stops in the middle, with its full stop: {words}.",
        ja="文が途中で終わっているのに、句点が打たれています（{words}）。",
    ),
    why=Text(
        en="The verb has a form after which a sentence goes on. Such pieces are left when a text is cut up and put together again, often by a program.",
        ja="述語が、後に続くはずの形で止まっています。文面を切り貼りしたり、ソフトウェアで書き換えたりしたときに残ります。",
    ),
    innocent=Text(
        en="Quick notes, answers that only give a reason, and advertisements that break off for effect.",
        ja="走り書きのメモ、理由だけの返事、余韻を残す広告の文でも見られます。",
    ),
)


_MOST = 3


def check(grammar: Grammar) -> Iterator[Finding]:
    slips = [slip for slip in grammar.of("endings") if slip.rule == "broken-off"]
    if slips:
        yield UNFINISHED.found(
            *(slip.evidence() for slip in slips[:_MOST]),
            strength=Strength.MODERATE if grammar.several else Strength.WEAK,
            words=Quote(slips[0].quote),
        )
