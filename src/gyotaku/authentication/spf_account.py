"""What one evaluation of SPF has asked, counted and told so far, with the limits of RFC 7208 section 4.6.4."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NoReturn, TypeVar

from msgspec import structs

from gyotaku.authentication.names import LONGEST_NAME
from gyotaku.authentication.spf_record import Term
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.spf import (
    SpfCaution,
    SpfError,
    SpfOutcome,
    SpfPublished,
    SpfStep,
    SpfTrouble,
    SpfWarning,
    SpfWord,
)

MOST_LOOKUPS = 10
MOST_VOIDS = 2
LONGEST_TERM = 300

T = TypeVar("T")
Asking = Generator[tuple[Ask, ...], tuple[Answer, ...], T]


class Ended(Exception):  # noqa: N818 - a result, not an error
    """The whole evaluation is over with this word; the account has the error."""

    def __init__(self, word: SpfWord) -> None:
        super().__init__(word)
        self.word = word


class Account:
    """Counters and steps that a record and all it includes share."""

    def __init__(self) -> None:
        self.steps: list[SpfStep] = []
        self.omitted = 0
        self.records: list[SpfPublished] = []
        self.warnings: list[SpfWarning] = []
        self.answers: dict[Ask, Answer] = {}
        self.lookups = self.voids = 0
        self.error: SpfError | None = None
        self.asking: list[Ask] = []
        """What the term in hand has asked, whether or not it was known already."""

    def ask(self, asks: tuple[Ask, ...]) -> Asking[tuple[Answer, ...]]:
        """The answers, side by side; nothing is asked twice."""
        self.asking += asks
        new = tuple(ask for ask in dict.fromkeys(asks) if ask not in self.answers)
        if new:
            self.answers.update(zip(new, (yield new), strict=True))
        return tuple(self.answers[ask] for ask in asks)

    def asked(self) -> tuple[Ask, ...]:
        return tuple(dict.fromkeys(self.asking))

    def answer(self, domain: str, ask: Ask, term: Term | None) -> Asking[Answer]:
        """An answer without which there is no result."""
        (answer,) = yield from self.ask((ask,))
        self.need(domain, answer, term)
        return answer

    def need(self, domain: str, answer: Answer, term: Term | None) -> None:
        if not answer.told:
            self.fault(SpfTrouble.NO_ANSWER, domain, term, answer.ask)

    def count(self, domain: str, term: Term) -> None:
        """One more term that takes look-ups (section 4.6.4)."""
        if self.lookups == MOST_LOOKUPS:
            self.fault(SpfTrouble.TOO_MANY_LOOKUPS, domain, term)
        self.lookups += 1

    def void(self, domain: str, term: Term, answers: tuple[Answer, ...]) -> None:
        """One more term a look-up of which found nothing (section 4.6.4 counts terms); an explanation's do not count."""
        if term.name != "exp" and any(answer.outcome is Outcome.NOTHING for answer in answers):
            self.voids += 1
            if self.voids > MOST_VOIDS:
                self.fault(SpfTrouble.TOO_MANY_VOIDS, domain, term)

    def step(self, domain: str, term: Term, depth: int, matched: bool) -> SpfStep:
        """A step that took no look-up."""
        self.steps.append(
            SpfStep(
                domain=domain,
                term=term.text[:LONGEST_TERM],
                start=term.start,
                end=term.end,
                depth=depth,
                outcome=SpfOutcome.MATCHED if matched else SpfOutcome.NOT_MATCHED,
                result=term.word if matched else None,
            )
        )
        return self.steps[-1]

    def begin(self, domain: str, term: Term, depth: int) -> int:
        """A step that has not ended yet, at its place in the order; as it is should the evaluation end there."""
        self.asking = []
        written = term.text[:LONGEST_TERM]
        step = SpfStep(
            domain=domain, term=written, start=term.start, end=term.end, depth=depth, outcome=SpfOutcome.ERROR
        )
        self.steps.append(step)
        return len(self.steps) - 1

    def set(self, place: int, **told: Any) -> SpfStep:
        """What became known of a step that was begun."""
        self.steps[place] = structs.replace(self.steps[place], **told)
        return self.steps[place]

    def leave(self) -> None:
        """The evaluation ended within the last step: tell what that had asked."""
        if self.steps and self.steps[-1].outcome is SpfOutcome.ERROR:
            self.set(-1, asked=self.asked())

    def warn(self, caution: SpfCaution, domain: str, term: Term | None) -> None:
        written = ("", 0, 0) if term is None else (term.text[:LONGEST_TERM], term.start, term.end)
        warning = SpfWarning(caution=caution, domain=domain, term=written[0], start=written[1], end=written[2])
        if warning not in self.warnings:
            self.warnings.append(warning)

    def fault(self, why: SpfTrouble, domain: str, term: Term | None, ask: Ask | None = None) -> NoReturn:
        """End the evaluation at a term."""
        word = SpfWord.TEMPERROR if why is SpfTrouble.NO_ANSWER else SpfWord.PERMERROR
        if term is None:
            self.end(word, why, domain, ask=ask)
        self.end(word, why, domain, term.text[:LONGEST_TERM], term.start, term.end, ask)

    def end(
        self,
        word: SpfWord,
        why: SpfTrouble,
        domain: str,
        term: str = "",
        start: int = 0,
        end: int = 0,
        ask: Ask | None = None,
    ) -> NoReturn:
        self.error = SpfError(why=why, domain=domain[:LONGEST_NAME], term=term, start=start, end=end, ask=ask)
        raise Ended(word)
