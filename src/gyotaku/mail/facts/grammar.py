"""What is wrong with the words of Japanese sentences and how they are joined; only sentences that may hold something are taken apart."""

from collections.abc import Iterator

from msgspec import Struct

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.mail.language import doers, endings, forms, particles
from gyotaku.mail.language.sentences import MOST, Sentence, chosen
from gyotaku.mail.language.sheet import Sheet, Slip
from gyotaku.mail.language.words import Place, Words

_OTHERS = ("phrasing", "stops", "glyphs", "alike", "spacing", "dates", "manner")
_SEVERAL = 2


class Grammar(Struct, frozen=True):
    """`slips` by rule: particles, forms, doers, endings. `several`: with the other rules of the text they are more than one slip."""

    slips: dict[str, tuple[Slip, ...]]
    sentences: int
    several: bool = False


def read(japanese: Japanese) -> Grammar:
    slips: dict[str, list[Slip]] = {}
    read_sentences: set[str] = set()
    told: set[str] = set()
    for sheet in japanese.sheets:
        for sentence in chosen(sheet):
            if sentence.text in read_sentences or len(read_sentences) >= MOST:
                continue
            read_sentences.add(sentence.text)
            for rule, place in _places(sheet, sentence):
                quote = sentence.text[place.start : place.end]
                if quote and quote not in told:
                    told.add(quote)
                    start = sentence.start
                    slip = Slip(sheet, start + place.start, start + place.end, place.natural, place.sort)
                    slips.setdefault(rule, []).append(slip)
    found = {rule: tuple(listed) for rule, listed in slips.items()}
    count = sum(len(listed) for listed in found.values())
    several = bool(count) and count + sum(bool(japanese.slips(rule)) for rule in _OTHERS) >= _SEVERAL
    return Grammar(found, len(read_sentences), several)


def _places(sheet: Sheet, sentence: Sentence) -> Iterator[tuple[str, Place]]:
    words = Words(sentence.text)
    for rule, found in (
        ("particles", particles.find(words)),
        ("forms", forms.find(words)),
        ("doers", doers.find(words)),
        ("endings", endings.find(words, sentence.begins) if not sheet.is_header else ()),
    ):
        for place in found:
            yield rule, place
