"""Asking the world: who may be asked, how long, how much, and what is known already.

A session belongs to one run and serves any number of mails, from any thread. All inquiries of one mail run side by side
under one deadline. An ask that is late, refused or beyond a bound is answered with that, so that every inquiry ends with
a result: a slow or dead server costs its answer, never the report.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from msgspec import Struct
from msgspec.structs import replace

from gyotaku.lookup.one_ask import answered, without
from gyotaku.lookup.remembered import Remembered
from gyotaku.lookup.sources import Source
from gyotaku.lookup.store import Store, StoreError
from gyotaku.model.asks import Answer, Ask, Inquiry, Outcome

MOST_ASKS = 300
"""Asks of one mail, of all kinds together. What is beyond is answered with `not-asked`."""
MOST_AT_ONCE = 64
"""Asks of a session that are under way at the same time."""
FAILURES_KEPT = timedelta(seconds=30)
"""How long a server's failure stands for the same ask of other mails, so that one dead server does not cost each its time."""
LONGEST_KEPT = timedelta(days=7)
"""No source says that an answer may be used for longer; what was imported might."""
_TO_END = 2.0
"""Seconds that what is under way gets to end when the session does."""
_CLOSED = "the session was closed, or is another process's"
_TIME_WAS_UP = "the time for this mail was up"


class Rules(Struct, frozen=True, kw_only=True):
    """How a session may answer."""

    deadline: float = 10.0
    """Seconds for all asks of one mail together."""
    timeout: float = 4.0
    """Seconds for one ask."""
    as_of: datetime | None = None
    """Replay what was known at that moment; nobody is asked."""
    refresh: bool = False
    """Ask anew whatever this session has not asked yet itself."""


class Sitting(Struct):
    """One mail before a session: what it has been answered so far, and the end of its time (`time.monotonic`)."""

    known: dict[Ask, Answer]
    asked: set[Ask]
    ends: float


