"""An amount, a date or a number is another in the plain text of the mail than in its HTML.

Innocent when: the plain text of a newsletter was kept from an earlier number. Held against each other are only figures behind the same words.
"""

import re
from collections.abc import Iterator

from gyotaku.mail.facts.alternatives import Alternatives
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.mail.facts.wording import Passage
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.services import is_tracker
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Quote, Text

ALTERNATIVES_DIFFER = Kind(
    id="alternatives-differ",
    group=Group.CONTRADICTION,
    strength=Strength.MODERATE,
    title=Text(
        en="Where the plain text of the mail says {plain}, its HTML says {shown}.",
        ja="テキスト形式では {plain} 、HTML 形式では {shown} と、同じ箇所の記載が違います。",
    ),
    why=Text(
        en="Both are forms of one message, written by one program from one set of figures. They differ where somebody changed one of them by hand, "
        "and readers see only one.",
        ja="どちらも同じメールの別の形式で、一つのプログラムが同じ値から作ります。片方だけを手で書き換えると、このような食い違いが生じます。読む人が見るのは片方だけです。",
    ),
    innocent=Text(
        en="A template of which one form was brought up to date and the other forgotten.",
        ja="ひな型の片方だけを更新し、もう一方を直し忘れた場合にも起こります。",
    ),
)

_FIGURE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]{2})?(?:[年月日時分:/-][0-9]{1,4}){0,4}[円%日時分]?")
_READ = 2_500
_CONTEXT = 24
_LEAST = 6
_FEW = 3
_MOST = 40
_DIGITS = re.compile("[0-9]+")


def check(
    alternatives: Alternatives, links: Lazy[Links], senders: Lazy[Senders], bulk: Lazy[Bulk]
) -> Iterator[Finding]:
    # Lists drop, join and add texts, so the two are no pair of the sender's any more.
    plain, shown = alternatives.plain, alternatives.shown
    if plain is None or shown is None or bulk().lists:
        return
    if _DIGITS.findall(plain.text[:_READ]) == _DIGITS.findall(shown.text[:_READ]):
        first, second = {}, {}
    else:
        first, second = _figures(plain.folded), _figures(shown.folded)
    both = first.keys() & second.keys()
    unlike = sorted((first[key][0], key) for key in both if first[key][2] != second[key][2])
    if 0 < len(unlike) <= _FEW and (len(both) > 2 * len(unlike) or len(first) == len(second)):
        key = unlike[0][1]
        one, other = plain.evidence(*first[key][:2]), shown.evidence(*second[key][:2])
        yield ALTERNATIVES_DIFFER.found(one, other, plain=Quote(one.quote), shown=Quote(other.quote))
    elif "://" in plain.text:
        pair = _links(plain, shown, links(), senders().author)
        if pair is not None:
            one, other = (link.evidence() for link in pair)
            yield ALTERNATIVES_DIFFER.found(
                one, other, strength=Strength.WEAK, plain=Quote(one.quote), shown=Quote(other.quote)
            )


def _links(plain: Passage, shown: Passage, links: Links, author: Party | None) -> tuple[Link, Link] | None:
    """The only organization to which the plain text leads, and the only other one to which the HTML does."""
    home = author.organization if author is not None else None
    texts = [link for link in links.clickable if link.part == plain.part]
    htmls = [link for link in links.clickable if link.part == shown.part]
    there, here = {link.target.domain for link in texts}, {link.target.domain for link in htmls}
    if len(there) != 1 or len(here) != 1 or there == here or home in here or None in there | here:
        return None
    return None if any(is_tracker(link.target) for link in htmls + texts) else (texts[0], htmls[0])


def _figures(text: str) -> dict[str, tuple[int, int, str]]:
    """The figures of a folded text by the letters before them; those behind the same letters twice are left out."""
    found: dict[str, tuple[int, int, str]] = {}
    twice: set[str] = set()
    for number, match in enumerate(_FIGURE.finditer(text, 0, _READ)):
        start, end = match.span()
        before = text[max(0, start - 2 * _CONTEXT) : start]
        if number >= _MOST:
            break
        token = before.rpartition(" ")[2].rpartition("\n")[2]
        if "/" in token or "@" in token or "=" in token or "." in token or text[start - 1 : start] in "#[_-":
            continue
        key = "".join(sign for sign in before if sign.isalpha())[-_CONTEXT // 2 :]
        if len(key) < _LEAST or (match[0].isdigit() and len(match[0]) < 2):
            continue
        if key in found:
            twice.add(key)
        found[key] = start, end, match[0].replace(",", "")
    return {key: value for key, value in found.items() if key not in twice}
