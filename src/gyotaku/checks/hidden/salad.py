"""A run of words that makes no sentence: no small words between them, no marks, nothing of what the mail is about.

Innocent when: keywords, tags, ingredients and names stand in a row, mostly with commas or one to a line.
"""

from collections.abc import Iterator
from functools import cache

from gyotaku.data.tables import table
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.pattern import Pattern
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Amount, Quote, Text

SALAD = Kind(
    id="word-salad",
    group=Group.HIDDEN,
    title=Text(
        en="{count} words stand in a row that make no sentence: {words}.",
        ja="文にならない単語が {count} 個並んでいます：{words} 。",
    ),
    why=Text(
        en="Words drawn at random make every copy of a mail different and give filters that count words something harmless to count. No reader is meant to read them.",
        ja="無作為に選んだ単語を入れると、同じメールが一通ごとに違って見え、単語を数えるフィルターには無害な言葉が多く見えます。読む人に向けたものではありません。",
    ),
    innocent=Text(
        en="Lists of keywords, ingredients or names without commas.",
        ja="キーワード、材料、名前などを読点なしで並べた場合にも見られます。",
    ),
)

_LEAST = 7
_LEAST_MODERATE = 30
_READ = 30_000
_SHORTEST = 34
_LENGTHS = (4, 14)
_QUOTED = 100
_LINE = Pattern(r"\n([a-z0-9 ]{34}[^\n]*)")
"""Only a line that begins so can be one."""
_ENDINGS = ("ing", "ed", "ly", "tion", "able")
_FEW = 0.34


@cache
def _small_words() -> frozenset[str]:
    words = " ".join(table("tongues")["words"].values())
    return frozenset(words.split()) | frozenset(
        "about after again against also because before being below between both could does doing down during each every from have having here into itself just made make many more "
        "most much must need never only other over please same should since some such than that their them then these those through under until upon using very want "
        "well were what while whom whose within without would your yours".split()
    )


def check(wording: Wording, bulk: Lazy[Bulk]) -> Iterator[Finding]:
    for passage in wording.bodies:
        rows = list(_rows(passage))
        if rows:
            start, end, count = max(rows, key=lambda row: row[2])
            stop = min(end, start + _QUOTED)
            quote = passage.evidence(start, stop if stop == end else passage.text.rfind(" ", start, stop))
            yield SALAD.found(
                quote,
                strength=Strength.MODERATE if count >= _LEAST_MODERATE else Strength.WEAK,
                direction=Direction.INFORMS if bulk().lists else None,
                count=Amount(count),
                words=Quote(quote.quote),
            )
            return


def _rows(passage: Passage) -> Iterator[tuple[int, int, int]]:
    """Lines of plain words without a small word among them, those that follow each other together; where they stand, and how many words they have."""
    begin = end = count = below = 0
    for line in _LINE.compiled.finditer("\n" + passage.text[:_READ]):
        at, words = line.start(), _plain_words(line[1])
        if words and _is_salad(words):
            if count and at != below:
                yield begin, end, count
                count = 0
            begin, end, count = (at if not count else begin), at + len(line[1].rstrip()), count + len(words)
            below = line.end()
    if count:
        yield begin, end, count


def _plain_words(line: str) -> list[str]:
    """The words of a line that has nothing but words in small letters and numbers; nothing of another line."""
    line = line.rstrip()
    if len(line) < _SHORTEST or not line.isascii() or not line.islower() or not line.replace(" ", "").isalnum():
        return []
    words = line.split(" ")
    return words if len(words) >= _LEAST and all(_LENGTHS[0] <= len(word) <= _LENGTHS[1] for word in words) else []


def _is_salad(words: list[str]) -> bool:
    """No small words, hardly a form of a verb, and no word twice."""
    formed = sum(word.endswith(_ENDINGS) for word in words)
    return _small_words().isdisjoint(words) and formed <= _FEW * len(words) and len(set(words)) > 0.9 * len(words)
