"""What the mail says stands in a picture or a PDF; and text that a PDF carries and does not show.

Innocent when: invitations and advertisements are pictures; scanners put the text they recognized behind the page they show, and it is the same text.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.codes import Codes, Words
from gyotaku.mail.facts.depicted import Depicted, DepictedPassage
from gyotaku.mail.pattern import Pattern
from gyotaku.model.answers import NotApplicable, Unavailable
from gyotaku.model.evidence import Evidence, Origin, Principal, ReadFrom
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Quote, Text, Word

WORDS_IN_PICTURE = Kind(
    id="words-in-picture",
    group=Group.HIDDEN,
    direction=Direction.INFORMS,
    title=Text(
        en="The text of the mail is short; {where} stands {words}.",
        ja="本文は短く、{where}の中に {words} と書かれています。",
    ),
    why=Text(
        en="Filters that look for words do not see those in a picture or a PDF. They were read here by a program, which may take a letter for another, and are searched like the text of the mail.",
        ja="画像や PDF の中の文字は、言葉を調べるフィルターには見えません。ここではプログラムで読み取り、本文と同じように調べています。読み取りには誤りが含まれることがあります。",
    ),
    innocent=Text(
        en="Invitations, posters, scanned letters and advertisements are sent so.",
        ja="招待状、ちらし、スキャンした文書、広告などもこの形で送られます。",
    ),
)
PDF_SHOWS_OTHER = Kind(
    id="pdf-shows-other",
    group=Group.HIDDEN,
    strength=Strength.STRONG,
    title=Text(
        en="A page of a PDF shows {shown}, while the text that it carries tells something else: {carried}.",
        ja="PDF のページには {shown} と表示されますが、同じページの文字情報は {carried} という別の文章です。",
    ),
    why=Text(
        en="A page's text is what filters and search read; its picture is what a person reads. Who gives the two different contents wants the filter to read something harmless.",
        ja="フィルターや検索が読むのはページの文字情報で、人が読むのは表示される絵です。両者の内容を変えるのは、フィルターに無害な文章を読ませるためです。",
    ),
    innocent=Text(
        en="A page whose letters are coded in a way of its own gives odd text, but no sentences of another story.",
        ja="独自の文字コードを使う PDF では文字情報が乱れることがありますが、別の話の文章にはなりません。",
    ),
)

_QUOTED = 160
_MOST = 2
_LEAST_LETTERS = 12
_WORDS = Pattern(r"[^\W\d_]{5,}")
_LEAST_WORDS = 12
_FEW_SHARED = 0.15
_NOTHING = Text(
    en="The mail has words of its own, or no picture or PDF with words.",
    ja="本文に文字があるか、文字を含む画像や PDF がありません。",
)


def check(codes: Codes, depicted: Lazy[Depicted]) -> Iterator[Finding]:
    if not codes.words:
        if codes.unread:
            raise Unavailable(codes.unread[0][1].text)
        raise NotApplicable(_NOTHING)
    for passage in depicted().passages[:_MOST]:
        if sum(map(str.isalnum, passage.text)) >= _LEAST_LETTERS:
            yield _told(passage)
    yield from _differing(codes)


def _told(passage: DepictedPassage) -> Finding:
    evidence = passage.evidence(0, _end(passage.text))
    return WORDS_IN_PICTURE.found(
        evidence, where=Word(passage.words.reading.of.label), words=Quote(evidence.quote.replace("\n", " "))
    )


def _end(text: str) -> int:
    """Where a quotation of the beginning ends: after a whole word."""
    if len(text) <= _QUOTED:
        return len(text)
    space = max(text.rfind(" ", 0, _QUOTED), text.rfind("\n", 0, _QUOTED))
    return space if space > _QUOTED // 2 else _QUOTED


def _differing(codes: Codes) -> Iterator[Finding]:
    shown = {_page(words): words for words in codes.words if words.reading.of is ReadFrom.PDF_WORDS}
    for carried in codes.words:
        seen = shown.get(_page(carried))
        if carried.reading.of is ReadFrom.PDF_TEXT and seen is not None and _tells_other(seen.text, carried.text):
            first, second = _quoted(seen), _quoted(carried)
            yield PDF_SHOWS_OTHER.found(first, second, shown=Quote(first.quote), carried=Quote(second.quote))
            return


def _page(words: Words) -> tuple[tuple[str, ...], int | None]:
    return words.reading.parts, words.reading.page


def _quoted(words: Words) -> Evidence:
    quote = words.text[: min(_end(words.text), _QUOTED)]
    return Evidence(Origin.MAIL, Principal.SENDER, quote, reading=words.reading)


def _tells_other(shown: str, carried: str) -> bool:
    """Both are sentences, and next to none of the words of one are among those of the other."""
    one = set(_WORDS.compiled.findall(shown.lower()))
    other = set(_WORDS.compiled.findall(carried.lower()))
    least = min(len(one), len(other))
    return least >= _LEAST_WORDS and len(one & other) <= _FEW_SHARED * least
