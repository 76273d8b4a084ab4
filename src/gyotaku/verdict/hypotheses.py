"""Who sent it: how each hypothesis stands under the findings.

A finding's bearing counts by its strength. A hypothesis is excluded only by a finding that says so and that the attacker
could not have arranged. One leads only with a margin over the next: where authentication has not decided between two
senders, both stand, and the report names the look-up that would decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gyotaku.data.tables import table
from gyotaku.mail.house import organization
from gyotaku.model.answers import Question
from gyotaku.model.bearing import HypothesisName, Side
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Finding, Strength
from gyotaku.model.hypothesis import Hypothesis, Standing
from gyotaku.model.report import VerdictWord

_POINTS = {Strength.STRONG: 4, Strength.MODERATE: 2, Strength.WEAK: 1}
_MARGIN = 3
_UNLIKELY_BEHIND = 4
# What the verdict itself says of honesty, in the same points.
_HONEST_BY_VERDICT = {
    VerdictWord.FRAUD: -8,
    VerdictWord.LIKELY: -5,
    VerdictWord.SUSPICIOUS: -1,
    VerdictWord.CANNOT_TELL: 0,
    VerdictWord.NO_SIGN: 2,
}


class _Row:
    """One hypothesis: its points, and the findings that speak for and against it."""

    __slots__ = ("against", "excluded", "name", "points", "supporting")

    def __init__(self, name: HypothesisName, points: int) -> None:
        self.name = name
        self.points = points
        self.excluded = False
        self.supporting: dict[int, Finding] = {}
        self.against: dict[int, Finding] = {}


def hypotheses(
    findings: Iterable[Finding], word: VerdictWord, questions: Sequence[Question], domain: str | None = None
) -> tuple[Hypothesis, ...]:
    """All six, best first. `domain`: the author's."""
    rows = _rows(findings, word, domain)
    open_points = sorted((row.points for row in rows if not row.excluded), reverse=True)
    best = open_points[0] if open_points else 0
    second = open_points[1] if len(open_points) > 1 else best - _MARGIN
    # Of equals honesty is named first where nothing accuses; it leads only with a margin, like any other.
    unsuspected = word in {VerdictWord.NO_SIGN, VerdictWord.CANNOT_TELL}
    rows.sort(
        key=lambda row: (
            1000 if row.excluded else -row.points,
            not (unsuspected and row.name is HypothesisName.HONEST),
        )
    )
    return tuple(
        Hypothesis(
            row.name,
            _standing(row.points, row.excluded, best, second),
            tuple(row.supporting.values()),
            tuple(row.against.values()),
            tuple(question for question in questions if row.name in question.decides),
        )
        for row in rows
    )


def _rows(findings: Iterable[Finding], word: VerdictWord, domain: str | None) -> list[_Row]:
    before = table("weights")["hypothesis"]
    rows = {name: _Row(name, before.get(name, 0)) for name in HypothesisName}
    rows[HypothesisName.HONEST].points = _HONEST_BY_VERDICT[word]
    for number, finding in enumerate(findings):
        for bearing in finding.bears:
            row = rows[bearing.name]
            if bearing.side is Side.FOR:
                row.points += _POINTS[finding.strength]
                row.supporting[number] = finding
            else:
                row.points -= _POINTS[finding.strength]
                row.against[number] = finding
                excludes = bearing.side is Side.EXCLUDES and _beyond_the_attacker(finding, bearing.name, domain)
                row.excluded = row.excluded or excludes
    return list(rows.values())


def _beyond_the_attacker(finding: Finding, name: HypothesisName, domain: str | None) -> bool:
    return not any(_can_be_his(evidence, name, domain) for evidence in finding.evidence)


def _can_be_his(evidence: Evidence, name: HypothesisName, domain: str | None) -> bool:
    """Could the attacker of this hypothesis have arranged these words?

    One who forges a domain is not its holder: what the author's own domain publishes is beyond him.
    """
    if name is HypothesisName.FORGED_SENDER and evidence.principal is Principal.DOMAIN_HOLDER:
        return organization(evidence.principal_name) != organization(domain)
    return evidence.principal.can_be_attacker


def _standing(points: int, excluded: bool, best: int, second: int) -> Standing:
    if excluded:
        return Standing.EXCLUDED
    if points == best and best - second >= _MARGIN and best > 0:
        return Standing.LEADS
    return Standing.UNLIKELY if best - points >= _UNLIKELY_BEHIND or points < 0 else Standing.STANDS
