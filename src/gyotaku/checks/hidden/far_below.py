"""Under the message, behind many empty lines, another text stands where nobody scrolls to.

Innocent when: a layout leaves a gap, or a footer was pushed down. A footer that a list adds and an answered mail are not counted.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.mail.pattern import Pattern
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Amount, Quote, Text

FAR_BELOW = Kind(
    id="text-far-below",
    group=Group.HIDDEN,
    title=Text(
        en="{count} empty lines below the message another text begins: {words}.",
        ja="本文の下に空行が {count} 行続き、その下に別の文があります：{words} 。",
    ),
    why=Text(
        en="Frauds put pieces of harmless mail below what the reader sees, so that a filter weighs the harmless text with the rest. Whose words they "
        "are is not told here; a layout can leave a gap too.",
        ja="詐欺メールには、無害なメールの一部を画面の外に置き、フィルターにその文も合わせて判定させるものがあります。"
        "その文がどこから来たかまではわかりません。レイアウトの都合で空くこともあります。",
    ),
    innocent=Text(
        en="Footers below a large picture or an empty part of a layout.",
        ja="大きな画像や空の枠の下にフッターがあるメールでも見られます。",
    ),
)

_LEAST_LINES = 15
_LEAST_MODERATE = 40
_LEAST_TEXT = 100
_QUOTED = 80
_EMPTY_LINES = tuple(
    line * 4 for line in ("\n", "\r\n", " \n", " \r\n", "\u3000\n", "\u3000\r\n", "\xa0\n", "\xa0\r\n", "\t\n")
)
"""One of these is in every gap of some length, but for lines of several spaces each."""
_SPACE = " \t\u3000\r\xa0"
_WORD = Pattern(r"[^\W_]")
_FOOTER = Pattern(r"[_=*-]{5,}|--[ \r]*\n")
"""What a list puts over the footer that it adds."""


def check(wording: Wording) -> Iterator[Finding]:
    for passage in wording.bodies:
        gap = _largest_gap(passage)
        if gap is None:
            continue
        count, at = gap
        end = passage.text.find("\n", at)
        words = passage.text[at : end if end >= 0 else None][:_QUOTED].rstrip()
        strength = Strength.MODERATE if count >= _LEAST_MODERATE else Strength.WEAK
        evidence = passage.evidence(at, at + len(words))
        yield FAR_BELOW.found(evidence, strength=strength, count=Amount(count), words=Quote(words))
        return


def _largest_gap(passage: Passage) -> tuple[int, int] | None:
    """The most empty lines with words before and enough text after: how many, and where that text begins."""
    text = passage.text
    if not any(lines in text for lines in _EMPTY_LINES) or text.count("\n") <= _LEAST_LINES:
        return None
    best, empty, at, before = (0, 0), 0, 0, False
    for line in text.split("\n"):
        if line.strip(_SPACE):
            if before and empty > best[0]:
                best = empty, at + len(line) - len(line.lstrip(_SPACE))
            empty = 0
            before = before or _WORD.compiled.search(line) is not None
        else:
            empty += 1
        at += len(line) + 1
    count, start = best
    if count < _LEAST_LINES or len(text) - start < _LEAST_TEXT or _FOOTER.compiled.match(text, start):
        return None
    if any(first <= start < last for first, last in words_of_others(passage.folded)):
        return None
    return best
