"""Full and half width within one number or word, half-width katakana, and one name written in both."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import islice

from gyotaku.mail.language.sheet import Sheet, Slip
from gyotaku.mail.pattern import Pattern

_WIDE = Pattern("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f]")
_NUMBER = Pattern("[0-9\uff10-\uff19]{2,20}")
_LATIN = Pattern("[A-Za-z\uff21-\uff3a\uff41-\uff5a]{2,40}")
_HALF_KANA = Pattern("[\uff66-\uff9f]{2,40}")
_SHORTEST_NAME = 3
_MOST = 200
"""Words of one text that are looked at."""


def find(sheet: Sheet) -> Iterator[Slip]:
    if not _WIDE.compiled.search(sheet.text):
        return
    for pattern in (_NUMBER, _LATIN):
        for match in islice(pattern.compiled.finditer(sheet.text), _MOST):
            word = match[0]
            half = unicodedata.normalize("NFKC", word)
            if half != word and any(character.isascii() for character in word) and sheet.by_sender(match.start()):
                yield Slip(sheet, *match.span(), half, "mixed")
    yield from _kana(sheet)
    yield from _both(sheet)


def _kana(sheet: Sheet) -> Iterator[Slip]:
    for match in islice(_HALF_KANA.compiled.finditer(sheet.text), 2):
        if sheet.by_sender(match.start()):
            yield Slip(sheet, *match.span(), unicodedata.normalize("NFKC", match[0]), "half")


def _both(sheet: Sheet) -> Iterator[Slip]:
    """The first name that stands in full width here and in half width there, both places."""
    text = sheet.text
    for match in islice(_LATIN.compiled.finditer(text), _MOST):
        word = match[0]
        if word.isascii() or any(character.isascii() for character in word) or len(word) < _SHORTEST_NAME:
            continue
        half = unicodedata.normalize("NFKC", word)
        at = text.find(half)
        while at >= 0 and not _alone(text, at, at + len(half)):
            at = text.find(half, at + 1)
        if at >= 0 and sheet.by_sender(match.start()) and sheet.by_sender(at):
            yield Slip(sheet, *match.span(), half, "both")
            yield Slip(sheet, at, at + len(half), half, "both")
            return


def _alone(text: str, start: int, end: int) -> bool:
    """In running text, no part of a longer word or of an address."""
    around = text[start - 1 : start] + text[end : end + 1]
    return not any(character.isascii() and not character.isspace() for character in around)
