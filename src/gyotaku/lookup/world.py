"""Asking for one mail: its questions become inquiries, their results the facts that checks ask for.

Whatever was not asked or not answered stands in the place of its fact as the reason why, so that a check that needs it
ends with that reason and not with silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from gyotaku.lookup import names
from gyotaku.lookup.here import Here, gathered
from gyotaku.lookup.looked import Looked
from gyotaku.lookup.questions import Raised, answered_on_arrival, questions, questions_of_links
from gyotaku.lookup.site import inquiry as site
from gyotaku.model.answers import NotApplicable, NotPermitted, Permission, Question, Unavailable
from gyotaku.model.asks import Answer, Ask, Inquiry
from gyotaku.model.authentication import Authentication
from gyotaku.model.history import DnsHistory
from gyotaku.model.names import DomainNames, HostNames, Names, ReverseName
from gyotaku.model.place import Places
from gyotaku.model.registration import Networks, Registrations
from gyotaku.model.reputation import Listings
from gyotaku.model.text import Text
from gyotaku.model.visit import Look, Visits

if TYPE_CHECKING:
    from gyotaku.lookup.session import Session, Sitting

T = TypeVar("T")

NOT_PERMITTED = Text(en="Look-ups of this kind are not permitted.", ja="この種類の照会は許可されていません。")
_NOTHING_TO_ASK = Text(en="The mail names nothing to ask about.", ja="照会の対象になるものがメールにありません。")
_BROKEN = Text(
    en="The look-up ended with an error of this program.", ja="照会の処理がこのプログラムの誤りで終わりました。"
)
_NOT_SEEN = Text(
    en="It was visited, and what it shows was not seen: a test for humans, a limit, or a place where no visit goes.",
    ja="アクセスしましたが、内容は確認できませんでした（人間かどうかの確認、上限の超過、アクセスしない宛先のいずれか）。",
)
_NOT_VISITED = Text(en="No site could be visited.", ja="アクセスできたサイトがありません。")


class World(Struct, frozen=True):
    """What was looked up for one mail. `given` holds each fact, or why there is none, by its type."""

    looked: tuple[Looked, ...]
    given: dict[type, object]
    answers: tuple[Answer, ...]
    unread: tuple[tuple[str, str], ...] = ()
    """Files on this machine that could not be used, each with why."""

    def fact(self, wanted: type[T]) -> T | None:
        """The fact of this type; None where there is none."""
        found = self.given.get(wanted)
        return found if isinstance(found, wanted) else None

    @property
    def deciding(self) -> tuple[Question, ...]:
        """The questions that are open or have been answered now; not those that were answered on arrival alone."""
        return tuple(
            replace(one.question, answered=True) if one.answered else one.question
            for one in self.looked
            if one.answered or not one.on_arrival
        )


def look_up(raised: Raised, session: Session | None, permitted: frozenset[Permission]) -> World:
    """Ask what may be asked. Without a session nothing is, and every fact is `not permitted`."""
    asked = questions(raised)
    if session is None:
        arrived = answered_on_arrival(raised.recorded)
        looked = tuple(Looked(question, permitted=False, on_arrival=question.method in arrived) for question in asked)
        here = gathered(raised, asked, None, None)
        return _world(looked, {wanted: NotPermitted(NOT_PERMITTED) for wanted, _, _ in _FACTS}, (), here)
    desk = _Desk(raised, session, permitted)
    # Visits come last and in a time of their own: a browser takes longer than all other look-ups together.
    looked = tuple(desk.pursue(one for one in asked if one.permission is not Permission.SITE))
    links = desk.fact(looked, Permission.DNS, _names)
    if isinstance(links, Names):
        already = {question.id for question in asked}
        looked += tuple(desk.pursue(one for one in questions_of_links(links) if one.id not in already))
    looked += tuple(desk.visit(one for one in asked if one.permission is Permission.SITE))
    given = {wanted: desk.fact(looked, permission, make) for wanted, permission, make in _FACTS}
    here = gathered(raised, asked, links if isinstance(links, Names) else None, session.rules.as_of)
    return _world(looked, given, (*desk.sitting.known.values(), *desk.visiting.known.values()), here)


def _world(looked: tuple[Looked, ...], given: dict[type, object], answers: tuple[Answer, ...], here: Here) -> World:
    """With what this machine itself knows."""
    listings = here.with_results(one.result for one in looked if one.question.permission is Permission.REPUTATION)
    given |= {Places: here.places, Listings: listings, DnsHistory: here.history}
    return World(tuple(map(here.completed, looked)), given, answers, here.unread)


def first_asks(question: Question, raised: Raised, when: datetime) -> tuple[Ask, ...]:
    """What would be asked first for a question; nothing is."""
    inquiry = _inquiry(question, _inquiries(raised, when))
    try:
        return next(inquiry) if inquiry else ()
    except StopIteration:
        return ()


class _Desk:
    """One mail before a session."""

    def __init__(self, raised: Raised, session: Session, permitted: frozenset[Permission]) -> None:
        self.raised = raised
        self.session = session
        self.permitted = permitted
        self.sitting = session.sitting()
        self.visiting = session.sitting(patient=True)

    def visit(self, asked: Iterable[Question]) -> Iterator[Looked]:
        """The same for sites."""
        self.session.introduce(self.raised.own.addresses, self.raised.own.domains)
        self.visiting = self.session.sitting(patient=True)
        for one in self.pursue(asked, self.visiting):
            unseen = isinstance(one.result, Look) and one.result.visits and not one.result.seen
            yield replace(one, why=_NOT_SEEN) if unseen else one

    def pursue(self, asked: Iterable[Question], sitting: Sitting | None = None) -> Iterator[Looked]:
        """Every question, with what was answered; all that may be asked side by side."""
        makers = _inquiries(self.raised, self.session.now())
        answered = answered_on_arrival(self.raised.recorded)
        waiting: list[tuple[Question, Inquiry[Any] | None, list[Answer]]] = []
        for question in asked:
            inquiry = _inquiry(question, makers) if question.permission in self.permitted else None
            heard: list[Answer] = []
            waiting.append((question, _traced(inquiry, heard) if inquiry else None, heard))
        results = iter(self.session.settle([inquiry for _, inquiry, _ in waiting if inquiry], sitting or self.sitting))
        for question, inquiry, heard in waiting:
            result = next(results) if inquiry else None
            arrived = question.method in answered
            yield Looked(question, question.permission in self.permitted, tuple(heard), result, arrived)

    def fact(self, looked: tuple[Looked, ...], permission: Permission, make: _Maker) -> object:
        """The fact that the answers under one permission make, or why there is none."""
        if permission not in self.permitted:
            return NotPermitted(NOT_PERMITTED)
        results = {one.question.id: one.result for one in looked if one.question.permission is permission}
        if not results:
            return NotApplicable(_NOTHING_TO_ASK)
        return make(self, results)


def _inquiry(question: Question, makers: Mapping[str, Callable[[str], Inquiry[Any]]]) -> Inquiry[Any] | None:
    """What answers a question; None where nothing here could."""
    make = makers.get(question.method)
    return make(question.of) if make else None


def _inquiries(raised: Raised, when: datetime) -> Mapping[str, Callable[[str], Inquiry[Any]]]:
    from gyotaku.lookup import authenticating
    from gyotaku.lookup.registration import inquiry
    from gyotaku.lookup.reputation import inquiry as reputation

    config = raised.config
    return {
        "mx": names.domain,
        "host": names.host,
        "ptr": names.reverse,
        "owner": lambda domain: inquiry.domain(domain, config),
        "network": lambda address: inquiry.network(address, config),
        "listed": lambda of: reputation.inquiry(of, config),
        "site": lambda host: _look(raised, host),
        **authenticating.inquiries(raised, when),
    }


def _look(raised: Raised, host: str) -> Inquiry[Look]:
    found = site.target(raised.links, host)
    return site.look(found.url if found is not None else f"http://{host}/")


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


def _names(_: _Desk, results: Mapping[str, object]) -> Names:
    found = tuple(results.values())
    return Names(
        author=next((one for one in found if isinstance(one, DomainNames)), None),
        reverse=tuple(one for one in found if isinstance(one, ReverseName)),
        links=tuple(one for one in found if isinstance(one, HostNames)),
    )


def _authentication(desk: _Desk, results: Mapping[str, object]) -> Authentication:
    from gyotaku.lookup import authenticating

    return authenticating.authenticated(desk.raised, results, desk.session, desk.sitting)


def _registrations(_: _Desk, results: Mapping[str, object]) -> Registrations | Unavailable:
    mine = [result for asked, result in results.items() if asked.startswith("owner:")]
    return Unavailable(_BROKEN) if _broken(mine) else Registrations.gathered(mine)


def _networks(_: _Desk, results: Mapping[str, object]) -> Networks | Unavailable:
    mine = [result for asked, result in results.items() if asked.startswith("network:")]
    return Unavailable(_BROKEN) if _broken(mine) else Networks.gathered(mine)


def _visits(_: _Desk, results: Mapping[str, object]) -> Visits | Unavailable:
    looks = tuple(one for one in results.values() if isinstance(one, Look) and one.visits)
    if not looks:
        return Unavailable(_BROKEN if _broken(results.values()) else _NOT_VISITED)
    return Visits(looks)


def _broken(results: Iterable[object]) -> bool:
    return any(isinstance(result, Exception) for result in results)


_Maker = Callable[[_Desk, Mapping[str, object]], object]
_FACTS: tuple[tuple[type, Permission, _Maker], ...] = (
    (Names, Permission.DNS, _names),
    (Authentication, Permission.DNS, _authentication),
    (Registrations, Permission.REGISTRATION, _registrations),
    (Networks, Permission.REGISTRATION, _networks),
    (Visits, Permission.SITE, _visits),
)
