"""A postal code stands before an address of a prefecture in which there are no such codes.

Innocent when: a code was mistyped. The first two digits tell the prefecture; those along borders count for both.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.mail.pattern import Pattern
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

POSTAL_ELSEWHERE = Kind(
    id="postal-elsewhere",
    group=Group.CONTRADICTION,
    strength=Strength.WEAK,
    title=Text(
        en="The postal code {code} is not one of {place}.",
        ja="郵便番号 {code} は {place} のものではありません。",
    ),
    why=Text(
        en="The first digits of a Japanese postal code tell the prefecture. Who makes up an address, or puts one together from two, does not look it up.",
        ja="日本の郵便番号は、上の桁が都道府県ごとに決まっています。作り上げた住所や、二つの住所を継ぎ合わせたものでは、番号が合わないことがあります。",
    ),
    innocent=Text(
        en="A postal code that was mistyped, or kept after a move.",
        ja="番号の打ち間違いや、移転後に古い番号が残っている場合にも起こります。",
    ),
)

_ADDRESS = Pattern(
    r"(?:〒|郵便番号 ?[:|]? ?〒?) ?(?P<code>[0-9]{3}[-‐−ー]?[0-9]{4})(?![0-9])[ \t\r\n|]{0,4}(?:ご?住所|所在地|address)?[ \t]{0,2}[:|]?[ \t\r\n]{0,4}"
    r"(?P<place>北海道|東京都|(?:京都|大阪)府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県)"
)


def check(wording: Wording) -> Iterator[Finding]:
    for body in wording.bodies[:4]:
        text = body.folded
        if "〒" not in text and "郵便番号" not in text:
            continue
        places = table("postal_codes")["prefectures"]
        for match in _ADDRESS.compiled.finditer(text):
            if match["place"] not in places[match["code"][:2]] and not words_of_others(text):
                code, place = (body.evidence(*match.span(name)) for name in ("code", "place"))
                yield POSTAL_ELSEWHERE.found(code, place, code=Quote(code.quote), place=Quote(place.quote))
                return
