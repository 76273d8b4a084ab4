"""A rule, tried on every row of a scan: how many of each group it would have met, clause by clause."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from gyotaku.batch.rules.condition import Clause, Rule
from gyotaku.batch.rules.rows import Group, Lines

_EXAMPLES = 5


class Hits(Struct, frozen=True):
    """Rows by their group."""

    chosen: int
    accused: int
    other: int
    unsuspected: int


class Backtest(Struct, frozen=True):
    rows: Hits
    """Of the whole scan."""
    rule: Hits
    clauses: tuple[tuple[Clause, Hits], ...]
    honest: tuple[str, ...]
    """Paths of the first unsuspected mails that the rule meets."""


def tried(rule: Rule, lines: Lines) -> Backtest:
    """Reads all rows once."""
    rows: Counter[Group] = Counter()
    whole: Counter[Group] = Counter()
    each: list[Counter[Group]] = [Counter() for _ in rule.clauses]
    honest: list[str] = []
    for line in lines():
        rows[line.group] += 1
        if not rule.fires(line.seen):
            continue
        whole[line.group] += 1
        if line.group is Group.UNSUSPECTED and len(honest) < _EXAMPLES:
            honest.append(line.path)
        for clause, counter in zip(rule.clauses, each, strict=True):
            counter[line.group] += clause.met(line.seen)
    clauses = zip(rule.clauses, map(_hits, each), strict=True)
    return Backtest(_hits(rows), _hits(whole), tuple(clauses), tuple(honest))


def _hits(counter: Counter[Group]) -> Hits:
    return Hits(counter[Group.CHOSEN], counter[Group.ACCUSED], counter[Group.OTHER], counter[Group.UNSUSPECTED])
