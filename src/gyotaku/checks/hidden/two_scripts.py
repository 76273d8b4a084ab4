"""A word in Latin letters has letters of another script in it that look the same.

Innocent when: symbols of mathematics and units, and words that Russian or Greek writers make out of foreign names.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.lettering import skeleton
from gyotaku.mail.pattern import Pattern
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Amount, Quote, Text

TWO_SCRIPTS = Kind(
    id="letters-of-two-scripts",
    group=Group.HIDDEN,
    strength=Strength.MODERATE,
    title=Text(
        en="Latin letters are mixed with look-alike letters of another script, as in {word}, which reads {plain} (different words: {count}).",
        ja="{word}（{plain} と読ませる）のように、見た目の同じ別の文字（キリル文字など）を混ぜた単語があります（{count} 種類）。",
    ),
    why=Text(
        en="No keyboard writes one word in two scripts. Letters are swapped so that a filter which looks for the word does not find it, while the reader sees no difference.",
        ja="一つの単語を二種類の文字で入力することは、普通はありません。読む人には違いが見えないまま、その単語を探すフィルターをすり抜けさせるための細工です。",
    ),
    innocent=Text(
        en="Words typed by people who switch between keyboards, where one letter was left from the other; that happens once in a text, not often.",
        ja="キーボードを切り替えて使う人が、一文字だけ切り替え忘れることがあります。多くの単語に混ざることはありません。",
    ),
)

_OTHER = Pattern("[\u0370-\u03ff\u0400-\u052f]")
_WORD = Pattern("[A-Za-z\u0370-\u03ff\u0400-\u052f]{4,40}")
_WORDS_OF_OTHERS = Pattern("[\u0370-\u052f]{4,}[^A-Za-z\u0370-\u052f]{1,3}[\u0370-\u052f]{4,}")
"""The text is in that script: its writers make words like SMSка."""
_LATIN = Pattern("[A-Za-z]")
_LEAST_LATIN = 2
_READ = 50_000
_MOST_WORDS = 2_000
_MOST = 6


def check(wording: Wording) -> Iterator[Finding]:
    found = [(passage, *span) for passage in wording for span in _mixed(passage)]
    if not found:
        return
    evidence = [passage.evidence(start, end) for passage, start, end in found[:_MOST]]
    words = {passage.folded[start:end] for passage, start, end in found}
    first = evidence[0].quote
    yield TWO_SCRIPTS.found(
        *evidence,
        strength=Strength.WEAK if len(words) == 1 else Strength.MODERATE,
        count=Amount(len(words)),
        word=Quote(first),
        plain=Quote("".join(map(_latin, first))),
    )


def _mixed(passage: Passage) -> Iterator[tuple[int, int]]:
    text = passage.text[:_READ]
    if text.isascii() or not _OTHER.compiled.search(text) or _WORDS_OF_OTHERS.compiled.search(text):
        return
    for number, word in enumerate(_WORD.compiled.finditer(text)):
        if number >= _MOST_WORDS:
            return
        if not word[0].isascii() and _is_disguised(word[0]):
            yield word.span()


def _latin(letter: str) -> str:
    """The Latin letter that one of another script looks like."""
    if letter.isascii():
        return letter
    like = skeleton(letter.lower())
    # Skeletons write i as l; no letter that is met in such words looks like l alone.
    like = "i" if like == "l" else like
    return like.upper() if letter.isupper() else like


def _is_disguised(word: str) -> bool:
    """Latin letters with look-alikes among them: without these it is a word in Latin letters alone."""
    latin = len(_LATIN.compiled.findall(word))
    others = len(word) - latin
    # One letter before a Latin word is a symbol (beta in "βcarotene"); Russian endings of foreign names are no look-alikes.
    if latin < _LEAST_LATIN or (others == 1 and not word[0].isascii()):
        return False
    return skeleton(word.lower()).isascii() and latin >= others
