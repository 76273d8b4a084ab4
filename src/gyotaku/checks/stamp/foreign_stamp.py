"""A spam stamp that is not provably our own server's.

Innocent when: a server on the way, or a mailing list, filters as well.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.stamps import Stamps
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.text import Quote, Text

FOREIGN_STAMP = Kind(
    id="foreign-stamp",
    group=Group.STAMP,
    direction=Direction.INFORMS,
    title=Text(
        en="A spam filter's mark, {stamp}, stands where it is not certain that your own server wrote it.",
        ja="迷惑メールフィルターの印 {stamp} がありますが、自社サーバーが付けたものとは言い切れません。",
    ),
    why=Text(
        en="A server on the way, or the sender, can write such a mark. “Not spam” in such a place is worth nothing.",
        ja="途中のサーバーも差出人自身も書き込める位置にあります。ここに「迷惑メールではない」とあっても、根拠にはなりません。",
    ),
    innocent=Text(
        en="Mailing lists and forwarding servers filter too and leave their marks.",
        ja="メーリングリストや転送サーバーもフィルターを備えていて、印を残します。",
    ),
)
STAMPED_ELSEWHERE = Kind(
    id="stamped-elsewhere",
    group=Group.STAMP,
    title=Text(
        en="This mail bears a spam stamp that is not certain to be your own server's: {stamp}.",
        ja="このメールにはスパムスタンプ {stamp} が付いていますが、自社サーバーのものとは言い切れません。",
    ),
    why=Text(
        en="It is not certain whose filter it was, but a sender is unlikely to call their own mail spam.",
        ja="どのサーバーのフィルターが付けたかは確かではありません。ただ、差出人が自分のメールにスパムスタンプを付けるとは考えにくいです。",
    ),
    innocent=Text(
        en="Filters of lists and forwarding servers err as others do, and old marks stay in forwarded mail.",
        ja="メーリングリストや転送サーバーのフィルターも間違えることがあり、転送されたメールには古い印が残ります。",
    ),
)


def check(stamps: Stamps) -> Iterator[Finding]:
    foreign = [stamp for stamp in stamps.all if not stamp.ours and stamp.says_spam is not None]
    if not foreign:
        return
    # "Not spam" may be the sender's own word: it must not hide that another filter said spam.
    stamp = next((stamp for stamp in foreign if stamp.says_spam), foreign[0])
    shown = Quote(stamp.quote if stamp.in_subject else f"{stamp.field.name}: {stamp.quote}")
    kind = STAMPED_ELSEWHERE if stamp.says_spam else FOREIGN_STAMP
    yield kind.found(stamp.field.quote(stamp.quote, Principal.RELAY), stamp=shown)
