"""The page behind a link bears an organization's name on a host that is none of that organization's.

Innocent when: a service runs the organization's pages under its own name.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.destinations import Destinations
from gyotaku.mail.facts.links import Links
from gyotaku.mail.site_evidence import link_of, said, stranger
from gyotaku.model.answers import NotApplicable
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Time, Url
from gyotaku.model.visit import Visits

SITE_IMITATES_BRAND = Kind(
    id="site-imitates-brand",
    group=Group.SITE,
    strength=Strength.STRONG,
    title=Text(
        en="The page on {host}, to which a link leads, bears the name {brand} ({words}; visited {asked}), and the host is none of that organization's.",
        ja="リンク先の {host} のページは {brand} を名乗っていますが（{words}。{asked} にアクセス）、ホストはその組織のものではありません。",
    ),
    why=Text(
        en="A page that asks for something in the name of an organization stands on that organization's own host. This one gives what is typed to a stranger.",
        ja="組織の名前で情報の入力を求めるページは、その組織自身のホストにあるはずです。このページに入力した内容は、第三者に渡ります。",
    ),
    innocent=Text(
        en="Some organizations let a service run surveys or campaigns under the service's own host.",
        ja="アンケートやキャンペーンのページを、外部のサービスのホストで運営する組織もあります。",
    ),
)
_NONE = Text(
    en="No page that was visited bears the name of another organization.",
    ja="ほかの組織の名前を名乗るページはありませんでした。",
)


def check(visits: Visits, links: Links, destinations: Destinations, config: Config) -> Iterator[Finding]:
    found = False
    for look in visits.looks:
        link = link_of(links, look)
        for visit in look.visits:
            if visit.brand is None or link is None or stranger(look, visit, destinations, config.brands) is None:
                continue
            found = True
            secret = any(asked.secret for asked in visit.asks)
            yield SITE_IMITATES_BRAND.found(
                link.evidence(),
                said(look, visit, visit.brand.shown_by),
                strength=Strength.STRONG if secret else Strength.MODERATE,
                pretends=visit.brand.brand,
                host=Url(visit.final.partition("://")[2].partition("/")[0]),
                brand=Quote(visit.brand.name),
                words=Quote(visit.brand.shown_by),
                asked=Time(visit.when),
            )
            break
    if not found:
        raise NotApplicable(_NONE)
