"""The words of one sentence, and how a rule of grammar finds its way among them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.language.morphology import Token, tokens

_TAIL = ("助動詞", "接尾辞", "動詞-非自立可能", "助詞-接続助詞")
_NOUN_PARTS = ("名詞", "接頭辞", "接尾辞", "代名詞", "形状詞-一般", "記号-文字")
_LONGEST_PHRASE = 30
"""Characters of the words before a particle that are quoted."""
_SKIPPED = ("副詞", "空白")


_AROUND = [Token("", "", "", "", "", 0, 0)] * 10


class Place(Struct, frozen=True):
    """Characters of a sentence, what would stand there, and the sort of slip."""

    start: int
    end: int
    natural: str
    sort: str


class Words:
    """`text` is the sentence; `at` gives its words by number, and an empty one before the first and behind the last."""

    __slots__ = ("_particles", "at", "text", "tokens")

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self._particles: dict[str, list[int]] = {}
        for number, token in enumerate(self.tokens):
            if token.kind == "助詞-格助詞":
                self._particles.setdefault(token.surface, []).append(number)
        # Numbers below zero count from the end, so that the same empty words stand on both sides.
        self.at: Callable[[int], Token] = [*self.tokens, *_AROUND].__getitem__

    def __len__(self) -> int:
        return len(self.tokens)

    def particles(self, surface: str) -> list[int]:
        """The numbers of this case particle."""
        return self._particles.get(surface, [])

    def after(self, number: int) -> int:
        """The next word that tells no manner (すぐに, 早く)."""
        number += 1
        while True:
            token, then = self.at(number), self.at(number + 1)
            if token.kind.startswith(("副詞", "形状詞-一般")) and then.surface == "に":
                number += 2
            elif token.kind.startswith(_SKIPPED) or (token.kind.startswith("形容詞") and token.form == "連用形"):
                number += 1
            else:
                return number

    def noun(self, number: int) -> tuple[int, str]:
        """The nouns that begin here: the number behind them, and the last one; お and ご are part of none."""
        if self.at(number).kind == "接頭辞":
            number += 1
        last = ""
        while self.at(number).is_noun:
            last = self.at(number).surface
            number += 1
        return number, last

    def head(self, number: int) -> str:
        """The noun that ends right before this word."""
        return self.at(number - 1).surface if self.at(number - 1).is_noun else ""

    def heads(self, number: int) -> set[str]:
        """The nouns that end right before this word, as one, and what is left of them without the first ones."""
        found: set[str] = set()
        first = number - 1
        while self.at(first).is_noun:
            found.add(self.text[self.at(first).start : self.at(number).start])
            first -= 1
        return found

    def begin(self, number: int) -> int:
        """Where the words begin that end before this one: nouns, and those that の joins to them."""
        first, lowest = number, self.at(number).start - _LONGEST_PHRASE
        while (token := self.at(first - 1)).start >= lowest and (
            token.kind.startswith(_NOUN_PARTS) or (token.surface == "の" and self.at(first - 2).is_noun)
        ):
            first -= 1
        if self.at(first).surface == "の":
            first += 1
        return self.at(first).start

    def deed(self, number: int) -> int:
        """Where the nouns begin that end before this word."""
        first = number
        while self.at(first - 1).kind.startswith(("名詞", "接頭辞")) and self.at(first - 1).end == self.at(first).start:
            first -= 1
        return self.at(first).start

    def end(self, number: int) -> int:
        """Where the predicate ends whose first word is this one."""
        while self.at(number + 1).kind.startswith(_TAIL):
            number += 1
        return self.at(number).end

    def turned(self, number: int, into: str, end: int, sort: str) -> Place:
        """The phrase around a particle, with another particle in its place."""
        start, token = self.begin(number), self.at(number)
        return Place(start, end, self.text[start : token.start] + into + self.text[token.end : end], sort)


@cache
def frames() -> dict[str, Any]:
    """The table `frames`."""
    return table("frames")


@cache
def words_of(section: str, key: str) -> frozenset[str]:
    """A list of the table."""
    return frozenset(frames()[section][key])
