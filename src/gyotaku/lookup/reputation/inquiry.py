"""Everything that is asked about one address or host: DNS lists and services, side by side."""

from __future__ import annotations

from gyotaku.lookup.reputation import dns_lists, services
from gyotaku.model.asks import Answer, Inquiry
from gyotaku.model.configuration import Config
from gyotaku.model.reputation import DnsListed


def inquiry(of: str, config: Config) -> Inquiry[DnsListed]:
    by_dns, by_service = dns_lists.inquiry(of, config.dns_lists), services.inquiry(of, config.keys)
    first, second = next(by_dns), next(by_service)
    answers = yield first + second
    one, other = _end(by_dns, answers[: len(first)]), _end(by_service, answers[len(first) :])
    return DnsListed(one.hits + other.hits, one.refusals + other.refusals, one.consulted + other.consulted)


def _end(inquiry: Inquiry[DnsListed], answers: tuple[Answer, ...]) -> DnsListed:
    """Both ask once."""
    try:
        inquiry.send(answers)
    except StopIteration as end:
        found: DnsListed = end.value
        return found
    raise AssertionError("asks once")
