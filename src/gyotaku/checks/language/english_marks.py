"""The marks of the English sentences do not stand where English has them: a space before a comma, none after a full stop.

Innocent when: the writer learned to type in another language (French has spaces before some marks), or writes in haste.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.mail.pattern import Pattern
from gyotaku.model.answers import NotApplicable
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Amount, Quote, Text

MARKS = Kind(
    id="english-marks",
    group=Group.LANGUAGE,
    title=Text(
        en="Marks stand in {count} places where English does not set them, as in {words}.",
        ja="英文の句読点の打ち方が、英語の習慣と {count} か所で違います（{words} など）。",
    ),
    why=Text(
        en="English sets no space before a comma, a full stop or a colon, and one after it. Texts put together from pieces, translated by machines or typed in a hurry differ. It is a weak hint.",
        ja="英語では、コンマ、ピリオド、コロンの前に空白を置かず、後に置きます。部品を継ぎ合わせた文、機械翻訳、急いで打った文では乱れます。弱い手がかりです。",
    ),
    innocent=Text(
        en="People who type as their own language does, and everybody in a hurry.",
        ja="母語の習慣で打つ人や、急いでいる人のメールでも見られます。",
    ),
)

# The mark stands before the look back, so that a search goes by it.
_BEFORE = Pattern(r" (?<=[a-z] )(?:[,;!?](?=\s)|[.:](?=\s+[A-Z]|\s*$))")
_AFTER = Pattern(r"[.!?,](?:(?<=[a-z]{3}[.!?])[A-Z][a-z]{2,}(?=[ ,])|(?<=[a-z]{2},)[a-z]{3,}(?= ))")
_SPACED = (" ,", " .", " ;", " :", " !", " ?")
_CODE = Pattern(r"[{}<>=;|\\$@#/]|::|\(\)|\.[a-z]{2,4}\b")
_LEAST = 2
_MOST = 3
_READ = 3_000
_LONGEST_WORD = 30
_NOT_ENGLISH = Text(en="The text is not in English.", ja="本文は英語ではありません。")
_OF_A_LIST = Text(en="People talk with each other on the list.", ja="メーリングリストの投稿です。")


def check(wording: Wording, tongue: Tongue, bulk: Lazy[Bulk]) -> Iterator[Finding]:
    if tongue.language != "en":
        raise NotApplicable(_NOT_ENGLISH)
    if bulk().lists:
        raise NotApplicable(_OF_A_LIST)
    for passage in wording.bodies[:1]:
        text = passage.text[:_READ]
        others = words_of_others(passage.folded)
        found = [
            mark.span()
            for pattern in ((_BEFORE, _AFTER) if any(mark in text for mark in _SPACED) else (_AFTER,))
            for mark in pattern.compiled.finditer(text)
            if _in_prose(text, *mark.span()) and not any(start <= mark.start() < end for start, end in others)
        ]
        if len(found) >= _LEAST:
            pieces: list[tuple[int, int]] = []
            for start, end in sorted(found):
                if not pieces or start >= pieces[-1][1]:
                    pieces.append(_around(text, start, end))
            evidence = [passage.evidence(*piece) for piece in pieces[:_MOST]]
            yield MARKS.found(*evidence, count=Amount(len(found)), words=Quote(evidence[0].quote))


def _in_prose(text: str, start: int, end: int) -> bool:
    """The line is no code, address or table."""
    line = text[text.rfind("\n", 0, start) + 1 : text.find("\n", end) if "\n" in text[end:] else len(text)]
    return not _CODE.compiled.search(line) and "  " not in line.strip()


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The words on either side."""
    before = text[max(0, start - _LONGEST_WORD) : start]
    after = text[end : end + _LONGEST_WORD]
    begin = start - len(before) + max(before.rfind(" "), before.rfind("\n")) + 1
    stop = min(
        (at for at in (after.find(" ", 1), after.find("\n", 1), after.find("\r", 1)) if at > 0), default=len(after)
    )
    return begin if begin < start else start - 1, end + stop
