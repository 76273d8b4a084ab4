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
        ja="迷惑メールフィルターの印 {stamp} がありますが、自社のサーバーが付けたものとは言い切れません。",
    ),
    why=Text(
        en="A server on the way or the sender himself can write such a mark. “Not spam” in such a place is worth nothing.",
        ja="途中のサーバーや差出人自身も書き込める位置にあります。ここに「迷惑メールではない」とあっても意味を持ちません。",
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
        en="A spam filter on the way marked this mail as spam: {stamp}.",
        ja="途中の迷惑メールフィルターが、このメールに {stamp} の印を付けたと見られます。",
    ),
    why=Text(
        en="It is not certain whose filter it was, but a sender hardly calls his own mail spam.",
        ja="どのサーバーのフィルターかは確かではありませんが、差出人が自分のメールに迷惑メールの印を付けることは考えにくいものです。",
    ),
    innocent=Text(
        en="Filters of lists and forwarding servers err as others do, and old marks stay in forwarded mail.",
        ja="メーリングリストや転送サーバーのフィルターも間違えることがあり、転送されたメールには古い印が残ります。",
    ),
)


def check(stamps: Stamps) -> Iterator[Finding]:
    # A stamp that accuses is told before one that clears: nobody hides it by writing the other above.
    for stamp in sorted(stamps.all, key=lambda stamp: stamp.says_spam is not True):
        if stamp.ours or stamp.says_spam is None:
            continue
        shown = Quote(stamp.quote if stamp.in_subject else f"{stamp.field.name}: {stamp.quote}")
        kind = STAMPED_ELSEWHERE if stamp.says_spam else FOREIGN_STAMP
        yield kind.found(stamp.field.quote(stamp.quote, Principal.RELAY), stamp=shown)
        return
