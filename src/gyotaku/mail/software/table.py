"""The table of tools and their traces (`data/software.toml`), indexed by what nominates a tool.

A mail's Message-ID, boundaries, field names and hosts lead by exact keys to the few rows that could fit. Only what those
rows nominate is looked at further, so that a mail costs some look-ups and a handful of patterns, not the whole table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.pattern import Pattern
from gyotaku.model.software import Look, Tool, ToolKind


class Row(Struct, frozen=True, eq=False, gc=False):
    """One trace of one tool. `weight` counts where it is found, `missing` where its place exists and holds another form."""

    tool: str
    place: str
    """The table's word for where it stands."""
    look: Look
    weight: float
    missing: float
    own_word: bool
    not_rebuilt: bool
    """Those who rebuild a mail on its way leave the same: beside a list server's field it proves nothing."""
    holds_time: bool
    """The form holds Windows' time, which must be that of the mail (`windows_time`)."""
    pattern: Pattern | None
    where: tuple[str, ...]
    """The keys as they stand in the table."""
    orders: tuple[tuple[str, ...], ...] = ()
    """Of an order: the names of each, in lower case."""


class Bucket:
    """Rows that one key leads to. All their patterns are tried in one call: of each, an empty group tells that it fits."""

    __slots__ = ("_joint", "rows")

    def __init__(self, rows: list[Row]) -> None:
        self.rows = tuple(rows)
        self._joint = Pattern(
            "".join(rf"(?:(?=(?:{row.pattern.source if row.pattern else '.*'})\Z)()|)" for row in rows)
        )

    def fitting(self, words: str) -> list[Row]:
        """The rows whose pattern is all of these words."""
        match = self._joint.compiled.match(words)
        fits = match.groups() if match is not None else ()
        return [row for row, group in zip(self.rows, fits, strict=False) if group is not None]


class Rule(Struct, frozen=True):
    """When a tool is named: from `least` on, and by `lead` more than any other tool of its role."""

    least: float
    strong: float
    lead: float


class Table(Struct, frozen=True):
    tools: Mapping[str, Tool]
    rule: Rule
    nominating: Mapping[str, Mapping[str, Bucket]]
    """By the table's word for the look, then by the key it is found with; an empty key fits anything."""
    field_names: frozenset[str]
    """The names of the fields that nominate."""
    order_names: frozenset[str]
    """The field names that any order knows."""
    further: Mapping[str, tuple[Row, ...]]
    """By tool: what is looked at only once something else has nominated it."""
    claims: tuple[tuple[str, str], ...]
    """Beginnings or pieces of X-Mailer and User-Agent in lower case, longest first, with the tool they name."""
    organizations: frozenset[str]
    """The last two labels of every host and domain that the table knows."""


BOUNDARY_KEY = 3
CLAIM = Row("", "claim", Look.CLAIM, 2.5, 0.0, True, False, False, None, ())
"""What it counts that a mail names the tool itself: as much as a moderate trace."""
_LONGEST_CLAIM = 400
_LOOKS = {look.value: look for look in Look} | {"message-id-host": Look.MESSAGE_ID}
_CONFIRMING = frozenset({"date", "order", "spelling", "encoded", "claim"})


@cache
def software() -> Table:
    rows = table("software")
    tools: dict[str, Tool] = {}
    index = _Index(rows["strength"])
    claims: list[tuple[str, str]] = []
    for tool in rows["tool"]:
        identifier: str = tool["id"]
        tools[identifier] = Tool(
            id=identifier,
            name=tool["name"],
            kind=ToolKind(tool["kind"]),
            role=ToolKind(tool["kind"]).role,
            family=tool.get("family", identifier),
            built_on=tool.get("built_on"),
            market=tool.get("market"),
            rebuilds=tool.get("rebuilds", False),
        )
        claims += ((claim, identifier) for claim in tool.get("claims", ()))
        for line in tool.get("traces", "").splitlines():
            if line:
                index.add(identifier, line)
    return Table(
        tools=tools,
        rule=Rule(**rows["rule"]),
        nominating={
            look: {key: Bucket(found) for key, found in keys.items()} for look, keys in index.nominating.items()
        },
        field_names=frozenset(index.nominating["field"]),
        order_names=frozenset(
            name for found in index.further.values() for row in found for order in row.orders for name in order
        ),
        further={tool: tuple(found) for tool, found in index.further.items()},
        claims=tuple(sorted(claims, key=lambda claim: -len(claim[0]))),
        organizations=frozenset(
            ".".join(host.split(".")[-2:]) for look in ("host", "message-id-host") for host in index.nominating[look]
        ),
    )


class _Index:
    """Takes the lines of the table; their form stands at its head."""

    def __init__(self, strengths: dict[str, float]) -> None:
        self._strengths = strengths
        self.nominating: dict[str, dict[str, list[Row]]] = {look: {} for look in _LOOKS if look not in _CONFIRMING}
        self.further: dict[str, list[Row]] = {}

    def add(self, tool: str, line: str) -> None:
        look, strength, where, pattern = (*line.split(" ", 3), "", "")[:4]
        name = look.rstrip("!?*@")
        found, _, missing = strength.partition("/")
        keys = tuple("" if key == "none" else key for key in where.split(","))
        row = Row(
            tool,
            name,
            _LOOKS[name],
            self._strengths[found],
            self._strengths[missing] if missing else 0.0,
            "!" in look,
            "*" in look,
            "@" in look,
            _pattern(name, keys, pattern),
            keys,
            tuple(tuple(order.split()) for order in pattern.lower().split(" | ")) if name == "order" else (),
        )
        if name in _CONFIRMING or "?" in look:
            self.further.setdefault(tool, []).append(row)
            return
        index = self.nominating[name]
        for key in dict.fromkeys(_key(name, key) for key in keys):
            index.setdefault(key, []).append(row)


def _pattern(look: str, keys: tuple[str, ...], pattern: str) -> Pattern | None:
    if look == "order":
        return None
    if look == "boundary":
        return Pattern(rf"(?:{'|'.join(map(re.escape, keys))})(?:{pattern or '.*'})")
    return Pattern(pattern) if pattern else None


def _key(look: str, where: str) -> str:
    if look == "boundary":
        return where[:BOUNDARY_KEY]
    if look == "helo":
        return ""
    return where.lower() if look == "field" else where


def claimed(words: str) -> str | None:
    """The tool that a value of X-Mailer or User-Agent names; None for a name that no row knows."""
    lower = words[:_LONGEST_CLAIM].lower()
    for claim, tool in software().claims:
        if claim in lower or (claim[0] == "^" and lower.startswith(claim[1:])):
            return tool
    return None


@cache
def beneath(tool: str) -> tuple[str, ...]:
    """The libraries that a tool is built on, nearest first."""
    tools = software().tools
    found: list[str] = []
    library = tools[tool].built_on
    while library is not None:
        found.append(library)
        library = tools[library].built_on
    return tuple(found)


@cache
def knows_traces_of(tool: str) -> bool:
    """The table tells more of the tool than the name it gives itself, so that its absence can be seen."""
    return any(
        row.tool == tool for keys in software().nominating.values() for found in keys.values() for row in found.rows
    )
