"""A particle with nothing before it: the word was not filled in.

Innocent when: templates of honest senders fail as well.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.grammar import Grammar
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

LEFT_OUT = Kind(
    id="word-left-out",
    group=Group.LANGUAGE,
    title=Text(
        en="A word is missing before the particle in {words}.",
        ja="{words} は、助詞の前の言葉が抜けています。",
    ),
    why=Text(
        en="A particle cannot begin a phrase. The name that belongs there was not filled in, or a filter has taken it out.",
        ja="助詞から句を始めることはできません。名前などを差し込むはずの欄が空だったか、伏せられたままになっています。",
    ),
    innocent=Text(
        en="Honest programs that fill in names fail like this too.",
        ja="正規のソフトウェアが差し込みに失敗したときも、同じことが起こります。",
    ),
)


_MOST = 3


def check(grammar: Grammar) -> Iterator[Finding]:
    slips = [slip for slip in grammar.of("endings") if slip.rule == "left-out"]
    if slips:
        yield LEFT_OUT.found(
            *(slip.evidence() for slip in slips[:_MOST]),
            strength=Strength.MODERATE if grammar.several else Strength.WEAK,
            words=Quote(slips[0].quote),
        )
