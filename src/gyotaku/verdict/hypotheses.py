"""Who sent it: how each hypothesis stands under the findings.

A finding's bearing counts by its strength. A hypothesis is excluded only by a finding that says so and that the attacker
could not have arranged. One leads only with a margin over the next: where authentication has not decided between two
senders, both stand, and the report names the look-up that would decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gyotaku.data.tables import table
from gyotaku.model.answers import Question
from gyotaku.model.bearing import HypothesisName, Side
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


def hypotheses(findings: Iterable[Finding], word: VerdictWord, questions: Sequence[Question]) -> tuple[Hypothesis, ...]:
    """All six, best first."""
    findings = tuple(findings)
    rows = [_row(name, findings, word) for name in HypothesisName]
    open_points = sorted((points for _, points, excluded in rows if not excluded), reverse=True)
    best = open_points[0] if open_points else 0
    second = open_points[1] if len(open_points) > 1 else best - _MARGIN
    made = [
        (
            points if not excluded else -1000,
            _hypothesis(name, findings, _standing(points, excluded, best, second), questions),
        )
        for name, points, excluded in rows
    ]
    # Of equals honesty is named first where nothing accuses; it leads only with a margin, like any other.
    unsuspected = word in {VerdictWord.NO_SIGN, VerdictWord.CANNOT_TELL}
    made.sort(key=lambda pair: (-pair[0], not (unsuspected and pair[1].name is HypothesisName.HONEST)))
    return tuple(hypothesis for _, hypothesis in made)


def _row(name: HypothesisName, findings: tuple[Finding, ...], word: VerdictWord) -> tuple[HypothesisName, int, bool]:
    points: int = (
        _HONEST_BY_VERDICT[word] if name is HypothesisName.HONEST else table("weights")["hypothesis"].get(name, 0)
    )
    excluded = False
    for finding in findings:
        for bearing in finding.bears:
            if bearing.name is not name:
                continue
            if bearing.side is Side.FOR:
                points += _POINTS[finding.strength]
            else:
                points -= _POINTS[finding.strength]
                excluded = excluded or (bearing.side is Side.EXCLUDES and _beyond_the_attacker(finding))
    return name, points, excluded


def _beyond_the_attacker(finding: Finding) -> bool:
    return not any(evidence.principal.can_be_attacker for evidence in finding.evidence)


def _standing(points: int, excluded: bool, best: int, second: int) -> Standing:
    if excluded:
        return Standing.EXCLUDED
    if points == best and best - second >= _MARGIN and best > 0:
        return Standing.LEADS
    return Standing.UNLIKELY if best - points >= _UNLIKELY_BEHIND or points < 0 else Standing.STANDS


def _hypothesis(
    name: HypothesisName, findings: tuple[Finding, ...], standing: Standing, questions: Sequence[Question]
) -> Hypothesis:
    def speaking(*sides: Side) -> tuple[Finding, ...]:
        return tuple(finding for finding in findings if any(b.name is name and b.side in sides for b in finding.bears))

    decides = tuple(question for question in questions if name in question.decides)
    return Hypothesis(name, standing, speaking(Side.FOR), speaking(Side.AGAINST, Side.EXCLUDES), decides)
