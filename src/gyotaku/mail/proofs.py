"""What shows to our own server that a mail comes from one organization: signatures, policies, and the machine that handed it over."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.facts.recorded import Recorded, Result, authorizes
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.house import confirmed, organization
from gyotaku.mail.shared_machines import machine, serves_many
from gyotaku.model.evidence import Principal
from gyotaku.model.marks import Sort, Thing, Trait
from gyotaku.model.path import Hop, Path
from gyotaku.model.software import Recognized

_METHODS = {"dmarc": Sort.DMARC, "dkim": Sort.DKIM, "spf": Sort.SPF}


def of_author(
    senders: Senders, recorded: Recorded, path: Path, software: tuple[Recognized, ...], *, anybody: bool
) -> Iterator[Trait]:
    """What shows that the author's domain sent it. Nothing does where our server recorded that the domain disowns the mail.

    `anybody` can have an address at that domain: then only what its provider signed tells who wrote.
    """
    author = senders.author
    domain = organization(author.domain) if author is not None else None
    if domain is None or len(senders.authors) != 1 or _disowned(recorded):
        return
    hop = path.handed_over_by
    for result in recorded.results:
        if not (result.ours and authorizes(result, senders)) or recorded.contradicted(result):
            continue
        if result.method == "spf":
            # Many networks may send for a domain, and others' mail comes from there too: it counts with the machine of then.
            if not anybody and hop is not None and machine(hop) is not None:
                yield Trait(Thing(Sort.SPF, f"{domain} {_named(hop) or machine(hop)}"), result.evidence())
        else:
            yield Trait(Thing(_METHODS[result.method], domain), result.evidence())
    if not anybody:
        yield from _of_machine(domain, hop, software)


def of_list(host: str, recorded: Recorded, path: Path, software: tuple[Recognized, ...]) -> Iterator[Trait]:
    """What shows that the organization of a mailing list, as its List-Id names it, sent it."""
    domain = organization(host)
    if domain is None:
        return
    for result in recorded.ours("dkim"):
        if result.result == "pass" and organization(_signer(result)) == domain and not recorded.contradicted(result):
            yield Trait(Thing(Sort.DKIM, domain), result.evidence())
    yield from _of_machine(domain, path.handed_over_by, software)


def _signer(result: Result) -> str:
    return result.properties.get("header.d") or result.properties.get("header.i", "").rpartition("@")[2]


def _disowned(recorded: Recorded) -> bool:
    return any(result.result == "fail" for result in recorded.ours("dmarc"))


def _named(hop: Hop) -> str | None:
    """The organization in whose domain the machine has a name that leads back to it."""
    return organization(hop.reverse_name) if confirmed(hop) else None


def _of_machine(domain: str, hop: Hop | None, software: tuple[Recognized, ...]) -> Iterator[Trait]:
    address = machine(hop)
    if hop is None or address is None:
        return
    if _named(hop) == domain:
        yield Trait(Thing(Sort.SERVER, domain), hop.quote("reverse_name", Principal.US))
    elif not serves_many(hop, software) and not _rented(hop, address):
        yield Trait(Thing(Sort.MACHINE, address), hop.quote("address", Principal.US))


def _rented(hop: Hop, address: str) -> bool:
    from gyotaku.mail.hosts import looks_generic

    name = hop.reverse_name
    return name is not None and looks_generic(name, address)
