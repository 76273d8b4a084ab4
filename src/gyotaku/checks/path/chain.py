"""The Received lines do not join: a line says it was taken from another machine than the line below was written by.

Innocent when: servers have several names, and some hide their inner lines.
"""

from collections.abc import Iterator

from gyotaku.mail.domains import suffix
from gyotaku.mail.ip import Scope, address_of, scope
from gyotaku.model.answers import NotApplicable
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.path import Hop, Path
from gyotaku.model.text import Amount, Quote, Text, server

CHAIN_BROKEN = Kind(
    id="chain-broken",
    group=Group.PATH,
    direction=Direction.INFORMS,
    title=Text(
        en="The path does not join: your own server took the mail from a client with the name {client}, but the line "
        "below was written in the name of {by}.",
        ja="自社サーバーは {client} という名前の相手から受け取りましたが、その下の行は {by} が書いたことになっていて、配送経路がつながりません。",
    ),
    why=Text(
        en="Lines below your own server's can be invented. When the first of them names another organization than "
        "the machine that handed the mail over, they may have been added for show.",
        ja="自社サーバーの行より下は、作り出すことができます。実際の引き渡し元とは別の組織の名前が続いている場合、見せかけのために加えられた可能性があります。",
    ),
    innocent=Text(
        en="Servers with several names, and outgoing gateways that write no line of their own.",
        ja="複数の名前を持つサーバーや、自分の行を書かない送信用の中継サーバーでも起こります。",
    ),
)
UNREAD_RECEIVED = Kind(
    id="unread-received",
    group=Group.PATH,
    direction=Direction.INFORMS,
    title=Text(
        en="{count} Received line(s) could not be read whole; the first of them contains {unread}.",
        ja="Received のうち{count}行に読み取れない部分があり、最初のものは {unread} です。",
    ),
    why=Text(
        en="The words do not fit any form this program knows. What they say is not part of this judgment.",
        ja="このプログラムが知っているどの書式にも当てはまりません。その内容は判定に使っていません。",
    ),
    innocent=Text(en="Some servers write lines in a form of their own.", ja="独自の書式で書くサーバーもあります。"),
)

_NO_LINES = Text(en="There is no Received line.", ja="Received 行がありません。")


def check(path: Path) -> Iterator[Finding]:
    if not path.hops:
        raise NotApplicable(_NO_LINES)
    unread = [hop for hop in path.hops if not hop.read_whole]
    if unread:
        shown = (unread[0].unread or (unread[0].text,))[0][:120]
        yield UNREAD_RECEIVED.found(
            *[hop.quote("", Principal.RELAY) for hop in unread[:3]], count=Amount(len(unread)), unread=Quote(shown)
        )
    hop = path.handed_over_by
    if hop is None or hop.index + 1 >= len(path.hops):
        return
    older = path.hops[hop.index + 1]
    if _apart(hop, older):
        client = hop.reverse_name if hop.reverse_name not in {None, "unknown"} else hop.helo
        by_reverse_name = client is not None and client == hop.reverse_name
        client_said = (
            hop.quote("reverse_name", Principal.ADDRESS_HOLDER)
            if by_reverse_name
            else hop.quote("helo", Principal.SENDER)
        )
        yield CHAIN_BROKEN.found(
            client_said,
            older.quote("by", Principal.RELAY),
            client=server(client),
            by=server(older.by),
        )


def _apart(hop: Hop, older: Hop) -> bool:
    """True only where both sides name a registrable host, and no name or address of theirs agrees."""
    by = older.by
    if not by or "." not in by or address_of(by) or scope(hop.address or "") in {Scope.LOOPBACK, Scope.PRIVATE}:
        return False
    names = [name for name in (hop.helo, hop.reverse_name) if name and "." in name and not address_of(name)]
    if not names or older.by_address == hop.address:
        return False
    return _labels(by).isdisjoint(label for name in names for label in _labels(name))


def _labels(host: str) -> frozenset[str]:
    """The words of a host name that tell whose it is; one house often has example.net beside example.com."""
    public = (suffix(host) or "").split(".")
    return frozenset(label for label in host.lower().rstrip(".").split(".") if label not in public and len(label) > 3)
