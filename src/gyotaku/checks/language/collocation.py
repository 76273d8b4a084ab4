"""A noun and a verb that are not said together.

Innocent when: learners, and trades with words of their own.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.grammar import Grammar
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Word

COLLOCATION = Kind(
    id="words-not-together",
    group=Group.LANGUAGE,
    title=Text(
        en="These words are not said together in Japanese: {words}. Natural would be: {natural}.",
        ja="{words} という組み合わせは、日本語では使いません。自然な言い方は「 {natural} 」です。",
    ),
    why=Text(
        en="The verb is one that a dictionary gives for the foreign word. A native takes the one that goes with the noun without thinking.",
        ja="外国語の動詞を、名詞との組み合わせを考えずに置き換えると、こうなります。日本語を母語とする人は、その名詞に合う動詞を自然に選びます。",
    ),
    innocent=Text(
        en="People who learn Japanese, software that was translated badly, and trades that have such words of their own.",
        ja="日本語を学んでいる人のメール、翻訳の粗いソフトウェアの通知、その業界だけの言い回しでも見られます。",
    ),
)


_MOST = 3


def check(grammar: Grammar) -> Iterator[Finding]:
    for slip in grammar.of("collocations")[:_MOST]:
        yield COLLOCATION.found(
            slip.evidence(),
            strength=Strength.MODERATE if grammar.several else Strength.WEAK,
            words=Quote(slip.quote),
            natural=Word(Text(en=slip.natural, ja=slip.natural)),
        )
