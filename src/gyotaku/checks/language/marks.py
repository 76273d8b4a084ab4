"""Marks that a Japanese writer does not use, or not in that place.

Innocent when: scientists, engineers and hasty people.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Word

MARKS = Kind(
    id="punctuation-odd",
    group=Group.LANGUAGE,
    title=Text(
        en="Marks do not stand as Japanese has them: {words}. It would be written: {natural}.",
        ja="{words} は、句読点の使い方が日本語として不自然です。ふつうは「 {natural} 」と書きます。",
    ),
    why=Text(
        en="Japanese ends a sentence with 。 and parts it with 、 and puts no space after them. Other marks are left by keyboards and programs for other languages.",
        ja="日本語の文は「、」で区切り、「。」で終わり、その後に空白を入れません。別の言語のキーボードやソフトウェアで作った文面では、ほかの記号になることがあります。",
    ),
    innocent=Text(
        en="Scientists and engineers who write with commas, and mails written in haste.",
        ja="コンマやピリオドを使う理工系の人のメールや、急いで書いたメールでも見られます。",
    ),
)


_MOST = 5


def check(japanese: Japanese) -> Iterator[Finding]:
    slips = japanese.slips("marks")
    if slips:
        yield MARKS.found(
            *(slip.evidence() for slip in slips[:_MOST]),
            words=Quote(slips[0].quote),
            natural=Word(Text(en=slips[0].natural, ja=slips[0].natural)),
        )
