"""What of the mail the world could be asked about."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.facts.message_identity import MessageIdentities
from gyotaku.mail.facts.senders import Senders
from gyotaku.model.path import Path
from gyotaku.model.report import Observable


def observables(senders: Senders, path: Path, identities: MessageIdentities) -> tuple[Observable, ...]:
    """Each mailbox, address and host once, with every role it has; in the order they are met."""
    roles: dict[tuple[str, str], list[str]] = {}
    for kind, value, role in _all(senders, path, identities):
        known = roles.setdefault((kind, value), [])
        if role not in known:
            known.append(role)
    return tuple(Observable(kind, value, tuple(known)) for (kind, value), known in roles.items())


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
