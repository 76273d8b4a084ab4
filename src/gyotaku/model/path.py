"""The way a mail came: hops, the trust boundary, and who handed it to us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, Span
from gyotaku.model.text import Sentence


class Hop(Struct, frozen=True, kw_only=True):
    """One Received field, read (RFC 5321 section 4.4, and the forms that real servers write).

    Whatever a form does not state is None. `spans` gives for each piece that was read its (start, end) in `text`,
    by the member's name, so that evidence can quote it.
    """

    index: int
    """0 is the newest, as in the mail."""
    text: str
    """The field's value, unfolded."""
    form: str | None = None
    """Which server's form it is (`postfix`, `exim`, ...), None when the line was not recognised."""
    helo: str | None = None
    """What the client called itself: HELO or EHLO, an address literal in its brackets."""
    reverse_name: str | None = None
    """The name that the receiving server found for the address; `unknown` where it wrote so."""
    address: str | None = None
    """The client's IP address in canonical form, without brackets, prefix `IPv6:` or zone."""
    port: int | None = None
    by: str | None = None
    by_address: str | None = None
    software: str | None = None
    protocol: str | None = None
    """The `with` word (`ESMTPSA`, `HTTP`), as written."""
    tls: str | None = None
    id: str | None = None
    recipient: str | None = None
    """The `for` address, without angle brackets."""
    envelope_sender: str | None = None
    login: str | None = None
    """The account that logged in, where the server tells it."""
    user: str | None = None
    """The local user (name or number) that handed the mail in on the machine itself, where the server tells it."""
    date: datetime | None = None
    """Aware; None when absent or unreadable."""
    local: bool = False
    """Handed over inside one machine or fetched from a mailbox (pickup, invoked by uid, LMTP, fetchmail): no client."""
    retrieved: bool = False
    """Fetched from a mailbox over POP3 or IMAP."""
    unread: tuple[str, ...] = ()
    """Stretches of the line that the form does not explain; empty when the line was read whole."""
    spans: Mapping[str, tuple[int, int]] = {}

    @property
    def part(self) -> str:
        """The field's name in evidence spans."""
        return f"Received[{self.index}]" if self.index else "Received"

    @property
    def read_whole(self) -> bool:
        return self.form is not None and not self.unread

    @property
    def logged_in(self) -> bool:
        """The client logged in: a mail program handing over its own mail, to which other manners apply (RFC 6409)."""
        if (self.protocol or "").upper().endswith(("SMTPA", "SMTPSA")):
            return True
        # In the place where qmail names the account others put what identd said, which is the client's own word.
        return self.login is not None and self.form != "qmail"

    def quote(self, member: str, principal: Principal) -> Evidence:
        """Evidence that quotes the piece a member was read from; the whole line where it has no span."""
        start, end = self.spans.get(member, (0, len(self.text)))
        span = Span(self.part, Layer.HEADER, start, end)
        name = self.by if principal in {Principal.US, Principal.RELAY} else None
        return Evidence(Origin.MAIL, principal, self.text[start:end], name, span)


class Source(StrEnum):
    """Where a fact about the reader's own side comes from."""

    CONFIGURED = "configured"
    INFERRED = "inferred"


class Boundary(Struct, frozen=True):
    """Up to which Received line our own servers wrote. Lines 0 to `index` are ours; every older one is others' word."""

    index: int
    host: str | None
    """The server of ours that took the mail from outside."""
    source: Source
    reason: Sentence


class Path(Struct, frozen=True):
    """All hops, newest first, and where our own record ends (`boundary`; None when no line can be called ours)."""

    hops: tuple[Hop, ...]
    boundary: Boundary | None

    @property
    def handed_over_by(self) -> Hop | None:
        """The hop whose client is the machine that handed the mail to our side."""
        return self.hops[self.boundary.index] if self.boundary else None

    @property
    def first(self) -> Hop | None:
        """The oldest line: the first server that says it took the mail."""
        return self.hops[-1] if self.hops else None

    def ours(self, hop: Hop) -> bool:
        """True for a line that our own servers wrote."""
        return self.boundary is not None and hop.index <= self.boundary.index

    def delay(self, hop: Hop) -> timedelta | None:
        """Time since the nearest older line that states one; negative when the clocks disagree. None when unknown."""
        if hop.date is None:
            return None
        older = next((other.date for other in self.hops[hop.index + 1 :] if other.date is not None), None)
        return None if older is None else hop.date - older
