"""Finding many phrases at once: one automaton over a text, however many phrases there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, Implementation
from msgspec import Struct

from gyotaku.mail.lettering import one_word

_FEW = 500
"""Phrases of which the quick sort of automaton is made; of thousands it takes 100 ms to make."""


class Hit(Struct, frozen=True):
    """A phrase found in a text: its topic, and where it stands."""

    topic: str
    phrase: str
    start: int
    end: int


class Phrases:
    """Phrases by topic. A phrase that begins or ends in a Latin letter or digit does not match inside a word."""

    __slots__ = ("_automaton", "_topics", "_words")

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """`rows`: topic and phrase, folded as the texts are. One phrase may belong to several topics."""
        topics: dict[str, list[str]] = {}
        for topic, phrase in rows:
            topics.setdefault(phrase, []).append(topic)
        self._words = list(topics)
        self._topics = list(topics.values())
        quick = Implementation.DFA if len(self._words) <= _FEW else None
        self._automaton = AhoCorasick(self._words, implementation=quick)

    def find(self, text: str) -> Iterator[Hit]:
        """Every phrase of `text`, overlapping ones too, by the place where it ends."""
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            phrase = self._words[number]
            if not (one_word(text[start - 1 : start], phrase[0]) or one_word(phrase[-1], text[end : end + 1])):
                for topic in self._topics[number]:
                    yield Hit(topic, phrase, start, end)


class Words:
    """Which of some words stand in a text, inside others too: for what is then looked for only if it is there."""

    __slots__ = ("_automaton", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)
        self._automaton = AhoCorasick(self._words, implementation=Implementation.DFA)

    def standing(self, text: str) -> list[str]:
        """Those that stand in it, in the order in which they were given."""
        found = {number for number, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}
        return [self._words[number] for number in sorted(found)]
