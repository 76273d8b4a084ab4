"""Looking at a link again and again: nothing is remembered from one look to the next, nor recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from gyotaku.lookup.site.inquiry import DEVICES, look
from gyotaku.lookup.sources.site import WAIT, SiteSource
from gyotaku.model.asks import Answer, Ask, Inquiry
from gyotaku.model.configuration import Config
from gyotaku.model.visit import Device, Look

Make = Callable[[Config, Callable[[], datetime]], SiteSource]


def _now() -> datetime:
    return datetime.now(UTC)


def visitor(config: Config, devices: tuple[Device, ...] = DEVICES, make: Make = SiteSource) -> Callable[[str], Look]:
    """Looks at a link with a browser and network of its own each time. `make` is for tests, which play the Internet on loopback."""

    def visit(url: str) -> Look:
        return asyncio.run(_settled(look(url, devices), make(config, _now)))

    return visit


async def _settled(inquiry: Inquiry[Look], source: SiteSource) -> Look:
    answers: tuple[Answer, ...] | None = None
    while True:
        try:
            asks: tuple[Ask, ...] = next(inquiry) if answers is None else inquiry.send(answers)
        except StopIteration as done:
            seen: Look = done.value
            return seen
        answers = tuple(await asyncio.gather(*(source.ask(ask, WAIT) for ask in asks)))
