"""Marks without width stand inside words, so that a filter does not read them as a person does.

Innocent when: a soft hyphen says where a long word may be broken, or a joiner does its work between letters of Persian or Hindi. Neither is counted,
nor are marks between Japanese words, by which programs say where lines may break.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.wording import Body, Wording
from gyotaku.mail.pattern import Pattern
from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, Span
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Amount, Quote, Text

MARKS_WITHIN = Kind(
    id="marks-within-words",
    group=Group.HIDDEN,
    strength=Strength.MODERATE,
    title=Text(
        en="Marks that cannot be seen stand inside words, in {count} places; one reads {word} without them.",
        ja="目に見えない文字が単語の途中に入っています（{count} か所）。取り除くと {word} と読めます。",
    ),
    why=Text(
        en="A reader sees the usual word. A program that looks for it finds another, and that is what such marks are put there for.",
        ja="読む人には普通の単語に見えますが、その単語を探すプログラムには別の文字列に見えます。そのために入れられる文字です。",
    ),
    innocent=Text(
        en="A mark left by a word processor or by copying from a web page; a single one says little.",
        ja="ワープロや、ウェブページからのコピーで紛れ込むことがあります。一つだけでは、ほとんど何も言えません。",
    ),
)

_MARK = "\u034f\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad"
_REFERENCE = (
    "&(?:#(?:847|6158|820[345]|828[89]|829[012]|65279|0?173|[xX](?:34[fF]|180[eE]|200[bBcCdD]|206[0-4]|[fF][eE][fF][fF]|0*[aA][dD]))"
    "|shy|zwnj|zwj|ZeroWidthSpace|NoBreak);"
)
_WITHIN = Pattern(
    f"(?:(?<=[A-Za-z])(?:[{_MARK}]|{_REFERENCE})+(?=[A-Za-z])|(?<=[\u30a1-\u30fc])(?:[{_MARK}]|{_REFERENCE})+(?=[\u30a1-\u30fc]))"
)
_ONE = Pattern(f"[{_MARK}]|{_REFERENCE}")
_SOFT = Pattern("(?:\u00ad|&(?:shy|#0?173|#[xX]0*[aA][dD]);)+")
_LETTER = Pattern("[A-Za-z\u00c0-\u024f\u30a1-\u30fc]")
_LONGEST = 500_000
_LONGEST_WORD = 200
_LEAST_MODERATE = 3
_SYLLABLE = 2
"""Letters that hyphenation leaves at least on either side of a break."""


def check(wording: Wording) -> Iterator[Finding]:
    places = 0
    first: tuple[Evidence, str] | None = None
    for body in wording.laid_out:
        if not _may_hold(body):
            continue
        text = body.part.text()[:_LONGEST]
        found = [match.span() for match in _WITHIN.compiled.finditer(text)]
        counted = [span for span in found if not _hyphenates(text, span)]
        # Text and HTML tell the same words.
        places = max(places, len(counted))
        if counted and first is None:
            first = _word(body, text, counted[0])
    if first is not None:
        evidence, word = first
        strength = Strength.MODERATE if places >= _LEAST_MODERATE else Strength.WEAK
        yield MARKS_WITHIN.found(evidence, strength=strength, count=Amount(places), word=Quote(word))


def _may_hold(body: Body) -> bool:
    if body.visible is not None:
        return body.visible.zero_width > 0
    return not body.text.isascii() and any(mark in body.text for mark in _MARK)


def _hyphenates(text: str, span: tuple[int, int]) -> bool:
    """A soft hyphen between two syllables; breaks that leave single letters are none."""
    start, end = span
    if not _SOFT.compiled.fullmatch(text, start, end):
        return False
    before, after = text[max(0, start - _SYLLABLE) : start], text[end : end + _SYLLABLE]
    return all(len(side) == _SYLLABLE and all(map(_LETTER.compiled.match, side)) for side in (before, after))


def _word(body: Body, text: str, span: tuple[int, int]) -> tuple[Evidence, str]:
    """The word around the mark, and how it reads without marks."""
    start, end = span
    lowest, highest = max(0, start - _LONGEST_WORD), min(len(text), end + _LONGEST_WORD)
    marks = {place for match in _ONE.compiled.finditer(text, lowest, highest) for place in range(*match.span())}
    while start > lowest and (start - 1 in marks or _LETTER.compiled.match(text[start - 1])):
        start -= 1
    while end < highest and (end in marks or _LETTER.compiled.match(text[end])):
        end += 1
    quote = text[start:end]
    evidence = Evidence(Origin.MAIL, Principal.SENDER, quote, span=Span(body.part.body_section, Layer.BODY, start, end))
    return evidence, _ONE.compiled.sub("", quote)
