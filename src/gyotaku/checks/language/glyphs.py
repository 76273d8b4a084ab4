"""Characters that Chinese or Korean typing leaves in Japanese sentences.

Innocent when: names and quotations of those languages.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Word

FOREIGN_GLYPHS = Kind(
    id="foreign-characters",
    group=Group.LANGUAGE,
    title=Text(
        en="The Japanese text has characters that Japanese does not use: {words}. It would be written: {natural}.",
        ja="{words} には、日本語で使わない字が含まれています。正しくは「 {natural} 」です。",
    ),
    why=Text(
        en="A Japanese keyboard does not offer them. They come from a text that was typed or converted in another language.",
        ja="日本語の入力では出てこない字です。別の言語で入力または変換された文面に残ります。",
    ),
    innocent=Text(
        en="Names of people and places abroad, and those who write Japanese with another language set on their device.",
        ja="外国の人名や地名、端末を別の言語に設定して日本語を書く人のメールでも見られます。",
    ),
)


_SEVERAL = 2
_MOST = 3


def check(japanese: Japanese) -> Iterator[Finding]:
    slips = japanese.slips("glyphs")
    for slip in slips[:_MOST]:
        yield FOREIGN_GLYPHS.found(
            slip.evidence(),
            strength=Strength.MODERATE if len(slips) >= _SEVERAL else Strength.WEAK,
            words=Quote(slip.quote),
            natural=Word(Text(en=slip.natural, ja=slip.natural)),
        )
