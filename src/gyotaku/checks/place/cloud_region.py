"""A machine on the path has a name in which its cloud wrote the region.

Innocent when: always; honest mail comes from clouds as well.
"""

from collections.abc import Iterator

from gyotaku.mail.whereabouts import around
from gyotaku.model.answers import NotApplicable
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.path import Hop, Path
from gyotaku.model.place import AddressPlaces, Known, Places
from gyotaku.model.text import Host, Quote, Text, Word

CLOUD_REGION = Kind(
    id="cloud-region",
    group=Group.PLACE,
    direction=Direction.INFORMS,
    title=Text(
        en="{which} has the name {name}: by it, a machine of {operator} in the region {region}, {place}. {standing}.",
        ja="{which}の名前は {name} です。名前のとおりなら {operator} のリージョン {region}、{place}のマシンです。{standing}。",
    ),
    why=Text(
        en="Clouds write the region of a rented machine into its name. It tells where the machine stands; who rents it may be anywhere.",
        ja="クラウド事業者は、貸し出すマシンの名前にリージョンを書き込みます。わかるのはマシンのある場所です。借りている人がどこにいるかはわかりません。",
    ),
    innocent=Text(
        en="Honest senders use clouds as well; this only informs.",
        ja="正当な送信者もクラウドを使います。参考情報です。",
    ),
)
_HANDED_OVER = Text(en="The machine that handed the mail over", ja="メールを直接引き渡したマシン")
_FIRST = Text(
    en="The machine from which the first server says it took the mail", ja="最初のサーバーの記録にある送り元のマシン"
)
_CONFIRMED = Text(en="The name leads back to the address", ja="名前は正引きとも一致しています")
_UNCONFIRMED = Text(
    en="Whether the name leads back to the address has not been looked up; whoever holds the address chose the name",
    ja="正引きとの一致は確かめていません。名前はIPアドレスの管理者が付けたものです",
)
_AS_RECORDED = Text(en="We have it on the word of that server alone", ja="根拠は、そのサーバーの記録だけです")
_NO_NAME = Text(
    en="No name on the path is one in which a cloud writes a region.",
    ja="配送経路に、クラウドのリージョンが書かれた名前はありません。",
)


def check(path: Path, places: Places) -> Iterator[Finding]:
    found = [
        finding
        for hop, place, which in (
            (path.handed_over_by, places.handed_over, _HANDED_OVER),
            (path.first, places.first, _FIRST),
        )
        if hop is not None and place is not None
        for finding in _of(hop, place, which, path)
    ]
    if not found:
        raise NotApplicable(_NO_NAME)
    yield from found


def _of(hop: Hop, place: AddressPlaces, which: Text, path: Path) -> Iterator[Finding]:
    for said in place.by(Known.HOST_NAME):
        if said.region is None or said.operator is None:
            continue
        ours = path.ours(hop)
        standing = _CONFIRMED if said.confirmed else _UNCONFIRMED if ours else _AS_RECORDED
        name = hop.reverse_name if said.evidence.span else said.evidence.quote.rpartition(" ")[2]
        yield CLOUD_REGION.found(
            said.evidence,
            hop.quote("address", Principal.US if ours else Principal.RELAY),
            which=Word(which),
            name=Host(name or place.of),
            operator=Word(said.operator),
            region=Quote(said.region),
            place=around(said),
            standing=Word(standing),
        )
