"""How often the mail's impersonated brand and its goal are told rightly, where a person wrote down what they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from gyotaku.evaluation.intervals import Rate, rate
from gyotaku.evaluation.labels import Sample
from gyotaku.evaluation.outcomes import Outcome
from gyotaku.mail.brands import namings

_NONE = frozenset({"-", "", "none"})
_OWN = "own-domain"


class Answer(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    NONE = "none"


class BrandRow(Struct, frozen=True):
    """Mails of one label and language whose brand is in the table: the first brand told is it, is another, or none is told."""

    group: str
    right: Rate
    wrong: Rate
    none: Rate
    outside: int
    """Mails whose brand is not in the table; they count nowhere else."""


class GoalRow(Struct, frozen=True):
    """Mails whose goal a person wrote down: how many goals are told in the report, and read from the words alone."""

    goal: str
    told: Rate
    read: Rate
    instead: tuple[tuple[str, int], ...]
    """What is read instead, the most frequent first; "none" where nothing is."""


class Recognition(Struct, frozen=True):
    brands: tuple[BrandRow, ...]
    goals: tuple[GoalRow, ...]
    wrong: tuple[tuple[str, str, str], ...]
    """Mails for which another brand is told: name, labelled brand, told brand."""


def recognition(outcomes: Sequence[Outcome]) -> Recognition:
    labelled = [outcome for outcome in outcomes if outcome.sample.gold and outcome.sample.label in _FRAUDS]
    return Recognition(tuple(_brand_rows(labelled)), tuple(_goal_rows(outcomes)), tuple(_wrong(labelled)))


_FRAUDS = ("phish", "scam", "malware")


def brand_ids(name: str) -> frozenset[str]:
    """The rows of the table that a label's brand may mean; empty where it is in none."""
    return frozenset({_OWN}) if name == _OWN else frozenset(naming.brand.id for naming in namings(name))


def _answer(outcome: Outcome) -> Answer:
    if not outcome.pretends:
        return Answer.NONE
    return Answer.RIGHT if outcome.pretends[0] in brand_ids(outcome.sample.brand) else Answer.WRONG


def _brand_rows(outcomes: Iterable[Outcome]) -> Iterator[BrandRow]:
    groups: dict[tuple[int, str], list[Outcome]] = defaultdict(list)
    outside: Counter[tuple[int, str]] = Counter()
    for outcome in outcomes:
        sample = outcome.sample
        if sample.brand in _NONE:
            continue
        key = _FRAUDS.index(sample.label), _group(sample)
        if brand_ids(sample.brand):
            groups[key].append(outcome)
        else:
            outside[key] += 1
    for key in sorted({*groups, *outside}):
        answers = Counter(_answer(outcome) for outcome in groups[key])
        n = len(groups[key])
        yield BrandRow(
            key[1],
            right=rate(answers[Answer.RIGHT], n),
            wrong=rate(answers[Answer.WRONG], n),
            none=rate(answers[Answer.NONE], n),
            outside=outside[key],
        )


def _group(sample: Sample) -> str:
    return f"{sample.label}, {'Japanese' if sample.language == 'ja' else 'other languages'}"


def _wrong(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, str, str]]:
    for outcome in outcomes:
        sample = outcome.sample
        if sample.brand not in _NONE and brand_ids(sample.brand) and _answer(outcome) is Answer.WRONG:
            yield sample.name, sample.brand, outcome.pretends[0]


def _goal_rows(outcomes: Iterable[Outcome]) -> Iterator[GoalRow]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        sample = outcome.sample
        if sample.gold and sample.label in (*_FRAUDS, "spam") and sample.goal not in _NONE:
            groups[sample.goal].append(outcome)
    every = [outcome for group in groups.values() for outcome in group]
    for name, group in [*sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])), ("all", every)]:
        told = sum(outcome.goal == outcome.sample.goal for outcome in group)
        read = sum(outcome.goal_read == outcome.sample.goal for outcome in group)
        instead = Counter(outcome.goal_read or "none" for outcome in group if outcome.goal_read != outcome.sample.goal)
        yield GoalRow(name, rate(told, len(group)), rate(read, len(group)), tuple(instead.most_common(4)))
