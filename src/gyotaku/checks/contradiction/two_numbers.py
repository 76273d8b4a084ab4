"""One order, paper or parcel has two numbers.

Innocent when: the mail is about two of them. Said only where it has one such number under a label and gives another in its subject or
in a sentence.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.particulars import Particulars, Stated
from gyotaku.mail.mentions.particulars import Particular
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

TWO_NUMBERS = Kind(
    id="two-numbers",
    group=Group.CONTRADICTION,
    strength=Strength.MODERATE,
    title=Text(
        en="One thing has two numbers: {first} and {second}.",
        ja="同じものの番号が、{first} と {second} の二通りに書かれています。",
    ),
    why=Text(
        en="An order, an invoice or a parcel has one number, and the program that writes the notice puts the same one in every place.",
        ja="注文、請求書、荷物の番号は一つです。お知らせを作るプログラムは、どの箇所にも同じ番号を入れます。",
    ),
    innocent=Text(
        en="Two orders in one mail, or a number that was copied by hand.",
        ja="二つの注文を一通で扱う場合や、番号を手で書き写した場合にも起こります。",
    ),
)


def check(particulars: Particulars) -> Iterator[Finding]:
    if particulars.several:
        return
    for body in particulars.bodies:
        for group in dict.fromkeys(one.group for one in body.of("number")):
            pair = _pair(particulars.subject, body, group)
            if pair is not None:
                first, second = pair[0].evidence(pair[1]), body.evidence(pair[2])
                yield TWO_NUMBERS.found(first, second, first=Quote(first.quote), second=Quote(second.quote))
                return


def _pair(subject: Stated | None, body: Stated, group: str) -> tuple[Stated, Particular, Particular] | None:
    """The number as the subject or a sentence gives it, and the one under the label."""
    here = body.of("number", group)
    lines = [one for one in here if one.own_line]
    told = [(body, one) for one in here if not one.own_line]
    if subject is not None:
        told = [(subject, one) for one in subject.of("number", group)] + told
    if not lines or len({one.value for one in lines}) != 1:
        return None
    values = {one.value for _, one in told}
    same_label = {_label(stated, one) for stated, one in told} & {_label(body, one) for one in lines}
    if len(values) != 1 or not same_label or _part(values.copy().pop(), lines[0].value):
        return None
    return (*told[0], lines[0])


def _label(stated: Stated, one: Particular) -> str:
    """The label's own words, which tell one sort of number from another."""
    words = stated.text[one.start : one.at].strip(" \t\r\n\u00a0:#=-|「【】]")
    return words.removeprefix("ご").removeprefix("お").removesuffix("is").removesuffix("は").strip(" :#")


def _part(one: str, other: str) -> bool:
    """One is the other shortened or masked."""
    return one in other or other in one or "*" in one or "*" in other
