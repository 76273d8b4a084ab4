"""Where a mail leads in the end: its links without the services between, and which of them are not the sender's own."""

from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from gyotaku.mail.brands import Brand
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.claims import Claims, Place
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.recorded import Recorded
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.wording import folded, speaks_for_organization
from gyotaku.mail.house import organization
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.mark import Place as MarkPlace
from gyotaku.mail.links.target import WEB, Target
from gyotaku.model.own_side import OwnSide

_IN_TEXT = frozenset({MarkPlace.TEXT, MarkPlace.BARE})
_MOST_HOSTS = 500
_MOST_BRANDS = 10


class Destination(Struct, frozen=True):
    """A link a person can follow, and where it leads in the end."""

    link: Link
    target: Target


class Destinations(Struct, frozen=True):
    """`all` in the order of the mail, without those of the reader's own side; `elsewhere` of each host the first, without
    those of the sender's own organizations and of the brands that the mail names as its sender.

    `plays` are the brands that the mail speaks for, whose own hosts are known; `speaks` tells that it does for any
    organization; `bulk`, that it says to be one of many.
    """

    all: tuple[Destination, ...]
    elsewhere: tuple[Destination, ...]
    home: frozenset[str]
    plays: tuple[Brand, ...]
    speaks: bool
    bulk: bool
    homeward: bool = False
    """A link leads to one of the sender's own organizations."""

    def stands_for_sender(self, one: Destination) -> bool:
        """The link is the organization's own word: a mail that links to its own site may quote others' text beside it."""
        return self.speaks and not (self.homeward and one.link.place in _IN_TEXT)


def read(links: Links, senders: Senders, own: OwnSide, bulk: Bulk, recorded: Recorded, claims: Claims) -> Destinations:
    if not links.clickable:
        return Destinations((), (), frozenset(), (), False, bulk.any)
    home = _home(senders, recorded)
    said = {claim.brand.id: claim.brand for claim in claims.all if claim.leads or claim.place is not Place.NAME}
    claimed = tuple(islice(said.values(), _MOST_BRANDS))
    kept: list[Destination] = []
    first: dict[str, Destination] = {}
    ours: dict[str, bool] = {}
    for link in links.clickable:
        target = link.end
        host = target.host
        if host not in ours:
            ours[host] = own.owns(host)
        if ours[host] or target.scheme not in WEB:
            continue
        one = Destination(link, target)
        kept.append(one)
        first.setdefault(host, one)
    elsewhere = (
        one
        for host, one in islice(first.items(), _MOST_HOSTS)
        if one.target.domain not in home and not any(brand.holds(host) for brand in claimed)
    )
    author = senders.author
    homeward = any(one.target.domain in home for one in first.values())
    return Destinations(
        tuple(kept),
        tuple(elsewhere),
        home,
        claimed,
        bool(claimed) or (author is not None and speaks_for_organization(folded(author.name or ""))),
        bulk.any,
        homeward,
    )


def _home(senders: Senders, recorded: Recorded) -> frozenset[str]:
    """Organizations that the mail comes from by its own account, or by a signature that our server checked."""
    return frozenset(filter(None, _parties(senders, recorded)))


def _parties(senders: Senders, recorded: Recorded) -> Iterator[str | None]:
    for party in (*senders.authors, *senders.reply_to, *filter(None, (senders.sender, senders.envelope))):
        if not freemail(party.domain):
            yield party.organization
    for result in recorded.ours("dkim"):
        if result.result == "pass":
            yield organization(result.properties.get("header.d"))
