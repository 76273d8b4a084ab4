"""Who is said to do it cannot, or does it in the wrong degree of courtesy.

Innocent when: learners, and people unsure of polite forms.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.grammar import Grammar
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Word

DOER = Kind(
    id="doer-wrong",
    group=Group.LANGUAGE,
    title=Text(
        en="In {words} the doer and the deed do not fit ({reason}). Natural would be: {natural}.",
        ja="{words} は、だれの動作かと言葉遣いが合っていません（ {reason} ）。自然な言い方は「 {natural} 」です。",
    ),
    why=Text(
        en="Japanese tells by the verb whose deed it is: humble for those who write, honouring for those who read. Firms drill their people in this; programs mix it up.",
        ja="日本語では、自分側の動作は謙譲語、読む人の動作は尊敬語で書き分けます。お客様に書く会社なら間違えませんが、機械翻訳では混ざります。",
    ),
    innocent=Text(
        en="Young writers and learners, who are often unsure of these forms.",
        ja="敬語に慣れていない若い人や、日本語を学んでいる人のメールでも見られます。",
    ),
)


_MOST = 3


def check(grammar: Grammar) -> Iterator[Finding]:
    for slip in grammar.of("doers")[:_MOST]:
        en, ja = table("frames")["sorts"][slip.rule]
        yield DOER.found(
            slip.evidence(),
            strength=Strength.MODERATE if grammar.several else Strength.WEAK,
            words=Quote(slip.quote),
            natural=Word(Text(en=slip.natural, ja=slip.natural)),
            reason=Word(Text(en=en, ja=ja)),
        )
