"""What the program said of each labelled mail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from gyotaku.dissection import dissect
from gyotaku.evaluation.deciding import classes_of
from gyotaku.evaluation.labels import Sample
from gyotaku.evaluation.stripping import stripped
from gyotaku.facts import Facts
from gyotaku.mail.facts.identity import Identity
from gyotaku.mail.facts.said import Sayings
from gyotaku.mail.message import read
from gyotaku.model.answers import Ended
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Direction, Finding
from gyotaku.model.report import Report, VerdictWord
from gyotaku.registry import plan
from gyotaku.verdict.goal import goal
from gyotaku.verdict.weights import attacker_could_clear


class Seen(Struct, frozen=True):
    """A kind that was found, at the strength it was found with."""

    kind: str
    group: str
    strength: str
    direction: Direction


class Outcome(Struct, frozen=True):
    """The verdict on one sample, and what it rested on. `ran` holds the checks that had something to look at."""

    sample: Sample
    word: VerdictWord
    score: float
    goal: str | None
    """As the report tells it, which it does beside a verdict of suspicious or worse."""
    seen: tuple[Seen, ...]
    ran: frozenset[str]
    goal_read: str | None = None
    """As the words tell it, whatever the verdict."""
    pretends: tuple[str, ...] = ()
    """Ids of the brands it pretends to be, the likeliest first."""
    arranged: tuple[Seen, ...] = ()
    """Of `seen`, what clears by words that the attacker could have arranged."""
    classes: frozenset[str] = frozenset()
    """Those of `evaluation.deciding` that it belongs to."""

    @property
    def accused(self) -> bool:
        return self.word in (VerdictWord.FRAUD, VerdictWord.LIKELY)

    @property
    def suspected(self) -> bool:
        return self.accused or self.word is VerdictWord.SUSPICIOUS


class Unread(Struct, frozen=True):
    """A labelled mail whose file could not be read."""

    sample: Sample
    reason: str


def outcomes(
    samples: Iterable[Sample], config: Config, *, strip: bool, done: Callable[[], None] = lambda: None
) -> Iterator[Outcome | Unread]:
    """Dissect each sample, as it is or without list and filter traces; `done` is called after each."""
    for sample in samples:
        try:
            raw = sample.path.read_bytes()
        except OSError as error:
            yield Unread(sample, str(error))
        else:
            octets = stripped(raw) if strip else raw
            found = outcome(sample, dissect(octets, config, path=sample.name), _goal(octets, config))
            # What a mail is like does not change by what is taken out of it.
            yield replace(found, classes=classes_of(read(raw), {seen.kind for seen in found.seen}))
        done()


def _goal(octets: bytes, config: Config) -> str | None:
    facts = Facts(plan().makers, read(octets), config)
    found = goal(facts.get(Sayings), facts.get(Identity))
    return found.goal.value if found else None


def outcome(sample: Sample, report: Report, goal_read: str | None = None) -> Outcome:
    return Outcome(
        sample,
        report.verdict.word,
        report.verdict.weighed.score,
        report.goal.goal.value if report.goal else None,
        tuple(map(_seen, report.findings)),
        frozenset(run.id for run in report.checks if run.ended is Ended.RAN),
        goal_read,
        tuple(claim.brand for claim in report.pretends_to_be),
        tuple(_seen(finding) for finding in report.findings if attacker_could_clear(finding)),
    )


def _seen(finding: Finding) -> Seen:
    return Seen(finding.kind.id, finding.kind.group.value, finding.strength.value, finding.direction)
