"""What others saw in DNS at other times (passive DNS, Common Output Format)."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from gyotaku.model.evidence import Evidence


class Seen(Struct, frozen=True, kw_only=True):
    """An address that a host had, as somebody else saw it."""

    host: str
    address: str
    first: datetime | None
    last: datetime
    source: str
    evidence: Evidence


class DnsHistory(Struct, frozen=True):
    """Everything seen of the hosts that a mail links to, the last of each host first."""

    seen: tuple[Seen, ...] = ()
    files: tuple[str, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()

    def last(self, host: str) -> Seen | None:
        """The address that was seen last."""
        return max((seen for seen in self.seen if seen.host == host), key=lambda seen: seen.last, default=None)
