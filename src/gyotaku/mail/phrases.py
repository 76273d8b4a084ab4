"""Finding many phrases at once: one automaton over a text, however many phrases there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from gyotaku.mail.lettering import one_word


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
        self._automaton = AhoCorasick(self._words)

    def find(self, text: str) -> Iterator[Hit]:
        """Every phrase of `text`, overlapping ones too, by the place where it ends."""
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            phrase = self._words[number]
            if not (one_word(text[start - 1 : start], phrase[0]) or one_word(phrase[-1], text[end : end + 1])):
                for topic in self._topics[number]:
                    yield Hit(topic, phrase, start, end)
