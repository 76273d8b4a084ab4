"""Roughly where the machine stands that sent the mail, and in whose network, as files of places on this machine tell.

Innocent when: always; it only informs.
"""

from collections.abc import Iterator

from gyotaku.mail.whereabouts import around, source
from gyotaku.model.answers import NotApplicable
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.path import Hop, Path
from gyotaku.model.place import AddressPlaces, Known, Places
from gyotaku.model.text import Host, Quote, Text, Url, Word, day

PLACE_OF_SENDER = Kind(
    id="place-of-sender",
    group=Group.PLACE,
    direction=Direction.INFORMS,
    title=Text(
        en="{address}, {which}, is {place} by {source} (data of {date}); network: {network}.",
        ja="{which} {address} のおおよその位置は、{source}（{date} のデータ）によると、{place}です。ネットワーク: {network}。",
    ),
    why=Text(
        en="Such files tell where a network uses its addresses, and are often wrong by the distance given. Of a cloud's address they tell "
        "where its data centre is, not where the person sits who rents it.",
        ja="ネットワークがIPアドレスを使っている場所を集めたデータで、示した範囲の誤差は珍しくありません。クラウドの場合にわかるのはデータセンターの場所で、借りている人の居場所ではありません。",
    ),
    innocent=Text(
        en="Every machine stands somewhere; this only informs.", ja="どのマシンもどこかにあります。参考情報です。"
    ),
)
PLACE_OF_LINK = Kind(
    id="place-of-link",
    group=Group.PLACE,
    direction=Direction.INFORMS,
    title=Text(
        en="The link's host {host} is at {address}: {place} by {source} (data of {date}); network: {network}.",
        ja="リンク先 {host} のIPアドレス {address} のおおよその位置は、{source}（{date} のデータ）によると、{place}です。ネットワーク: {network}。",
    ),
    why=Text(
        en="It tells where the site's machine stands now. Where a content network stands before the site, it is that network's machine.",
        ja="わかるのは、サイトのマシンが現在ある場所です。配信ネットワーク（CDN）を経由するサイトでは、そのネットワークのマシンの場所です。",
    ),
    innocent=Text(
        en="Every site stands somewhere; this only informs.", ja="どのサイトもどこかにあります。参考情報です。"
    ),
)
PLACES_DISAGREE = Kind(
    id="places-disagree",
    group=Group.PLACE,
    direction=Direction.INFORMS,
    title=Text(
        en="Sources disagree about where {address} is: {place} by {source} ({date}), but {other_place} by {other_source} ({other_date}).",
        ja="{address} の位置は情報源によって異なります。{source}（{date}）では{place}、{other_source}（{other_date}）では{other_place}です。",
    ),
    why=Text(
        en="They name different countries, so neither should be relied on.",
        ja="国が食い違っているため、どちらも当てにできません。",
    ),
    innocent=Text(
        en="Addresses move between countries, and files are of different ages.",
        ja="IPアドレスの利用場所は変わることがあり、データの時期も異なります。",
    ),
)
_HANDED_OVER = Text(en="which handed the mail over", ja="メールを直接引き渡した")
_FIRST = Text(en="from which the first server says it took the mail", ja="最初のサーバーの記録にある送り元の")
_NO_NETWORK = Text(en="not told", ja="不明")
_NO_FILE = Text(
    en="No file of places on this machine knows an address of this mail.",
    ja="このメールのIPアドレスを載せた位置データが手元にありません。",
)


def check(path: Path, places: Places) -> Iterator[Finding]:
    known = [*places.senders, *(place for _, place in places.links)]
    if not any(place.by(Known.DATABASE) for place in known):
        raise NotApplicable(_NO_FILE)
    for hop, place, which in (
        (path.handed_over_by, places.handed_over, _HANDED_OVER),
        (path.first, places.first, _FIRST),
    ):
        if hop is not None and place is not None:
            yield from _of_sender(hop, place, which, path)
    for host, place in places.links:
        yield from _of_link(host, place)
    for place in known:
        yield from _disagreement(place)


def _network(place: AddressPlaces) -> Quote | Word:
    network = place.network
    return Quote(network.network) if network and network.network else Word(_NO_NETWORK)


def _of_sender(hop: Hop, place: AddressPlaces, which: Text, path: Path) -> Iterator[Finding]:
    best = place.best or place.network
    if best is None:
        return
    yield PLACE_OF_SENDER.found(
        hop.quote("address", Principal.US if path.ours(hop) else Principal.RELAY),
        *(said.evidence for said in place.by(Known.DATABASE)),
        address=Host(place.of),
        which=Word(which),
        place=around(best),
        source=source(best),
        date=day(best.date),
        network=_network(place),
    )


def _of_link(host: str, place: AddressPlaces) -> Iterator[Finding]:
    best = place.best or place.network
    if best is None:
        return
    yield PLACE_OF_LINK.found(
        *(said.evidence for said in place.by(Known.DATABASE)),
        host=Url(host),
        address=Host(place.of),
        place=around(best),
        source=source(best),
        date=day(best.date),
        network=_network(place),
    )


def _disagreement(place: AddressPlaces) -> Iterator[Finding]:
    placed = [said for said in place.said if said.placed]
    other = next((said for said in placed if said.country != placed[0].country), None)
    if other is None:
        return
    one = placed[0]
    yield PLACES_DISAGREE.found(
        one.evidence,
        other.evidence,
        address=Host(place.of),
        place=around(one),
        source=source(one),
        date=day(one.date),
        other_place=around(other),
        other_source=source(other),
        other_date=day(other.date),
    )
