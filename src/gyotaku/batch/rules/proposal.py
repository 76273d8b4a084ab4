"""Finding a rule for a chosen set: what its mails share, and no unsuspected mail has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from gyotaku.batch.rules.condition import PHRASES, Clause, Condition, Rule, What, tests_of
from gyotaku.batch.rules.phrases import shared_phrases
from gyotaku.batch.rules.rows import Group, Line, Lines
from gyotaku.batch.rules.standing import Standing, Weight, decides
from gyotaku.model.text import Text

_TESTS = 400
"""Tests that are counted over all rows."""
_PAIRED = 60
_CLAUSES = 12
_COUNTED = 200_000
_REFUSED = 12
_LEAST_SHARE = 0.02
"""Of a large set: what fewer have is its accident."""
_RANK = {what: number for number, what in enumerate(What)}


class Refused(Struct, frozen=True):
    """A test that the set shares, and why it is not enough: honest rows that have it, or whose it is."""

    test: Condition
    chosen: int
    unsuspected: int
    why: Text | None


class Proposal(Struct, frozen=True):
    """`rule` has no clause where nothing tells the set from honest mail."""

    rule: Rule
    refused: tuple[Refused, ...]


class _Candidate(Struct, frozen=True):
    clause: Clause
    covers: frozenset[int]
    """Numbers of patterns of the chosen."""


class _Patterns(Struct, frozen=True):
    """Which of the counted tests rows meet together, and how many rows do."""

    chosen: tuple[tuple[frozenset[Condition], int], ...]
    unsuspected: tuple[tuple[frozenset[Condition], int], ...]

    def honest(self, tests: tuple[Condition, ...]) -> int:
        return sum(count for met, count in self.unsuspected if met.issuperset(tests))

    def covered(self, tests: tuple[Condition, ...]) -> frozenset[int]:
        return frozenset(number for number, (met, _) in enumerate(self.chosen) if met.issuperset(tests))

    def rows(self, covers: frozenset[int]) -> int:
        return sum(self.chosen[number][1] for number in covers)


def propose(lines: Lines, standing: Callable[[Condition], Standing]) -> Proposal:
    """Clauses of one or two tests, the one that covers most of what is left first. Reads all rows twice."""
    tests, size = _shared(lines)
    weights = {test: standing(test) for test in tests}
    patterns = _patterns(lines, tests)
    least = _least(size)
    return Proposal(
        _rule(list(_candidates(tests, weights, patterns, least)), patterns, least),
        tuple(islice(_refused(tests, weights, patterns, least), _REFUSED)),
    )


def _least(size: int) -> int:
    """How many of a set must share what is worth a clause."""
    return 1 if size == 1 else max(2, round(size * _LEAST_SHARE))


def _shared(lines: Lines) -> tuple[list[Condition], int]:
    """What the chosen have, most common first, and how many they are."""
    counts: Counter[Condition] = Counter()
    subjects: Counter[str] = Counter()
    names: Counter[str] = Counter()
    size = 0
    for line in lines():
        if line.group is not Group.CHOSEN:
            continue
        size += 1
        counts.update(set(tests_of(line.seen)))
        subjects[line.seen.subject] += 1
        names[line.seen.name] += 1
        for counter in (counts, subjects, names):
            _bound(counter)
    least = _least(size)
    common = [test for test, count in counts.items() if count >= least]
    common.sort(key=lambda test: (-counts[test], _RANK[test.what], test.value))
    phrases = shared_phrases(What.SUBJECT, subjects.elements()) + shared_phrases(What.FROM_NAME, names.elements())
    return common[:_TESTS] + phrases, size


def _bound(counter: Counter[Any]) -> None:
    """What was met once among very many is forgotten, so that memory does not grow with the set."""
    if len(counter) > _COUNTED:
        for one in [one for one, count in counter.items() if count == 1]:
            del counter[one]


def _patterns(lines: Lines, tests: Sequence[Condition]) -> _Patterns:
    counts: dict[Group, Counter[frozenset[Condition]]] = {group: Counter() for group in Group}
    finder = _Finder(tests)
    for line in lines():
        if line.group in {Group.CHOSEN, Group.UNSUSPECTED}:
            counts[line.group][finder.met(line)] += 1
    return _Patterns(tuple(counts[Group.CHOSEN].items()), tuple(counts[Group.UNSUSPECTED].items()))


class _Finder:
    """Which of many tests a row meets, without trying each."""

    def __init__(self, tests: Sequence[Condition]) -> None:
        self._tests = frozenset(tests)
        self._phrases = [test for test in tests if test.what in PHRASES]

    def met(self, line: Line) -> frozenset[Condition]:
        exact = self._tests.intersection(tests_of(line.seen))
        return exact.union(test for test in self._phrases if test.met(line.seen))


def _candidates(
    tests: Sequence[Condition], weights: dict[Condition, Standing], patterns: _Patterns, least: int
) -> Iterator[_Candidate]:
    """What has no honest row: single tests, and pairs of those that are not enough alone."""
    lacking: list[tuple[Condition, frozenset[int]]] = []
    allowed: dict[Condition, Weight] = {}
    for test in tests:
        covers = patterns.covered((test,))
        if patterns.rows(covers) < least:
            continue
        honest, weight = patterns.honest((test,)), weights[test].weight
        if decides([weight]) and not honest:
            yield _Candidate(Clause((test,)), covers)
            continue
        lacking.append((test, covers))
        allowed[test] = Weight.SHARED if honest and weight is Weight.ALONE else weight
    lacking.sort(key=lambda one: -patterns.rows(one[1]))
    for (one, first), (other, second) in combinations(lacking[:_PAIRED], 2):
        covers = first & second
        if (
            one.what is not other.what
            and patterns.rows(covers) >= least
            and decides([allowed[one], allowed[other]])
            and not patterns.honest((one, other))
        ):
            yield _Candidate(Clause((one, other)), covers)


def _rule(candidates: list[_Candidate], patterns: _Patterns, least: int) -> Rule:
    """Greedily: most of what is left, then fewest tests, then the narrowest."""
    left = frozenset(range(len(patterns.chosen)))
    clauses: list[Clause] = []
    while candidates and len(clauses) < _CLAUSES:
        best = min(candidates, key=lambda one: _cost(one, patterns, left))
        if patterns.rows(best.covers & left) < least:
            break
        clauses.append(best.clause)
        left -= best.covers
    return Rule(tuple(clauses))


def _cost(
    one: _Candidate, patterns: _Patterns, left: frozenset[int]
) -> tuple[int, int, int, int, tuple[Condition, ...]]:
    tests = one.clause.tests
    length = -sum(len(test.value) for test in tests)
    return -patterns.rows(one.covers & left), len(tests), _RANK[tests[0].what], length, tests


def _refused(
    tests: Sequence[Condition], weights: dict[Condition, Standing], patterns: _Patterns, least: int
) -> Iterator[Refused]:
    """What most of the set have, but for words, and what decides nothing alone, with the reason."""
    counted = [(patterns.rows(patterns.covered((test,))), test) for test in tests if test.what not in PHRASES]
    for chosen, test in sorted(counted, key=lambda one: (-one[0], one[1])):
        honest, standing = patterns.honest((test,)), weights[test]
        if chosen >= least and (honest or standing.weight is not Weight.ALONE):
            yield Refused(test, chosen, honest, standing.why)


def like(lines: Lines, standing: Callable[[Condition], Standing]) -> Lines:
    """Beside the chosen, all mails that share with them what is somebody's own and no unsuspected mail has."""
    telling: set[Condition] = set()
    for line in lines():
        if line.group is Group.CHOSEN:
            telling.update(test for test in tests_of(line.seen) if standing(test).weight is Weight.ALONE)
    for line in lines():
        if line.group is Group.UNSUSPECTED:
            telling.difference_update(tests_of(line.seen))

    def grouped() -> Iterator[Line]:
        for line in lines():
            shared = line.group is not Group.CHOSEN and not telling.isdisjoint(tests_of(line.seen))
            yield replace(line, group=Group.CHOSEN) if shared else line

    return grouped
