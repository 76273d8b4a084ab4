"""The notes of an article: each finding that is told has one, with its evidence."""

from __future__ import annotations

from collections.abc import Sequence

from gyotaku.model.evidence import Evidence, Origin
from gyotaku.model.finding import Finding
from gyotaku.report.article.blocks import Note, Said
from gyotaku.report.headings import ORIGINS
from gyotaku.report.teller import Teller
from gyotaku.report.told import evidence_line, together


class Notes:
    """Numbers in the order in which the article first tells a finding."""

    __slots__ = ("_numbers", "_teller", "all")

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._numbers: dict[int, int] = {}
        self.all: list[Note] = []

    def of(self, finding: Finding) -> int:
        number = self._numbers.get(id(finding))
        if number is None:
            number = self._numbers[id(finding)] = len(self.all) + 1
            lines = tuple(self._line(same) for same in together(finding.evidence))
            self.all.append(Note(number, lines))
        return number

    def _line(self, same: Sequence[Evidence]) -> str:
        """The configuration lists whom its owner knows, so of it the key alone is published."""
        if same[0].of is not Origin.CONFIG:
            return evidence_line(self._teller, same)
        key = same[0].quote.partition("=")[0].strip()
        return self._teller.say(ORIGINS[Origin.CONFIG]) + self._teller.colon + self._teller.foreign(key)

    def titled(self, finding: Finding) -> Said:
        """The finding's sentence with its note."""
        return Said(self._teller.sentence(finding.title), (self.of(finding),))
