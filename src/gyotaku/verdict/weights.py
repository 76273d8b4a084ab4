"""Weighing findings: one sum, one word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import rows, table
from gyotaku.mail.brands import speaking_only_itself
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Strength
from gyotaku.model.report import VerdictWord, Weighed


class Weights(Struct, frozen=True):
    """The tables `data/weights.toml` and `data/weights_measured.tsv`; all in natural log odds."""

    prior: float
    further: float
    group_limit: float
    group_limits: dict[str, float]
    groups: dict[str, str]
    """Of kinds that count with others than those of their own group: the group's name here."""
    words: tuple[tuple[float, VerdictWord], ...]
    strength: dict[str, float]
    raised: dict[str, float]
    """What a kind of a strength may weigh by its counts where honest mail hardly shows it."""
    most_of_kind: dict[str, float]
    """What a kind may weigh at most; with a strength behind a colon, what it weighs at that strength."""
    measured: dict[tuple[str, str, str], float]
    """By kind, strength and direction."""

    def of(self, kind: str, strength: str, direction: Direction) -> float:
        """What one finding weighs: positive accuses, negative clears, 0 only informs."""
        if direction is Direction.INFORMS:
            return 0.0
        weight = self.measured.get((kind, strength, direction.value))
        if weight is None:
            weight = self.of_strength(kind, strength)
        return weight if direction is Direction.ACCUSES else -weight

    def of_strength(self, kind: str, strength: str) -> float:
        """What a kind weighs at a strength as long as nothing was counted."""
        exact = self.most_of_kind.get(f"{kind}:{strength}")
        if exact is not None:
            return exact
        weight = self.strength[strength]
        return min(weight, self.most_of_kind.get(kind, weight))

    def sum(self, said: Iterable[tuple[str, str, float]]) -> float:
        """The prior and what findings weigh, each with its kind and group; further ones of a group and direction count less."""
        groups: dict[tuple[str, bool], list[float]] = defaultdict(list)
        for kind, group, weight in said:
            if weight:
                groups[self.groups.get(kind, group), weight > 0].append(abs(weight))
        total = self.prior
        for (group, accuses), weights_of_group in groups.items():
            ranked = enumerate(sorted(weights_of_group, reverse=True))
            said_by_group = sum(weight * self.further**rank for rank, weight in ranked)
            limited = min(said_by_group, self.group_limits.get(group, self.group_limit))
            total += limited if accuses else -limited
        return total

    def word(self, score: float) -> VerdictWord:
        return next((word for least, word in self.words if score >= least), VerdictWord.NO_SIGN)

    def weigh(self, findings: Iterable[Finding]) -> Weighed:
        # Rounded before it is compared: what is printed decides. The zero that is added takes the sign off another.
        score = 0.0 + round(
            self.sum(
                (finding.kind.id, finding.kind.group, self.of(finding.kind.id, finding.strength, finding.direction))
                for finding in findings
            ),
            2,
        )
        return Weighed(self.word(score), score)


@cache
def weights() -> Weights:
    by_hand = table("weights")
    words = sorted(((least, VerdictWord(word)) for word, least in by_hand["words"].items()), reverse=True)
    measured = {
        (row["kind"], row["strength"], row["direction"]): float(row["weight"]) for row in rows("weights_measured")
    }
    return Weights(
        by_hand["prior"],
        by_hand["further"],
        by_hand["group_limit"],
        by_hand["group_limits"],
        {kind: group for group, kinds in by_hand["groups"].items() for kind in kinds},
        tuple(words),
        by_hand["strength"],
        by_hand["raised"],
        by_hand["most_of_kind"],
        measured,
    )


def attacker_could_clear(finding: Finding) -> bool:
    """True for a clearing finding that rests on anything the attacker could have written or arranged."""
    return finding.direction is Direction.CLEARS and any(_could_be_his(evidence) for evidence in finding.evidence)


def _could_be_his(evidence: Evidence) -> bool:
    if evidence.principal is Principal.DOMAIN_HOLDER and speaking_only_itself(evidence.principal_name) is not None:
        return False  # who holds a bank's domain is the bank
    return evidence.principal.can_be_attacker


STRENGTH_ORDER = (Strength.STRONG, Strength.MODERATE, Strength.WEAK)
_DIRECTION_ORDER = (Direction.ACCUSES, Direction.CLEARS, Direction.INFORMS)


def strongest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Accusing before clearing before informing, each by falling strength; the order found among equals."""
    return sorted(
        findings,
        key=lambda finding: (_DIRECTION_ORDER.index(finding.direction), STRENGTH_ORDER.index(finding.strength)),
    )
