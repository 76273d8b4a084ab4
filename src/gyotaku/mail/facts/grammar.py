"""What is wrong with the words of Japanese sentences and how they are joined; only sentences that may hold something are taken apart."""

from collections.abc import Iterator
from itertools import chain

from msgspec import Struct

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.mail.language import collocations, doers, endings, forms, inflections, needs, particles, patients, tone
from gyotaku.mail.language.sentences import MOST, Sentence, chosen
from gyotaku.mail.language.sheet import Sheet, Slip
from gyotaku.mail.language.words import Words

_OTHERS = ("phrasing", "stops", "glyphs", "alike", "spacing", "dates", "manner")
_SEVERAL = 2
_HABITS = ("run-on", "left-out")


class Grammar(Struct, frozen=True):
    """`slips` by rule: particles, collocations, forms, doers, endings. `several`: with the other rules of the text they are more than one slip."""

    slips: dict[str, tuple[Slip, ...]]
    sentences: int
    """How many were taken apart."""
    several: bool = False

    def of(self, rule: str) -> tuple[Slip, ...]:
        return self.slips.get(rule, ())


def read(japanese: Japanese) -> Grammar:
    slips: dict[str, list[Slip]] = {}
    seen: set[str] = set()
    told: set[str] = set()
    for sheet in japanese.sheets:
        for sentence in chosen(sheet):
            if sentence.text in seen or len(seen) == MOST:
                continue
            seen.add(sentence.text)
            for rule, slip in _slips(sheet, sentence):
                if slip.quote not in told and not _known(japanese, slip):
                    told.add(slip.quote)
                    slips.setdefault(rule, []).append(slip)
    found = {rule: tuple(listed) for rule, listed in slips.items()}
    return Grammar(found, len(seen), bool(found) and _weight(found, japanese) >= _SEVERAL)


def _known(japanese: Japanese, slip: Slip) -> bool:
    """The table of phrases tells of these words already."""
    return any(
        other.sheet is slip.sheet and other.start < slip.end and slip.start < other.end
        for other in japanese.slips("phrasing")
    )


def _weight(found: dict[str, tuple[Slip, ...]], japanese: Japanese) -> int:
    """How many slips there are. Sentences run together are a habit: they count once, as each other rule of the text does."""
    natural = {
        (slip.rule, slip.natural or slip.quote) if slip.rule not in _HABITS else slip.rule
        for listed in found.values()
        for slip in listed
    }
    return len(natural) + sum(bool(japanese.slips(rule)) for rule in _OTHERS)


def _slips(sheet: Sheet, sentence: Sentence) -> Iterator[tuple[str, Slip]]:
    words = Words(sentence.text)
    for rule, places in (
        ("particles", chain(particles.find(words), patients.find(words))),
        ("collocations", collocations.find(words)),
        ("forms", chain(forms.find(words), inflections.find(words), needs.find(words))),
        ("doers", chain(doers.find(words), tone.find(words))),
        ("endings", () if sheet.is_header else endings.find(words, sentence.begins)),
    ):
        for place in places:
            start, end = sentence.place(place.start, place.end)
            yield rule, Slip(sheet, start, end, place.natural, place.sort)
