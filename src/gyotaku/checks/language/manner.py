"""Plain sentences among polite ones.

Innocent when: quotations, rules and lists; friends.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Word

MANNER = Kind(
    id="politeness-shifts",
    group=Group.LANGUAGE,
    title=Text(
        en="Among polite sentences there are plain ones: {words}. It would go on: {natural}.",
        ja="丁寧な文の中に、{words} と、丁寧でない文が混ざっています。そろえるなら「 {natural} 」です。",
    ),
    why=Text(
        en="Whoever writes to customers in です and ます keeps to it. Machine translation chooses anew for each sentence.",
        ja="お客様に「です・ます」で書く人は、最後までそろえます。機械翻訳では、文ごとに変わることがあります。",
    ),
    innocent=Text(
        en="Quoted rules, notes and lists in the plain form, mails between friends, and learners.",
        ja="規約や箇条書きの引用、親しい人どうしのメール、日本語を学んでいる人のメールでも見られます。",
    ),
)


_MOST = 3


def check(japanese: Japanese) -> Iterator[Finding]:
    slips = japanese.slips("manner")
    if slips:
        yield MANNER.found(
            *(slip.evidence() for slip in slips[:_MOST]),
            words=Quote(slips[0].quote),
            natural=Word(Text(en=slips[0].natural, ja=slips[0].natural)),
        )
