"""A telephone number of Japan that has too few digits, or too many, to be one.

Innocent when: an extension was written on to it, or a digit was lost in typing.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.mail.pattern import Pattern
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

PHONE_IMPOSSIBLE = Kind(
    id="phone-impossible",
    group=Group.CONTRADICTION,
    strength=Strength.WEAK,
    title=Text(
        en="No telephone number of Japan has the form of {number}.",
        ja="{number} という形の電話番号は、日本にはありません。",
    ),
    why=Text(
        en="Japanese numbers have ten digits, and eleven where they begin with 050, 070, 080, 090 or 0800. A notice with a number that nobody can "
        "call was not written by a desk that wants to be called.",
        ja="日本の電話番号は10桁で、050、070、080、090、0800 で始まるものは11桁です。かけられない番号が載ったお知らせは、本物の窓口が書いたものとは考えにくいといえます。",
    ),
    innocent=Text(
        en="A digit lost or doubled in typing, or an extension written on to the number.",
        ja="数字の打ち漏らしや重複、内線番号を続けて書いた場合にも起こります。",
    ),
)

_CALLED = ("電話", "tel", "ダイヤル", "通話", "お問い合わせ", "お問合せ", "連絡先", "サポート")
_NUMBER = Pattern(
    r"(?:電話番号|電話|tel|フリーダイヤル|ナビダイヤル|無料通話|通話料無料|連絡先|コールセンター|サポート)[^\n0-9+]{0,12}"
    r"(?P<number>\(?0[1-9][0-9]{0,3}\)?[-‐−ー (][0-9]{1,4}[-‐−ー )][0-9]{3,4})(?![0-9-])(?![ ]?(?:内線|ext|x))"
)
_ELEVEN = ("050", "070", "080", "090", "060", "020", "0800")


def check(wording: Wording) -> Iterator[Finding]:
    for body in wording.bodies[:4]:
        text = body.folded
        if text.isascii() or not any(word in text for word in _CALLED):
            continue
        for match in _NUMBER.compiled.finditer(text):
            digits = "".join(sign for sign in match["number"] if sign.isdigit())
            if len(digits) != _length(match["number"]) and not words_of_others(text):
                number = body.evidence(*match.span("number"))
                yield PHONE_IMPOSSIBLE.found(number, number=Quote(number.quote))
                return


def _length(number: str) -> int:
    """How many digits a number has that begins so: its first group tells 06, a city, from 060."""
    first = number.lstrip("(")
    first = first[: next((at for at, sign in enumerate(first) if not sign.isdigit()), len(first))]
    return 11 if first in _ELEVEN else 10
