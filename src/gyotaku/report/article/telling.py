"""Findings as prose: what weighs is told in sentences, what is weak or beside the point in lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from gyotaku.model.finding import Direction, Finding, Strength
from gyotaku.model.text import Text
from gyotaku.report.article import words
from gyotaku.report.article.blocks import Block, Listing, Prose, Said
from gyotaku.report.article.notes import Notes
from gyotaku.report.teller import Teller


def told(teller: Teller, findings: Sequence[Finding], notes: Notes) -> Iterator[Block]:
    """All findings of one theme."""
    accusing = [one for one in findings if one.direction is Direction.ACCUSES]
    weighty = [one for one in accusing if one.strength is not Strength.WEAK]
    for same in _alike(teller, weighty):
        yield from _paragraphs(teller, same, notes)
    weak = [one for one in accusing if one.strength is Strength.WEAK]
    if weak:
        yield from _listed(teller, words.WEAK, weak, notes)
    clearing = [one for one in findings if one.direction is Direction.CLEARS]
    if clearing:
        yield from _listed(teller, words.AGAINST, clearing, notes)
    informing = [one for one in findings if one.direction is Direction.INFORMS]
    if informing and (accusing or clearing):
        yield Prose((Said(teller.say(words.MOREOVER)),))
    for same in _alike(teller, informing):
        yield from _paragraphs(teller, same, notes)


def _alike(teller: Teller, findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that one explanation fits, together, wherever they stand; in the order of the first of each."""
    by_why: dict[str, list[Finding]] = {}
    for finding in findings:
        by_why.setdefault(teller.sentence(finding.why), []).append(finding)
    return list(by_why.values())


def _paragraphs(teller: Teller, same: Sequence[Finding], notes: Notes) -> Iterator[Block]:
    """One finding is a paragraph; several that are explained alike are a list with the explanation after it."""
    why = Said(teller.sentence(same[0].why))
    if len(same) == 1:
        yield Prose((notes.titled(same[0]), why))
        return
    yield Listing(_titles(teller, same, notes))
    yield Prose((why,))


def _titles(teller: Teller, findings: Sequence[Finding], notes: Notes) -> tuple[Said, ...]:
    """Each title once, with the notes of all findings that say the same."""
    items = []
    for title, same in groupby(findings, key=lambda one: teller.sentence(one.title)):
        items.append(Said(title, tuple(notes.of(one) for one in same)))
    return tuple(items)


def _listed(teller: Teller, intro: Text, findings: Sequence[Finding], notes: Notes) -> Iterator[Block]:
    yield Prose((Said(teller.say(intro)),))
    yield Listing(_titles(teller, findings, notes))
