"""The Japanese texts of the mail, and what a native reader stumbles over in them; each rule looks when first asked."""

from collections.abc import Callable, Iterable

from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.language import alike, dates, glyphs, manner, phrasing, spacing, stops
from gyotaku.mail.language.sheet import KANA, Sheet, Slip

_RULES: dict[str, Callable[[Sheet], Iterable[Slip]]] = {
    "phrasing": phrasing.find,
    "stops": stops.find,
    "glyphs": glyphs.find,
    "alike": alike.find,
    "spacing": spacing.find,
    "dates": dates.find,
    "manner": manner.find,
}


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
    def faultless(self) -> bool:
        return not any(self.slips(rule) for rule in _RULES)


def read(wording: Wording) -> Japanese:
    return Japanese(tuple(Sheet(passage) for passage in wording if _has_kana(passage.text)))


def _has_kana(text: str) -> bool:
    return not text.isascii() and KANA.compiled.search(text) is not None
