"""A period ends before it begins.

Innocent when: the year of one of its days was mistyped, as happens for periods around New Year.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.mentions import Mentions
from gyotaku.mail.mentions.words import words
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text

PERIOD_BACKWARDS = Kind(
    id="period-backwards",
    group=Group.CONTRADICTION,
    title=Text(
        en="A period is said to begin on {first} and to end on {last}, which is earlier.",
        ja="期間が {first} から {last} までとされていますが、終わりの日が始まりの日より前です。",
    ),
    why=Text(
        en="No period ends before it begins. It happens when the dates of an old mail are changed one by one.",
        ja="始まる前に終わる期間はありません。古いメールの日付を一つずつ書き換えると、このような誤りが生じます。",
    ),
    innocent=Text(
        en="A mistyped year, above all in periods around New Year.",
        ja="年の書き間違いで起こります。年末年始をまたぐ期間によく見られます。",
    ),
)
_AROUND = 40
"""Characters before and after in which a word tells that something was moved."""


def check(mentions: Mentions) -> Iterator[Finding]:
    for spoken in mentions.dated:
        for first, last in spoken.mentioned.day_spans:
            begins, ends = first.day.when, last.day.when
            if not begins or not ends or ends >= begins or first.other or last.other:
                continue
            if spoken.by_sender(first.start) and not _moved(spoken.text, first.start, last.end):
                evidence = spoken.evidence(first.whole), spoken.evidence(last.whole)
                yield PERIOD_BACKWARDS.found(*evidence, first=Quote(evidence[0].quote), last=Quote(evidence[1].quote))
                return


def _moved(text: str, start: int, end: int) -> bool:
    """The dates are an old and a new one: something was moved from this day to that."""
    return words("changed").search(text[max(0, start - _AROUND) : end + _AROUND]) is not None
