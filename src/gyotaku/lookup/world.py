"""Asking for one mail: its questions become inquiries, their results the facts that checks ask for.

Whatever was not asked or not answered stands in the place of its fact as the reason why, so that a check that needs it
ends with that reason and not with silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from gyotaku.lookup import names
from gyotaku.lookup.questions import Raised, answered_on_arrival, questions
from gyotaku.model.answers import Ending, NotApplicable, NotPermitted, Permission, Question, Unavailable
from gyotaku.model.asks import Answer, Inquiry
from gyotaku.model.configuration import Config
from gyotaku.model.names import DomainNames, HostNames, Names, ReverseName
from gyotaku.model.registration import Networks, Registrations
from gyotaku.model.text import Text

if TYPE_CHECKING:
    from gyotaku.lookup.session import Session, Sitting

T = TypeVar("T")

NOT_PERMITTED = Text(en="Look-ups of this kind are not permitted.", ja="この種類の照会は許可されていません。")
_NO_ANSWER = Text(en="No source gave an answer.", ja="どの照会先からも回答がありませんでした。")
_NOTHING_TO_ASK = Text(en="The mail names nothing to ask about.", ja="照会の対象になるものがメールにありません。")
_BROKEN = Text(
    en="The look-up ended with an error of this program.", ja="照会の処理がこのプログラムの誤りで終わりました。"
)


class Looked(Struct, frozen=True):
    """What became of one question."""

    question: Question
    permitted: bool
    answers: tuple[Answer, ...] = ()
    result: object = None
    on_arrival: bool = False
    """Our own server had asked it when the mail came, and recorded what it found."""

    @property
    def answered(self) -> bool:
        return any(answer.told for answer in self.answers)

    @property
    def silence(self) -> Answer | None:
        """The first answer that nobody gave."""
        return next((answer for answer in self.answers if not answer.told), None)


class World(Struct, frozen=True):
    """What was looked up for one mail. `given` holds each fact, or why there is none, by its type."""

    looked: tuple[Looked, ...]
    given: dict[type, object]
    answers: tuple[Answer, ...]

    @property
    def deciding(self) -> tuple[Question, ...]:
        """The questions that are open or have been answered now; not those that were answered on arrival alone."""
        return tuple(
            replace(one.question, answered=True) if one.answered else one.question
            for one in self.looked
            if one.answered or not one.on_arrival
        )


def look_up(raised: Raised, session: Session | None, config: Config) -> World:
    """Ask what may be asked. Without a session nothing is, and every fact is `not permitted`."""
    asked = questions(raised)
    if session is None:
        looked = tuple(
            Looked(question, permitted=False, on_arrival=answered_on_arrival(question, raised.recorded))
            for question in asked
        )
        return World(looked, _given(raised, looked, frozenset()), ())
    sitting = session.sitting()
    looked = tuple(_pursue(session, sitting, raised, asked, config))
    return World(looked, _given(raised, looked, config.online), tuple(sitting.known.values()))


def _pursue(
    session: Session, sitting: Sitting, raised: Raised, asked: Iterable[Question], config: Config
) -> Iterator[Looked]:
    """Every question, with what was answered; all that may be asked side by side."""
    waiting: list[tuple[Question, Inquiry[Any] | None, list[Answer]]] = []
    for question in asked:
        inquiry = _inquiry(question, config) if question.permission in config.online else None
        heard: list[Answer] = []
        waiting.append((question, _traced(inquiry, heard) if inquiry else None, heard))
    results = iter(session.settle([inquiry for _, inquiry, _ in waiting if inquiry], sitting))
    for question, inquiry, heard in waiting:
        result = next(results) if inquiry else None
        arrived = answered_on_arrival(question, raised.recorded)
        yield Looked(question, question.permission in config.online, tuple(heard), result, arrived)


def _inquiry(question: Question, config: Config) -> Inquiry[Any] | None:
    """What answers a question; None where this version has nothing that could."""
    make = _INQUIRIES.get(question.id.partition(":")[0])
    return make(question.of, config) if make else None


def _owner(domain: str, config: Config) -> Inquiry[Any]:
    from gyotaku.lookup.registration import inquiry

    return inquiry.domain(domain, config)


def _network(address: str, config: Config) -> Inquiry[Any]:
    from gyotaku.lookup.registration import inquiry

    return inquiry.network(address, config)


_INQUIRIES: dict[str, Callable[[str, Config], Inquiry[Any]]] = {
    "mx": lambda domain, _: names.domain(domain),
    "host": lambda host, _: names.host(host),
    "ptr": lambda address, _: names.reverse(address),
    "owner": _owner,
    "network": _network,
}


def _traced(inquiry: Inquiry[T], heard: list[Answer]) -> Inquiry[T]:
    """The same inquiry; `heard` gets every answer that it is sent."""
    try:
        asks = next(inquiry)
        while True:
            answers = yield asks
            heard.extend(answers)
            asks = inquiry.send(answers)
    except StopIteration as end:
        result: T = end.value
        return result


def _given(raised: Raised, looked: tuple[Looked, ...], permitted: frozenset[Permission]) -> dict[type, object]:
    given: dict[type, object] = {}
    for wanted, permission, make in _FACTS:
        if permission is not None and permission not in permitted:
            given[wanted] = NotPermitted(NOT_PERMITTED)
            continue
        mine = [one for one in looked if one.question.permission is permission]
        broken = next((one for one in mine if isinstance(one.result, Exception)), None)
        if broken is not None:
            given[wanted] = Unavailable(_BROKEN)
        elif not mine:
            given[wanted] = NotApplicable(_NOTHING_TO_ASK)
        elif not any(one.answered for one in mine):
            given[wanted] = Unavailable(_NO_ANSWER)
        else:
            given[wanted] = make(raised, [one.result for one in mine])
    return given


def _names(raised: Raised, results: list[object]) -> Names:
    return Names(
        author=next((one for one in results if isinstance(one, DomainNames) and one.domain == raised.domain), None),
        reverse=tuple(one for one in results if isinstance(one, ReverseName)),
        links=tuple(one for one in results if isinstance(one, HostNames)),
    )


_FACTS: tuple[tuple[type, Permission | None, Callable[[Raised, list[object]], object | Ending]], ...] = (
    (Names, Permission.DNS, _names),
    (Registrations, Permission.REGISTRATION, lambda _, results: Registrations.gathered(results)),
    (Networks, Permission.REGISTRATION, lambda _, results: Networks.gathered(results)),
)
