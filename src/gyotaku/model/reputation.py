"""What lists of abusers say of the addresses, hosts and URLs of a mail, and which lists were looked into."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from gyotaku.model.asks import Answer
from gyotaku.model.evidence import Evidence
from gyotaku.model.text import Text


class Match(StrEnum):
    """What of the mail a list has."""

    URL = "url"
    """The very URL, apart from its scheme and fragment."""
    HOST = "host"
    """The host as a whole."""
    SAME_HOST = "same-host"
    """Another URL on the same host."""
    DOMAIN = "domain"
    """A domain above the host, listed as a whole."""
    ADDRESS = "address"


class Listing(Struct, frozen=True, kw_only=True):
    """One thing of the mail on one list."""

    match: Match
    asked: str
    """What of the mail was looked for: a URL, a host or an address."""
    listed: str
    """What the list has, as it has it; of several the last."""
    listed_by: str
    category: str = ""
    """As the list gives it; empty where it gives none."""
    first: datetime | None = None
    last: datetime | None = None
    """When it was listed, where the list tells."""
    rows: int = 1
    """Rows of the list that have it, of those that were read."""
    list_date: datetime
    """How new the list is: the time of its file, or when it was asked."""
    meaning: Text | None = None
    """Of a DNS list: what its answer means, in its own documentation."""
    policy: bool = False
    """It is on the list by the list's rules for such things, and nobody has reported it."""
    evidence: Evidence

    @property
    def since(self) -> datetime:
        """When it was listed, as close as is known."""
        return self.last or self.list_date


class Consulted(Struct, frozen=True):
    """One list that was looked into."""

    name: str
    date: datetime
    rows: int | None = None


class Refusal(Struct, frozen=True):
    """A list that was asked and did not answer the question: that says nothing of whether it has the thing."""

    name: str
    asked: str
    why: Text
    answer: Answer


class DnsListed(Struct, frozen=True):
    """What the lists that were asked said of one address or host."""

    hits: tuple[Listing, ...]
    refusals: tuple[Refusal, ...]
    consulted: tuple[Consulted, ...]


class Listings(Struct, frozen=True):
    """All hits, and what was looked into."""

    hits: tuple[Listing, ...] = ()
    consulted: tuple[Consulted, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    answers: tuple[tuple[str, Answer], ...] = ()
    """What each list on this machine said, by what was looked for."""
    unread: tuple[tuple[str, str], ...] = ()
    """Lists that could not be used, each with why."""

    def of(self, *matches: Match) -> tuple[Listing, ...]:
        return tuple(hit for hit in self.hits if hit.match in matches)
