"""Labelled particulars of a text: amounts, numbers of papers, telephones, persons, with the label each stands behind."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.mentions.figures import figures
from gyotaku.mail.pattern import Pattern
from gyotaku.mail.phrases import Hit, Phrases

READ = 12_000
"""Characters of one text that are read: bills and notices are shorter."""
MOST = 300
"""Labels that are read of one text."""
_KINDS = ("amount", "number", "phone", "person")
_LINE = " \t\u00a0■□●○◆◇▼▽・*#【[<(|>「-:"
"""What may stand in a line before its label."""


class Particular(Struct, frozen=True):
    """`value` is normalized; the label stands at `start`, the value from `at` to `end`. `kind` and `group` as in the table.

    `own_line`: the label begins its line, so that it is one of a list of particulars and no part of a sentence.
    """

    kind: str
    group: str
    start: int
    at: int
    end: int
    value: str
    own_line: bool


class Sum(Struct, frozen=True):
    """An amount of money in hundredths, with its currency as one letter."""

    start: int
    end: int
    hundredths: int
    currency: str


_GAP = (
    r"[ \t\u00a0]{0,8}(?:\([^()\n]{0,16}\)|【[^】\n]{0,8}】)?[ \t\u00a0]{0,4}(?:[:=|】\]>」…・.\-]{1,20}|は、?|が|の|is|was|of|no\.|#)?"
    r"[ \t\r\n\u00a0]{0,12}"
)
_FIGURE = r"([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})(\.[0-9]{1,2}(?![0-9]))?"
_MONEY = (
    rf"(?:(?P<sign>[-−▲△]) ?)?(?:(?P<before>[¥￥\\$€£]|jpy|usd|eur|gbp) ?[-−]?)?(?<![0-9.,]){_FIGURE}"
    r"(?: ?(?P<man>万|億|million|mio))?(?: ?(?P<after>円|yen|jpy|usd|eur|gbp|ドル|€|£|(?:u\.?s\.? ?)?dollars?|euros?|pounds|ユーロ|ポンド|ポイント|pts?(?![a-z])))?"
)
_AMOUNT = Pattern(_GAP + f"(?P<value>{_MONEY})")
_ANY_AMOUNT = Pattern(r"(?=[-−▲△¥￥\\$€£jueg0-9])" + _MONEY)
_NUMBER = Pattern(
    _GAP + r"(?:no\.? ?|番号:? ?|number:? ?)?[#(「]?(?P<value>[a-z0-9*][a-z0-9*_-]{2,30})(?![a-z0-9:/.円,])"
)
_PHONE = Pattern(_GAP + r"(?P<value>\+?[0-9][0-9() -]{7,16}[0-9])(?![0-9])")
_PERSON = Pattern(
    r"(?:[ \t\u00a0]{0,8}[:|】\]…]{1,4}[ \t\r\n\u00a0]{0,8}|\t{1,4}|[ \u00a0]{2,12})(?P<value>[^\s、。:,()\[\]@0-9]{1,16}(?: [^\s、。:,()\[\]@0-9]{1,16}){0,2})"
)
_READERS = {"amount": _AMOUNT, "number": _NUMBER, "phone": _PHONE, "person": _PERSON}
_TIMES = {"万": 10_000, "億": 100_000_000, "million": 1_000_000, "mio": 1_000_000}
_CURRENCIES = {
    "¥": "y",
    "￥": "y",
    "\\": "y",
    "円": "y",
    "yen": "y",
    "jpy": "y",
    "$": "d",
    "usd": "d",
    "ドル": "d",
    "€": "e",
    "eur": "e",
    "ユーロ": "e",
    "£": "p",
    "gbp": "p",
    "ポンド": "p",
    "ポイント": "t",
    "pt": "t",
    "euro": "e",
    "pound": "p",
}
_DAY = Pattern(r"(?:19|20)[0-9]{2}[-_]?[01][0-9][-_]?[0-3][0-9]")
_HAS_FIGURES = Pattern(r"[0-9][0-9,-]*[0-9]")


@cache
def _labels() -> Phrases:
    rows = table("particulars")
    return Phrases(
        (f"{kind}:{group}", label) for kind in _KINDS for group, labels in rows[kind].items() for label in labels
    )


def particulars(text: str) -> tuple[Particular, ...]:
    """The labelled particulars of a folded text, in their order. Linear in the text; never raises."""
    if not _HAS_FIGURES.compiled.search(text) and "name" not in text and "名" not in text:
        return ()
    found: list[Particular] = []
    reached = 0
    hits = sorted(_labels().find(text[:READ]), key=lambda hit: (hit.start, -hit.end))
    for hit in hits[: MOST * 4]:
        if hit.start < reached:
            continue
        reached = hit.end
        one = _particular(text, hit)
        if one is not None:
            found.append(one)
            reached = one.end
            if len(found) >= MOST:
                break
    return tuple(found)


def _particular(text: str, hit: Hit) -> Particular | None:
    kind, _, group = hit.topic.partition(":")
    if kind == "amount" and hit.start and "\u30a1" <= text[hit.start - 1] <= "\u9fff":
        return None  # a part of a longer label, which is another's: 最低お支払い額
    match = _READERS[kind].compiled.match(text, hit.end)
    if match is None:
        return None
    value = _normal(kind, match["value"])
    if not value:
        return None
    line = text.rfind("\n", max(0, hit.start - 40), hit.start) + 1
    own_line = (line > 0 or hit.start <= 8) and not text[line : hit.start].strip(_LINE)
    if text[match.end("value") : match.end("value") + 1] in tuple("をのがはでに、"):
        own_line = False  # the beginning of a sentence
    return Particular(kind, group, hit.start, match.start("value"), match.end("value"), value, own_line)


def _normal(kind: str, words: str) -> str:
    if kind == "amount":
        money = _ANY_AMOUNT.compiled.fullmatch(words)
        one = _sum(money, 0) if money else None
        return f"{one.currency}{one.hundredths}" if one else ""
    if kind == "person":
        return words.removesuffix("様").replace(" ", "")
    if kind == "phone":
        digits = "".join(sign for sign in words if sign.isdigit())
        return digits if 9 <= len(digits) <= 13 else ""
    if sum(sign.isdigit() for sign in words) < 3 or _DAY.compiled.fullmatch(words):
        return ""
    return words.strip("-_").replace("-", "")


@lru_cache(maxsize=4)
def sums(text: str) -> tuple[Sum, ...]:
    """Every amount of money of a folded text."""
    found: list[Sum] = []
    reached = last = 0
    for start, end in figures(text):
        if start >= READ:
            break
        reached, last = max(reached, last), end
        before, behind = text[start - 1 : start], text[end : end + 2].lstrip(" ")[:1]
        # A currency stands right before the figure or right behind it; what is grouped by commas and points may go on.
        if start < reached or before in _WITHIN or not (before in _ENDS_BEFORE or behind in _BEGINS_BEHIND):
            continue
        match = _ANY_AMOUNT.compiled.search(text, max(reached, start - _PREFIX), READ)
        if match is None:
            continue
        reached = match.end()
        one = _sum(match, match.start())
        if one is not None:
            found.append(one)
            if len(found) >= MOST:
                break
    return tuple(found)


_PREFIX = 7
"""Characters before the figure of an amount: a sign, a space, a currency, a space, a sign."""
_WITHIN = frozenset(",.")
_ENDS_BEFORE = frozenset("¥￥\\$€£ydrp -−")
_BEGINS_BEHIND = frozenset(",.万億m円yjuegdドpユポ€£")


def _sum(match: re.Match[str], start: int) -> Sum | None:
    """What the match says, None without a currency."""
    currency = match["before"] or match["after"]
    if currency is None:
        return None
    figures = _FIGURES.compiled.search(match[0])
    if figures is None:
        return None
    hundredths = _hundredths(figures)
    if match["man"]:
        hundredths *= _TIMES[match["man"]]
    return Sum(start, start + len(match[0]), hundredths, _currency(currency))


_FIGURES = Pattern(_FIGURE)
FIGURE = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})(?:\.[0-9]{2}(?![0-9]))?"
"""A figure of an amount, without groups."""


def _currency(word: str) -> str:
    if word.endswith(("dollar", "dollars")):
        return "d"
    return _CURRENCIES.get(word.removesuffix("s"), "o")


def hundredths_of(words: str) -> int:
    """The amount that these words state, whatever its currency."""
    figures = _FIGURES.compiled.search(words)
    return 0 if figures is None else _hundredths(figures)


def _hundredths(figures: re.Match[str]) -> int:
    cents = figures[2]
    return int(figures[1].replace(",", "")) * 100 + (int(cents[1:].ljust(2, "0")) if cents else 0)
