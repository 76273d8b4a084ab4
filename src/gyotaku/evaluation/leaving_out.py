"""Verdicts on whole sources of mails, by weights that were counted on all the others.

A source is what one archive collected in one way: its mails share age, language, redaction and header fields, and weights
that were counted on some of them know the rest too well. Which subtypes of the labels make a source stands in a TOML
table, `[sources]`, a list of subtypes each; without it every subtype is a source of its own. A source of everything that
one archive gave may name subtypes that others name too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from gyotaku.evaluation.fitting import table_of
from gyotaku.evaluation.intervals import Rate, rate
from gyotaku.evaluation.labels import LabelsError, Truth
from gyotaku.evaluation.outcomes import Outcome
from gyotaku.model.report import VerdictWord
from gyotaku.verdict.weights import Weights

LEAST = 100
"""Of fewer mails of a class nothing is claimed."""
_ACCUSED = frozenset({VerdictWord.FRAUD, VerdictWord.LIKELY})
_SUSPECTED = _ACCUSED | {VerdictWord.SUSPICIOUS}

Sources: TypeAlias = Mapping[str, Sequence[str]]


class Judged(Struct, frozen=True):
    """One mail of a source that was left out: its sums, as all findings say and without what the attacker could have arranged."""

    outcome: Outcome
    source: str
    score: float
    struck: float
    word: VerdictWord
    struck_word: VerdictWord

    @property
    def accused(self) -> bool:
        return self.word in _ACCUSED


class LeftOutRow(Struct, frozen=True):
    """The mails of one label in one source."""

    source: str
    label: str
    truth: Truth
    accused: Rate
    suspected: Rate
    struck: Rate
    """Accused where clearing words that the attacker could have arranged do not count."""

    @property
    def claims(self) -> bool:
        return self.accused.n >= LEAST


class LeftOut(Struct, frozen=True):
    """All sources, one after the other, and all mails together, each counted once."""

    rows: tuple[LeftOutRow, ...]
    total: tuple[LeftOutRow, ...]
    judged: tuple[Judged, ...]
    """Each mail once, in the first source that names it; spam and unsure mails are left aside."""


def read_sources(file: Path) -> Sources:
    """Raises LabelsError where the table cannot be read."""
    try:
        told = tomllib.loads(file.read_text("utf-8")).get("sources")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LabelsError(f"{file}: {error}") from error
    if not isinstance(told, dict) or not all(
        isinstance(of, list) and all(isinstance(subtype, str) for subtype in of) for of in told.values()
    ):
        raise LabelsError(f"{file}: needs a table [sources] that gives each source a list of subtypes")
    return told


def left_out(
    outcomes: Sequence[Outcome],
    sources: Sources | None = None,
    rule: Callable[[Sequence[Outcome]], Weights] = table_of,
) -> LeftOut:
    """By the program's rule for weights, or by another."""
    told = [one for one in outcomes if one.sample.truth is not Truth.OTHER]
    order = sources if sources is not None else {of: (of,) for of in sorted({one.sample.subtype for one in told})}
    judged = [one for name, subtypes in order.items() for one in _source(name, frozenset(subtypes), told, rule)]
    first: dict[int, Judged] = {}
    for one in judged:
        first.setdefault(id(one.outcome), one)
    return LeftOut(_rows(judged, tuple(order)), _total(tuple(first.values())), tuple(first.values()))


def _source(
    name: str, subtypes: frozenset[str], told: Sequence[Outcome], rule: Callable[[Sequence[Outcome]], Weights]
) -> list[Judged]:
    inside = [one for one in told if one.sample.subtype in subtypes]
    table = rule([one for one in told if one.sample.subtype not in subtypes])
    return [_judged(one, name, table) for one in inside]


def _judged(outcome: Outcome, source: str, table: Weights) -> Judged:
    weighed = [(seen, table.of(seen.kind, seen.strength, seen.direction)) for seen in outcome.seen]
    score = round(table.sum((seen.kind, seen.group, weight) for seen, weight in weighed), 2)
    struck = round(
        table.sum((seen.kind, seen.group, weight) for seen, weight in weighed if seen not in outcome.arranged), 2
    )
    return Judged(outcome, source, score, struck, table.word(score), table.word(struck))


def _rows(judged: Sequence[Judged], order: Sequence[str]) -> tuple[LeftOutRow, ...]:
    classes = {(one.source, one.outcome.sample.truth, one.outcome.sample.label) for one in judged}
    truths = list(Truth)
    ranked = sorted(classes, key=lambda of: (truths.index(of[1]), order.index(of[0]), of[2]))
    return tuple(
        _row(source, label, truth, [one for one in judged if _class(one) == (source, truth, label)])
        for source, truth, label in ranked
    )


def _class(one: Judged) -> tuple[str, Truth, str]:
    return one.source, one.outcome.sample.truth, one.outcome.sample.label


def _total(judged: Sequence[Judged]) -> tuple[LeftOutRow, ...]:
    labels = sorted({(one.outcome.sample.truth, one.outcome.sample.label) for one in judged})
    found = [
        _row("all", label, truth, [one for one in judged if _class(one)[1:] == (truth, label)])
        for truth, label in labels
    ]
    return tuple(sorted(found, key=lambda row: (row.truth is not Truth.FRAUD, -row.accused.n)))


def _row(source: str, label: str, truth: Truth, judged: Sequence[Judged]) -> LeftOutRow:
    n = len(judged)
    return LeftOutRow(
        source,
        label,
        truth,
        rate(sum(one.word in _ACCUSED for one in judged), n),
        rate(sum(one.word in _SUSPECTED for one in judged), n),
        rate(sum(one.struck_word in _ACCUSED for one in judged), n),
    )
