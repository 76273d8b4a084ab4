"""An outside world for tests: what a world file says, given by real servers on loopback or by a table in this process.

The file has the shape of the founding cases' `world.toml`: tables `dns.a`, `dns.ptr`, `dns.txt`, `dns.mx` ..., `registration`, `place`,
`reputation`, with `filled_in` beside them and `variant.NAME` laid over them.
"""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from gyotaku.lookup.session import Session
from gyotaku.model.asks import Answer, Ask, Outcome
from tests.world.registries import Registries
from tests.world.sites import Sites


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """`other` laid over `one`, table by table."""
    result = dict(one)
    for key, value in other.items():
        mine = result.get(key)
        result[key] = merged(mine, value) if isinstance(value, dict) and isinstance(mine, dict) else value
    return result


def world(file: Path, variant: str | None = None) -> dict[str, Any]:
    """The world of a file, with what is filled in and one variant."""
    table = tomllib.loads(file.read_text("utf-8"))
    whole = merged(table, table.get("filled_in", {}))
    return merged(whole, table.get("variant", {}).get(variant, {})) if variant else whole


def dns_records(world: Mapping[str, Any]) -> dict[tuple[str, str], tuple[str, ...]]:
    """(name, type) to its records, as an Answer gives them."""
    records: dict[tuple[str, str], tuple[str, ...]] = {}
    for of_type, names in world.get("dns", {}).items():
        for name, values in names.items():
            if of_type == "ptr":
                pointer = ipaddress.ip_address(name).reverse_pointer
                records[pointer, "PTR"] = (values,) if isinstance(values, str) else tuple(values)
            else:
                records[name, of_type.upper()] = tuple(values)
    return records


NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
"""When the worlds of tests are asked."""


def session(world: Mapping[str, Any], by: str = "DNS of the test") -> Session:
    """A session that asks this world in this process, and nobody else."""
    registries = Registries(world, lambda: NOW)
    sources = {
        "dns": Table(world, lambda: NOW, by),
        "rdap": registries,
        "whois": registries,
        "site": Sites(world, lambda: NOW),
    }
    return Session(sources, now=lambda: NOW)


class Table:
    """A source of DNS that answers from a world in this process: for tests of what is made of answers, not of asking."""

    def __init__(self, world: Mapping[str, Any], now: Any, by: str = "DNS of the test") -> None:
        self._by = by
        self._records = dns_records(world)
        self._names = {name for (name, _), values in self._records.items()}
        self._now = now
        self.asked: list[Ask] = []

    def whom(self, ask: Ask) -> str:
        return self._by

    async def ask(self, ask: Ask, within: float) -> Answer:
        return self.answer(ask)

    def answer(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        now = self._now()
        found = self._records.get((ask.of, ask.what))
        if found:
            outcome, detail = Outcome.FOUND, ""
        else:
            below = any(name.endswith("." + ask.of) for name in self._names)
            outcome, detail = Outcome.NOTHING, "NODATA" if ask.of in self._names or below else "NXDOMAIN"
        return Answer(
            ask=ask, outcome=outcome, time=now, expires=now + timedelta(hours=1), by=self._by,
            records=found or (), detail=detail,
        )  # fmt: skip
