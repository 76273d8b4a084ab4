"""The address of the sender's domain is another than the addresses that the mail came from.

Innocent when: nearly always. A web server is no mail server, and most domains have their mail sent from elsewhere.
"""

from collections.abc import Iterator

from gyotaku.mail.ip import Scope, scope
from gyotaku.model.answers import NotApplicable
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.names import Names
from gyotaku.model.path import Hop, Path
from gyotaku.model.text import Host, Text, Time

WEB_ADDRESS_DIFFERS = Kind(
    id="web-address-differs",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    title=Text(
        en="{domain} itself has the address {own}, another than those on the mail's path: {sending} (by the DNS of {asked}).",
        ja="{domain} 自身のIPアドレスは {own} ですが、配送経路にあるのは {sending} です（{asked} 時点の DNS）。",
    ),
    why=Text(
        en="A weak hint only: this is mostly the address of the domain's web site, and a web server is no mail server. SPF, DKIM, MX and the path of the "
        "mail decide whether the sender is forged.",
        ja="弱い手がかりにすぎません。これは多くの場合ドメインの Web サイトのアドレスで、メールサーバーのものとは限りません。差出人の詐称かどうかは、SPF、DKIM、"
        "MX、配送経路で判断します。",
    ),
    innocent=Text(
        en="Most domains have their web site and their mail on different servers.",
        ja="Web サイトとメールを別のサーバーで運用しているドメインがほとんどです。",
    ),
)
_NO_ADDRESS = Text(
    en="DNS gives no address of the sender's domain, or the mail names none it came from.",
    ja="差出人のドメインのIPアドレスが DNS にないか、送信元のIPアドレスがメールに記録されていません。",
)
_PLACEABLE = frozenset({Scope.GLOBAL, Scope.DOCUMENTATION})


def check(names: Names, path: Path) -> Iterator[Finding]:
    author = names.author
    sending = _sending(path)
    if author is None or not author.host.addresses or not sending:
        raise NotApplicable(_NO_ADDRESS)
    own = author.host.addresses
    if any(hop.address in own for hop in sending):
        return
    quoted = [hop.quote("address", Principal.US if path.ours(hop) else Principal.RELAY) for hop in sending]
    yield WEB_ADDRESS_DIFFERS.found(
        Evidence.answered(author.host.answer, Principal.DOMAIN_HOLDER, principal_name=author.domain),
        *quoted,
        domain=Host(author.domain),
        own=Host(own[0]),
        sending=Host(", ".join(hop.address or "" for hop in sending)),
        asked=Time(author.host.answer.time),
    )


def _sending(path: Path) -> list[Hop]:
    """Who handed the mail to us, and from where the first server says it took it."""
    hops = [hop for hop in (path.handed_over_by, path.first) if hop is not None]
    return [
        hop
        for number, hop in enumerate(hops)
        if hop.address and scope(hop.address) in _PLACEABLE and hop not in hops[:number]
    ]
