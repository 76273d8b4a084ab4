"""No fault of language was found in a Japanese text.

Innocent when: always: it says nothing for or against.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.grammar import Grammar
from gyotaku.mail.facts.japanese import Japanese
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.model.answers import Unavailable
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Quote, Text

FLUENT = Kind(
    id="no-language-fault",
    group=Group.LANGUAGE,
    direction=Direction.INFORMS,
    when_bad=True,
    title=Text(
        en="No fault was found in the Japanese of the text ({beginning} …). That clears nobody.",
        ja="本文（{beginning} …）の日本語に、不自然な点は見つかりませんでした。だからといって、安全とは言えません。",
    ),
    why=Text(
        en="Texts are copied from genuine notices, or written well by machines. What speaks against this mail is told by its other findings.",
        ja="本物のお知らせの写しや、機械が作った自然な文章もあります。このメールで問題になるのは、ほかの所見です。",
    ),
    innocent=Text(
        en="Every well-written mail.",
        ja="きちんと書かれたメールなら、必ずこうなります。",
    ),
)


_BEGINNING = 30


def check(japanese: Japanese, tongue: Lazy[Tongue], grammar: Lazy[Grammar]) -> Iterator[Finding]:
    bodies = [sheet for sheet in japanese.sheets if not sheet.is_header]
    if not bodies or tongue().language != "ja" or not japanese.faultless or _slips(grammar):
        return
    text = bodies[0].text
    start = len(text) - len(text.lstrip())
    line = text[start : start + _BEGINNING].splitlines()[0].rstrip()
    evidence = bodies[0].passage.evidence(start, start + len(line))
    yield FLUENT.found(evidence, beginning=Quote(line))


def _slips(grammar: Lazy[Grammar]) -> bool:
    try:
        return bool(grammar().slips)
    except Unavailable:  # the checks that need it say so
        return False
