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
        return any(answer.told for answer in self.answers) and not self._undecided

    @property
    def silent(self) -> bool:
        """It was asked, and is open because an answer is missing."""
        return self.permitted and not self.answered and self.silence is not None

    @property
    def _undecided(self) -> bool:
        """Some answers came, but the one that matters did not."""
        result = self.result
        if isinstance(result, Dkim):
            mine = [one.result for one in result.signatures if organization(one.domain) == organization(self.question.of)]
            return DkimOutcome.TEMPERROR in mine and self.silence is not None
        open_word = isinstance(result, SpfResult | DmarcResult | ArcResult) and result.result.value == "temperror"
        return open_word and self.silence is not None

    @property
    def silence(self) -> Answer | None:
        """The first answer that nobody gave."""
        return next((answer for answer in self.answers if not answer.told), None)
