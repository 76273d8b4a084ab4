"""Names as a reader takes them in: letters that look alike as one, decoration left out.

A fraud writes `Аmazon` with a Cyrillic letter, `WaIIet` with a capital i for l, `Ama zon`, `𝐀mazon`. The skeleton of all
of these is that of the name they stand for (after Unicode Technical Standard 39 section 4, for the letters frauds use).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import compress

from msgspec import Struct

from gyotaku.data.tables import table

_ALIKE = {
    "Cyrillic": ("аеорсухкмтнвіјѕһԁԛԝгп", "aeopcyxkmthbijshdqwrn"),
    "Greek": ("αβεορνικτυχηωγμζ", "abeopviktuxnwymz"),
    "small capitals": ("ʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢᴀɑɡıɩ", "bcdeghijklmnoprtuvwyzaagii"),
    "kanji for kana": ("力工口夕卜二八", "カエロタトニハ"),
    "strokes": ("－―‐一", "ーーーー"),
    # Last: what one letter of a name is drawn as. Capital i has become i by now.
    "figures": ("i10|", "llol"),
}


_MOST_KNOWN = 20_000
"""Code points whose letters are kept in memory: more than any reader knows."""
_LATIN = 0x250
"""Code points below are letters that are written with spaces between words."""


def one_word(one: str, other: str) -> bool:
    """Two neighbouring characters are letters or digits of one written word; Japanese has no such words. "" is no letter."""
    return one.isalnum() and other.isalnum() and ord(one) < _LATIN and ord(other) < _LATIN


class Lettering(Struct, frozen=True):
    """The letters of a text without decoration: as they are, their `skeleton`, and where each stood in `text`."""

    text: str
    plain: str
    skeleton: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text the letters from `start` to `end` stand."""
        return self.places[start], self.places[end - 1] + 1


def lettering(text: str) -> Lettering:
    """Letters, digits and what names are written with (`+ & ー`), compatibility forms undone, in lower case."""
    plain = plain_letters(text)
    pieces = list(map(_letters().__getitem__, map(ord, text)))
    places = tuple(compress(range(len(text)), pieces))
    if len(places) != len(plain):  # a character stands for several letters
        places = tuple([place for place, piece in enumerate(pieces) for _ in piece or ()])
    return Lettering(text, plain, skeleton(plain), places)


def plain_letters(text: str) -> str:
    """What `lettering` finds plain, without where it stood, in a tenth of the time."""
    return text.translate(_letters())


def many_plain(names: Sequence[str]) -> list[str]:
    """`plain_letters` of each. A table of a thousand names is made in a tenth of the time by going through it once."""
    found = "\n".join(names).translate(_lines()).split("\n")
    return found if len(found) == len(names) else list(map(plain_letters, names))


def many_skeletons(plain: Sequence[str]) -> list[str]:
    """`skeleton` of each of some plain letters."""
    return skeleton("\n".join(plain)).split("\n") if plain else []


class _Letters(dict[int, str | None]):
    """Of each code point the letters that it is kept as; None (which `str.translate` drops quickly) where nothing is kept."""

    def __missing__(self, code: int) -> str | None:
        kept = _kept(chr(code)) or None
        if len(self) < _MOST_KNOWN:
            self[code] = kept
        return kept


@cache
def _letters() -> _Letters:
    return _Letters()


@cache
def _lines() -> _Letters:
    return _Letters({ord("\n"): "\n"})


def _kept(character: str) -> str:
    kept = [
        low if len(low := letter.lower()) == 1 else letter
        for letter in unicodedata.normalize("NFKC", character)
        if letter.isalnum() or letter in "ー+&"
    ]
    return "".join(kept).translate(_forms())


@cache
def _forms() -> dict[int, str]:
    """Chinese forms of characters, as Japanese writes them."""
    return {ord(form): usual for form, usual in table("kanji_forms")["forms"].items()}


def skeleton(plain: str) -> str:
    """Letters in lower case with those that look alike made one; as long as `plain`."""
    return plain.translate(_table())


@cache
def _table() -> dict[int, str]:
    seen: dict[int, str] = {}
    for code in range(0xC0, 0x250):
        # Accents are easily overlooked: á is a.
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii() and base.isalpha():
            seen[code] = base.lower()
    for drawn, meant in _ALIKE.values():
        seen |= dict(zip(map(ord, drawn), meant, strict=True))
    seen |= {ord(drawn): meant for drawn, meant in table("kanji_forms")["alike"].items()}
    figures = str.maketrans(*_ALIKE["figures"])
    return {code: letter.translate(figures) for code, letter in seen.items()}
