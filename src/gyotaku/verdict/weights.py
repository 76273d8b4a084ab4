"""Weighing findings: one sum, one word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Direction, Finding, Strength
from gyotaku.model.report import VerdictWord, Weighed


class Weights(Struct, frozen=True):
    """The table `data/weights.toml`; all in natural log odds."""

    prior: float
    further: float
    group_limit: float
    words: tuple[tuple[float, VerdictWord], ...]
    strength: dict[str, float]
    kind: dict[str, float]

    def of(self, finding: Finding) -> float:
        """What one finding weighs: positive accuses, negative clears, 0 only informs."""
        if finding.direction is Direction.INFORMS:
            return 0.0
        weight = self.kind.get(finding.kind.id, self.strength[finding.strength])
        return weight if finding.direction is Direction.ACCUSES else -weight

    def sum(self, findings: Iterable[Finding]) -> float:
        """Prior and findings together; within a group each further finding of one direction counts less."""
        groups: dict[tuple[str, bool], list[float]] = defaultdict(list)
        for finding in findings:
            weight = self.of(finding)
            if weight:
                groups[finding.kind.group, weight > 0].append(abs(weight))
        total = self.prior
        for (_, accuses), group in groups.items():
            said = sum(weight * self.further**rank for rank, weight in enumerate(sorted(group, reverse=True)))
            total += min(said, self.group_limit) * (1 if accuses else -1)
        return total

    def word(self, score: float) -> VerdictWord:
        return next((word for least, word in self.words if score >= least), VerdictWord.NO_SIGN)

    def weigh(self, findings: Iterable[Finding]) -> Weighed:
        # Rounded before it is compared: what is printed decides.
        score = round(self.sum(findings), 2)
        return Weighed(self.word(score), score)


@cache
def weights() -> Weights:
    rows = table("weights")
    words = sorted(((least, VerdictWord(word)) for word, least in rows["words"].items()), reverse=True)
    return Weights(rows["prior"], rows["further"], rows["group_limit"], tuple(words), rows["strength"], rows["kind"])


def attacker_could_clear(finding: Finding) -> bool:
    """True for a clearing finding that rests on anything the attacker could have written or arranged."""
    return finding.direction is Direction.CLEARS and any(_could_be_his(evidence) for evidence in finding.evidence)


def _could_be_his(evidence: Evidence) -> bool:
    return evidence.principal.can_be_attacker


STRENGTH_ORDER = (Strength.STRONG, Strength.MODERATE, Strength.WEAK)
_DIRECTION_ORDER = (Direction.ACCUSES, Direction.CLEARS, Direction.INFORMS)


def strongest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Accusing before clearing before informing, each by falling strength; the order found among equals."""
    return sorted(
        findings,
        key=lambda finding: (_DIRECTION_ORDER.index(finding.direction), STRENGTH_ORDER.index(finding.strength)),
    )
