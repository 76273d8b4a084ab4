"""Rules for weights, held against each other by leaving sources out: `python bench/weights.py LABELS SOURCES.toml`.

Every rule counts on all sources but one and tells the verdicts on that one. Printed for each: accused phish, scams and honest mails;
and, since the bounds of the words fit one rule, how much phish lies above the honest mail with the fourth highest sum.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from math import exp, log, log1p
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from gyotaku.evaluation import leaving_out
from gyotaku.evaluation.fitting import LEAST_SEEN, table_of
from gyotaku.evaluation.labels import Truth, samples
from gyotaku.evaluation.measures import kind_rows
from gyotaku.evaluation.outcomes import Outcome, outcomes
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Direction
from gyotaku.verdict.weights import Weights, weights

Rule = Callable[[Sequence[Outcome]], Weights]
Key = tuple[str, str, str]

_MOST = {"strong": 3.5, "moderate": 2.0, "weak": 1.2}
_BOUNDS_OF_DECISION_8 = {"fraud": 2.4, "likely": 0.0, "suspicious": -0.95}
_STEP = 0.25
_NEAR = 0.6
_SWEEPS = 3


def by_strength(_: Sequence[Outcome]) -> Weights:
    return replace(weights(), measured={})


def by_bound(told: Sequence[Outcome]) -> Weights:
    """Decision 8: the 95 % bound of the likelihood ratio that is nearer to 1, bounded by the strength; its strengths and words."""
    table = weights()
    fraud = [one for one in told if one.sample.truth is Truth.FRAUD]
    honest = [one for one in told if one.sample.truth is Truth.HONEST]
    measured = {}
    for row in kind_rows(fraud, honest):
        if (
            row.direction is not Direction.INFORMS
            and row.ratio is not None
            and row.fraud.hits + row.honest.hits >= LEAST_SEEN
        ):
            said = log(row.ratio.low) if row.direction is Direction.ACCUSES else -log(row.ratio.high)
            measured[row.kind, row.strength, row.direction.value] = min(
                max(said, 0.0), _most(table, row.kind, row.strength)
            )
    words = tuple((_BOUNDS_OF_DECISION_8.get(word.value, least), word) for least, word in table.words)
    limits = {**table.group_limits, "writing": 1.25}
    strength = {"strong": 2.5, "moderate": 1.0, "weak": 0.3}
    return replace(table, measured=measured, words=words, strength=strength, group_limits=limits)


class Fit(Struct, frozen=True):
    """Log odds of every kind at every strength, at zero or above, drawn to its strength's weight by a square penalty; each group limited
    as in the verdict, so the sum that is fitted is the sum that is used. Coordinate descent on a grid."""

    penalty: float

    def __call__(self, told: Sequence[Outcome]) -> Weights:
        mails = [_Mail.of(one) for one in told]
        count = {truth: sum(mail.fraud is truth for mail in mails) for truth in (True, False)}
        share = {truth: len(mails) / 2 / max(n, 1) for truth, n in count.items()}
        of_kind: dict[Key, list[_Mail]] = {}
        for mail in mails:
            for key in set(mail.seen):
                of_kind.setdefault(key, []).append(mail)
        table = weights()
        drawn = {key: table.of_strength(key[0], key[1]) for key in of_kind}
        fitted = dict(drawn)
        for sweep in range(_SWEEPS):
            for key, showing in of_kind.items():
                most, now = _most(table, key[0], key[1]), fitted[key]
                grid = [step * _STEP for step in range(round(most / _STEP) + 1)]
                near = [one for one in grid if not sweep or abs(one - now) < _NEAR]
                fitted[key] = min(
                    [*near, now], key=lambda one: self._loss(table, fitted, key, one, drawn, showing, share)
                )
        return replace(table, measured=fitted)

    def _loss(
        self,
        table: Weights,
        fitted: dict[Key, float],
        key: Key,
        weight: float,
        drawn: dict[Key, float],
        showing: Sequence[_Mail],
        share: dict[bool, float],
    ) -> float:
        fitted[key] = weight
        lost = sum(share[mail.fraud] * _surprise(mail.sum(table, fitted), fraud=mail.fraud) for mail in showing)
        return self.penalty * (weight - drawn[key]) ** 2 / 2 + lost


class _Mail(Struct, frozen=True):
    fraud: bool
    seen: tuple[Key, ...]
    groups: tuple[str, ...]

    @classmethod
    def of(cls, outcome: Outcome) -> _Mail:
        said = [seen for seen in outcome.seen if seen.direction is not Direction.INFORMS]
        keys = tuple((seen.kind, seen.strength, seen.direction.value) for seen in said)
        return cls(outcome.sample.truth is Truth.FRAUD, keys, tuple(seen.group for seen in said))

    def sum(self, table: Weights, fitted: dict[Key, float]) -> float:
        return table.sum(
            (key[0], group, fitted[key] if key[2] == Direction.ACCUSES.value else -fitted[key])
            for key, group in zip(self.seen, self.groups, strict=True)
        )


def _surprise(score: float, *, fraud: bool) -> float:
    against = -score if fraud else score
    return against + log1p(exp(-against)) if against > 0 else log1p(exp(against))


def _most(table: Weights, kind: str, strength: str) -> float:
    own = table.most_of_kind
    return min(_MOST[strength], own.get(f"{kind}:{strength}", own.get(kind, _MOST[strength])))


RULES: dict[str, Rule] = {
    "the 95 % bound of the likelihood ratio (decision 8)": by_bound,
    "the strength alone": by_strength,
    "the strength, lowered by counts": table_of,
    **{f"fitted log odds, penalty {penalty}": Fit(penalty) for penalty in (10, 50)},
}


def show(name: str, rule: Rule, told: Sequence[Outcome], sources: leaving_out.Sources) -> None:
    found = leaving_out.left_out(told, sources, rule)
    rows = {row.label: row.accused for row in found.total}
    honest = sorted((one.score for one in found.judged if one.outcome.sample.truth is Truth.HONEST), reverse=True)
    phish = [one.score for one in found.judged if one.outcome.sample.label == "phish"]
    blamed = sum(row.accused.hits for row in found.total if row.truth is Truth.HONEST)
    doubted = sum(row.suspected.hits for row in found.total if row.truth is Truth.HONEST)
    above = sum(score > honest[3] for score in phish)
    print(
        f"| {name} | {rows['phish'].hits} of {rows['phish'].n} | {rows['scam'].hits} of {rows['scam'].n} | {blamed} of {len(honest)} "
        f"| {doubted} | {above / len(phish):.1%} |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("sources", type=Path)
    options = parser.parse_args()
    told = [one for one in outcomes(samples(options.labels), Config(), strip=True) if isinstance(one, Outcome)]
    sources = leaving_out.read_sources(options.sources)
    print(
        "| rule | phish accused | scams accused | honest mail accused | at least suspicious | phish above all honest mail but three |"
    )
    print("|---|---|---|---|---|---|")
    for name, rule in RULES.items():
        show(name, rule, told, sources)


if __name__ == "__main__":
    main()
