"""To whom the mail says it goes, and to whom it was delivered."""

from msgspec import Struct

from gyotaku.mail.facts.authorship import Authorship
from gyotaku.mail.facts.senders import Party, mailboxes, parties
from gyotaku.mail.headers import Field
from gyotaku.mail.message import Message
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.path import Path

# Fields in which delivering servers keep the envelope recipient: Postfix, Exim, qmail, Exchange, Gmail, Yahoo!, cPanel.
ENVELOPE_FIELDS = (
    "X-Original-To",
    "Delivered-To",
    "Envelope-To",
    "X-Envelope-To",
    "X-Delivered-To",
    "X-Rcpt-To",
    "X-Apparently-To",
    "X-Forwarded-To",
    "X-MS-Exchange-Organization-OriginalEnvelopeRecipients",
)


_MAX_FIELDS = 50


class Delivery(Struct, frozen=True):
    """An envelope recipient that our own server recorded."""

    address: str
    domain: str
    evidence: Evidence


class Recipients(Struct, frozen=True):
    """`delivered` holds what our servers wrote, each address once, the one the mail was first written for leading."""

    to: tuple[Party, ...]
    cc: tuple[Party, ...]
    to_field: Field | None
    undisclosed: bool
    """To is absent, empty or an empty group such as `undisclosed-recipients:;` (RFC 5322 section 3.4)."""
    delivered: tuple[Delivery, ...]

    @property
    def addressed(self) -> tuple[Party, ...]:
        return tuple(party for party in self.to + self.cc if party.address)


def read(message: Message, path: Path, authorship: Authorship) -> Recipients:
    headers = message.headers
    to = tuple(party for party in parties(headers, "To") if party.address or party.name)
    cc = tuple(party for party in parties(headers, "Cc") if party.address or party.name)
    to_field = headers.get("To")
    return Recipients(
        to=to,
        cc=cc,
        to_field=to_field,
        undisclosed=not any(party.address for party in to + cc),
        delivered=_delivered(message, path, authorship),
    )


def _delivered(message: Message, path: Path, authorship: Authorship) -> tuple[Delivery, ...]:
    found: dict[str, Delivery] = {}
    for name in ENVELOPE_FIELDS:
        for field in message.headers.first(name, _MAX_FIELDS):
            if not authorship.ours(field):
                continue
            for mailbox in mailboxes(field):
                if mailbox.address and mailbox.domain:
                    evidence = field.quote(mailbox.address, Principal.US)
                    found.setdefault(mailbox.address.lower(), Delivery(mailbox.address, mailbox.domain, evidence))
    hop = path.handed_over_by
    if hop is not None and hop.recipient and "@" in hop.recipient:
        evidence = hop.quote("recipient", Principal.US)
        domain = hop.recipient.rpartition("@")[2].lower()
        found.setdefault(hop.recipient.lower(), Delivery(hop.recipient, domain, evidence))
    return tuple(found.values())
