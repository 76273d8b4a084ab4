"""What shows to our own server that a mail comes from one organization: signatures, policies, and the machine that handed it over."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gyotaku.mail.facts.recorded import Recorded, Result, authorizes
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.hosts import looks_generic
from gyotaku.mail.house import confirmed, organization
from gyotaku.mail.message import Message
from gyotaku.mail.shared_machines import machine, passes_on, serves_many
from gyotaku.model.evidence import Principal
from gyotaku.model.marks import Sort, Thing, Trait
from gyotaku.model.path import Hop, Path
from gyotaku.model.software import Recognized

_METHODS = {"dmarc": Sort.DMARC, "dkim": Sort.DKIM, "spf": Sort.SPF}


class Way(Struct, frozen=True):
    """How the mail came into our hands, as our own server recorded it."""

    message: Message
    path: Path
    software: tuple[Recognized, ...]

    @property
    def hop(self) -> Hop | None:
        return self.path.handed_over_by

    def named(self) -> str | None:
        """The organization in whose domain the machine that handed it over has a name that leads back to it."""
        hop = self.hop
        return organization(hop.reverse_name) if hop is not None and machine(hop) and confirmed(hop) else None

    def alone(self) -> str | None:
        """The address of the machine where it is one sender's, for some time, and sends what was written there."""
        address = machine(self.hop)
        if self.hop is None or address is None or serves_many(self.hop, self.software):
            return None
        return None if passes_on(self.message, self.path) else address


def of_author(senders: Senders, recorded: Recorded, way: Way, *, anybody: bool) -> Iterator[Trait]:
    """What shows that the author's domain sent it. Nothing does where our server recorded that the domain disowns the mail.

    `anybody` can have an address at that domain: then only what its provider signed tells who wrote.
    """
    author = senders.author
    domain = organization(author.domain) if author is not None else None
    if domain is None or len(senders.authors) != 1 or _disowned(recorded):
        return
    machine_of_then = way.named() or machine(way.hop)
    for result in recorded.results:
        if not (result.ours and authorizes(result, senders)) or recorded.contradicted(result):
            continue
        if result.method == "spf":
            # Many networks may send for a domain, and others' mail comes from there too: it counts with the machine of then.
            if not anybody and machine_of_then is not None:
                yield Trait(Thing(Sort.SPF, f"{domain} {machine_of_then}"), result.evidence())
        else:
            yield Trait(Thing(_METHODS[result.method], domain), result.evidence())
    if not anybody:
        yield from _of_machine(domain, way)


def of_list(host: str, recorded: Recorded, way: Way) -> Iterator[Trait]:
    """What shows that the organization of a mailing list, as its List-Id names it, sent it."""
    domain = organization(host)
    for result in recorded.ours("dkim"):
        signer = organization(_signer(result))
        if result.result == "pass" and domain and signer == domain and not recorded.contradicted(result):
            yield Trait(Thing(Sort.DKIM, domain), result.evidence())
    if domain is not None and way.named() == domain and way.hop is not None:
        yield Trait(Thing(Sort.SERVER, domain), way.hop.quote("reverse_name", Principal.US))


def _signer(result: Result) -> str:
    return result.properties.get("header.d") or result.properties.get("header.i", "").rpartition("@")[2]


def _disowned(recorded: Recorded) -> bool:
    return any(result.result == "fail" for result in recorded.ours("dmarc"))


def _of_machine(domain: str, way: Way) -> Iterator[Trait]:
    hop, address = way.hop, way.alone()
    if hop is None or passes_on(way.message, way.path):
        return
    if way.named() == domain:
        yield Trait(Thing(Sort.SERVER, domain), hop.quote("reverse_name", Principal.US))
    elif address is not None and not looks_generic(hop.reverse_name or "", address):
        yield Trait(Thing(Sort.MACHINE, address), hop.quote("address", Principal.US))
