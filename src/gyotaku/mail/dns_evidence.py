"""Answers of DNS as evidence: whose words they are."""

from __future__ import annotations

from gyotaku.mail.house import organization
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.names import HostNames


def absence(host: HostNames) -> tuple[Evidence, ...]:
    """That a name does not exist says who keeps the zone above it: of a registered domain that is a registry."""
    holder = organization(host.host)
    told = [answer for answer in host.answers if answer.told]
    if host.exists is False and holder == host.host:
        return tuple(Evidence.answered(answer, Principal.REGISTRY) for answer in told)
    return tuple(Evidence.answered(answer, Principal.DOMAIN_HOLDER, principal_name=holder) for answer in told)
