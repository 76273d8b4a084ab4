"""Sentences without 。 beside others that have it.

Innocent when: headings, captions and hasty mails.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text

STOPS = Kind(
    id="full-stop-missing",
    group=Group.LANGUAGE,
    title=Text(
        en="Sentences end without 。 here ({words}), while others of the same text have it.",
        ja="「。」のない文（{words}）と、「。」のある文が混ざっています。",
    ),
    why=Text(
        en="Whoever writes a notice ends every sentence alike. Texts put together from pieces, some of them translated, do not.",
        ja="お知らせの文章を書く人は、文の終わりをそろえます。翻訳した文と別の文をつなぎ合わせた文面では、そろわないことがあります。",
    ),
    innocent=Text(
        en="Mails with captions and lists, and people who write quickly.",
        ja="見出しや箇条書きの多いメールや、急いで書かれたメールでも見られます。",
    ),
)


_MOST = 3


def check(japanese: Japanese) -> Iterator[Finding]:
    slips = japanese.slips("stops")
    if slips:
        yield STOPS.found(*(slip.evidence() for slip in slips[:_MOST]), words=Quote(slips[0].quote))
