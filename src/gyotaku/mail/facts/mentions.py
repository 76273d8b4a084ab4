"""The dates and times that the subject and the bodies mention, read when first asked for."""

from bisect import bisect_right

from msgspec import Struct

from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.mentions import reader
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.mail.mentions.reader import Mentioned
from gyotaku.model.evidence import Evidence


class Spoken:
    """One passage and what it mentions."""

    __slots__ = ("_others", "mentioned", "passage")

    def __init__(self, passage: Passage, mentioned: Mentioned) -> None:
        self.passage = passage
        self.mentioned = mentioned
        self._others: tuple[tuple[int, int], ...] | None = None

    @property
    def text(self) -> str:
        """The folded text, in which all offsets count."""
        return self.passage.folded

    def by_sender(self, start: int) -> bool:
        """What stands there are the sender's own words, not a mail that he answers or forwards."""
        if self._others is None:
            self._others = words_of_others(self.text)
        number = bisect_right(self._others, (start, len(self.text))) - 1
        return number < 0 or start >= self._others[number][1]

    def evidence(self, span: tuple[int, int]) -> Evidence:
        return self.passage.evidence(*span)


class Mentions(Struct, frozen=True):
    """A mail's text and HTML are two bodies that tell of the same events. Passages without any mention are left out."""

    subject: Spoken | None
    bodies: tuple[Spoken, ...]
    dated: tuple[Spoken, ...]
    """Those of them that name a day, the subject first."""
    cut: bool = False
    """Some passage mentions more dates and times than are read."""


def read(wording: Wording) -> Mentions:
    subject = next((passage for passage in wording.headers if passage.part == "Subject"), None)
    first = Spoken(subject, reader.read(subject.folded)) if subject else None
    spoken = [Spoken(body, reader.read(body.folded)) for body in wording.bodies]
    bodies = tuple(one for one in spoken if one.mentioned.dates or one.mentioned.ranges)
    every = bodies if first is None else (first, *bodies)
    cut = any(one.mentioned.cut for one in every)
    return Mentions(first, bodies, tuple(one for one in every if one.mentioned.dates), cut)
