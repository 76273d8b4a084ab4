"""What the outcomes add up to: rates by every side of the samples, what each kind is worth, and every wrong verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from gyotaku.evaluation.intervals import LikelihoodRatio, Rate, likelihood_ratio, rate
from gyotaku.evaluation.labels import Truth
from gyotaku.evaluation.outcomes import Outcome, Seen
from gyotaku.evaluation.recognition import Recognition, recognition
from gyotaku.evaluation.writing import WritingRow, writing
from gyotaku.model.finding import Direction
from gyotaku.registry import plan


class Row(Struct, frozen=True):
    """One group of mails: how many are called fraud or likely fraud, and how many at least suspicious."""

    name: str
    truth: Truth
    accused: Rate
    suspected: Rate


class KindRow(Struct, frozen=True):
    """One kind at one strength: how often it shows on fraud and on honest mail, among mails its check could look at."""

    kind: str
    strength: str
    direction: Direction
    fraud: Rate
    honest: Rate
    ratio: LikelihoodRatio | None


class Wrong(Struct, frozen=True):
    """A verdict that is not what the label says."""

    name: str
    label: str
    subtype: str
    word: str
    score: float
    kinds: tuple[str, ...]


class Measures(Struct, frozen=True):
    """All tables of one run."""

    mails: int
    recall: Rate
    """Of fraud, how much is called fraud or likely fraud."""
    false_positives: Rate
    """Of honest mail, how much is."""
    precision: Rate
    """Of what is called so, how much is fraud; spam and unsure mails stand aside. It depends on the mix of the samples."""
    tables: dict[str, tuple[Row, ...]]
    kinds: tuple[KindRow, ...]
    recognition: Recognition
    writing: tuple[WritingRow, ...]
    wrong: tuple[Wrong, ...]


_SIDES: dict[str, Callable[[Outcome], str]] = {
    "label": lambda outcome: outcome.sample.label,
    "subtype": lambda outcome: f"{outcome.sample.subtype} / {outcome.sample.label}",
    "source": lambda outcome: outcome.sample.source,
    "language": lambda outcome: outcome.sample.language,
    "goal": lambda outcome: outcome.sample.goal,
}


def measures(outcomes: Sequence[Outcome]) -> Measures:
    fraud = [outcome for outcome in outcomes if outcome.sample.truth is Truth.FRAUD]
    honest = [outcome for outcome in outcomes if outcome.sample.truth is Truth.HONEST]
    caught, blamed = _accused(fraud), _accused(honest)
    return Measures(
        mails=len(outcomes),
        recall=rate(caught, len(fraud)),
        false_positives=rate(blamed, len(honest)),
        precision=rate(caught, caught + blamed),
        tables={name: tuple(_rows(outcomes, side)) for name, side in _SIDES.items()},
        kinds=kind_rows(fraud, honest),
        recognition=recognition(outcomes),
        writing=writing(outcomes),
        wrong=tuple(_wrong(outcomes)),
    )


def _accused(outcomes: Iterable[Outcome]) -> int:
    return sum(outcome.accused for outcome in outcomes)


def _rows(outcomes: Sequence[Outcome], side: Callable[[Outcome], str]) -> Iterable[Row]:
    groups: dict[tuple[Truth, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.sample.truth, side(outcome)].append(outcome)
    order = list(Truth)
    for (truth, name), group in sorted(
        groups.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]), item[0][1])
    ):
        yield Row(name, truth, rate(_accused(group), len(group)), rate(sum(one.suspected for one in group), len(group)))


def kind_rows(fraud: Sequence[Outcome], honest: Sequence[Outcome]) -> tuple[KindRow, ...]:
    """Strongest ratio first. A mail counts for a kind where the kind's check had something to look at."""
    owner = {kind.id: check.id for check in plan().checks for kind in check.kinds}
    every = {seen for outcome in (*fraud, *honest) for seen in outcome.seen}
    found = [_kind_row(seen, owner[seen.kind], fraud, honest) for seen in every]
    return tuple(sorted(found, key=lambda row: (-(row.ratio.ratio if row.ratio else 0), row.kind, row.strength)))


def _kind_row(seen: Seen, check: str, fraud: Sequence[Outcome], honest: Sequence[Outcome]) -> KindRow:
    hits, n = _count(seen, check, fraud)
    other_hits, other_n = _count(seen, check, honest)
    return KindRow(
        seen.kind,
        seen.strength,
        seen.direction,
        rate(hits, n),
        rate(other_hits, other_n),
        likelihood_ratio(hits, n, other_hits, other_n),
    )


def _count(seen: Seen, check: str, outcomes: Sequence[Outcome]) -> tuple[int, int]:
    looked_at = [outcome for outcome in outcomes if check in outcome.ran]
    return sum(seen in outcome.seen for outcome in looked_at), len(looked_at)


def _wrong(outcomes: Sequence[Outcome]) -> Iterable[Wrong]:
    """Honest mail that is accused first, then fraud that is not."""
    for truth, accused in ((Truth.HONEST, True), (Truth.FRAUD, False)):
        for outcome in outcomes:
            if outcome.sample.truth is truth and outcome.accused is accused:
                sample = outcome.sample
                kinds = sorted({seen.kind for seen in outcome.seen if seen.direction is not Direction.INFORMS})
                yield Wrong(sample.name, sample.label, sample.subtype, outcome.word.value, outcome.score, tuple(kinds))
