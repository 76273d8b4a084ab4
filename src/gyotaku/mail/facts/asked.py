"""What the mail asks its reader for that the real sender would not ask for by mail."""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.facts.said import Said, Sayings
from gyotaku.mail.facts.wording import Passage
from gyotaku.mail.phrases import Phrases
from gyotaku.model.evidence import Evidence, Layer

_REACH = 160
"""Characters of a sentence that are read on either side of what is asked for."""
_MOST = 20
"""Places of one phrase that are looked at."""
_NEEDS = ("by", "also")
_WARNS = "warns"
_END_OF_SENTENCE = r"[。！？!?]|\.(?=\s|$)|\n[ \t\r]*\n"
_ENDS = {
    layer: re.compile(rf"{_END_OF_SENTENCE}|\n" if layer is Layer.VISIBLE else _END_OF_SENTENCE) for layer in Layer
}
"""A line of a written text may be broken anywhere, one that is laid out ends where its block does."""


class Ask(Struct, frozen=True):
    """`topic` as the table `asks` has it; the sentence from `start` to `end` of the passage asks for it."""

    topic: str
    passage: Passage
    start: int
    end: int

    def evidence(self) -> Evidence:
        return self.passage.evidence(self.start, self.end)


class Asked(Struct, frozen=True):
    """Each topic once, at the first place that asks and does not warn."""

    all: tuple[Ask, ...]


@cache
def _words() -> Phrases:
    """Every word that makes an ask of a sentence, or a warning."""
    data = table("asks")
    rows = [
        (f"{words}:{name}", word)
        for name, row in data["topic"].items()
        for words in _NEEDS
        for word in row.get(words, ())
    ]
    return Phrases([*rows, *((_WARNS, word) for word in data["warns"]["words"])])


@cache
def _needs() -> dict[str, frozenset[str]]:
    """What a sentence must say to ask for each topic."""
    topics = table("asks")["topic"]
    return {name: frozenset(f"{words}:{name}" for words in _NEEDS if words in row) for name, row in topics.items()}


def read(sayings: Sayings) -> Asked:
    return Asked(tuple(_asks(sayings)))


def _asks(sayings: Sayings) -> Iterator[Ask]:
    for name in _needs():
        said = sayings.of(f"unlikely:{name}")
        if said and _of_this(said[0], name):
            first = next((ask for one in said for ask in _of_phrase(one, name)), None)
            if first is not None:
                yield first


def _of_this(said: Said, name: str) -> bool:
    within = table("asks")["topic"][name].get("within")
    return within is None or any(word in said.passage.folded for word in within)


def _of_phrase(said: Said, name: str) -> Iterator[Ask]:
    """The places of one phrase, of which `said` is the first, that ask."""
    text = said.passage.folded
    start = said.hit.start
    for _ in range(_MOST):
        begin, end = _sentence(said.passage, start, start + len(said.hit.phrase))
        says = {hit.topic for hit in _words().find(text[begin:end])}
        if _WARNS not in says and says >= _needs()[name]:
            yield Ask(name, said.passage, begin, end)
            return
        start = text.find(said.hit.phrase, end)
        if start < 0:
            return


def _sentence(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """The sentence that holds these places, cut to what is read of it, without the white space around it."""
    text, ends = passage.folded, _ENDS[passage.layer]
    begin = max(0, start - _REACH)
    begin = max((mark.end() for mark in ends.finditer(text, begin, start)), default=_word_begin(text, begin, start))
    stop = ends.search(text, end, end + _REACH)
    last = stop.start() if stop else _word_end(text, end)
    begin += len(text[begin:start]) - len(text[begin:start].lstrip())
    return begin, end + len(text[end:last].rstrip())


def _word_begin(text: str, begin: int, start: int) -> int:
    """The first whole word of what is cut off in the middle; Japanese has no spaces to find it by."""
    space = text.find(" ", begin, start) if begin and text[begin] < "\u0250" else -1
    return space + 1 if space >= 0 else begin


def _word_end(text: str, end: int) -> int:
    last = min(len(text), end + _REACH)
    space = text.rfind(" ", end, last) if last < len(text) and text[last] < "\u0250" else -1
    return space if space >= 0 else last
