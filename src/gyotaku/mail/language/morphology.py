"""Words of Japanese sentences, by SudachiPy with its core dictionary (the extra `ja`), which load on first need."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from threading import local
from typing import TYPE_CHECKING

from msgspec import Struct

from gyotaku.model.answers import Unavailable
from gyotaku.model.text import Text

if TYPE_CHECKING:
    from sudachipy import Dictionary, Tokenizer

EXTRA = Text(
    en="The words of Japanese sentences were not taken apart: that takes the extra `ja`: pip install 'gyotaku[ja]'.",
    ja="日本語の文を単語に分けて調べるには、追加機能 ja が必要です（pip install 'gyotaku[ja]'）。",
)


class Token(Struct, frozen=True):
    """One word. `kind` is its part of speech in two steps (助詞-格助詞), `form` that of its inflection (連用形),
    `row` the manner in which it is inflected (五段-カ行), all as the dictionary has them.
    """

    surface: str
    base: str
    kind: str
    form: str
    row: str
    start: int
    end: int

    @property
    def is_noun(self) -> bool:
        return self.kind.startswith("名詞")

    @property
    def is_verb(self) -> bool:
        return self.kind.startswith("動詞")

    @property
    def is_particle(self) -> bool:
        return self.kind == "助詞-格助詞"


@cache
def dictionary() -> Dictionary:
    if any(find_spec(name) is None for name in ("sudachipy", "sudachidict_core")):
        raise Unavailable(EXTRA)
    from sudachipy import Dictionary

    return Dictionary()


# A tokenizer must not serve two threads at once.
_mine = local()


def _tokenizer() -> Tokenizer:
    made: Tokenizer | None = getattr(_mine, "tokenizer", None)
    if made is None:
        made = _mine.tokenizer = dictionary().tokenizer()
    return made


_kinds: dict[int, tuple[str, str, str]] = {}
"""The parts of speech by the dictionary's numbers: asking a word for its own costs as much as finding it."""


def tokens(sentence: str) -> list[Token]:
    """The words of a sentence, with their places in it. Raises Unavailable where the extra is not installed."""
    found = []
    for word in _tokenizer().tokenize(sentence):
        number = word.part_of_speech_id()
        kind = _kinds.get(number)
        if kind is None:
            first, second, _, _, row, form = word.part_of_speech()
            kind = _kinds[number] = (first if second == "*" else f"{first}-{second}", form.partition("-")[0], row)
        found.append(Token(word.surface(), word.dictionary_form(), *kind, word.begin(), word.end()))
    return found
