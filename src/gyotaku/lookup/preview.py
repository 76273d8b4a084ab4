"""What would be asked about a mail, of whom, and what that tells them: shown before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gyotaku.lookup.questions import Raised, questions
from gyotaku.lookup.session import Session
from gyotaku.lookup.telling import TELLS
from gyotaku.lookup.world import first_asks
from gyotaku.model.answers import Question
from gyotaku.model.asks import Answer, Ask
from gyotaku.model.text import Text


class Planned(Struct, frozen=True):
    """One question. `asks` are the first; answers may lead to more (an SPF include, a registrar's own server)."""

    question: Question
    asks: tuple[tuple[Ask, str, Answer | None], ...]
    """Each with whom it would go to, and a recorded answer that would be used instead."""
    tells: Text


def planned(raised: Raised, session: Session) -> Iterator[Planned]:
    """Every question of a mail, in the order in which they matter. Asks nobody."""
    for question in questions(raised):
        asks = tuple(
            (ask, session.whom(ask), session.recalled(ask)) for ask in first_asks(question, raised, session.now())
        )
        yield Planned(question, asks, TELLS[question.method])
