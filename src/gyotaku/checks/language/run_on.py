"""A sentence that is over goes on behind a comma.

Innocent when: chatty mails of native writers.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.grammar import Grammar
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Word

RUN_ON = Kind(
    id="sentences-run-together",
    group=Group.LANGUAGE,
    title=Text(
        en="A sentence is over, and yet goes on behind a comma: {words}. It would end: {natural}.",
        ja="文が終わっているのに、読点で次の文へ続いています（{words}）。区切るなら「 {natural} 」です。",
    ),
    why=Text(
        en="Chinese and English sentences may go on behind a comma; in a careful Japanese notice a sentence ends with 。 where its verb is final.",
        ja="中国語や英語では、読点で文をつなぐことがあります。日本語の改まったお知らせでは、言い切りの形の後は「。」で区切ります。",
    ),
    innocent=Text(
        en="Friendly and hasty mails, in which people run sentences together.",
        ja="親しい人どうしのメールや、急いで書いたメールでもよく見られます。",
    ),
)


_MOST = 3


def check(grammar: Grammar) -> Iterator[Finding]:
    slips = [slip for slip in grammar.of("endings") if slip.rule == "run-on"]
    if slips:
        yield RUN_ON.found(
            *(slip.evidence() for slip in slips[:_MOST]),
            words=Quote(slips[0].quote),
            natural=Word(Text(en=slips[0].natural, ja=slips[0].natural)),
        )
