"""Words joined in a form that Japanese does not have.

Innocent when: learners and slips of typing.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.grammar import Grammar
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Word

JOINED = Kind(
    id="word-form-wrong",
    group=Group.LANGUAGE,
    title=Text(
        en="The words {words} do not join like this ({reason}). Natural would be: {natural}.",
        ja="{words} は、言葉のつながり方が誤っています（ {reason} ）。自然な言い方は「 {natural} 」です。",
    ),
    why=Text(
        en="Such forms come about when words are put together from a dictionary or by a program. A notice that many people read before it is sent does not have them.",
        ja="辞書やソフトウェアで言葉をつなぎ合わせると、このような形になります。送る前に何人もが目を通すお知らせには、まず残りません。",
    ),
    innocent=Text(
        en="People who learn Japanese, and mails typed in haste, from which a character was lost.",
        ja="日本語を学んでいる人や、急いで打って一文字抜けたメールでも見られます。",
    ),
)


_MOST = 3


def check(grammar: Grammar) -> Iterator[Finding]:
    for slip in grammar.of("forms")[:_MOST]:
        en, ja = table("frames")["sorts"][slip.rule]
        yield JOINED.found(
            slip.evidence(),
            strength=Strength.MODERATE if grammar.several else Strength.WEAK,
            words=Quote(slip.quote),
            natural=Word(Text(en=slip.natural, ja=slip.natural)),
            reason=Word(Text(en=en, ja=ja)),
        )
