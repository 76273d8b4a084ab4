"""A link leads on to the site of somebody else.

Innocent when: shortened links and counted clicks lead on by design.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.links import Links
from gyotaku.mail.links.target import read_target
from gyotaku.mail.site_evidence import link_of, said
from gyotaku.model.answers import NotApplicable
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.text import Amount, Text, Time, Url
from gyotaku.model.visit import Visits

SITE_REDIRECTS_ELSEWHERE = Kind(
    id="site-redirects-elsewhere",
    group=Group.SITE,
    direction=Direction.INFORMS,
    title=Text(
        en="The link to {host} leads on to {final} ({count} steps; visited {asked}).",
        ja="{host} へのリンクをたどると、{final} に行き着きます（{count} 段階。{asked} にアクセス）。",
    ),
    why=Text(
        en="What is judged of a link must be judged of its end. Frauds put an honest or a new host in front so that filters see that one alone.",
        ja="リンクは最終的な行き先で判断する必要があります。詐欺では、フィルターの目を欺くために、無害なホストや新しいホストを手前に置くことがあります。",
    ),
    innocent=Text(
        en="Shortened links, counted clicks and moved sites lead on as well.",
        ja="短縮リンク、クリックの計測、サイトの移転でも同じことが起こります。",
    ),
)
_STAYS = Text(
    en="No link leads on to somebody else's site.", ja="別の組織のサイトに転送されるリンクはありませんでした。"
)


def check(visits: Visits, links: Links) -> Iterator[Finding]:
    found = False
    for look in visits.looks:
        start, link = read_target(look.url), link_of(links, look)
        for visit in look.visits:
            end = read_target(visit.final)
            if link is None or not end.host or end.domain == start.domain:
                continue
            found = True
            yield SITE_REDIRECTS_ELSEWHERE.found(
                link.evidence(),
                said(look, visit, visit.final),
                host=Url(start.host),
                final=Url(end.host),
                count=Amount(len(visit.steps)),
                asked=Time(visit.when),
            )
            break
    if not found:
        raise NotApplicable(_STAYS)
