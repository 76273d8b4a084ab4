"""What of the mail the world could be asked about."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.message_identity import MessageIdentities
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.ip import address_of
from gyotaku.mail.links.mark import Place
from gyotaku.mail.links.services import steps
from gyotaku.model.path import Path
from gyotaku.model.report import Observable

MOST_OF_LINKS = 200
"""Addresses and hosts of links that are listed; what a person can follow comes before what is only loaded."""
_LONGEST_URL = 2_000
_ROLES = {
    Place.ANCHOR: "link", Place.AREA: "link", Place.TEXT: "link", Place.BARE: "link", Place.FORM: "form", Place.QR: "link", Place.PDF: "link",
    Place.REFRESH: "refresh", Place.IMAGE: "image", Place.BACKGROUND: "image", Place.FRAME: "frame",
    Place.RESOURCE: "resource",
}  # fmt: skip


def observables(senders: Senders, path: Path, identities: MessageIdentities, links: Links) -> tuple[Observable, ...]:
    """Each mailbox, address, host and URL once, with every role it has; in the order they are met."""
    roles: dict[tuple[str, str], list[str]] = {}
    for kind, value, role in _all(senders, path, identities):
        _note(roles, kind, value, role)
    most = len(roles) + MOST_OF_LINKS
    for kind, value, role in _of_links(links):
        if len(roles) >= most and (kind, value) not in roles:
            _note(roles, "links-left-out", f"more than {MOST_OF_LINKS}", "cut")
            break
        _note(roles, kind, value, role)
    return tuple(Observable(kind, value, tuple(known)) for (kind, value), known in roles.items())


def _note(roles: dict[tuple[str, str], list[str]], kind: str, value: str, role: str) -> None:
    known = roles.setdefault((kind, value), [])
    if role not in known:
        known.append(role)


def _of_links(links: Links) -> Iterator[tuple[str, str, str]]:
    """What links lead to, followed before loaded."""
    for followed in (True, False):
        for link in links:
            role = _ROLES.get(link.place)
            if role is None or link.clickable is not followed or not link.target.host:
                continue
            for target in steps(link.target):
                host = target.host.strip("[]")
                yield "address" if address_of(host) else "host", host, role
                yield "url", target.url[:_LONGEST_URL], role


def _all(senders: Senders, path: Path, identities: MessageIdentities) -> Iterator[tuple[str, str, str]]:
    parties = [("from", party) for party in senders.authors]
    parties += [("reply-to", party) for party in senders.reply_to]
    parties += [("sender", senders.sender)] if senders.sender else []
    parties += [("return-path", senders.envelope)] if senders.envelope else []
    for role, party in parties:
        if party.address:
            yield "mailbox", party.address, role
        if party.domain:
            yield "host", party.domain, role
    for hop in path.hops:
        role = "handed-over-by" if hop is path.handed_over_by else "hop"
        if hop.address:
            yield "address", hop.address, role
        if hop.reverse_name and hop.reverse_name != "unknown":
            yield "host", hop.reverse_name, role
        if hop.helo:
            yield "helo", hop.helo, role
    if identities.first:
        yield "message-id", identities.first.id, "message-id"
