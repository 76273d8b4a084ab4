"""What became of one question about a mail."""

from __future__ import annotations

from msgspec import Struct

from gyotaku.model.answers import Question
from gyotaku.model.arc import ArcResult
from gyotaku.model.asks import Answer
from gyotaku.model.dkim import Dkim, DkimOutcome, DkimResult
from gyotaku.model.dmarc import DmarcResult
from gyotaku.model.spf import SpfResult
from gyotaku.model.text import Text
from gyotaku.model.visit import Look


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
        if not self.answers and self.result is None:
            return False  # as every question of a mail that is examined offline
        if isinstance(self.result, Look) and not self.result.seen:
            return False
        told = any(answer.told for answer in self._mine)
        return told and not self.broken and not (self._undecided and self.silence)

    @property
    def broken(self) -> bool:
        """Our own evaluation broke: whatever was answered, nothing came of it."""
        return isinstance(self.result, Exception)

    @property
    def silence(self) -> Answer | None:
        """The first answer that nobody gave."""
        if not self.answers and self.result is None:
            return None
        return next((answer for answer in self._mine if not answer.told), None)

    @property
    def silent(self) -> bool:
        """It was asked, and is open because an answer is missing."""
        return self.permitted and not self.answered and self.silence is not None

    @property
    def _signatures(self) -> tuple[DkimResult, ...]:
        """All signatures of a mail are evaluated together; these are the ones that the question is about."""
        found = self.result.signatures if isinstance(self.result, Dkim) else ()
        return tuple(one for one in found if one.domain == self.question.of)

    @property
    def _mine(self) -> tuple[Answer, ...]:
        return tuple(answer for one in self._signatures for answer in one.answers) or self.answers

    @property
    def _undecided(self) -> bool:
        """Answers came, but one that decides did not."""
        if isinstance(self.result, SpfResult | DmarcResult | ArcResult):
            return self.result.result.value == "temperror"
        return any(one.result is DkimOutcome.TEMPERROR for one in self._signatures)
