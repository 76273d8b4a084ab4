"""All links of a mail in an organization's name lead to another one, which is neither the sender's nor named anywhere in the mail.

Innocent when: a small sender keeps its shop, its form or its calendar with a service.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.destinations import Destinations
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.wording import Wording, folded, names, speaks_for_organization
from gyotaku.mail.links.mark import Place
from gyotaku.mail.links.services import is_tracker
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Amount, Host, Text, Url

LINKS_ALL_ONE_ELSEWHERE = Kind(
    id="links-all-one-elsewhere",
    group=Group.LINK,
    title=Text(
        en="All links ({count}) lead to {target}, which the mail nowhere names and which is not the sender's {domain}.",
        ja="リンク（{count}件）はすべて {target} に誘導します。このドメインは本文のどこにも書かれておらず、差出人の {domain} とも別です。",
    ),
    why=Text(
        en="A mail in an organization's name links to that organization somewhere. One host alone, never shown to the "
        "reader, is what phishing needs.",
        ja="組織からのメールには、普通はその組織へのリンクがあります。読み手に見せない一つのホストだけに誘導するのは、フィッシングの形です。",
    ),
    innocent=Text(
        en="Small senders that keep a form, a shop or a calendar with a service.",
        ja="フォームや店舗、予定表を外部のサービスに置いている小さな差出人でも起こります。",
    ),
)


def check(destinations: Destinations, links: Links, senders: Senders, wording: Wording) -> Iterator[Finding]:
    author = senders.author
    anchors = [link for link in links.clickable if link.place in (Place.ANCHOR, Place.AREA)]
    if not anchors or destinations.bulk or author is None or not author.domain:
        return
    if not speaks_for_organization(folded(author.name or "")):
        return  # a person links to whatever he likes
    domains = {link.end.domain for link in links.clickable}
    if len(domains) != 1 or len(destinations.all) != len(links.clickable):
        return
    first = anchors[0]
    target = first.end
    domain = target.domain
    if domain in destinations.home or is_tracker(target):
        return
    if names(wording, domain):
        return
    yield LINKS_ALL_ONE_ELSEWHERE.found(
        first.evidence(),
        author.quote_address(),
        count=Amount(len(anchors)),
        target=Url(target.host),
        domain=Host(author.domain),
    )
