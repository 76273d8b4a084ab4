"""One payment is given two different amounts.

Innocent when: the two are different payments. Said only where the mail has one total under a label, another amount is told of the
same payment in the subject or in a sentence, and no other amount, tax or number of payments explains the difference.
"""

from collections import Counter
from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.particulars import Particulars, Stated
from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.mentions.particulars import Particular, Sum
from gyotaku.mail.mentions.particulars import sums as money
from gyotaku.mail.mentions.payments import Told, apposed, repriced, taxed, told, units
from gyotaku.mail.mentions.quoted import answers
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

TWO_AMOUNTS = Kind(
    id="two-amounts",
    group=Group.CONTRADICTION,
    strength=Strength.MODERATE,
    title=Text(
        en="For one payment the mail gives two different amounts: {first} and {second}.",
        ja="一つの支払いについて、{first} と {second} という二つの金額が書かれています。",
    ),
    why=Text(
        en="One payment has one amount, and nothing else in the mail explains the difference. It happens when a genuine text is filled with "
        "new figures and some places are forgotten.",
        ja="一つの支払いの金額は一つです。差を説明するほかの金額もメールにありません。本物の文面の数字を一部だけ書き換えると、このような食い違いが生じます。",
    ),
    innocent=Text(
        en="Two payments told in one mail, or a figure that was mistyped.",
        ja="二つの支払いを一通で知らせている場合や、数字の書き間違いでも起こります。",
    ),
)
SUM_WRONG = Kind(
    id="sum-wrong",
    group=Group.CONTRADICTION,
    strength=Strength.WEAK,
    title=Text(
        en="The items of the bill do not add up: {first} and the other items do not come to {second}.",
        ja="請求の内訳と合計が合いません。{first} などの内訳から {second} にはなりません。",
    ),
    why=Text(
        en="Shipping, fees, tax and discounts that the mail names were tried, added and taken off. Programs that write bills add up correctly.",
        ja="メールに書かれた送料、手数料、税、割引を足しても引いても、合計になりません。請求書を作るプログラムであれば、計算は合います。",
    ),
    innocent=Text(
        en="A bill of which the mail leaves out an item, or one that somebody added up by hand.",
        ja="内訳の一部がメールで省かれている場合や、手で計算した請求書でも起こります。",
    ),
)

_SIGNS = ("円", "¥", "￥", "\\", "$", "£", "€", "usd", "eur", "gbp", "jpy", "ドル", "ユーロ", "ポイント")
_NEAR = 12
_PAIR = 2
_PARTS = 8
"""Items of a bill that are added up in every way; each doubles the work."""
_MOST_PAYMENTS = 36


def check(particulars: Particulars, wording: Wording) -> Iterator[Finding]:
    if not any(sign in passage.folded for passage in wording.bodies for sign in _SIGNS):
        return
    pair = _otherwise(particulars)
    if pair is None:
        pair = _unlabelled(wording)
        if pair is not None and _told_twice(wording):
            pair = None
    if pair is not None:
        first, second, strength = pair
        yield TWO_AMOUNTS.found(first, second, strength=strength, first=Quote(first.quote), second=Quote(second.quote))
        return
    for body in particulars.bodies:
        pair_of_bill = _bill(body)
        if pair_of_bill is not None:
            first, second = pair_of_bill
            yield SUM_WRONG.found(first, second, first=Quote(first.quote), second=Quote(second.quote))
            return


def _told_twice(wording: Wording) -> bool:
    words = table("particulars")["told_twice"]["words"]
    return any(word in passage.folded for passage in wording for word in words)


def _otherwise(particulars: Particulars) -> tuple[Evidence, Evidence, Strength] | None:
    """The labelled total, and what the subject, a sentence or another label gives for it."""
    for body in particulars.bodies:
        totals = body.of("amount", "total")
        if not any(one.own_line for one in totals):
            totals = body.of("amount", "charge")
        if not totals or particulars.several:
            continue
        total = _only(totals)
        if total is None:
            lines = _two_labels(body, totals)
            if lines is not None:
                return body.evidence(lines[0]), body.evidence(lines[1]), Strength.MODERATE
            continue
        told = _told(particulars.subject, total) or _told(body, total) or _other_label(body, total)
        if told is not None and not _explained(_value(told[1]), _value(total), body):
            return told[0], body.evidence(total), Strength.MODERATE
    return None


