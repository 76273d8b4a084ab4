"""Weights from counts.

The rule, for each kind at each strength in which it accuses or clears:

1. Count on how many fraud and on how many honest mails it shows, among those its check had something to look at.
2. It weighs what its strength weighs (`data/weights.toml`), or the kind's own bound where that is lower.
3. Where `LEAST_WRONG` honest mails or more show what accuses (or frauds what clears), it weighs no more than the natural
   logarithm of the counted likelihood ratio, and nothing where that would turn it to the other side.

4. Where fewer do, and the ratio's 95 % bound that is nearer to 1 says more than the strength, it weighs up to what the table
   names as `raised` for its strength: enough for a word of suspicion where it stands alone, no more.

Counts lower a weight as far as they say, and raise it hardly: what fraud of the sources at hand shows often says much about
those sources, and verdicts on sources that were left out got worse by it (decision 25).
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
"""Kinds that fewer mails show are not in the table, unless `LEAST_WRONG` of them are on the wrong side."""
LEAST_WRONG = 5


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
    accuses = row.direction is Direction.ACCUSES
    wrong = row.honest.hits if accuses else row.fraud.hits
    seen_rarely = row.fraud.hits + row.honest.hits < LEAST_SEEN and wrong < LEAST_WRONG
    if row.direction is Direction.INFORMS or row.ratio is None or seen_rarely:
        return None
    most = table.of_strength(row.kind, row.strength)
    if wrong >= LEAST_WRONG:
        said = log(row.ratio.ratio) if accuses else -log(row.ratio.ratio)
        return max(min(said, most), 0.0)
    return max(most, min(log(row.ratio.low), _raised(row, table))) if accuses else most


def _raised(row: KindRow, table: Weights) -> float:
    """What a kind may weigh at most by its counts; a kind with a bound of its own keeps that."""
    most = table.of_strength(row.kind, row.strength)
    return most if most < table.strength[row.strength] else table.raised.get(row.strength, most)


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
