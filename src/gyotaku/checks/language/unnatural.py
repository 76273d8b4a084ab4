"""Phrases of Japanese that no native writes.

Innocent when: learners, translated software and haste.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.japanese import Japanese
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Word

UNNATURAL = Kind(
    id="unnatural-japanese",
    group=Group.LANGUAGE,
    title=Text(
        en="Japanese writers do not put it like this: {words} ({reason}). A native would put it, for instance, so: {natural}.",
        ja="{words} は不自然な日本語です（ {reason} ）。日本語では、たとえば「 {natural} 」のように書きます。",
    ),
    why=Text(
        en="Texts that are translated by machine or written abroad betray themselves in such places; one alone may be a slip.",
        ja="機械翻訳や外国で作られた文面には、こうした言い方が残ります。一か所だけなら、書き誤りのこともあります。",
    ),
    innocent=Text(
        en="People who learn Japanese, programs whose messages were translated badly, and mails written in haste. Fluent writing, in turn, clears nobody.",
        ja="日本語を学んでいる人、翻訳の粗いソフトウェアの通知、急いで書いたメールでも見られます。逆に、自然な日本語だから安全とも言えません。",
    ),
)


_MOST = 16


def check(japanese: Japanese) -> Iterator[Finding]:
    slips = japanese.phrases
    # One slip is anybody's; several, of one sort or another, are a manner of writing.
    strength = Strength.MODERATE if slips and japanese.foreign else Strength.WEAK
    for slip in sorted(slips, key=lambda slip: slip.slight)[:_MOST]:
        en, ja = table("calques")["sorts"][slip.rule]
        yield UNNATURAL.found(
            slip.evidence(),
            strength=Strength.WEAK if slip.slight else strength,
            words=Quote(slip.quote),
            natural=Word(Text(en=slip.natural, ja=slip.natural)),
            reason=Word(Text(en=en, ja=ja)),
        )
