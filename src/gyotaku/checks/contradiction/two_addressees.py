"""The mail is written to one person and then treats another as its reader.

Innocent when: somebody acts for somebody else. Said only where the mail thanks its reader for an order, a booking or the like and no
name under a label is the greeted one.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.particulars import Particulars
from gyotaku.mail.facts.salutation import Greeting, Salutation
from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.pattern import Pattern
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Quote, Text

TWO_ADDRESSEES = Kind(
    id="two-addressees",
    group=Group.CONTRADICTION,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail greets {first}, but speaks of {second} as its reader.",
        ja="{first} 宛てに書かれていますが、本文では読み手が {second} になっています。",
    ),
    why=Text(
        en="A notice to one customer has one name. Two come about when a mail to somebody else is used again and his name is left in one place.",
        ja="一人の利用者へのお知らせに出てくる名前は一つです。別の人に宛てたメールを使い回し、名前を一か所だけ直し忘れると、このような食い違いが生じます。",
    ),
    innocent=Text(
        en="Somebody who orders or books for another person.",
        ja="ほかの人の代わりに注文や予約をした場合にも起こります。",
    ),
)

_THANKS = (
    "ありがとうございま",
    "ご利用いただき",
    "ご利用頂き",
    "ご注文",
    "発送",
    "thank you for",
    "thanks for your",
    "your order",
    "your booking",
    "your account",
    "your payment",
)
_READ = 60_000
_IN_SENTENCE = Pattern(
    r"(?:^|[\s、。「(])(?P<name>[^\s、。「」()0-9a-zのはがをにへで:]{1,8}(?: [^\s、。「」()0-9a-zのはがをにへで:]{1,6})?)様の(?:ポイント|ご?注文|ご?契約|ご?予約|アカウント|口座|カード|お?荷物|ご?利用|お?支払|会員)"
)
_NOBODY = (
    "お客",
    "皆",
    "会員",
    "各位",
    "担当",
    "ご利用者",
    "契約者",
    "名義",
    "貴",
    "御中",
    "ユーザ",
    "購入者",
    "注文者",
    "相手",
    "ご家族",
    "オーナー",
    "利用者",
    "申込者",
    "出品者",
    "奥",
    "先方",
    "他",
)
_TITLES = ("様", "さん", "さま", "殿", "先生", "御中")


def check(particulars: Particulars, wording: Wording, salutation: Lazy[Salutation]) -> Iterator[Finding]:
    named = any(body.of("person") for body in particulars.bodies)
    if particulars.several or not (named or any("様の" in body.folded for body in wording.bodies)):
        return
    greeted = salutation()
    passage = greeted.passage
    if greeted.greeting is not Greeting.NAME or passage is None:
        return
    if not any(word in passage.folded for word in _THANKS):
        return
    name = _name(passage.folded[greeted.start : greeted.end])
    other = _other(particulars, passage, name, greeted.end) if name else None
    if other is not None:
        first, second = greeted.evidence()[0], other[0].evidence(*other[1])
        yield TWO_ADDRESSEES.found(first, second, first=Quote(first.quote), second=Quote(second.quote))


def _name(words: str) -> str:
    """The name alone, without greeting, titles and spaces; empty where nobody in particular is greeted."""
    name = words.strip(" \t\r\n\u00a0,:!")
    for greeting in ("dear ", "hello ", "hi "):
        name = name.removeprefix(greeting)
    for title in _TITLES:
        name = name.removesuffix(title)
    for title in ("mr. ", "mrs. ", "ms. ", "mr ", "ms ", "mrs ", "dr. "):
        name = name.removeprefix(title)
    name = name.replace(" ", "")
    return "" if any(word in name for word in _NOBODY) or "株式会社" in name or "有限会社" in name else name


def _other(particulars: Particulars, passage: Passage, name: str, after: int) -> tuple[Passage, tuple[int, int]] | None:
    """Where the first other reader is named, if the greeted one is named under no label."""
    body = next((one for one in particulars.bodies if one.passage is passage), None)
    people = body.of("person") if body is not None else []
    named = [
        one for one in people if one.own_line and one.start >= after and not any(word in one.value for word in _NOBODY)
    ]
    if named and _same(name, named[0].value):
        return None
    text = passage.folded[:_READ]
    if "様の" in text:
        found = [
            one
            for one in _IN_SENTENCE.compiled.finditer(text, after)
            if not any(word in one["name"] for word in _NOBODY)
        ]
        if any(_same(name, one["name"]) for one in found):
            return None
        if len({one["name"] for one in found}) == 1:
            return passage, (found[0].start("name"), found[0].end("name") + 1)
    if named:
        return passage, (named[0].start, named[0].end)
    return None


def _same(name: str, other: str) -> bool:
    """One is the other, or a part of it: a family name alone, or the names the other way round."""
    other = other.replace(" ", "").removesuffix("様")
    return name in other or other in name or sorted(name) == sorted(other) or name[:2] == other[:2]
