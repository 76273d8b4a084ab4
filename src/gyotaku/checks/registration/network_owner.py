"""Whose network the address lies in that handed the mail to our side, and where its abuse is reported.

Innocent when: always; it only informs.
"""

from collections.abc import Iterator

from gyotaku.model.answers import NotApplicable, Unavailable
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.holder import quote_network
from gyotaku.model.path import Path
from gyotaku.model.registration import Network, Networks, NoAnswer, NotFound
from gyotaku.model.text import Address, Host, Quote, Slot, Text, Time, Word

NETWORK_OWNER = Kind(
    id="network-owner",
    group=Group.REGISTRATION,
    direction=Direction.INFORMS,
    title=Text(
        en="The address {address}, which handed the mail over, lies in a network that is registered to {holder} (country given: "
        "{country}; as of {time}). Contact for abuse: {abuse}.",
        ja="メールを直接引き渡した {address} は、{holder_ja} に登録されたネットワークにあります（国: {country}、{time} 時点）。不正利用の報告先: {abuse}。",
    ),
    why=Text(
        en="It is the provider of the sending server, mostly not the sender. The country is that of the registration; the machine may "
        "stand elsewhere. The provider can end the abuse.",
        ja="登録されているのは送信サーバーの事業者で、多くの場合は送信者ではありません。国は登録上のもので、機器が別の国にあることもあります。事業者は不正利用を止められます。",
    ),
    innocent=Text(
        en="Every address lies in somebody's network; this only informs.",
        ja="どのIPアドレスも誰かのネットワークにあります。参考情報です。",
    ),
)

_NO_ADDRESS = Text(
    en="The address that handed the mail over is not known, or no registry was asked about it.",
    ja="メールを直接引き渡したIPアドレスがわからないか、照会の対象になっていません。",
)
_NOT_GIVEN_OUT = Text(
    en="The registry says that it has given this address to nobody.",
    ja="登録機関によると、このIPアドレスは誰にも割り当てられていません。",
)
_NO_ANSWER = Text(
    en="No registry gave an answer about the network.", ja="このネットワークについて登録機関の回答がありませんでした。"
)
_UNNAMED = Text(en="nobody who is named", ja="名前の記載がない登録者")
_NONE = Text(en="none", ja="記載なし")


def check(path: Path, networks: Networks) -> Iterator[Finding]:
    hop = path.handed_over_by
    found = networks.get(hop.address) if hop and hop.address else None
    if hop is None or found is None or (isinstance(found, NoAnswer) and not found.asked):
        raise NotApplicable(_NO_ADDRESS)
    if isinstance(found, NotFound):
        raise NotApplicable(_NOT_GIVEN_OUT)
    if isinstance(found, NoAnswer):
        raise Unavailable(_NO_ANSWER)
    holder, holder_ja = _holder(found)
    yield NETWORK_OWNER.found(
        hop.quote("address", Principal.US),
        *quote_network(found),
        address=Host(found.address),
        holder=holder,
        holder_ja=holder_ja,
        country=Quote(found.country) if found.country else Word(_NONE),
        abuse=Address(found.abuse) if found.abuse else Word(_NONE),
        time=Time(found.answer.time),
    )


def _holder(network: Network) -> tuple[Slot, Slot]:
    if network.organization is not None:
        return Quote(network.organization.said("en")), Quote(network.organization.said("ja"))
    return (Quote(network.name), Quote(network.name)) if network.name else (Word(_UNNAMED), Word(_UNNAMED))
