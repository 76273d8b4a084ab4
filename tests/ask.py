"""Drives an inquiry with answers of one's own making: what `lookup.session` does, without the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from gyotaku.model.asks import Answer, Ask, Inquiry, Outcome

T = TypeVar("T")
TIME = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def drive(inquiry: Inquiry[T], answer: Callable[[Ask], Answer]) -> T:
    """The result of an inquiry whose every ask this function answers."""
    try:
        asks = next(inquiry)
        while True:
            asks = inquiry.send(tuple(map(answer, asks)))
    except StopIteration as end:
        result: T = end.value
        return result


def answered(ask: Ask, outcome: Outcome, records: Sequence[str] = (), detail: str = "") -> Answer:
    return Answer(
        ask=ask, outcome=outcome, time=TIME, expires=TIME, by="DNS 192.0.2.53", records=tuple(records), detail=detail
    )


Records = Mapping[str, Mapping[str, Sequence[str] | Outcome]]
"""By name, then by type; in the place of records stands how an ask ends that has none."""


class World:
    """A DNS of one's own. Keeps what it was asked."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.asked: list[Ask] = []

    def __call__(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        here = self.records.get(ask.of)
        if here is None:
            below = any(name.endswith("." + ask.of) for name in self.records)
            return answered(ask, Outcome.NOTHING, detail="NODATA" if below else "NXDOMAIN")
        found = here.get(ask.what, here.get("*", ()))
        if isinstance(found, Outcome):
            return answered(ask, found)
        return answered(ask, Outcome.FOUND if found else Outcome.NOTHING, found, "" if found else "NODATA")
