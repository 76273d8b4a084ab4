"""One payment is given two different amounts.

Innocent when: the two are different payments. Said only where the mail has one total under a label, another amount is told of the
same payment in the subject or in a sentence, and no other amount, tax or number of payments explains the difference.
"""

from collections import Counter
from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.particulars import Particulars, Stated
from gyotaku.mail.mentions.particulars import Particular, Sum
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

_NEAR = 12
_PAIR = 2
_PARTS = 8
"""Items of a bill that are added up in every way; each doubles the work."""
_MOST_PAYMENTS = 36


def check(particulars: Particulars) -> Iterator[Finding]:
    for body in particulars.bodies:
        totals = body.of("amount", "total")
        if not any(one.own_line for one in totals):
            totals = body.of("amount", "charge")
        if not totals or particulars.several:
            continue
        total = _only(totals)
        if total is None:
            pair = _two_labels(body, totals)
            if pair is not None:
                first, second = (body.evidence(one) for one in pair)
                yield TWO_AMOUNTS.found(first, second, first=Quote(first.quote), second=Quote(second.quote))
                return
            continue
        told = _told(particulars.subject, total) or _told(body, total) or _other_label(body, total)
        explained = told is not None and _explained(_value(told[1]), _value(total), body)
        if told is not None and not explained:
            first, second = told[0], body.evidence(total)
            yield TWO_AMOUNTS.found(first, second, first=Quote(first.quote), second=Quote(second.quote))
            return
        subtotal = _only(body.of("amount", "subtotal"))
        if subtotal is not None and not _adds_up(body, subtotal, total):
            first, second = body.evidence(subtotal), body.evidence(total)
            yield SUM_WRONG.found(first, second, first=Quote(first.quote), second=Quote(second.quote))
            return


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
    amounts = {one.hundredths for one in body.sums()}
    apart = more - less
    if (
        apart in amounts
        or any(apart - one in amounts for one in amounts)
        or (more % less == 0 and more // less <= _MOST_PAYMENTS)
    ):
        return True
    return any(abs(less * rate - more * 100) <= 200 * 100 // 100 for rate in (110, 108))


def _adds_up(body: Stated, subtotal: Particular, total: Particular) -> bool:
    parts = [one for one in body.of("amount") if one.group in {"shipping", "fee", "tax", "less"} and one.own_line]
    values = [_value(one) for one in parts]
    if len(values) > _PARTS or total.value[0] != subtotal.value[0]:
        return True
    if any(one.value[0] != total.value[0] for one in parts):
        return True
    reached = {_value(subtotal)}
    for value in values:
        reached |= {one + value for one in reached} | {one - value for one in reached}
    goal = _value(total)
    taxed = {round(one * rate) for one in reached for rate in (1.1, 1.08)}
    return any(abs(one - goal) <= 100 for one in reached | taxed)
