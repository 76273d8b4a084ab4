"""One spelling for text that differs in case, width or invisible characters only, with a way back to where it stood."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate

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
_BLOCK = 64


def fold(text: str) -> str:
    """Lower case, compatibility characters undone, format characters and surrogates left out."""
    return text.lower() if text.isascii() else text.translate(_FOLDS)


class Origins:
    """Where each character of a folded text came from. Asked for few of them, so only blocks are counted beforehand."""

    __slots__ = ("_before", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        blocks = range(0, len(text), _BLOCK)
        self._before = [0, *accumulate(len(text[at : at + _BLOCK].translate(_FOLDS)) for at in blocks)]

    def __getitem__(self, offset: int) -> int:
        block = bisect_right(self._before, offset) - 1
        passed = self._before[block]
        for index in range(block * _BLOCK, len(self._text)):
            passed += len(_FOLDS[ord(self._text[index])])
            if passed > offset:
                return index
        raise IndexError(offset)


def origins(text: str) -> Origins | None:
    """The way back from the folded text; None where nothing moved."""
    return None if text.isascii() else Origins(text)
