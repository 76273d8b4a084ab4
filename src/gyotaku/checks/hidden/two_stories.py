"""The plain text and the HTML of one mail tell different stories.

Innocent when: the text only says where the HTML can be read, or how to get it.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.alternatives import Alternatives
from gyotaku.mail.facts.wording import Passage
from gyotaku.mail.pattern import Pattern
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text

TWO_STORIES = Kind(
    id="text-html-differ",
    group=Group.HIDDEN,
    title=Text(
        en="The plain text of the mail tells another story than its HTML: {plain} against {shown}.",
        ja="同じ内容のはずのテキスト形式と HTML 形式で、書かれていることが違います。テキスト形式は {plain} 、HTML 形式は {shown} です。",
    ),
    why=Text(
        en="Both are forms of one message (RFC 2046, section 5.1.4), and a reader sees one of them. A filter reads both, so a harmless text beside "
        "a fraud in HTML makes the mail look harmless. Badly kept templates differ as well.",
        ja="どちらも同じメールの別の形式で（RFC 2046 5.1.4節）、読む人が見るのは片方だけです。フィルターは両方を読むため、無害なテキストを添えると無害なメールに見えます。"
        "手入れの悪いテンプレートでも食い違うことがあります。",
    ),
    innocent=Text(
        en="Newsletters whose plain text was kept from an earlier number, or speaks of how to see the HTML.",
        ja="前号のテキストが残ったメールマガジンや、HTML の表示方法だけを書いたものでも見られます。",
    ),
)

_READ = 1_500
_LEAST_WORDS = 20
_ALIKE = 0.15
"""Of the words of the shorter one, how many the other has at least where both tell the same."""
_QUOTED = 80
_KANA = Pattern("[\u3041-\u30fa]")
_LONG_WORDS = Pattern(r"[^\W\d_]{6,}")
_GLANCE = 300
_LEAST_RARE = 4
_WORDS = Pattern(r"[^\W\d_]{3,}")
_OF_JAPANESE = Pattern("[a-z]{3,}|[\u30a1-\u30fc]{2,}|[\u4e00-\u9fff]{2,}")
_OF_DISPLAY = Pattern(
    r"html|browser|view (?:this|it) online|web version|ブラウザ|表示でき|webversion|navegador|navigateur"
)


def check(alternatives: Alternatives) -> Iterator[Finding]:
    plain, shown = alternatives.plain, alternatives.shown
    if plain is None or shown is None:
        return
    if _OF_DISPLAY.compiled.search(plain.folded[:_READ]):
        return
    japanese = _KANA.compiled.search(plain.folded[:_READ]) and _KANA.compiled.search(shown.folded[:_READ])
    rare = set((_OF_JAPANESE if japanese else _LONG_WORDS).compiled.findall(plain.folded[:_GLANCE]))
    if len(rare) >= _LEAST_RARE and sum(word in shown.folded for word in rare) > len(rare) / 2:
        return  # as nearly always
    words = (_OF_JAPANESE if japanese else _WORDS).compiled
    # Of the longer one all is read: the shorter one may begin anywhere in it.
    said, seen = set(words.findall(plain.folded[:_READ])), set(words.findall(shown.folded[: 6 * _READ]))
    if len(said) > len(seen):
        said, seen = set(words.findall(plain.folded[: 6 * _READ])), set(words.findall(shown.folded[:_READ]))
    least = min(len(said), len(seen))
    if least < _LEAST_WORDS or len(said & seen) >= _ALIKE * least:
        return
    first, second = _beginning(plain), _beginning(shown)
    evidence = plain.evidence(*first), shown.evidence(*second)
    yield TWO_STORIES.found(*evidence, plain=Quote(evidence[0].quote), shown=Quote(evidence[1].quote))


def _beginning(passage: Passage) -> tuple[int, int]:
    """Its first line of some length."""
    at = 0
    for line in passage.text.split("\n"):
        stripped = line.strip()
        if len(stripped) >= _LEAST_WORDS:
            start = at + line.index(stripped)
            return start, start + len(stripped[:_QUOTED].rstrip())
        at += len(line) + 1
    start = len(passage.text) - len(passage.text.lstrip())
    return start, start + len(passage.text[start : start + _QUOTED].rstrip())
