"""A link has a known organization's name in a part of its host or its path that anybody can choose.

Innocent when: the site writes about the organization, sells its goods, or works for it.
"""

from collections.abc import Iterator

from gyotaku.mail.brands import namings
from gyotaku.mail.facts.destinations import Destination, Destinations
from gyotaku.mail.facts.identity import Identity
from gyotaku.mail.holding import held
from gyotaku.mail.lookalike import Likeness, lookalike
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Url

LINK_NAMES_BRAND = Kind(
    id="link-names-brand",
    group=Group.IDENTITY,
    title=Text(
        en="A link to {host} has the name of {brand} in it ({piece}), and {host} is not known to be {brand}'s.",
        ja="{host} へのリンクには {brand} の名前が含まれています（{piece}）が、{host} は {brand} のホストとして知られていません。",
    ),
    why=Text(
        en="The front of a host name and the path can be chosen freely by whoever runs the site. Only the end of the host says whose it is.",
        ja="ホスト名の前の部分とパスは、サイトを運営する者が自由に決められます。持ち主を示すのはホスト名の末尾だけです。",
    ),
    innocent=Text(
        en="Sites that write about the organization, sell its goods, or work for it.",
        ja="その組織について書くサイト、商品を扱う店、その組織から仕事を請け負うサイトでも起こります。",
    ),
)

_MOST = 50
_LONGEST_PATH = 200
_LEAST_NAME = 4


def check(destinations: Destinations, identity: Identity, config: Config) -> Iterator[Finding]:
    """The first such link. It accuses where the mail speaks for that organization too; else it only tells what stands there."""
    spoken = {claimed.brand.id for claimed in identity.claimed}
    for one in destinations.elsewhere[:_MOST]:
        found = _in_host(one, config) or _in_path(one, spoken, config)
        if found is not None:
            brand, name, evidence = found
            accuses = brand in spoken or not destinations.bulk
            yield LINK_NAMES_BRAND.found(
                evidence,
                direction=Direction.ACCUSES if accuses else Direction.INFORMS,
                pretends=brand if accuses else None,
                host=Url(one.target.host),
                brand=Quote(name),
                piece=Quote(evidence.quote),
            )
            return


def _in_host(one: Destination, config: Config) -> tuple[str, str, Evidence] | None:
    like = lookalike(one.target.host, config.brands)
    if like is None or like.likeness is not Likeness.NAMED or len(like.meant) < _LEAST_NAME:
        return None
    return like.brand.id, like.brand.name, one.link.evidence_of(like.piece)


def _in_path(one: Destination, spoken: set[str], config: Config) -> tuple[str, str, Evidence] | None:
    """Only of an organization that the mail speaks for: shops have goods, and news has stories, of every name."""
    written = one.link.target.written
    host = written.lower().find(one.target.host)
    if not spoken or held(one.target.host, config.brands) or host < 0:
        return None
    start = host + len(one.target.host)
    path = written[start : start + _LONGEST_PATH].partition("?")[0]
    for naming in namings(path, config.brands):
        if naming.brand.id in spoken and naming.end - naming.start >= _LEAST_NAME:
            return naming.brand.id, naming.brand.name, one.link.evidence(start + naming.start, start + naming.end)
    return None
