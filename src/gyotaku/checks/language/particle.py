"""A particle that does not go with its predicate.

Innocent when: learners, dialect and slips.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.grammar import Grammar
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Word

PARTICLE = Kind(
    id="particle-wrong",
    group=Group.LANGUAGE,
    title=Text(
        en="The particles in {words} do not fit ({reason}). Natural would be: {natural}.",
        ja="{words} は助詞が合っていません（ {reason} ）。自然な言い方は「 {natural} 」です。",
    ),
    why=Text(
        en="Who grew up with Japanese does not choose these particles wrongly; machines and writers of other languages do. One alone may be a slip.",
        ja="日本語を母語とする人は、助詞をこのようには取り違えません。機械翻訳や、外国で作られた文面に残る誤りです。一か所だけなら、書き誤りのこともあります。",
    ),
    innocent=Text(
        en="People who learn Japanese, sentences that were changed and not read again, and dialect.",
        ja="日本語を学んでいる人、書き直しの途中で残った文、方言でも見られます。",
    ),
)


_MOST = 3


def check(grammar: Grammar) -> Iterator[Finding]:
    for slip in grammar.of("particles")[:_MOST]:
        en, ja = table("frames")["sorts"][slip.rule]
        yield PARTICLE.found(
            slip.evidence(),
            strength=Strength.MODERATE if grammar.several else Strength.WEAK,
            words=Quote(slip.quote),
            natural=Word(Text(en=slip.natural, ja=slip.natural)),
            reason=Word(Text(en=en, ja=ja)),
        )
