"""Lines that end inside a Japanese word though there was room.

Innocent when: text that was pasted out of a narrow window or a PDF.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Word

WRAPPED = Kind(
    id="wrapped-inside-word",
    group=Group.LANGUAGE,
    title=Text(
        en="A line ends inside the word {natural}, though it is shorter than others: {words}.",
        ja="行の長さに余裕があるのに、「 {natural} 」という言葉の途中で改行されています（{words}）。",
    ),
    why=Text(
        en="A writer ends lines between words. Lines end inside one where the text was copied from a narrower window, or wrapped by a tool that does not know Japanese.",
        ja="書く人は、言葉の切れ目で改行します。途中で切れるのは、幅の狭い画面から写したか、日本語を知らない道具で折り返した文面です。",
    ),
    innocent=Text(
        en="Text pasted from a PDF or a chat, and answers that quote with changed line lengths.",
        ja="PDF やチャットから貼り付けた文章や、引用で行の長さが変わったメールでも見られます。",
    ),
)


_MOST = 3


def check(japanese: Japanese) -> Iterator[Finding]:
    slips = japanese.slips("wrapping")
    if slips:
        yield WRAPPED.found(
            *(slip.evidence() for slip in slips[:_MOST]),
            words=Quote(slips[0].quote),
            natural=Word(Text(en=slips[0].natural, ja=slips[0].natural)),
        )
