"""Weights from counts.

The rule, for each kind at each strength in which it accuses or clears:

1. Count on how many fraud and on how many honest mails it shows, among those its check had something to look at.
2. The weight is the natural logarithm of the likelihood ratio's 95 % bound that is nearer to 1: what was seen rarely says
   little, and what shows as often on honest mail says nothing (weight 0, never the other direction).
3. It is bounded by the strength that the check itself states, since these mails are not all mails (and for a few kinds by
   a lower bound of their own, with its reason in the table).
4. Seen on fewer than `LEAST_SEEN` mails, it keeps the weight that the table gives its strength by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log

from msgspec import Struct
from msgspec.structs import replace

from gyotaku.evaluation.labels import Truth
from gyotaku.evaluation.measures import KindRow, kind_rows
from gyotaku.evaluation.outcomes import Outcome
from gyotaku.model.finding import Direction
from gyotaku.verdict.weights import Weights, weights

LEAST_SEEN = 20


class Fitted(Struct, frozen=True):
    """A kind at one strength with its measured weight, and the counts behind it."""

    row: KindRow
    weight: float


def fitted(outcomes: Sequence[Outcome]) -> list[Fitted]:
    """The measured weights, kinds in the order of their names. Kinds that were seen too rarely are left out."""
    fraud = [outcome for outcome in outcomes if outcome.sample.truth is Truth.FRAUD]
    honest = [outcome for outcome in outcomes if outcome.sample.truth is Truth.HONEST]
    table = weights()
    rows = sorted(kind_rows(fraud, honest), key=lambda row: (row.kind, row.strength, row.direction))
    return [Fitted(row, round(weight, 2)) for row in rows if (weight := _weight(row, table)) is not None]


def _weight(row: KindRow, table: Weights) -> float | None:
    if row.direction is Direction.INFORMS or row.ratio is None or row.fraud.hits + row.honest.hits < LEAST_SEEN:
        return None
    said = log(row.ratio.low) if row.direction is Direction.ACCUSES else -log(row.ratio.high)
    own = table.most_of_kind
    most = min(
        table.most[row.strength], own.get(f"{row.kind}:{row.strength}", own.get(row.kind, table.most[row.strength]))
    )
    return min(max(said, 0.0), most)


def table_of(outcomes: Sequence[Outcome]) -> Weights:
    """The program's weights with the measured ones counted on these mails alone."""
    measured = {(one.row.kind, one.row.strength, one.row.direction.value): one.weight for one in fitted(outcomes)}
    return replace(weights(), measured=measured)


def as_table(measured: Iterable[Fitted], command: str, date: str) -> str:
    """The text of `data/weights_measured.tsv`."""
    lines = [
        "# What a kind weighs, in natural log odds, by counts on mails whose truth is known; the rule is in",
        "# gyotaku.evaluation.fitting, the mails and what they cannot tell in docs/accuracy.md.",
        f"# Written by: {command}",
        f"# {date}",
        "kind\tstrength\tdirection\tweight\tfraud_hits\tfraud_n\thonest_hits\thonest_n",
    ]
    for one in measured:
        row = one.row
        cells = (
            row.kind, row.strength, row.direction.value, f"{one.weight:.2f}",
            row.fraud.hits, row.fraud.n, row.honest.hits, row.honest.n,
        )  # fmt: skip
        lines.append("\t".join(map(str, cells)))
    return "\n".join(lines) + "\n"
