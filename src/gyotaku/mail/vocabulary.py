"""Words of a table, to be taken out of a text: Japanese has none between spaces, so its words are sought, the others looked up."""

import re
from collections.abc import Iterable

from msgspec import Struct


class Vocabulary(Struct, frozen=True):
    """`native` finds the words written without spaces, the longest first; `words` holds all of them."""

    native: re.Pattern[str]
    words: frozenset[str]

    def __contains__(self, word: object) -> bool:
        return word in self.words

    def without(self, text: str, filler: str = " ") -> str:
        """The text with `filler` for each of its Japanese words."""
        return self.native.sub(filler, text)


def vocabulary(words: Iterable[str]) -> Vocabulary:
    every = frozenset(words)
    native = sorted((word for word in every if not word.isascii()), key=lambda word: (-len(word), word))
    # Nothing matches nowhere; an empty alternation would match everywhere.
    return Vocabulary(re.compile("|".join(map(re.escape, native)) or r"(?!)"), every)
