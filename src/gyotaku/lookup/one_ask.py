"""One ask of one source: nothing that a source does, raises or leaves undone goes further than its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from gyotaku.lookup.sources import Source
from gyotaku.model.asks import Answer, Ask, Outcome

_GRACE = 0.2
"""Seconds beyond an ask's own time that its source gets to say why it failed."""


async def answered(source: Source, ask: Ask, within: float, now: Callable[[], datetime]) -> Answer:
    """What a source says within its time, or why there is none. A source that does not end is not waited for."""
    asking = asyncio.ensure_future(source.ask(ask, within))
    asking.add_done_callback(lambda task: task.cancelled() or task.exception())  # told here, not on standard error
    try:
        done, _ = await asyncio.wait({asking}, timeout=within + _GRACE)
    finally:
        asking.cancel()
    if not done:
        return without(ask, Outcome.LATE, "no answer in time", now())
    if asking.cancelled():
        return without(ask, Outcome.FAILED, "the source gave up", now())
    if error := asking.exception():
        return without(ask, Outcome.FAILED, f"{type(error).__name__}: {error}"[:200], now())
    answer = asking.result()
    if answer.ask != ask:
        return without(ask, Outcome.FAILED, "an answer to another question", now())
    return answer


def without(ask: Ask, outcome: Outcome, detail: str, now: datetime) -> Answer:
    return Answer(ask=ask, outcome=outcome, time=now, expires=now, detail=detail)
