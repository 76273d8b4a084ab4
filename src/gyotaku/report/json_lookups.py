"""What was looked up, as JSON has it."""

from __future__ import annotations

from typing import Any

import msgspec

from gyotaku.model.asks import Answer
from gyotaku.model.names import Names
from gyotaku.model.path import Hop
from gyotaku.report import wire
from gyotaku.report.clean import clean, maybe


def plain(found: Any) -> Any:
    """A structure of the model as JSON has it: text made clean, without the answers, which the report lists once."""
    if isinstance(found, str):
        return clean(found)
    if isinstance(found, tuple | list):
        return [plain(one) for one in found]
    if isinstance(found, dict):
        return {name: plain(one) for name, one in found.items() if name != "answers"}
    return found if found is None or isinstance(found, int | float) else plain(msgspec.to_builtins(found))


def answer(given: Answer) -> wire.Answer:
    told = given.told
    return wire.Answer(
        question=clean(given.ask.id),
        source=maybe(given.by or None),
        time=given.time.isoformat(),
        outcome=given.outcome.value,
        result=tuple(clean(record) for record in given.records) if told else None,
        reason=None if given.records else clean(given.detail) or given.outcome.value,
        note=maybe(given.detail or None) if given.records else None,
        expires=given.expires.isoformat() if told else None,
        recorded=given.recorded,
    )


def reverse_now(hop: Hop, names: Names | None) -> tuple[wire.ReverseName, ...] | None:
    found = names.reverse_of(hop.address) if names is not None else None
    if found is None or not found.answers[0].told:
        return None
    return tuple(wire.ReverseName(name=clean(name), confirmed=name in found.confirmed) for name in found.names)
