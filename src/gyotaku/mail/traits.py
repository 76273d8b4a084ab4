"""What of a mail, besides its sender, would betray the next one of the same hand: links, where answers go, the machine, files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from gyotaku.mail.brands import brands
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.provenance import Provenance
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.hosts import names_line
from gyotaku.mail.house import organization
from gyotaku.mail.links.hosting import HostedBy, Hosting, hosting
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.services import is_tracker, through
from gyotaku.mail.links.target import LONGEST_HOST, WEB, Target
from gyotaku.mail.mime import Part
from gyotaku.mail.proofs import Way
from gyotaku.mail.sending_services import service_of
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.marks import OF_DOMAIN, Sort, Thing, Trait
from gyotaku.model.own_brands import OwnBrands
from gyotaku.model.own_side import OwnSide

MOST_LINKS = 500
_MOST_KEPT = 100
"""Hosts and domains of one mail."""
_LONGEST_URL = 500
_LEAST_NAME = 3
"""Characters of a path that names something."""
_LEAST_FILE = 100
"""Octets: smaller files are alike by chance."""
_MOST_OCTETS = 50 << 20
_NO_FILES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "application/ics"}
)
_HOSTS = frozenset({Sort.LINK_HOST, Sort.LINK_DOMAIN})


def traits(links: Links, senders: Senders, way: Way, files: Sequence[Part]) -> list[Trait]:
    return [*of_links(links), *of_answers(senders), *of_machine(way), *of_files(files)]


class Spared(Struct, frozen=True):
    """What tells nothing of a fraud that names it: the reader's own hosts, genuine organizations', and what is the author's.

    `proven`: the author's domain really sent the mail. Then its links may be the fraud's own, or those of an honest signature; that is
    worth a weak word. Where it may be forged they accuse nobody.
    """

    own: OwnSide
    brands: OwnBrands
    author: str | None
    proven: bool
    list: str | None
    """The organization of the mailing list that sent it: what it writes below every mail is its own."""

    @classmethod
    def of(cls, senders: Senders, origin: Provenance, own: OwnSide, table: OwnBrands) -> Spared:
        proven = any(proof.thing.sort in OF_DOMAIN for proof in origin.of_author)
        author = senders.author.organization if senders.author is not None else None
        return cls(own, table, author, proven, origin.by_list)

    def spares(self, thing: Thing) -> bool:
        if thing.sort not in _HOSTS and thing.sort is not Sort.REPLY_TO:
            return False
        host = thing.value.rpartition("@")[2]
        if freemail(host):
            # A single mailbox at a free provider is one person's.
            return thing.sort is not Sort.REPLY_TO
        if self.list is not None and organization(host) == self.list:
            return True
        if self.author is not None and organization(host) == self.author:
            return thing.sort is Sort.LINK_HOST or not self.proven
        if thing.sort is Sort.LINK_DOMAIN and service_of(None, host) is not None:
            return True  # each customer has a host of his own below it
        return genuine(host, self.own, self.brands)


def genuine(host: str, own: OwnSide, table: OwnBrands) -> bool:
    """The host is the reader's own, or an organization's that frauds pretend to be."""
    return own.owns(host) or _is_brands(host, table)


@lru_cache(4096)
def _is_brands(host: str, table: OwnBrands) -> bool:
    return any(brand.holds(host) or brand.shares(host) for brand in brands(table))


def of_links(links: Links) -> Iterator[Trait]:
    """Where a person could follow it to, in the end: the host, and where many share a host the whole address."""
    kept: set[Thing] = set()
    for link in links.clickable[:MOST_LINKS]:
        for thing in _things(link.end):
            if thing not in kept and len(kept) < _MOST_KEPT:
                kept.add(thing)
                yield Trait(thing, _quoted(link, thing))


def _things(target: Target) -> Iterator[Thing]:
    host = target.host
    if target.scheme not in WEB or len(host) > LONGEST_HOST or through(target) or is_tracker(target):
        return
    service = hosting(target)
    if service is not None and not service.per_host:
        if _is_somebodys(target, service):
            yield Thing(Sort.LINK, target.url.partition("#")[0])
        return
    yield Thing(Sort.LINK_HOST, host.removeprefix("www."))
    if service is None and target.domain:
        yield Thing(Sort.LINK_DOMAIN, target.domain)


def _is_somebodys(target: Target, service: Hosting) -> bool:
    """The address is one that a user of the service made. Pages at large sites and short links of their owners are anybody's to copy."""
    owned = service.by is HostedBy.SHORTENER and service.owners
    if service.by is HostedBy.SHARED or owned or len(target.url) > _LONGEST_URL:
        return False
    rest = target.url.partition("://")[2].partition("/")[2]
    return len(rest.partition("#")[0]) > _LEAST_NAME


def _quoted(link: Link, thing: Thing) -> Evidence:
    return link.evidence() if thing.sort is Sort.LINK else link.evidence_of(link.end.host)


def of_answers(senders: Senders) -> Iterator[Trait]:
    """Addresses to which answers go, besides the author's own."""
    author = (senders.author.address or "").lower() if senders.author else ""
    for party in senders.reply_to:
        address = (party.address or "").lower()
        if party.usable and address != author:
            yield Trait(Thing(Sort.REPLY_TO, address), party.quote_address())


def of_machine(way: Way) -> Iterator[Trait]:
    """The address that handed the mail over, where it is one sender's for some time."""
    hop, address = way.hop, way.alone()
    if hop is not None and address is not None and not names_line(hop.reverse_name or ""):
        yield Trait(Thing(Sort.SENT_FROM, address), hop.quote("address", Principal.US))


def of_files(parts: Sequence[Part]) -> Iterator[Trait]:
    """Attached files by their octets. Pictures are copied from those who are played, so they tell nothing."""
    left = _MOST_OCTETS
    for part in parts:
        if part.content_type.startswith("image/") or part.content_type in _NO_FILES:
            continue
        data = part.data()
        left -= len(data)
        if left < 0:
            return
        field = part.headers.get("Content-Disposition") or part.headers.get("Content-Type")
        if len(data) >= _LEAST_FILE and field is not None:
            yield Trait(Thing(Sort.ATTACHMENT, hashlib.sha256(data).hexdigest()), field.evidence(Principal.SENDER))
