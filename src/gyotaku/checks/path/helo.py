"""The name by which a client introduced itself (HELO, EHLO) is one that no mail server has.

Innocent when: a person's own computer hands a mail to his provider after logging in; the machine's name is no matter then.
"""

from collections.abc import Iterator

from gyotaku.mail.hosts import MachineName, is_machine_name
from gyotaku.mail.ip import Scope, address_of, scope
from gyotaku.model.answers import NotApplicable
from gyotaku.model.bearing import HypothesisName, speaks_against
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.path import Hop, Path, Source
from gyotaku.model.text import Host, Quote, Text, Word, server

HELO_MACHINE_NAME = Kind(
    id="helo-machine-name",
    group=Group.PATH,
    strength=Strength.MODERATE,
    title=Text(
        en="By the record of {by}, the client called itself {helo}, which is {maker}.",
        ja="{by} の記録によると、接続元が名乗った {helo} は、{maker}です。",
    ),
    why=Text(
        en="Mail servers introduce themselves with their own host name (RFC 5321 section 4.1.1.1). A name that "
        "nobody chose suggests a machine that was set up in haste, as rented or hijacked ones often are.",
        ja="メールサーバーは自分のホスト名を名乗ります（RFC 5321 4.1.1.1）。初期設定のままの名前からは、急いで用意されたマシンであることがうかがえます。借りたマシンや乗っ取られたマシンによく見られます。",
    ),
    innocent=Text(
        en="A person's own computer that hands its mail to the provider after logging in; scanners and office "
        "machines.",
        ja="個人のパソコンがプロバイダーに認証して送るときや、複合機などの事務機器では普通のことです。",
    ),
)
HELO_LITERAL = Kind(
    id="helo-literal-differs",
    group=Group.PATH,
    strength=Strength.MODERATE,
    title=Text(
        en="The client called itself {helo}, but the address recorded for it is {address}.",
        ja="接続元は {helo} と名乗りましたが、記録されたIPアドレスは {address} です。",
    ),
    why=Text(
        en="An address literal must be the client's own address (RFC 5321 section 4.1.3). Scripts that know no host "
        "name of their own often give the loopback address or another one.",
        ja="アドレスを名乗る場合は、自分自身のIPアドレスでなければなりません（RFC 5321 4.1.3）。自分のホスト名を知らないプログラムは、ループバックなど別のアドレスをよく名乗ります。",
    ),
    innocent=Text(
        en="Some mail programs name the loopback address when they hand their mail to the provider after logging in; servers behind "
        "a router may name their inner address.",
        ja="プロバイダーに認証して送るメールソフトにはループバックを名乗るものがあり、ルーターの内側にあるサーバーは内側のアドレスを名乗ることがあります。",
    ),
)
HELO_OURS = Kind(
    id="helo-is-ours",
    group=Group.PATH,
    strength=Strength.STRONG,
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="The client at {address} called itself {helo}, which is one of your own names.",
        ja="外部の {address} が、自社の名前 {helo} を名乗って接続してきました。",
    ),
    why=Text(
        en="A machine of others has no reason to give your name. Some spam programs give the recipient's own name, "
        "because careless filters trust it.",
        ja="外部のマシンが自社の名前を名乗る理由はありません。受信側の名前を名乗り、それを信用するフィルターをすり抜けようとする手口があります。",
    ),
    innocent=Text(
        en="A branch office, a scanner or a hosted service of your own that is not among trusted_hosts.",
        ja="trusted_hosts に入っていない自社の拠点、複合機、外部サービスでも起こります。",
    ),
)

_NO_HELO = Text(en="No Received line tells a HELO name.", ja="HELO 名が書かれた Received 行がありません。")
_INSIDE = frozenset({Scope.LOOPBACK, Scope.PRIVATE, Scope.LINK_LOCAL, Scope.CGNAT})


def check(path: Path, own: OwnSide) -> Iterator[Finding]:
    if not any(hop.helo for hop in path.hops):
        raise NotApplicable(_NO_HELO)
    for hop in path.hops:
        if not hop.helo or hop.local or hop.address is None or scope(hop.address) in _INSIDE:
            continue
        if path.ours(hop) and hop is not path.handed_over_by:
            continue
        found = _of(hop, own, direct=hop is path.handed_over_by)
        if found is not None:
            yield found


def _of(hop: Hop, own: OwnSide, *, direct: bool) -> Finding | None:
    helo = hop.helo or ""
    said, address = Quote(helo), Host(hop.address or "?")
    quotes = (hop.quote("helo", Principal.SENDER), hop.quote("address", Principal.US if direct else Principal.RELAY))
    literal = address_of(helo)
    if literal is not None:
        if literal == hop.address:
            return None
        # Behind a router a person's computer names its inner address; at our own door, or as loopback, nobody should.
        inner = scope(literal) in _INSIDE and scope(literal) is not Scope.LOOPBACK
        if inner and hop.logged_in:
            return None
        strength = Strength.WEAK if hop.logged_in or (inner and not direct) else Strength.MODERATE
        return HELO_LITERAL.found(*quotes, strength=strength, helo=said, address=address)
    if direct and (own.owns(helo) or _same(helo, hop.by)) and not _trusted_client(hop, own):
        return HELO_OURS.found(*quotes, strength=_certain(own), helo=said, address=address)
    machine = is_machine_name(helo)
    if machine is None or _proven(hop) or (not machine.rented and (hop.logged_in or not direct)):
        return None  # inner machines have inner names; at our own door they have none
    return HELO_MACHINE_NAME.found(
        *quotes[:1],
        strength=_strength(machine),
        by=server(hop.by),
        helo=said,
        maker=Word(machine.by),
    )


def _trusted_client(hop: Hop, own: OwnSide) -> bool:
    return own.owns(hop.reverse_name) or hop.logged_in or _proven(hop)


def _proven(hop: Hop) -> bool:
    """The name is the address's own reverse name, which the server looked up: at least it is true."""
    return hop.reverse_name is not None and _same(hop.helo or "", hop.reverse_name)


def _certain(own: OwnSide) -> Strength:
    """Which names are ours is certain only by configuration."""
    return Strength.STRONG if own.source is Source.CONFIGURED else Strength.MODERATE


def _strength(machine: MachineName) -> Strength:
    return Strength.MODERATE if machine.telling else Strength.WEAK


def _same(helo: str, by: str | None) -> bool:
    return by is not None and "." in by and helo.lower().rstrip(".") == by.lower().rstrip(".")