class Session:
    """Use as a context manager: it has a thread and connections to give back."""

    def __init__(
        self,
        sources: Mapping[str, Source],
        rules: Rules | None = None,
        store: Store | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.rules = rules or Rules()
        self.store = store
        self.problems: list[str] = []
        """What went wrong with the file of answers; told once at the end of a run."""
        self._sources = sources
        self._now = now
        self._remembered = Remembered()
        self._flying: dict[Ask, asyncio.Task[Answer]] = {}
        self._waited_for: Counter[Ask] = Counter()
        self._fresh: list[Answer] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._room: asyncio.Semaphore | None = None
        self._closed = False
        self._process = os.getpid()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def now(self) -> datetime:
        """The moment whose knowledge this session gives: now, or the one it replays."""
        now = self._now()
        return now if self.rules.as_of is None else min(self.rules.as_of, now)

    def whom(self, ask: Ask) -> str:
        """Who would be asked."""
        source = self._sources.get(ask.source)
        return source.whom(ask) if source else ask.of.partition("://")[2].partition("/")[0] or ask.source

    def recalled(self, ask: Ask) -> Answer | None:
        """A valid answer that is at hand, for which nobody would be asked."""
        return self._recall(ask)

    def sitting(self, *, patient: bool = False) -> Sitting:
        """Begin with one mail: from now its deadline runs; `patient` gives as long as the slowest source may take."""
        slowest = max((_patience(source) or 0.0 for source in self._sources.values()), default=0.0) if patient else 0.0
        return Sitting({}, set(), time.monotonic() + max(self.rules.deadline, slowest))

    def introduce(self, addresses: Iterable[str], domains: Iterable[str]) -> None:
        """Who reads the mails of this session: a source that visits links must not tell."""
        visits = self._sources.get("site")
        if visits is not None and hasattr(visits, "introduce"):
            visits.introduce(addresses, domains)

    def settle(self, inquiries: Sequence[Inquiry[Any]], sitting: Sitting) -> list[Any]:
        """The results of all inquiries, in their order; an exception in place of the result of one that broke.

        What is remembered or recorded is answered at once; only inquiries that need more wait for the sources.
        In a closed session, and in a process forked from the one that opened it, nobody is asked.
        """
        results: list[Any] = [None] * len(inquiries)
        waiting: dict[int, tuple[Inquiry[Any], tuple[Ask, ...]]] = {}
        for number, inquiry in enumerate(inquiries):
            try:
                asks = next(inquiry)
                while (answers := self._at_hand(asks, sitting)) is not None:
                    asks = inquiry.send(answers)
                waiting[number] = (inquiry, asks)
            except StopIteration as end:
                results[number] = end.value
            except Exception as error:  # noqa: BLE001 - one broken evaluator must cost its answer, not the report
                results[number] = error
        if waiting:
            submitted = self._submitted(waiting, sitting)
            for number in waiting:
                results[number] = submitted.result()[number] if submitted else RuntimeError(_CLOSED)
            self._keep()
        return results

    def _at_hand(self, asks: tuple[Ask, ...], sitting: Sitting) -> tuple[Answer, ...] | None:
        """The answers where none has to be waited for."""
        answers = []
        for ask in asks:
            answer = self._known(ask, sitting)
            if answer is None:
                return None
            answers.append(answer)
        return tuple(answers)

    def _known(self, ask: Ask, sitting: Sitting) -> Answer | None:
        answer = sitting.known.get(ask)
        if answer is not None:
            return answer
        if ask not in sitting.asked and len(sitting.known) + len(sitting.asked - sitting.known.keys()) >= MOST_ASKS:
            return self._without(ask, Outcome.NOT_ASKED, f"more than {MOST_ASKS} asks for one mail")
        answer = self._recall(ask)
        if answer is None and self.rules.as_of is not None:
            answer = self._without(ask, Outcome.NOT_RECORDED)
        if answer is not None:
            sitting.known[ask] = answer
        return answer

    def _recall(self, ask: Ask) -> Answer | None:
        """What this session has heard, else what is recorded, while it is valid."""
        now = self.now()
        answer = self._remembered.get(ask)
        if answer is not None and (self.rules.as_of is not None or _valid(answer, now)):
            return answer
        if self.store is None or (self.rules.refresh and self.rules.as_of is None):
            return None
        try:
            answer = self.store.latest(ask, now)
        except StoreError as error:
            self._problem(error)
            return None
        if answer is None or (self.rules.as_of is None and not _valid(answer, now)):
            return None
        self._remembered.put(answer)
        return answer

    async def _serve(
        self, waiting: Mapping[int, tuple[Inquiry[Any], tuple[Ask, ...]]], sitting: Sitting
    ) -> dict[int, Any]:
        tasks = {number: self._follow(inquiry, asks, sitting) for number, (inquiry, asks) in waiting.items()}
        return dict(zip(tasks, await asyncio.gather(*tasks.values()), strict=True))

    async def _follow(self, inquiry: Inquiry[Any], asks: tuple[Ask, ...], sitting: Sitting) -> object:
        try:
            while True:
                answers = await asyncio.gather(*(self._one(ask, sitting) for ask in asks))
                asks = inquiry.send(tuple(answers))
        except StopIteration as end:
            return end.value
        except Exception as error:  # noqa: BLE001 - as in settle
            return error

    async def _one(self, ask: Ask, sitting: Sitting) -> Answer:
        answer = self._known(ask, sitting)
        if answer is None:
            sitting.asked.add(ask)  # before it is answered: asks under way count towards the bound
            answer = sitting.known[ask] = await self._in_flight(ask, sitting.ends)
        return answer

    async def _in_flight(self, ask: Ask, ends: float) -> Answer:
        """One flight an ask, however many mails wait for it; it goes on when the first of them runs out of time."""
        left = ends - time.monotonic()
        if left <= 0 or self._closed:
            return self._without(ask, Outcome.LATE, _CLOSED if self._closed else _TIME_WAS_UP)
        task = self._flying.get(ask)
        if task is None:
            task = self._flying[ask] = asyncio.ensure_future(self._fly(ask))
            task.add_done_callback(lambda _: self._flying.pop(ask, None))
        self._waited_for[ask] += 1
        try:
            done, _ = await asyncio.wait({task}, timeout=left)
        finally:
            self._waited_for[ask] -= 1
            if not self._waited_for[ask]:
                del self._waited_for[ask]
        if not done:
            return self._without(ask, Outcome.LATE, _TIME_WAS_UP)
        return self._without(ask, Outcome.LATE, _CLOSED) if task.cancelled() else task.result()

    async def _fly(self, ask: Ask) -> Answer:
        source = self._sources.get(ask.source)
        if source is None:
            return self._without(ask, Outcome.NOT_ASKED, f"nothing here can ask {ask.source}")
        if self._room is None:
            self._room = asyncio.Semaphore(MOST_AT_ONCE)
        async with self._room:
            if ask not in self._waited_for:  # all who waited ran out of time: others' asks need the room
                return self._without(ask, Outcome.LATE, _TIME_WAS_UP)
            answer = await answered(source, ask, _patience(source) or self.rules.timeout, self.now)
        if answer.told:
            with self._lock:
                self._fresh.append(answer)
        elif answer.outcome in {Outcome.FAILED, Outcome.LATE}:
            answer = replace(answer, expires=answer.time + FAILURES_KEPT)
        self._remembered.put(answer)
        return answer

    def _without(self, ask: Ask, outcome: Outcome, detail: str = "") -> Answer:
        return without(ask, outcome, detail, self.now())

    def _keep(self) -> None:
        """Write what was heard since the last time."""
        with self._lock:
            fresh, self._fresh = self._fresh, []
        if self.store is not None and fresh:
            try:
                self.store.add(fresh)
            except StoreError as error:
                self._problem(error)

    def _problem(self, error: StoreError) -> None:
        if str(error) not in self.problems:
            self.problems.append(str(error))

    def _submitted(
        self, waiting: Mapping[int, tuple[Inquiry[Any], tuple[Ask, ...]]], sitting: Sitting
    ) -> Future[dict[int, Any]] | None:
        """The inquiries, served by the loop of this session in a thread of its own: the caller may have a loop already.

        None where there is no such thread any more, and waiting for it would be waiting for ever.
        """
        with self._lock:
            if self._closed or os.getpid() != self._process:
                return None
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="gyotaku look-ups", daemon=True)
                self._thread.start()
            return asyncio.run_coroutine_threadsafe(self._serve(waiting, sitting), self._loop)

    def close(self) -> None:
        """End what is under way and give everything back. Mails that still wait get what has been answered."""
        with self._lock:
            closed, self._closed = self._closed, True
        if closed:
            return
        if self._loop is not None and self._thread is not None:
            ending = asyncio.run_coroutine_threadsafe(self._end(), self._loop)
            with suppress(TimeoutError):
                ending.result(3 * _TO_END)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_TO_END)
            if not self._thread.is_alive():
                self._loop.close()
        self._keep()
        if self.store is not None:
            self.store.close()

    async def _end(self) -> None:
        for task in list(self._flying.values()):
            task.cancel()
        # Whoever waited for those now gets an answer, and no new flight begins.
        for _ in range(2):
            others = asyncio.all_tasks() - {asyncio.current_task()}
            if others:
                await asyncio.wait(others, timeout=_TO_END)
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()


def _patience(source: Source) -> float | None:
    """Seconds of one ask, where a source needs more than any other: a visit by a browser."""
    return getattr(source, "patience", None)


def _valid(answer: Answer, now: datetime) -> bool:
    return now < min(answer.expires, answer.time + LONGEST_KEPT)
