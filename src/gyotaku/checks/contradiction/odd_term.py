"""A word of technology that notices to users do not have; its meaning is told for the reader.

Innocent when: the mail is between people who use the word.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.said import Sayings
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Word

ODD_TERM = Kind(
    id="odd-term",
    group=Group.CONTRADICTION,
    direction=Direction.INFORMS,
    when_bad=True,
    title=Text(
        en="The mail speaks of {term}: {meaning}.",
        ja="メールに {term} という言葉があります。{meaning}。",
    ),
    why=Text(
        en="It is told so that the reader can judge whether the story makes sense.",
        ja="話の筋が通っているかどうかを判断できるように、言葉の意味を示します。",
    ),
    innocent=Text(
        en="Notices of the makers of such things, and mail between technicians.",
        ja="その製品の提供元からの案内や、技術者同士のメールでも使われます。",
    ),
)


def check(sayings: Sayings) -> Iterator[Finding]:
    for number, row in enumerate(table("stories")["term"]):
        said = sayings.of(f"term:{number}")
        if said:
            longest = max(said, key=lambda one: len(one.hit.phrase))
            quote = longest.passage.evidence(longest.hit.start, longest.hit.end)
            yield ODD_TERM.found(quote, term=Quote(quote.quote), meaning=Word(Text(en=row["en"], ja=row["ja"])))
