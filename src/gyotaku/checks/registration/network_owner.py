"""In whose networks the addresses lie that sent the mail or to which links lead, and where their abuse is reported.

Innocent when: always; it only informs.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.links import Links
from gyotaku.mail.house import organization
from gyotaku.mail.ip import address_of
from gyotaku.model.answers import Ending, NotApplicable, Unavailable
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.holder import quote_network
from gyotaku.model.lazy import Lazy
from gyotaku.model.names import Names
from gyotaku.model.path import Path
from gyotaku.model.registration import Network, Networks, NoAnswer
from gyotaku.model.text import Address, Host, Quote, Slot, Text, Time, Word

NETWORK_OWNER = Kind(
    id="network-owner",
    group=Group.REGISTRATION,
    direction=Direction.INFORMS,
    title=Text(
        en="The address {address}, {role}, lies in a network that is registered to {holder} (country given: {country}; as of {time}). "
        "Contact for abuse: {abuse}.",
        ja="{role} {address} は、{holder_ja} に登録されたネットワークにあります（国: {country}、{time} 時点）。不正利用の報告先: {abuse}。",
    ),
    why=Text(
        en="It is mostly the provider of the machine, neither the sender nor whoever keeps the site. The country is that of the "
        "registration; the machine may stand elsewhere. The provider can end the abuse.",
        ja="登録されているのは多くの場合、そのマシンを運用する事業者で、送信者やサイトの運営者ではありません。国は登録上のもので、機器が別の国にあることもあります。事業者は不正利用を止められます。",
    ),
    innocent=Text(
        en="Every address lies in somebody's network; this only informs.",
        ja="どのIPアドレスも誰かのネットワークにあります。参考情報です。",
    ),
)

_HANDED_OVER = Text(en="which handed the mail over", ja="メールを直接引き渡した")
_FIRST = Text(en="from which the first server says it took the mail", ja="最初のサーバーの記録にある送り元の")
_LINKED = Text(en="to which a link leads", ja="リンク先の")
_NOTHING = Text(
    en="No registry has named the holder of a network from which the mail came or to which its links lead.",
    ja="このメールの送信元やリンク先について、ネットワークの登録者がわかる回答はありませんでした。",
)
_NO_ANSWER = Text(
    en="No registry gave an answer about a network.", ja="ネットワークについて、登録機関の回答がないものがあります。"
)
_UNNAMED = Text(en="nobody who is named", ja="名前の記載がない登録者")
_NONE = Text(en="none", ja="記載なし")


def check(path: Path, networks: Networks, links: Links, names: Lazy[Names]) -> Iterator[Finding]:
    told: set[str] = set()
    silent = False
    for address, role, evidence in (*_senders(path), *_links(links, names)):
        found = networks.get(address)
        silent = silent or (isinstance(found, NoAnswer) and found.asked)
        if isinstance(found, Network) and found.address not in told:
            told.add(found.address)
            yield _owned(found, role, evidence)
    if silent:
        raise Unavailable(_NO_ANSWER)
    if not told:
        raise NotApplicable(_NOTHING)


def _senders(path: Path) -> Iterator[tuple[str, Text, Evidence]]:
    for hop, role in ((path.handed_over_by, _HANDED_OVER), (path.first, _FIRST)):
        if hop is not None and hop.address:
            yield hop.address, role, hop.quote("address", Principal.US if path.ours(hop) else Principal.RELAY)


def _links(links: Links, names: Lazy[Names]) -> Iterator[tuple[str, Text, Evidence]]:
    """Addresses in links, and the first address of each host about which DNS was asked."""
    for link in links.clickable:
        address = address_of(link.end.host)
        if address is not None:
            yield address, _LINKED, link.evidence()
    try:
        hosts = names().links
    except Ending:
        return
    for host in hosts:
        for address in host.addresses[:1]:
            holder = organization(host.host)
            yield address, _LINKED, Evidence.answered(host.answer, Principal.DOMAIN_HOLDER, principal_name=holder)


def _owned(network: Network, role: Text, evidence: Evidence) -> Finding:
    holder, holder_ja = _holder(network)
    return NETWORK_OWNER.found(
        evidence,
        *quote_network(network),
        address=Host(network.address),
        role=Word(role),
        holder=holder,
        holder_ja=holder_ja,
        country=Quote(network.country) if network.country else Word(_NONE),
        abuse=Address(network.abuse) if network.abuse else Word(_NONE),
        time=Time(network.answer.time),
    )


def _holder(network: Network) -> tuple[Slot, Slot]:
    if network.organization is not None:
        return Quote(network.organization.said("en")), Quote(network.organization.said("ja"))
    return (Quote(network.name), Quote(network.name)) if network.name else (Word(_UNNAMED), Word(_UNNAMED))
