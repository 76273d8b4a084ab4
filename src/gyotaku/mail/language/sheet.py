"""A Japanese text as it is read for its language, and a place in it that a native reader stumbles over."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from msgspec import Struct

from gyotaku.mail.facts.wording import Passage
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.mail.pattern import Pattern
from gyotaku.model.evidence import Evidence

KANA = Pattern("[\u3041-\u3096\u30a1-\u30fa]")
_SENTENCE_ENDS = "。！？\n\r"
_OPENING = ("「", "『")
_CLOSING = ("」", "』")
_EXAMPLES = ("例", "本文", "文面", "実際のメール")
_HEADS = ("件名", "差出人", "送信者", "Subject", "From")
_DRAWN = Pattern(r"(?m)^[ \t>]*(?:-{8,200}|={8,200}|\*{8,200}|─{5,200}|━{5,200})[ \t]*\r?$")
_HEADING = 120
_LONGEST = 160
"""Characters on either side of a word among which its sentence ends."""


class Slip(Struct, frozen=True):
    """A place, what a native would write there, and which row or rule says so."""

    sheet: Sheet
    start: int
    end: int
    natural: str = ""
    rule: str = ""
    slight: bool = False
    """Natives write it too; it only counts beside others."""

    @property
    def quote(self) -> str:
        return self.sheet.text[self.start : self.end]

    def evidence(self) -> Evidence:
        return self.sheet.passage.evidence(self.start, self.end)


class Sheet:
    """One passage with kana in it."""

    __slots__ = ("_others", "passage", "text")

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.text = passage.text
        self._others: tuple[tuple[int, int], ...] | None = None

    @property
    def is_header(self) -> bool:
        return not self.passage.part[:1].isdigit()

    def by_sender(self, start: int) -> bool:
        """What stands there is the sender's own, no mail that he answers or forwards."""
        if self._others is None:
            self._others = () if self.is_header else (*words_of_others(self.passage.folded), *_examples(self.text))
        return not any(begin <= start < end for begin, end in self._others)

    def cited(self, start: int, end: int) -> bool:
        """The place is a quotation of its own, between 「 and 」: who warns of a fraud cites it so."""
        return self.text[start - 1 : start] in _OPENING and self.text[end : end + 1] in _CLOSING

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends; a line's end ends it too."""
        text = self.text
        lowest, highest = max(0, start - _LONGEST), min(len(text), end + _LONGEST)
        begin = max(lowest - 1, *(text.rfind(mark, lowest, start) for mark in _SENTENCE_ENDS)) + 1
        ends = [at for mark in _SENTENCE_ENDS if (at := text.find(mark, end, highest)) >= 0]
        return begin, min(ends, default=highest)


def _examples(text: str) -> Iterator[tuple[int, int]]:
    """Mails that are shown as examples between two drawn lines, as warnings of fraud show them."""
    if not any(mark in text for mark in _EXAMPLES):
        return
    lines = [match.span() for match in _DRAWN.compiled.finditer(text)]
    for (above, begin), (end, _) in itertools.pairwise(lines):
        last = text[max(0, above - _HEADING) : above].rstrip().rpartition("\n")[2]
        if text[begin:end].lstrip().startswith(_HEADS) and any(mark in last for mark in _EXAMPLES):
            yield begin, end
