"""Who the mail says it is from: From, Sender, Reply-To, and the envelope sender our server recorded."""

from collections.abc import Iterator

from msgspec import Struct

from gyotaku.mail import addresses
from gyotaku.mail.addresses import Mailbox
from gyotaku.mail.headers import Field, Headers
from gyotaku.mail.house import organization
from gyotaku.mail.message import Message
from gyotaku.mail.words import decode_words
from gyotaku.model.evidence import Evidence, Principal

_MAX_MAILBOXES = 1_000


class Party(Struct, frozen=True):
    """One mailbox of an address field, with the field it stands in."""

    mailbox: Mailbox
    field: Field

    @property
    def name(self) -> str | None:
        return self.mailbox.name or None

    @property
    def address(self) -> str | None:
        return self.mailbox.address or None

    @property
    def domain(self) -> str | None:
        return self.mailbox.domain or None

    @property
    def usable(self) -> bool:
        """It has an address that mail could be sent to: a local part and a domain."""
        return bool(self.mailbox.local and self.mailbox.domain)

    @property
    def organization(self) -> str | None:
        """The registrable domain; the domain itself where it has none (a reserved or internal name)."""
        return organization(self.domain)

    def quote_name(self, principal: Principal = Principal.SENDER, piece: str | None = None) -> Evidence:
        return self.field.quote(piece or self.name or "", principal)

    def quote_address(self, principal: Principal = Principal.SENDER) -> Evidence:
        return self.field.quote(self.address or "", principal)


def parties(headers: Headers, *names: str) -> Iterator[Party]:
    """The mailboxes of all fields of these names, in order. Past the limit the rest is a stated defect."""
    left = _MAX_MAILBOXES
    for name in names:
        for field in headers.all(name):
            for mailbox in mailboxes(field):
                if not left:
                    field.note("too-many-mailboxes", f"more than {_MAX_MAILBOXES}")
                    return
                left -= 1
                yield Party(mailbox, field)


def mailboxes(field: Field) -> tuple[Mailbox, ...]:
    """The mailboxes of one address field, display names decoded."""
    return addresses.read(field.value, lambda words: decode_words(words, field.note)).mailboxes


class Senders(Struct, frozen=True):
    """`author` is the first From mailbox with a usable address, the first of all where none has one; `envelope` is Return-Path, None for a bounce's `<>`."""

    authors: tuple[Party, ...]
    sender: Party | None
    reply_to: tuple[Party, ...]
    envelope: Party | None
    from_fields: tuple[Field, ...]
    return_path: Field | None
    author: Party | None


def _first(found: Iterator[Party]) -> Party | None:
    return next((party for party in found if party.address), None)


def read(message: Message) -> Senders:
    headers = message.headers
    authors = tuple(parties(headers, "From"))
    return Senders(
        authors=authors,
        sender=_first(parties(headers, "Sender")),
        reply_to=tuple(party for party in parties(headers, "Reply-To") if party.address),
        envelope=_first(parties(headers, "Return-Path")),
        from_fields=headers.all("From"),
        return_path=headers.get("Return-Path"),
        author=next((party for party in authors if party.usable), authors[0] if authors else None),
    )
