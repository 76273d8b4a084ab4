"""The reverse name that DNS gives now for the machine that handed the mail over does not lead back to it, or there is none.

Innocent when: small servers and access lines whose provider leaves the reverse zone as it is; names change with the years.
"""

from collections.abc import Iterator

from gyotaku.mail.house import confirmed
from gyotaku.model.answers import NotApplicable, Unavailable
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.names import Names
from gyotaku.model.path import Path
from gyotaku.model.text import Host, Text, Time

REVERSE_NAME_UNCONFIRMED = Kind(
    id="reverse-name-unconfirmed",
    group=Group.PATH,
    title=Text(
        en="By the DNS of {asked}, the reverse name {name} of {address}, which handed the mail over, does not lead back to that address.",
        ja="{asked} 時点の DNS では、メールを引き渡した {address} の逆引きホスト名 {name} は、正引きと一致しません。",
    ),
    why=Text(
        en="Whoever holds an address can give it any name, another's as well. Only a name that leads back to the address is also the word of the "
        "name's holder. Names change: of an old mail this tells what holds now.",
        ja="IPアドレスの管理者は、他者のものも含めて、どんな名前でも付けられます。名前の持ち主も認めているといえるのは、正引きと一致する場合だけです。"
        "なお、名前は変わることがあります。古いメールについては、照会した時点の状態しかわかりません。",
    ),
    innocent=Text(
        en="Providers give default names to whole networks, and small servers are set up without care.",
        ja="事業者がネットワーク全体に自動で付けた名前や、設定が十分でない小規模なサーバーでも起こります。",
    ),
)
NO_REVERSE_NAME_NOW = Kind(
    id="no-reverse-name-now",
    group=Group.PATH,
    direction=Direction.INFORMS,
    title=Text(
        en="By the DNS of {asked}, {address}, which handed the mail over, has no reverse name.",
        ja="{asked} 時点の DNS では、メールを引き渡した {address} に逆引きホスト名がありません。",
    ),
    why=Text(
        en="Mail servers that are looked after have one. Of an old mail this tells what holds now: addresses change hands.",
        ja="きちんと管理されたメールサーバーには、逆引きホスト名があります。なお、IPアドレスの使用者は変わります。古いメールについては、照会した時点の状態しかわかりません。",
    ),
    innocent=Text(
        en="Small servers whose provider leaves the reverse zone empty; servers that were given up since.",
        ja="逆引きを設定していない小規模なサーバーや、すでに廃止されたサーバーでも起こります。",
    ),
)
_NOT_ASKED = Text(
    en="DNS was not asked about the machine that handed the mail over.",
    ja="メールを引き渡した相手について、DNS に照会していません。",
)
_SILENT = Text(
    en="DNS gave no usable answer about the reverse name.", ja="逆引きについて、DNS から使える回答がありませんでした。"
)


def check(names: Names, path: Path) -> Iterator[Finding]:
    hop = path.handed_over_by
    reverse = names.reverse_of(hop.address) if hop is not None else None
    if hop is None or reverse is None:
        raise NotApplicable(_NOT_ASKED)
    if not all(answer.told for answer in reverse.answers):
        if reverse.confirmed:
            return
        raise Unavailable(_SILENT)
    # Somebody's own line, from which a program hands in its mail, needs no name.
    if reverse.confirmed or hop.logged_in:
        return
    pointer, *forward = reverse.answers
    told = [Evidence.answered(pointer, Principal.ADDRESS_HOLDER, principal_name=reverse.address)]
    address, asked = Host(reverse.address), Time(pointer.time)
    quoted = hop.quote("address", Principal.US)
    if not reverse.names:
        yield NO_REVERSE_NAME_NOW.found(*told, quoted, address=address, asked=asked)
        return
    told += [
        Evidence.answered(answer, Principal.DOMAIN_HOLDER, principal_name=name)
        for name, answer in zip(reverse.names, forward, strict=False)
    ]
    # What our own server confirmed when the mail arrived holds for this mail.
    direction = Direction.INFORMS if confirmed(hop) else None
    yield REVERSE_NAME_UNCONFIRMED.found(
        *told, quoted, direction=direction, name=Host(reverse.names[0]), address=address, asked=asked
    )
