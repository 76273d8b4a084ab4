"""What the reader said before: of mails that share something with this one, and of this very mail.

Innocent when: a site that was broken into is its owner's again, or an address was given to somebody else.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.marked import Accused, Marked
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.marks import Sort, Thing
from gyotaku.model.text import Address, Host, Quote, Slot, Text, Url, Word, day

MARKED_BEFORE = Kind(
    id="marked-before",
    group=Group.REPUTATION,
    strength=Strength.STRONG,
    title=Text(
        en="You marked a mail as fraud on {day} that had the same {role}: {what}.",
        ja="あなたが {day} に「詐欺」の印を付けたメールと、{role}が同じです（{what}）。",
    ),
    why=Text(
        en="Frauds come in series: the next mail of the same hand leads to the same place or has its answers sent there.",
        ja="詐欺メールは続けて届きます。同じ者が送る次のメールも、同じ場所に誘導したり、同じ宛先に返信させたりします。",
    ),
    innocent=Text(
        en="A site that was broken into is repaired later, an address is given to somebody else, and a mark may be wrong; "
        "`gyotaku mark --undo` takes it back.",
        ja="改ざんされたサイトが復旧した場合、アドレスの持ち主が変わった場合、印が誤っていた場合にも起こります。印は gyotaku mark --undo で取り消せます。",
    ),
)
MARKED_ITSELF = Kind(
    id="marked-itself",
    group=Group.REPUTATION,
    direction=Direction.INFORMS,
    title=Text(
        en="You marked this very mail yourself on {day}: {word}.",
        ja="このメールには、あなた自身が {day} に「{word}」の印を付けています。",
    ),
    why=Text(
        en="The verdict above is what this program found; your own word stands beside it and did not change it.",
        ja="上の判定はこのプログラムが調べた結果で、あなたの印によって変えてはいません。",
    ),
    innocent=Text(en="The mark tells nothing but your own word.", ja="印が示すのは、あなた自身の判断だけです。"),
)
MARKS_DISAGREE = Kind(
    id="marks-disagree",
    group=Group.REPUTATION,
    direction=Direction.INFORMS,
    title=Text(
        en="Your marks disagree about the {role} {what}: {newer} on {day}, the opposite on {before}. The newer one holds.",
        ja="{role} {what} について、あなたの印が食い違っています（{day} は「{newer}」、{before} はその逆）。新しい方に従います。",
    ),
    why=Text(
        en="An account may have been abused for a while, or one of the marks is a mistake; `gyotaku mark --list` shows them.",
        ja="アカウントが一時的に不正利用されたか、印のどちらかが誤りです。印の一覧は gyotaku mark --list で表示します。",
    ),
    innocent=Text(
        en="Honest senders whose account was abused once show this.",
        ja="一度アカウントを不正利用された正当な差出人でも起こります。",
    ),
)
_STRENGTHS = {Sort.SENT_FROM: Strength.MODERATE, Sort.LINK_DOMAIN: Strength.WEAK}
_ADDRESSES = frozenset({Sort.ADDRESS, Sort.REPLY_TO})
_LINKS = frozenset({Sort.LINK, Sort.LINK_HOST, Sort.LINK_DOMAIN})


def check(marked: Marked) -> Iterator[Finding]:
    for one in marked.accused:
        yield _accuses(one)
    for mark in marked.itself[:1]:
        yield MARKED_ITSELF.found(mark.evidence(), day=day(mark.time), word=Word(mark.word.label))
    for two in marked.disagreements:
        yield MARKS_DISAGREE.found(
            two.newer.evidence(),
            two.older.evidence(),
            role=Word(two.thing.sort.label),
            what=_slot(two.thing),
            newer=Word(two.newer.word.label),
            day=day(two.newer.time),
            before=day(two.older.time),
        )


def _accuses(one: Accused) -> Finding:
    thing = one.trait.thing
    evidence: tuple[Evidence, ...] = (one.trait.evidence, one.mark.evidence())
    return MARKED_BEFORE.found(
        *evidence,
        strength=Strength.WEAK if one.at_home else _STRENGTHS.get(thing.sort, Strength.STRONG),
        role=Word(thing.sort.label),
        what=_slot(thing),
        day=day(one.mark.time),
    )


def _slot(thing: Thing) -> Slot:
    if thing.sort in _ADDRESSES:
        return Address(thing.value)
    if thing.sort in _LINKS:
        return Url(thing.value)
    return Quote(thing.value) if thing.sort is Sort.ATTACHMENT else Host(thing.value)