def _unlabelled(wording: Wording) -> tuple[Evidence, Evidence, Strength] | None:
    """Amounts of one payment in sentences, or one in brackets behind the other; the prices of one item."""
    subject = next((passage for passage in wording.headers if passage.part == "Subject"), None)
    for body in wording.bodies[:2]:
        if answers(body.folded):
            continue
        sums = money(body.folded)
        beside = apposed(body.folded, sums)
        if beside is not None:
            return (
                body.evidence(beside[0].start, beside[0].end),
                body.evidence(beside[1].start, beside[1].end),
                Strength.MODERATE,
            )
        prices = repriced(body.folded)
        if prices is not None:
            return (
                body.evidence(prices[0].start, prices[0].end),
                body.evidence(prices[1].start, prices[1].end),
                Strength.MODERATE,
            )
        in_subject = money(subject.folded) if subject is not None else ()
        if len({one.hundredths for one in (*in_subject, *sums)}) < _PAIR:
            continue
        every = [(subject, one) for one in told(subject.folded, in_subject)] if subject is not None else []
        every += [(body, one) for one in told(body.folded, sums)]
        pair = _of_one_family(every, sums)
        if pair is not None:
            first, second = (passage.evidence(one.sum.start, one.sum.end) for passage, one in pair)
            return first, second, Strength.WEAK
    return None


