"""All links of a mail in an organization's name lead to another one, which is neither the sender's nor named anywhere in the mail.

Innocent when: a small sender keeps its shop, its form or its calendar with a service.
"""

from collections.abc import Iterator

from gyotaku.mail.at_home import at_home, names
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.recorded import Recorded
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.wording import Wording, folded, speaks_for_organization
from gyotaku.mail.links.mark import Place
from gyotaku.mail.links.services import is_tracker, real
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.own_side import OwnSide
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


def check(
    links: Links, senders: Senders, own: OwnSide, bulk: Bulk, recorded: Recorded, wording: Wording
) -> Iterator[Finding]:
    author = senders.author
    anchors = [link for link in links.clickable if link.place in (Place.ANCHOR, Place.AREA)]
    if not anchors or bulk.any or author is None or not author.domain:
        return
    if not speaks_for_organization(folded(author.name or "")):
        return  # a person links to whatever he likes
    domains = {link.target.domain for link in links.clickable}
    if len(domains) != 1:
        return
    first = anchors[0]
    target = real(first.target)
    domain = target.domain
    if domain in at_home(senders, recorded) or own.owns(target.host) or is_tracker(target):
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
