"""Spaces inside Japanese words.

Innocent when: text that was wrapped by an old program.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Word

SPACES = Kind(
    id="spaces-inside-words",
    group=Group.LANGUAGE,
    title=Text(
        en="Spaces stand inside Japanese words: {words}, written {natural}.",
        ja="{words} のように、言葉の途中に空白が入っています（正しくは「 {natural} 」）。",
    ),
    why=Text(
        en="Japanese has no spaces between words, and none inside. They are left where a text was wrapped and joined again by a tool made for other languages.",
        ja="日本語は分かち書きをせず、言葉の途中に空白を入れることもありません。別の言語向けの道具で折り返し、つなぎ直した文面に残ります。",
    ),
    innocent=Text(
        en="Text copied out of a PDF, and HTML mails of programs that wrap their source inside words.",
        ja="PDF から写した文章や、HTML を言葉の途中で折り返すソフトウェアのメールでも起こります。",
    ),
)


_LEAST = 1
_MOST = 6


def check(japanese: Japanese) -> Iterator[Finding]:
    slips = japanese.slips("spacing")
    if len(slips) >= _LEAST:
        yield SPACES.found(
            *(slip.evidence() for slip in slips[:_MOST]),
            words=Quote(slips[0].quote),
            natural=Word(Text(en=slips[0].natural, ja=slips[0].natural)),
        )
