"""What is asked of the world, and what it said: the smallest piece of a look-up, kept with its source and time."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, TypeVar

from msgspec import Struct

from gyotaku.model.text import Text


class Ask(Struct, frozen=True, order=True):
    """One thing to ask of one kind of source. Equal asks are one ask: they share an answer."""

    source: str
    """The kind of source, which is the name under which a session knows it: `dns`, `rdap`, `whois`."""
    what: str
    """What is asked: a DNS record type in upper case; for other sources what they name (`domain`, `ip`)."""
    of: str
    """The subject: a name in lower case without trailing dot, an address in canonical form, a URL."""

    @property
    def id(self) -> str:
        return f"{self.source}:{self.what}:{self.of}"


class Outcome(StrEnum):
    """How an ask ended. Only `found` and `nothing` are words of the source."""

    FOUND = "found"
    NOTHING = "nothing"
    """The source says that there is none: NXDOMAIN, no record of that type, HTTP 404."""
    FAILED = "failed"
    """Asked, and no usable answer: SERVFAIL, refused, garbage, no connection."""
    LATE = "late"
    """No answer before the time was up."""
    NOT_PERMITTED = "not-permitted"
    NOT_RECORDED = "not-recorded"
    """Only recorded answers were allowed, and there is none for that time."""
    NOT_ASKED = "not-asked"
    """We did not ask: beyond the bound on asks, or a place where no mail may send us."""

    @property
    def told(self) -> bool:
        """The source has spoken."""
        return self in {Outcome.FOUND, Outcome.NOTHING}

    @property
    def label(self) -> Text:
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.FOUND: Text(en="found", ja="回答あり"),
    Outcome.NOTHING: Text(en="there is none", ja="該当なしとの回答"),
    Outcome.FAILED: Text(en="no usable answer", ja="使える回答がありませんでした"),
    Outcome.LATE: Text(en="no answer in time", ja="時間内に回答がありませんでした"),
    Outcome.NOT_PERMITTED: Text(en="not permitted", ja="許可されていません"),
    Outcome.NOT_RECORDED: Text(en="nothing recorded", ja="記録がありません"),
    Outcome.NOT_ASKED: Text(en="not asked", ja="照会していません"),
}


class Answer(Struct, frozen=True, kw_only=True):
    """What a source said, or why there is no answer.

    `records` by source. DNS: one string a record of the type asked for, in the order given: TXT the joined strings, one
    character an octet (latin-1); A and AAAA the canonical address; MX `10 host`; CNAME, NS and PTR the host; names in
    lower case without trailing dot (`.` for the root). RDAP: one JSON text. WHOIS: one text, decoded. Empty unless
    the outcome is `found`.
    """

    ask: Ask
    outcome: Outcome
    time: datetime
    """When it was said (UTC), also of an answer that comes out of the store."""
    expires: datetime
    """Until when it may be used again without asking anew."""
    by: str = ""
    """Who said it: `DNS 192.0.2.53`, `https://rdap.example/domain/…`, a file's name."""
    records: tuple[str, ...] = ()
    detail: str = ""
    """`NXDOMAIN` or `NODATA` beside `nothing` from DNS; what went wrong beside `failed`; a CNAME chain's end."""
    recorded: bool = False
    """It comes out of the store; nobody was asked now."""

    @property
    def told(self) -> bool:
        return self.outcome.told


T = TypeVar("T")
Inquiry: TypeAlias = Generator[tuple[Ask, ...], tuple[Answer, ...], T]
"""A pure evaluator that needs the world: it yields what it asks, is sent the answers in that order, returns its result.

It never opens anything itself, and must end with a result whatever it is answered: a failed ask costs its answer.
"""
