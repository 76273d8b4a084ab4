"""Links that do not say where they lead: redirects of large sites, addresses within addresses, services that hide the target.

Innocent when: programs copy such links from search results and documents, and newsletters count clicks.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.destinations import Destination, Destinations
from gyotaku.mail.links.hosting import HostedBy, hosting
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.mark import Place
from gyotaku.mail.links.services import What, carried, is_tracker, through
from gyotaku.mail.links.target import Target
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.text import Slot, Text, Url, Word

LINK_OPEN_REDIRECT = Kind(
    id="link-open-redirect",
    group=Group.LINK,
    strength=Strength.MODERATE,
    title=Text(
        en="A link shows {host} ({service}), which leads on to {target} at once.",
        ja="リンクのアドレスは {host}（{service}）ですが、そこから {target} に転送されます。",
    ),
    why=Text(
        en="The site leads on to any address that is written into the link. So a host that everybody trusts stands in "
        "front, and filters that know it let the link pass.",
        ja="このサイトは、リンクに書かれたどのアドレスへも転送します。誰もが信用するホストが前に見え、それを知っているフィルターも通してしまいます。",
    ),
    innocent=Text(
        en="Links copied from search results, documents and social media, and notices of these sites themselves.",
        ja="検索結果や文書、SNS から写したリンク、これらのサイト自身の通知にも入っています。",
    ),
)
LINK_ADDRESS_WITHIN = Kind(
    id="link-address-within",
    group=Group.LINK,
    direction=Direction.INFORMS,
    when_bad=True,
    title=Text(
        en="A link to {host} carries the address of {target} within it; it may lead on there.",
        ja="{host} へのリンクの中に、{target} のアドレスが入っています。そこに転送される可能性があります。",
    ),
    why=Text(
        en="Whether the host leads on to it, only the host decides. Until then the link leads to that host, whatever stands "
        "within.",
        ja="転送するかどうかを決めるのは、そのホストです。中に何が書かれていても、リンクが最初に開くのはそのホストです。",
    ),
    innocent=Text(
        en="Login pages, click counting and shared articles carry the address to come to afterwards.",
        ja="ログイン画面、クリック数の計測、記事の共有では、次に開くアドレスがリンクに入ります。",
    ),
)
LINK_BEHIND_SERVICE = Kind(
    id="link-behind-service",
    group=Group.LINK,
    direction=Direction.INFORMS,
    when_bad=True,
    title=Text(
        en="A link leads through {service}, and its address does not tell where to (host named there: {said}).",
        ja="{service} を経由するリンクがあり、アドレスからは実際のリンク先がわかりません（アドレスに書かれたホスト: {said}）。",
    ),
    why=Text(
        en="The target is known to the service alone, so nothing here is said about it.",
        ja="実際のリンク先はそのサービスだけが知っているため、この報告では調べていません。",
    ),
    innocent=Text(
        en="Mail gateways rewrite links, and services that send newsletters count clicks.",
        ja="メールゲートウェイはリンクを書き換え、メールマガジンの配信サービスはクリック数を数えます。",
    ),
)

_MARKUP = frozenset({Place.ANCHOR, Place.AREA, Place.FORM, Place.REFRESH})
_NONE = Text(en="none", ja="なし")
_LONGEST_INNER = 500


def check(destinations: Destinations) -> Iterator[Finding]:
    redirected = hidden = within = False
    for one in destinations.all:
        target = one.link.target
        for service in through(target):
            if service.service.hides:
                if not hidden:
                    hidden = True
                    yield _behind(one.link, service.service.name, service.said)
            elif (
                service.service.what is What.SITE and not redirected and _leads_away(service.target, one, destinations)
            ):
                redirected = True
                yield _redirect(service.target, service.service.name, one, destinations)
        # A shortener is told as one (hosted.py).
        host = hosting(one.target)
        shortened = host is not None and host.by is HostedBy.SHORTENER
        if not hidden and is_tracker(one.target) and not shortened and not through(target):
            hidden = True
            yield _behind(one.link, one.target.domain, "")
    for one in destinations.elsewhere:
        if not within and not is_tracker(one.target):
            inner = carried(one.target)
            if inner is not None and inner.domain not in destinations.home:
                within = True
                yield LINK_ADDRESS_WITHIN.found(*_quotes(one.link), host=Url(one.target.host), target=Url(inner.host))


def _leads_away(site: Target, one: Destination, destinations: Destinations) -> bool:
    """The site is not the sender's, and the target is another organization's than both."""
    domain = one.target.domain
    if site.domain in destinations.home or domain in destinations.home or domain == site.domain:
        return False
    return not any(brand.holds(one.target.host) or brand.holds(site.host) for brand in destinations.plays)


def _redirect(site: Target, name: str, one: Destination, destinations: Destinations) -> Finding:
    link = one.link
    shows = one.target.host.removeprefix("www.") in (link.shown or "").lower()
    accuses = link.place in _MARKUP and not destinations.bulk and not shows
    return LINK_OPEN_REDIRECT.found(
        *_quotes(link),
        strength=Strength.MODERATE if accuses and destinations.speaks else Strength.WEAK,
        direction=Direction.ACCUSES if accuses else Direction.INFORMS,
        host=Url(site.host),
        service=_name(name),
        target=Url(one.target.host),
    )


def _quotes(link: Link) -> list[Evidence]:
    """The link, and within it the address that it carries, where that stands there in letters."""
    written = link.target.written
    at = written.lower().find("http", 8)
    quotes = [link.evidence()]
    if at > 0:
        end = written.find("&", at)
        quotes.append(link.evidence(at, min(len(written) if end < 0 else end, at + _LONGEST_INNER)))
    return quotes


def _behind(link: Link, name: str, said: str) -> Finding:
    named: Slot = Url(said) if said else Word(_NONE)
    return LINK_BEHIND_SERVICE.found(link.evidence(), service=_name(name), said=named)


def _name(name: str) -> Word:
    return Word(Text(en=name, ja=name))
