"""Drives an inquiry through real sources, one ask after the other: a session without permission, store or deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TypeVar

from gyotaku.lookup.sources import Source
from gyotaku.model.asks import Answer, Ask, Inquiry

T = TypeVar("T")
WITHIN = 2.0


def settle(inquiry: Inquiry[T], sources: Mapping[str, Source], within: float = WITHIN) -> tuple[T, list[Answer]]:
    """The result, and every answer that it was given."""
    return asyncio.run(_settle(inquiry, sources, within))


async def _settle(inquiry: Inquiry[T], sources: Mapping[str, Source], within: float) -> tuple[T, list[Answer]]:
    heard: list[Answer] = []
    try:
        asks: tuple[Ask, ...] = next(inquiry)
        while True:
            answers = tuple([await sources[ask.source].ask(ask, within) for ask in asks])
            heard += answers
            asks = inquiry.send(answers)
    except StopIteration as end:
        result: T = end.value
        return result, heard
