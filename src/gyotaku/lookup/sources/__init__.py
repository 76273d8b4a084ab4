"""One file for each kind of source that can be asked. A source opens connections, knows a clock, and never raises."""

from __future__ import annotations

from typing import Protocol

from gyotaku.model.asks import Answer, Ask


class Source(Protocol):
    """What a session asks. Every failure is an Answer with its outcome and a reason."""

    async def ask(self, ask: Ask, within: float) -> Answer:
        """The answer, or why there is none, in at most `within` seconds."""
        ...

    def whom(self, ask: Ask) -> str:
        """Who would be asked, for the list that the user sees before anything is sent."""
        ...
