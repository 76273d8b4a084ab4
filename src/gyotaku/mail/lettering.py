"""Names as a reader takes them in: letters that look alike as one, decoration left out.

A fraud writes `Аmazon` with a Cyrillic letter, `WaIIet` with a capital i for l, `Ama zon`, `𝐀mazon`. The skeleton of all
of these is that of the name they stand for (after Unicode Technical Standard 39 section 4, for the letters frauds use).
"""

from __future__ import annotations

import unicodedata
from functools import cache

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
    if text.isascii():  # as most names and hosts are: the same, in half the time
        kept = tuple(place for place, letter in enumerate(text) if letter.isalnum() or letter in "+&")
        plain = "".join([text[place] for place in kept]).lower()
        return Lettering(text, plain, skeleton(plain), kept)
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in character if _is_itself(character) else unicodedata.normalize("NFKC", character):
            if letter.isalnum() or letter in "ー+&":
                low = letter.lower()
                letters.append(low if len(low) == 1 else letter)
                places.append(place)
    plain = "".join(letters).translate(_forms())
    return Lettering(text, plain, skeleton(plain), tuple(places))


@cache
def _forms() -> dict[int, str]:
    """Chinese forms of characters, as Japanese writes them."""
    return {ord(form): usual for form, usual in table("kanji_forms")["forms"].items()}


def _is_itself(character: str) -> bool:
    """Compatibility normalization leaves it as it is: ASCII, kana, common kanji."""
    return character.isascii() or "\u3041" <= character <= "\u3096" or "\u4e00" <= character <= "\u9fff"


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
