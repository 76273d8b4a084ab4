"""What opens sockets to one kind of source each. A source never raises: whatever happens is the outcome of its answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from gyotaku.model.asks import Answer, Ask

Now = Callable[[], datetime]
"""The clock, in UTC: the session's, so that a test or a replay can set it."""


class Source(Protocol):
    """One kind of source, known to the session by the name that stands in `Ask.source`."""

    async def ask(self, ask: Ask, within: float) -> Answer:
        """The answer, after at most `within` seconds."""
        ...
