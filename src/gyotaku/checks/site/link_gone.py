"""The host of a link has no address now.

Innocent when: always for an old mail; sites move and close.
"""

from collections.abc import Iterator

from gyotaku.mail.dns_evidence import absence
from gyotaku.mail.facts.links import Links
from gyotaku.mail.links.link import Link
from gyotaku.model.answers import NotApplicable, Unavailable
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.history import DnsHistory
from gyotaku.model.names import Names
from gyotaku.model.text import Text, Time, Url

LINK_HOST_GONE = Kind(
    id="link-host-gone",
    group=Group.SITE,
    direction=Direction.INFORMS,
    title=Text(
        en="By the DNS of {asked}, {host}, to which a link of the mail leads, has no address.",
        ja="{asked} 時点の DNS では、リンク先の {host} にIPアドレスがありません。",
    ),
    why=Text(
        en="The link leads nowhere now. Sites of frauds are often taken down within days, or are named only while they are used. What stood there "
        "cannot be seen any more.",
        ja="現在、このリンクはどこにもつながりません。詐欺サイトは数日で停止されたり、使う間だけ名前が登録されたりすることがよくあります。当時の内容は、もう"
        "確認できません。",
    ),
    innocent=Text(
        en="Sites close and move; of an old mail it means little.",
        ja="サイトの閉鎖や移転でも起こります。古いメールでは、あまり意味がありません。",
    ),
)
_NO_HOSTS = Text(en="DNS was asked about no host of a link.", ja="DNS に照会したリンク先のホストがありません。")
_SILENT = Text(
    en="DNS gave no usable answer about any host of a link.",
    ja="リンク先のホストについて、DNS から使える回答がありませんでした。",
)


def check(names: Names, links: Links, history: DnsHistory) -> Iterator[Finding]:
    if not names.links:
        raise NotApplicable(_NO_HOSTS)
    # Only where DNS has answered for addresses of both kinds is it known that there is none.
    known = [
        host
        for host in names.links
        if host.exists is not None and (host.addresses or all(a.told for a in host.answers))
    ]
    if not known:
        raise Unavailable(_SILENT)
    for host in known:
        # Where another source saw an address before, that one finding tells both.
        if host.addresses or history.last(host.host) is not None:
            continue
        link = _link(links, host.host)
        if link is not None:
            asked = Time(host.answer.time)
            yield LINK_HOST_GONE.found(link.evidence(), *absence(host), host=Url(host.host), asked=asked)


def _link(links: Links, host: str) -> Link | None:
    """The first link to this host; to one below it where that was made for the reader alone and not asked for."""
    found = (link for link in links.clickable if link.end.host == host)
    return next(found, next((link for link in links.clickable if link.end.domain == host), None))
