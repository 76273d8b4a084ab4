"""Markup keeps text from its reader that only programs read.

Innocent when: a newsletter hides the line that a list of mails shows beside its subject, or a second form of the same words for small screens.
"""

from collections.abc import Iterator

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.facts.tongue import Tongue, of_words
from gyotaku.mail.facts.wording import Body, Wording
from gyotaku.mail.look import Reason
from gyotaku.mail.pattern import Pattern
from gyotaku.mail.visible import Hidden
from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, Span
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Amount, Quote, Text, Word

HIDDEN_TEXT = Kind(
    id="hidden-text",
    group=Group.HIDDEN,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail holds more than {count} letters that no reader sees ({how}; {what}): {words}.",
        ja="読む人には見えない文字が {count} 字以上入っています（{how}、{what}）：{words} 。",
    ),
    why=Text(
        en="Words that only programs read are there for a mail filter: they make a mail look longer, or like other mail than it is.",
        ja="プログラムだけが読む文字は、迷惑メールフィルター向けのものです。メールを長く見せたり、別の種類のメールに見せかけたりします。",
    ),
    innocent=Text(
        en="Newsletters hide one short line for the list of mails, and sometimes a second form of the same words for telephones; neither is counted. "
        "Mails put together from several templates can hide more.",
        ja="メールマガジンは、一覧に表示する短い一文や、携帯電話向けの同じ内容の文を隠すことがあります。これらは数えていません。"
        "複数のテンプレートを組み合わせたメールでは、ほかの文が隠れていることもあります。",
    ),
)

_HOW = {
    Reason.DISPLAY_NONE: Text(en="not displayed", ja="非表示の指定"),
    Reason.HIDDEN_ATTRIBUTE: Text(en="not displayed", ja="非表示の指定"),
    Reason.INVISIBLE: Text(en="made invisible", ja="不可視の指定"),
    Reason.TINY: Text(en="letters of almost no size", ja="大きさのほとんどない文字"),
    Reason.TRANSPARENT: Text(en="transparent letters", ja="透明な文字"),
    Reason.NO_HEIGHT: Text(en="in a box without height", ja="高さのない枠の中"),
    Reason.OFF_SCREEN: Text(en="placed outside what is shown", ja="表示される範囲の外に配置"),
    Reason.SAME_COLOR: Text(en="letters in the colour of their ground", ja="背景と同じ色の文字"),
}
_LEAST = 60
_STEPS = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
"""What is told of how many there are: they are not counted to the end."""
_READ = 30_000
"""Code points of hidden text that are counted, in one body."""
_LEAST_MODERATE = 200
_LEAST_STRONG = 2_000
_LONGEST_PREHEADER = 250
_MOST_PIECES = 300
_QUOTED = 80
_STRETCH = 400
"""Characters of which the language is told by itself."""
_MOST_QUOTED = 3
_SHOWN_TOO = 0.6
"""Of a piece's words, how many must stand in what is shown for it to be a second form of that."""
_WORDS = Pattern(r"[^\W\d_]+")
_TAG_OR_TEXT = Pattern(r"<[^>]*>?|&[#0-9A-Za-z]*;?|([^<&\r\n]+)")
_OTHER = Text(en="few of its words are among those that are shown", ja="表示される本文とは別の文")


class _Piece(Struct, frozen=True):
    body: Body
    hidden: Hidden
    letters: int


def check(wording: Wording, tongue: Lazy[Tongue]) -> Iterator[Finding]:
    pieces = [piece for body in wording.laid_out if body.visible and body.visible.hidden for piece in _pieces(body)]
    letters = sum(piece.letters for piece in pieces)
    if letters < _LEAST:
        return
    ordered = sorted(pieces, key=lambda piece: -piece.letters)
    largest = ordered[0]
    evidence = [quoted for piece in ordered[:_MOST_QUOTED] if (quoted := _evidence(piece)) is not None]
    if not evidence:
        return
    shown = sum(len(passage.text) for passage in wording.bodies)
    strength = Strength.WEAK
    if letters >= _LEAST_MODERATE:
        strength = Strength.STRONG if letters >= max(_LEAST_STRONG, 2 * shown) else Strength.MODERATE
    yield HIDDEN_TEXT.found(
        *evidence,
        strength=strength,
        count=Amount(max(step for step in _STEPS if step < letters)),
        how=Word(_HOW[largest.hidden.reason]),
        words=Quote(evidence[0].quote),
        what=Word(_what(pieces, largest, tongue())),
    )


def _pieces(body: Body) -> Iterator[_Piece]:
    """What is hidden, without a line for the list of mails and without second forms of what is shown."""
    visible = body.visible
    if visible is None:
        return
    concealed = [hidden for hidden in visible.hidden if hidden.reason in _HOW][:_MOST_PIECES]
    if sum(hidden.end - hidden.start for hidden in concealed) < _LEAST:
        return
    seen = set(_WORDS.compiled.findall(visible.text.lower()))
    # The line for the list of mails is the first text of all.
    first = visible.source(0, 1) if visible.text else None
    preheader = _LONGEST_PREHEADER
    left = _READ
    for hidden in concealed:
        if left <= 0:
            return
        text = hidden.text
        words = _WORDS.compiled.findall(text[:left].lower())
        left -= len(text)
        letters = sum(map(len, words))
        if first is not None and hidden.start < first[0] and letters <= preheader:
            preheader -= letters
        elif letters and sum(word in seen for word in words) <= _SHOWN_TOO * len(words):
            yield _Piece(body, hidden, letters)


def _evidence(piece: _Piece) -> Evidence | None:
    """The longest run of it that has no markup, as it stands in the source."""
    hidden = piece.hidden
    source = piece.body.part.text()[hidden.start : min(hidden.end, hidden.start + 20 * _QUOTED)]
    runs = [run for run in _TAG_OR_TEXT.compiled.finditer(source) if run[1] and not run[1].isspace()]
    if not runs:
        return None
    longest = max(runs, key=lambda run: len(run[1].strip()))
    quote = longest[1].strip()[:_QUOTED].rstrip()
    at = hidden.start + longest.end() - len(longest[1].lstrip())
    span = Span(piece.body.part.body_section, Layer.BODY, at, at + len(quote))
    return Evidence(Origin.MAIL, Principal.SENDER, quote, span=span)


def _what(pieces: list[_Piece], largest: _Piece, shown: Tongue) -> Text:
    """What can be said of it: that it is in another language than what is shown."""
    text = " ".join(piece.hidden.text[:_QUOTED] for piece in pieces[:20]) + " " + largest.hidden.text[:2_000]
    # Padding is often pasted together from several languages; then none of them is the language of all.
    stretches = (text, *(text[at : at + _STRETCH] for at in range(0, len(text), _STRETCH)))
    languages = {of_words(stretch) for stretch in stretches} - {None}
    told = languages.pop() if len(languages) == 1 else None
    if told is None or shown.language is None or told == shown.language:
        return _OTHER
    hidden, seen = table("tongues")["names"][told], shown.name
    return Text(
        en=f"in {hidden[0]}, while what is shown is in {seen.en}",
        ja=f"表示される本文は{seen.ja}、隠された文は{hidden[1]}",
    )
