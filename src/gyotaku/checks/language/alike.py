"""A character that only looks like the right one, inside a Japanese word.

Innocent when: text that a machine read from paper.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Word

ALIKE = Kind(
    id="character-alike",
    group=Group.LANGUAGE,
    strength=Strength.MODERATE,
    title=Text(
        en="In {words} one character only looks like the right one; the word is written {natural}.",
        ja="{words} には、形の似た別の字が使われています。正しくは「 {natural} 」です。",
    ),
    why=Text(
        en="Typing does not mix these up, since they are typed differently. They are swapped to slip past filters that look for the word, or come from text read off a picture.",
        ja="読みが違うので、普通に入力していて取り違えることはありません。言葉を探すフィルターをすり抜けるために置き換えたか、画像から読み取った文章に起こります。",
    ),
    innocent=Text(
        en="Text that was scanned from paper and not corrected.",
        ja="紙から読み取り、直さずに使われた文章でも起こります。",
    ),
)


_SEVERAL = 2
_MOST = 6


def check(japanese: Japanese) -> Iterator[Finding]:
    slips = japanese.slips("alike")
    for slip in slips[:_MOST]:
        # バ and パ are mistaken by those who read badly as well.
        strength = Strength.MODERATE if slip.rule == "alike" or len(slips) >= _SEVERAL else Strength.WEAK
        yield ALIKE.found(
            slip.evidence(),
            strength=strength,
            words=Quote(slip.quote),
            natural=Word(Text(en=slip.natural, ja=slip.natural)),
        )
