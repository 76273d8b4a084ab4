"""What became of one question about a mail."""

from __future__ import annotations

from msgspec import Struct

from gyotaku.model.answers import Question
from gyotaku.model.asks import Answer
from gyotaku.model.text import Text


class Looked(Struct, frozen=True):
    """What became of one question."""

    question: Question
    permitted: bool
    answers: tuple[Answer, ...] = ()
    result: object = None
    on_arrival: bool = False
    """Our own server had asked it when the mail came, and recorded what it found."""
    why: Text | None = None
    """Why it is open, where that is known better than by whether it was permitted."""

    @property
    def answered(self) -> bool:
        return not self.broken and any(answer.told for answer in self.answers)

    @property
    def broken(self) -> bool:
        """Our own evaluation broke: whatever was answered, nothing came of it."""
        return isinstance(self.result, Exception)

    @property
    def silence(self) -> Answer | None:
        """The first answer that nobody gave."""
        return next((answer for answer in self.answers if not answer.told), None)
