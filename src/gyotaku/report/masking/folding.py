"""One spelling for text that differs in case, width or invisible characters only, with a way back to where it stood."""

from __future__ import annotations

import unicodedata

_INVISIBLE = frozenset({"Cf", "Cs"})


class _Table(dict[int, str]):
    """For `str.translate`: what each character folds to, made when first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        # NFKD a character at a time: full and half width, ligatures, kana whose mark is a character of its own.
        pieces = unicodedata.normalize("NFKD", character).casefold()
        folded = "".join(piece for piece in pieces if unicodedata.category(piece) not in _INVISIBLE)
        folded = {"\u3002": ".", "\uff61": "."}.get(folded, folded)  # dots of host names (RFC 3490 section 3.1)
        if len(self) < 4096:
            self[code] = folded
        return folded


_FOLDS = _Table()


def fold(text: str) -> str:
    """Lower case, compatibility characters undone, format characters and surrogates left out."""
    return text.lower() if text.isascii() else text.translate(_FOLDS)


def origins(text: str) -> list[int] | None:
    """For each character of the folded text the index it came from, then the length; None where nothing moved."""
    if text.isascii():
        return None
    found: list[int] = []
    for index, character in enumerate(text):
        found.extend([index] * len(_FOLDS[ord(character)]))
    found.append(len(text))
    return found
