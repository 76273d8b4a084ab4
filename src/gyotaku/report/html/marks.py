"""Which stretches of the mail's texts are evidence, of which finding."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gyotaku.model.evidence import Evidence, Layer, Span
from gyotaku.model.finding import Direction, Finding
from gyotaku.model.report import Report
from gyotaku.model.transcript import Transcript
from gyotaku.report.told import goal_evidence, groups

_MOST = 400
"""Marks on one page; what is beyond them is quoted with its finding all the same."""


class Mark(Struct, frozen=True):
    """A stretch of one text. `number` 0 is the goal."""

    start: int
    end: int
    number: int
    style: str
    id: str


class Marks(Struct, frozen=True):
    of_text: dict[tuple[str, Layer], list[Mark]]
    ids: dict[tuple[int, Span], str]
    """Where each finding's evidence is marked."""

    def on(self, part: str, layer: Layer) -> list[Mark]:
        return self.of_text.get((part, layer), [])


def numbered(report: Report) -> Iterator[tuple[int, Finding]]:
    """The findings as they stand on the page, from 1."""
    return enumerate((finding for _, _, found in groups(report) for finding in found), 1)


def marks(report: Report, transcript: Transcript | None) -> Marks:
    """Every piece of evidence that stands in one of the texts, once a finding."""
    found = Marks({}, {})
    if transcript is None:
        return found
    texts = (*transcript.fields, *transcript.bodies, *transcript.attributes)
    lengths = {(text.part, text.layer): len(text.text) for text in texts}
    for number, style, evidence in _all(report):
        span = evidence.span
        if span is None or (number, span) in found.ids or len(found.ids) >= _MOST:
            continue
        if 0 <= span.start < span.end <= lengths.get((span.part, span.layer), 0):
            name = f"e{number}-{len(found.ids)}"
            found.ids[number, span] = name
            mark = Mark(span.start, span.end, number, style, name)
            found.of_text.setdefault((span.part, span.layer), []).append(mark)
    return found


def _all(report: Report) -> Iterator[tuple[int, str, Evidence]]:
    for number, finding in numbered(report):
        style = finding.strength.value if finding.direction is Direction.ACCUSES else finding.direction.value
        for evidence in finding.evidence:
            yield number, style, evidence
    for evidence in goal_evidence(report):
        yield 0, "goal", evidence
