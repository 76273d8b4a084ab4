"""The Japanese texts of the mail, and what a native reader stumbles over in them; each rule looks when first asked."""

from collections.abc import Callable, Iterable

from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.language import (
    alike,
    dates,
    glyphs,
    manner,
    marks,
    phrasing,
    signature,
    spacing,
    stops,
    widths,
    wrapping,
)
from gyotaku.mail.language.sheet import KANA, Sheet, Slip

_RULES: dict[str, Callable[[Sheet], Iterable[Slip]]] = {
    "phrasing": phrasing.find,
    "stops": stops.find,
    "glyphs": glyphs.find,
    "alike": alike.find,
    "spacing": spacing.find,
    "dates": dates.find,
    "manner": manner.find,
    "marks": marks.find,
    "widths": widths.find,
    "wrapping": wrapping.find,
    "signature": signature.find,
}
_POINTS = {
    "stops": 2,
    "glyphs": 2,
    "alike": 2,
    "spacing": 2,
    "dates": 2,
    "manner": 2,
    "marks": 1,
    "widths": 1,
    "wrapping": 1,
}
_CLEAR = 2
_SLIGHT = 1
_MOST_SLIGHT = 2
_MANNER_OF_WRITING = 4
"""Points from which faults are no slip of a hasty hand but a manner of writing."""


class Japanese:
    """`sheets` are the passages with kana, the headers' first."""

    __slots__ = ("_slips", "sheets")

    def __init__(self, sheets: tuple[Sheet, ...]) -> None:
        self.sheets = sheets
        self._slips: dict[str, tuple[Slip, ...]] = {}

    def slips(self, rule: str) -> tuple[Slip, ...]:
        """What this rule found: words that stand in the text and again in its HTML form are told once."""
        if rule not in self._slips:
            told: set[str] = set()
            found = []
            for sheet in self.sheets:
                for slip in _RULES[rule](sheet):
                    if slip.quote not in told:
                        told.add(slip.quote)
                        found.append(slip)
            self._slips[rule] = tuple(found)
        return self._slips[rule]

    @property
    def foreign(self) -> bool:
        """So many different faults that they are a manner of writing."""
        return self._points() >= _MANNER_OF_WRITING

    @property
    def phrases(self) -> tuple[Slip, ...]:
        """Phrases that no native writes; those that some do are among them only beside a clear fault."""
        found = self.slips("phrasing")
        if any(not slip.slight for slip in found) or self._others() >= _CLEAR:
            return found
        return ()

    def _points(self) -> int:
        found = self.phrases
        clear = {slip.natural for slip in found if not slip.slight}
        slight = {slip.natural for slip in found if slip.slight}
        return _CLEAR * len(clear) + min(_SLIGHT * len(slight), _MOST_SLIGHT) + self._others()

    def _others(self) -> int:
        return sum(points for rule, points in _POINTS.items() if self.slips(rule))

    @property
    def faultless(self) -> bool:
        return not self.phrases and not any(self.slips(rule) for rule in _POINTS)


def read(wording: Wording) -> Japanese:
    return Japanese(tuple(Sheet(passage) for passage in wording if _has_kana(passage.text)))


def _has_kana(text: str) -> bool:
    return not text.isascii() and KANA.compiled.search(text) is not None
