"""The machine that handed the mail over has no reverse name, or one of an access line.

Innocent when: a small or badly kept server, or one whose provider leaves the reverse zone empty.
"""

from collections.abc import Iterator

from gyotaku.mail.hosts import is_machine_name, looks_generic
from gyotaku.mail.ip import Scope, scope
from gyotaku.model.answers import NotApplicable
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.path import Path
from gyotaku.model.text import Host, Text

NO_REVERSE_NAME = Kind(
    id="no-reverse-name",
    group=Group.PATH,
    title=Text(
        en="Your own server found no confirmed reverse name for {address}, which handed the mail over, and wrote "
        "“unknown”.",
        ja="メールを引き渡した {address} の逆引きホスト名を自社サーバーは確認できず、「unknown」と記録しています。",
    ),
    why=Text(
        en="Mail servers that are looked after have a reverse name that leads back to their address. Some large "
        "providers refuse mail from those that have none.",
        ja="きちんと管理されたメールサーバーには、正引きと一致する逆引きホスト名があります。大手の事業者には、これがない相手からの受信を断るところもあります。",
    ),
    innocent=Text(
        en="Small servers whose provider leaves the reverse zone empty; a name server that did not answer in time.",
        ja="逆引きを設定していない小規模なサーバーや、DNS の応答が間に合わなかった場合にも起こります。",
    ),
)
GENERIC_REVERSE_NAME = Kind(
    id="generic-reverse-name",
    group=Group.PATH,
    title=Text(
        en="The mail was handed over by {name} ({address}), a name in the form that networks give out by default.",
        ja="メールを引き渡したのは {name}（{address}）で、回線やクラウドの事業者が自動的に割り当てる形の名前です。",
    ),
    why=Text(
        en="Such a name is made from the address or a number. Customers' lines and rented machines have such names; "
        "mail servers are usually given their own.",
        ja="IPアドレスや番号から作られた名前です。利用者の回線や借りたサーバーによく見られます。メールサーバーには固有の名前を付けるのが普通です。",
    ),
    innocent=Text(
        en="A small server at home or in a cloud whose keeper never set its reverse name.",
        ja="自宅やクラウドにある小規模なサーバーで、逆引きを設定していない場合にも起こります。",
    ),
)

_NO_HANDOVER = Text(
    en="No line tells which machine handed the mail to your side.", ja="直接の引き渡し元の記録がありません。"
)


def check(path: Path) -> Iterator[Finding]:
    hop = path.handed_over_by
    if hop is None or hop.address is None:
        raise NotApplicable(_NO_HANDOVER)
    if scope(hop.address) not in {Scope.GLOBAL, Scope.DOCUMENTATION} or hop.logged_in:
        return
    address = hop.quote("address", Principal.US)
    if hop.reverse_name == "unknown":
        yield NO_REVERSE_NAME.found(hop.quote("reverse_name", Principal.US), address, address=Host(hop.address))
    elif hop.reverse_name and _given_out(hop.reverse_name, hop.address):
        yield GENERIC_REVERSE_NAME.found(
            hop.quote("reverse_name", Principal.ADDRESS_HOLDER),
            address,
            strength=Strength.WEAK,
            name=Host(hop.reverse_name),
            address=Host(hop.address),
        )


def _given_out(name: str, address: str) -> bool:
    """Made from the address, or the form in which a cloud names the machines it rents out."""
    machine = is_machine_name(name)
    return looks_generic(name, address) or (machine is not None and machine.rented)
