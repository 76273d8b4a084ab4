"""A world of links for tests of the watch: what each answers when, and a clock that only tests move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.visit import SOURCE, AnswerClass, Device, Look, Step, Visit

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def look(url: str, *answers: AnswerClass, title: str = "", when: datetime = BEGIN) -> Look:
    """What the devices saw, one answer each."""
    devices = (Device.DESKTOP, Device.PHONE)
    visits = tuple(
        Visit(
            url=url,
            visited=url,
            when=when,
            device=device,
            language="ja",
            answer=answer,
            title=title,
            steps=(Step(url),),
        )
        for device, answer in zip(devices, answers, strict=False)
    )
    return Look(url, visits, ())


def nobody(url: str, why: str) -> Look:
    ask = Ask(SOURCE, "desktop ja", url)
    return Look(url, (), (Answer(ask=ask, outcome=Outcome.FAILED, time=BEGIN, expires=BEGIN, by="x", detail=why),))


class World:
    """Answers by link: a constant, or what a function says of the time."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.answers: dict[str, AnswerClass | Callable[[datetime], AnswerClass | None]] = {}
        self.visits: list[tuple[datetime, str]] = []

    def __call__(self, url: str) -> Look:
        self.visits.append((self.clock.now, url))
        answer = self.answers.get(url, AnswerClass.LOGIN_PAGE)
        told = answer if isinstance(answer, AnswerClass) else answer(self.clock.now)
        return look(url, told, when=self.clock.now) if told is not None else nobody(url, "no browser")
