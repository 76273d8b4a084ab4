"""Under which heading of an article a finding is told."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from gyotaku.model.evidence import Layer
from gyotaku.model.finding import Direction, Finding, Group, Strength
from gyotaku.model.report import Report


class Theme(StrEnum):
    """In the order in which they are told where none is stronger than another."""

    TEXT = "text"
    ASK = "ask"
    LINK = "link"
    SENDER = "sender"
    ROUTE = "route"
    ARRIVAL = "arrival"


_BY_GROUP = {
    Group.CONTRADICTION: Theme.TEXT,
    Group.LANGUAGE: Theme.TEXT,
    Group.HIDDEN: Theme.TEXT,
    Group.ATTACHMENT: Theme.LINK,
    Group.LINK: Theme.LINK,
    Group.SITE: Theme.LINK,
    Group.SENDER: Theme.SENDER,
    Group.IDENTITY: Theme.SENDER,
    Group.RECIPIENT: Theme.ARRIVAL,
    Group.AUTHENTICATION: Theme.SENDER,
    Group.PATH: Theme.ROUTE,
    Group.MESSAGE_ID: Theme.ROUTE,
    Group.DATE: Theme.ROUTE,
    Group.TOOL: Theme.ROUTE,
    Group.STAMP: Theme.ARRIVAL,
    Group.MESSAGE: Theme.ARRIVAL,
}
_ASKING = frozenset({
    "account-threat", "authority-invoked", "blackmail", "call-to-undo", "deadline-pressure", "favor-opener", "money-promised", "prize-promised",
    "secrecy-asked", "unlikely-ask",
})  # fmt: skip
_OF_LINKS = frozenset({
    "brand-leads-elsewhere", "domain-before-at", "link-lookalike", "link-names-brand", "link-own-lookalike", "place-of-link", "link-listed",
    "link-domain-owner", "link-domain-not-registered",
})  # fmt: skip
_OF_THE_WAY = frozenset({"network-owner", "sender-address-listed"})
_WEIGHTS = {Strength.STRONG: 9, Strength.MODERATE: 3, Strength.WEAK: 1}


def theme(finding: Finding) -> Theme:
    kind = finding.kind
    if kind.id in _ASKING:
        return Theme.ASK
    if kind.id in _OF_LINKS:
        return Theme.LINK
    if kind.id in _OF_THE_WAY or kind.group is Group.PLACE:
        return Theme.ROUTE
    if kind.group in {Group.REGISTRATION, Group.REPUTATION}:
        return Theme.LINK if _is_of_body(finding) else Theme.SENDER
    if kind.group is Group.IDENTITY and not _is_of_header(finding):
        return Theme.LINK
    return _BY_GROUP[kind.group]


def _is_of_header(finding: Finding) -> bool:
    return any(one.span is not None and one.span.layer is Layer.HEADER for one in finding.evidence)


def _is_of_body(finding: Finding) -> bool:
    return any(one.span is not None and one.span.layer is not Layer.HEADER for one in finding.evidence)


def themes(report: Report) -> list[tuple[Theme, list[Finding]]]:
    """The findings by theme; the theme that weighs most comes first, since it is what betrays this mail."""
    found: dict[Theme, list[Finding]] = {one: [] for one in Theme}
    for finding in report.findings:
        found[theme(finding)].append(finding)
    return sorted(((one, held) for one, held in found.items() if held), key=lambda pair: -_weight(pair[1]))


def _weight(findings: Sequence[Finding]) -> int:
    """Of what accuses; strength counts first, then number."""
    return sum(_WEIGHTS[one.strength] for one in findings if one.direction is Direction.ACCUSES)


def chief(findings: Sequence[Finding]) -> Finding | None:
    """What the section is headed by: the strongest that accuses, a weak one never."""
    return next(
        (one for one in findings if one.direction is Direction.ACCUSES and one.strength is not Strength.WEAK), None
    )
