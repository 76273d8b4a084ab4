"""The octets that parts and fields point into, with what all readers of one mail share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gyotaku.mail.defects import Ledger
from gyotaku.mail.limits import Limits

if TYPE_CHECKING:
    from gyotaku.mail.mime import Part

ReadMessage = Callable[["Source", int, int, str, int], "Part"]
"""Reads the message in `data[start:end]`: takes start, end, the number of the part it is attached as, its nesting."""


class Budget:
    """What may still be taken apart in one mail, its attached messages included."""

    __slots__ = ("messages", "parts")

    def __init__(self, limits: Limits) -> None:
        self.parts = limits.parts
        self.messages = limits.messages


class Source:
    """One stretch of octets that offsets count in: the mail, or an attached message that had to be decoded first.

    `outer` is None for the mail itself. For decoded octets, which have no map back, it is the octet range in the mail
    of the body that they were decoded from. `lines` is `data` with every line ending in LF, octet by octet as long.
    """

    __slots__ = ("budget", "data", "ledger", "limits", "lines", "outer", "read_message")

    def __init__(
        self,
        data: bytes,
        limits: Limits,
        ledger: Ledger,
        budget: Budget,
        read_message: ReadMessage,
        outer: tuple[int, int] | None = None,
    ) -> None:
        self.data = data
        self.limits = limits
        self.ledger = ledger
        self.budget = budget
        self.read_message = read_message
        self.outer = outer
        # A mail whose lines end in CR alone is read as if they ended in LF. Offsets stay the same.
        self.lines = data.replace(b"\r", b"\n") if b"\n" not in data and b"\r" in data else data

    def range_in_mail(self, start: int, end: int) -> tuple[int, int]:
        """Where in the mail the stretch stands, or what encloses it."""
        return self.outer or (start, end)

    def decoded(self, data: bytes, start: int, end: int) -> Source:
        """What `data[start:end]` of this source decodes to, as a source of its own."""
        outer = self.range_in_mail(start, end)
        return Source(data, self.limits, self.ledger, self.budget, self.read_message, outer)
