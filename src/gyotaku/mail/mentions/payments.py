"""What a text tells of amounts in its sentences: which payment each is of, which stand side by side for one, and what the items of a bill cost."""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.mentions.particulars import FIGURE, Sum, hundredths_of
from gyotaku.mail.pattern import Pattern

_NEAR = 24
_APPOSED = Pattern(r"[ \u00a0]?\((?:合計|計|総額|約|us ?|total:? |about |i\.e\. |= ?)?$")
_OTHERWISE = (
    "税",
    "tax",
    "vat",
    "per",
    "/",
    "from",
    "was",
    "通常",
    "定価",
    "off",
    "×",
    "x",
    "相当",
    "約",
    "about",
    "approx",
    "送料",
    "手数料",
    "incl",
    "excl",
    "plus",
)
_DEFINITE = Pattern(r"(?:\bthe |\bthis |\bthat |\bsaid |この|その|上記の|当該|前述の)$")
_ITEM = Pattern(
    rf"(?:商品名|商品コード|品名|item|product)[ \t]{{0,3}}[:|][ \t]{{0,4}}(?P<name>[^\n]{{2,60}}?)[ \t\r]*\n(?:[^\n]{{2,60}}\n)?[ \t]*(?:単価|価格|unit price|price)[ \t]{{0,3}}[:|]?[ \t]{{0,4}}(?P<value>(?:[¥￥\\$€£] ?)?{FIGURE}(?: ?円)?)"
)
_UNIT = Pattern(rf"(?:単価|unit price)[ \t]{{0,6}}[:|]?[ \t]{{0,6}}(?P<value>(?:[¥￥\\$€£] ?)?{FIGURE}(?: ?円)?)")
_QUANTITY = Pattern(r"(?:数量|個数|quantity|qty)\.?[ \t]{0,6}[:|]?[ \t]{0,6}(?:×|x)?(?P<count>[0-9]{1,4})(?![0-9,.])")
_TAXED = Pattern(
    rf"(?P<whole>(?P<rate>10|8) ?% ?対象(?:額|計|合計)?[ ]?[:|]?[ ]?(?P<base>(?:[¥￥\\] ?)?{FIGURE})(?: ?円)?)[^\n]{{0,12}}(?:内|うち)?消費税(?:額|等)?[ ]?[:|]?[ ]?(?:[¥￥\\] ?)?(?P<tax>{FIGURE})"
)


class Told(Struct, frozen=True):
    """An amount in a sentence, the family of the words around it, and whether the sentence takes it as told before."""

    sum: Sum
    family: str
    definite: bool


class Item(Struct, frozen=True):
    """The price of one item, with how many there are of it."""

    start: int
    end: int
    name: str
    hundredths: int
    count: int = 1


def told(text: str, sums: tuple[Sum, ...]) -> list[Told]:
    """The amounts of a folded text that one family of words about paying stands beside."""
    families = table("particulars")["family"]
    found: list[Told] = []
    for one in sums:
        before = text[max(0, one.start - _NEAR) : one.start]
        before = before[max(before.rfind("\n"), before.rfind("。")) + 1 :]
        behind = text[one.end : one.end + _NEAR].partition("\n")[0].partition("。")[0]
        if any(word in behind[:6] for word in table("particulars")["told"]["never"]):
            continue
        names = [name for name, row in families.items() if any(word in before or word in behind for word in row)]
        if names:
            found.append(Told(one, names[0], _DEFINITE.compiled.search(before) is not None))
    return found


def apposed(text: str, sums: tuple[Sum, ...]) -> tuple[Sum, Sum] | None:
    """Two amounts of one currency of which the second stands in brackets right behind the first, as the same said again."""
    for first, second in pairwise(sums):
        if (
            first.currency == second.currency
            and first.hundredths != second.hundredths
            and second.start - first.end < 12
        ):
            between = text[first.end : second.start]
            closes = text[second.end : second.end + 8]
            if (
                _APPOSED.compiled.search(between)
                and closes.lstrip(" ").startswith(")")
                and not any(word in text[first.start - 8 : first.start] + between for word in _OTHERWISE)
            ):
                return first, second
    return None


def repriced(text: str) -> tuple[Item, Item] | None:
    """One item with two prices."""
    if "価" not in text and "price" not in text:
        return None
    prices: dict[str, Item] = {}
    for match in _ITEM.compiled.finditer(text):
        one = Item(*match.span("value"), match["name"], hundredths_of(match["value"]))
        first = prices.setdefault(one.name, one)
        if first.hundredths != one.hundredths:
            return first, one
    return None


def units(text: str) -> list[Item]:
    """The unit prices of a bill with their numbers; none where the two lists are not of one length."""
    if "単価" not in text and "unit price" not in text:
        return []
    prices = list(_UNIT.compiled.finditer(text))
    counts = [int(match["count"]) for match in _QUANTITY.compiled.finditer(text)]
    if len(prices) != len(counts):
        return []
    return [
        Item(match.start(), match.end(), "", hundredths_of(match["value"]), count)
        for match, count in zip(prices, counts, strict=True)
    ]


def taxed(text: str) -> tuple[int, int, int, int] | None:
    """Where what is taxed stands with its amount and tax, if the tax is not the named part of it; in hundredths."""
    if "対象" not in text or "消費税" not in text:
        return None
    for match in _TAXED.compiled.finditer(text):
        base, tax, rate = hundredths_of(match["base"]), hundredths_of(match["tax"]), int(match["rate"])
        inner, outer = base * rate / (100 + rate), base * rate / 100
        if min(abs(inner - tax), abs(outer - tax)) > 300 and tax:
            return match.start("whole"), match.end("whole"), base, tax
    return None