def _of_one_family(every: list[tuple[Passage, Told]], sums: tuple[Sum, ...]) -> list[tuple[Passage, Told]] | None:
    """The only two amounts of a currency, told of payments of one family, of which neither explains the other."""
    for currency in dict.fromkeys(one.currency for one in sums):
        told_of = [row for row in every if row[1].sum.currency == currency]
        values = {row[1].sum.hundredths for row in told_of} | {
            one.hundredths for one in sums if one.currency == currency
        }
        if len(values) != _PAIR or len(told_of) < _PAIR:
            continue
        first = told_of[0]
        second = next((row for row in told_of if row[1].sum.hundredths != first[1].sum.hundredths), None)
        if second is None or (second[1].family != first[1].family and not second[1].definite):
            continue
        less, more = sorted(values)
        if less and (more % less or more // less > _MOST_PAYMENTS) and not _tax_apart(less, more):
            return [first, second]
    return None


def _bill(body: Stated) -> tuple[Evidence, Evidence] | None:
    """A bill whose parts do not come to its total, or whose tax is not that of what is taxed."""
    total = _only(body.of("amount", "total"))
    wrong = taxed(body.text)
    if wrong is not None and total is not None and abs(_value(total) - wrong[2]) > 100:
        return body.passage.evidence(wrong[0], wrong[1]), body.evidence(total)
    subtotal = _only(body.of("amount", "subtotal"))
    if subtotal is not None and total is not None and subtotal.value[0] != total.value[0]:
        return None
    if subtotal is not None and total is not None and not _adds_up(body, _value(subtotal), total):
        return body.evidence(subtotal), body.evidence(total)
    items = units(body.text)
    cost = sum(one.hundredths * one.count for one in items)
    if items and subtotal is not None and not _same_cost(cost, _value(subtotal)):
        return body.passage.evidence(items[0].start, items[0].end), body.evidence(subtotal)
    if items and subtotal is None and total is not None and not _adds_up(body, cost, total):
        return body.passage.evidence(items[0].start, items[0].end), body.evidence(total)
    return None


def _same_cost(cost: int, subtotal: int) -> bool:
    """They are equal, but for tax; shops that send to several addresses list every item again."""
    return (subtotal > 0 and cost % subtotal == 0) or _tax_apart(*sorted((cost, subtotal)))


def _only(found: list[Particular]) -> Particular | None:
    """The one that stands in a line of its own, where all such lines say the same."""
    lines = [one for one in found if one.own_line]
    return lines[0] if lines and len({one.value for one in lines}) == 1 else None


def _two_labels(body: Stated, totals: list[Particular]) -> tuple[Particular, Particular] | None:
    """Two lines under different labels of one total, which differ for no reason that is told."""
    lines = [one for one in totals if one.own_line]
    values = Counter(one.value for one in lines)
    labels = {body.text[one.start : one.at].strip(" \t\r\n:=-") for one in lines}
    if len(values) != _PAIR or len(labels) < _PAIR or len({one.value[0] for one in lines}) > 1:
        return None
    usual = values.most_common(1)[0][0]
    first = next(one for one in lines if one.value == usual)
    second = next(one for one in lines if one.value != usual)
    if _explained(_value(first), _value(second), body):
        return None
    return (first, second) if first.start < second.start else (second, first)


def _value(one: Particular | Sum) -> int:
    return one.hundredths if isinstance(one, Sum) else int(one.value[1:])


def _told(stated: Stated | None, total: Particular) -> tuple[Evidence, Sum] | None:
    """The only amount that the subject, or a sentence about paying, gives otherwise."""
    if stated is None:
        return None
    in_subject = stated.passage.part == "Subject"
    lines = {one.at for one in stated.all if one.own_line and not in_subject}
    sums = [one for one in stated.sums() if one.currency == total.value[0] and one.start not in lines]
    sums = [one for one in sums if _tells_payment(stated.text, one, in_subject)]
    if len({one.hundredths for one in sums}) != 1 or sums[0].hundredths == _value(total):
        return None
    return stated.passage.evidence(sums[0].start, sums[0].end), sums[0]


def _tells_payment(text: str, one: Sum, in_subject: bool) -> bool:
    rows = table("particulars")["told"]
    before, after = text[max(0, one.start - _NEAR * 2) : one.start], text[one.end : one.end + _NEAR * 2]
    if after.lstrip().startswith(tuple(rows["never"])) or any(word in before[-_NEAR:] for word in rows["never_before"]):
        return False
    if any(word in after[:_NEAR] for word in rows["after"]):
        return True
    return any(word in before for word in rows["before"]) or (
        in_subject and any(word in text for word in rows["before"])
    )


def _other_label(body: Stated, total: Particular) -> tuple[Evidence, Particular] | None:
    """The total once more, in a sentence that names it."""
    others = [one for one in body.of("amount", total.group) if not one.own_line and one.value[0] == total.value[0]]
    if len({one.value for one in others}) != 1 or others[0].value == total.value:
        return None
    return body.evidence(others[0]), others[0]


def _explained(first: int, second: int, body: Stated) -> bool:
    """Another amount, two of them, tax or several equal payments make the difference."""
    less, more = sorted((first, second))
    if less == 0:
        return True
    amounts = Counter(one.hundredths for one in body.sums())
    apart = more - less
    if (
        apart in amounts
        or any(apart - one in amounts and (2 * one != apart or amounts[one] > 1) for one in amounts)
        or (more % less == 0 and more // less <= _MOST_PAYMENTS)
    ):
        return True
    return _tax_apart(less, more)


def _tax_apart(less: int, more: int) -> bool:
    return any(abs(less * rate - more * 100) <= 200 * 100 // 100 for rate in (110, 108))


def _adds_up(body: Stated, subtotal: int, total: Particular) -> bool:
    parts = [one for one in body.of("amount") if one.group in {"shipping", "fee", "tax", "less"} and one.own_line]
    values = [_value(one) for one in parts]
    if len(values) > _PARTS:
        return True
    if any(one.value[0] != total.value[0] for one in parts):
        return True
    reached = {subtotal}
    for value in values:
        reached |= {one + value for one in reached} | {one - value for one in reached}
    goal = _value(total)
    if not any(one.group == "tax" for one in parts):
        reached |= {round(one * rate) for one in reached for rate in (1.1, 1.08)}
    return any(abs(one - goal) <= 100 for one in reached)
