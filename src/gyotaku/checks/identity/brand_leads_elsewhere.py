"""The mail speaks in an organization's name, and none of its links leads to that organization.

Innocent when: the organization took a new link domain into use, or leaves its links to a service we do not know.
"""

from collections.abc import Iterator

from gyotaku.mail.brands import Brand
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.destinations import Destination, Destinations
from gyotaku.mail.facts.identity import Identity
from gyotaku.mail.facts.recorded import Recorded, proof
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.holding import holder
from gyotaku.mail.links.services import is_tracker
from gyotaku.model.bearing import HypothesisName, speaks_against
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Url

BRAND_LEADS_ELSEWHERE = Kind(
    id="brand-leads-elsewhere",
    group=Group.IDENTITY,
    strength=Strength.MODERATE,
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="The mail speaks in the name of {brand}, but its links lead to {host} and none to a host known as {brand}'s.",
        ja="このメールは {brand} を名乗る書き方ですが、リンク先は {host} で、{brand} のホストとして知られているものへのリンクは一つもありません。",
    ),
    why=Text(
        en="An organization's own mail leads to its own site somewhere. Whoever can write any address into From still needs the reader to "
        "come to a site of his own.",
        ja="組織が送るメールには、普通はその組織のサイトへのリンクがあります。差出人のアドレスは誰でも書けますが、だますには自分の用意したサイトに誘導しなければなりません。",
    ),
    innocent=Text(
        en="A new domain for links, a partner's or a survey service's site, and click counting by a service that is not known.",
        ja="新しいリンク用ドメイン、提携先やアンケートのサービス、知られていないクリック計測サービスを使う場合でも起こります。",
    ),
)


def check(
    identity: Identity,
    destinations: Destinations,
    senders: Senders,
    recorded: Recorded,
    bulk: Bulk,
    config: Config,
) -> Iterator[Finding]:
    author = senders.author
    if not identity.claimed or not destinations.all or author is None or proof(recorded, senders) is not None:
        return
    claimed = identity.claimed[0]
    backed = claimed.brand.holds(author.domain and author.domain.lower(), (author.mailbox.local or "").lower())
    if not backed and not claimed.several and not claimed.signs[0].where.of_sender:
        return
    of_list = _list(senders, bulk)
    hosts = [one for one in destinations.all if not is_tracker(one.target) and one.target.domain != of_list]
    if not hosts or any(_is_its_own(claimed.brand, one, config) for one in hosts):
        return
    first = hosts[0]
    strong = claimed.brand.verified and not destinations.bulk
    yield BRAND_LEADS_ELSEWHERE.found(
        claimed.signs[0].evidence,
        first.link.evidence(),
        strength=Strength.MODERATE if strong else Strength.WEAK,
        pretends=claimed.brand.id,
        brand=Quote(claimed.brand.name),
        host=Url(first.target.host),
    )


def _list(senders: Senders, bulk: Bulk) -> str | None:
    """The organization of the list that handed the mail on; its footer is none of the mail's links."""
    envelope, author = senders.envelope, senders.author
    if not bulk.lists or envelope is None or author is None or envelope.organization == author.organization:
        return None
    return envelope.organization if envelope.organization in bulk.organizations else None


def _is_its_own(brand: Brand, one: Destination, config: Config) -> bool:
    """The brand's, or that of any organization of the table: houses have sister firms, and apps come from stores."""
    return (
        brand.holds(one.target.host)
        or brand.shares(one.target.host)
        or holder(one.target.host, config.brands) is not None
    )
