"""Third parties that a mail names as its sender: wronged where it is forged or comes from an abused account."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.model.bearing import HypothesisName
from gyotaku.model.evidence import Origin
from gyotaku.model.hypothesis import Standing
from gyotaku.model.owner import Bystander
from gyotaku.model.report import Report
from gyotaku.model.text import Host, Quote

_WRONGED = frozenset({HypothesisName.FORGED_SENDER, HypothesisName.ABUSED_ACCOUNT})
_HOLDER = ("holder", "holder_ja", "place")


def wronged(report: Report) -> tuple[Bystander, ...]:
    """Holders of the sender's domains, where the mail is likely not theirs. Whom it pretends to be is no secret: readers are warned of that name."""
    if report.owner is None:
        return ()
    leading = {one.name for one in report.hypotheses if one.standing is Standing.LEADS}
    leading = leading or {one.name for one in report.hypotheses if one.standing is Standing.STANDS}
    if not leading & _WRONGED:
        return ()
    played = {claim.brand for claim in report.pretends_to_be}
    return tuple(one for one in report.owner.bystanders if one.brand not in played)


def registrants(report: Report, domain: str) -> Iterator[str]:
    """What registries say of who holds a domain."""
    for finding in report.findings:
        slots = finding.title.slots
        about = [slot.value for slot in slots.values() if isinstance(slot, Host)]
        if "holder" in slots and any(below(host, domain) for host in about):
            yield from (slot.value for name in _HOLDER if isinstance(slot := slots.get(name), Quote))
            yield from (evidence.quote for evidence in finding.evidence if evidence.of is Origin.ANSWER)


def machines(report: Report, domain: str) -> Iterator[str]:
    """Addresses of hosts below a domain on the path: they tell whose they are."""
    for hop in report.path.hops:
        for host, address in ((hop.reverse_name, hop.address), (hop.helo, hop.address), (hop.by, hop.by_address)):
            if host and address and below(host, domain):
                yield address


def below(host: str, domain: str) -> bool:
    return ("." + host.rstrip(".").lower()).endswith("." + domain)
