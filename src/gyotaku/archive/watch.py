"""Revisiting links: which are due, what a look at one means, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from gyotaku.archive.watch_store import LEASE, SILENT, Claim, WatchStore
from gyotaku.model.link_tokens import of_url
from gyotaku.model.visit import AnswerClass, Look, Visit
from gyotaku.model.watch import Seen, State

Visitor = Callable[[str], Look]
"""Looks at a link. A look without visits is none, and its answers say why."""

STATES = {
    AnswerClass.LOGIN_PAGE: State.UP,
    AnswerClass.ASKS_FOR_DATA: State.UP,
    AnswerClass.OTHER: State.UP,
    AnswerClass.DOWNLOAD: State.UP,
    AnswerClass.TOO_LARGE: State.UP,
    AnswerClass.DIFFERS: State.UP,
    AnswerClass.BLOCKED_BY_CHALLENGE: State.BLOCKED,
    AnswerClass.REFUSED: State.BLOCKED,
    AnswerClass.ERROR: State.ERROR,
    AnswerClass.TOO_MANY_REDIRECTS: State.ERROR,
    AnswerClass.TIMED_OUT: State.ERROR,
    AnswerClass.UNREACHABLE: State.ERROR,
    AnswerClass.CLOSED: State.CLOSED,
    AnswerClass.PARKED: State.CLOSED,
    AnswerClass.DOES_NOT_RESOLVE: State.GONE,
}
_TELLING = (State.UP, State.BLOCKED, State.ERROR, State.CLOSED, State.GONE)
"""Where visits of one look differ, the first of these counts: a site that shows itself to phones alone is up."""
_LONGEST_SLEEP = 60.0
"""Seconds: links may be added meanwhile."""


def sort(url: str) -> str:
    """A link without what may be made for one reader: two mails of a campaign lead to the same."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(of_url(url)):
        if start >= at:
            pieces += (url[at:start], "…")
            at = end
    return "".join((*pieces, url[at:]))


def seen(look: Look) -> Seen | None:
    """What a look means; None where nobody could look."""
    if not look.visits:
        return None
    visit = min(look.visits, key=lambda one: _TELLING.index(STATES[one.answer]))
    return Seen(
        state=STATES[visit.answer],
        answer=visit.answer,
        shown_by=visit.shown_by,
        title=visit.title,
        final=visit.final,
        page_sha256=visit.page_sha256,
        silent=all(_silent(one) for one in look.visits),
    )


def _silent(visit: Visit) -> bool:
    return visit.answer in SILENT and not any(step.status for step in visit.steps)


class Watcher:
    """Visits what is due. `clock` and `sleep` are the world's, or a test's."""

    def __init__(
        self,
        store: WatchStore,
        visit: Visitor,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None],
        lease: timedelta = LEASE,
    ) -> None:
        self._store = store
        self._visit = visit
        self._clock = clock
        self._sleep = sleep
        self._lease = lease

    def round(self, told: Callable[[], None], trouble: Callable[[Claim, str], None]) -> int:
        """Every link that is due now, once; how many. `told` is called after each, `trouble` where a link could not be visited."""
        begun = self._clock()
        count = 0
        while (claim := self._store.claim(self._clock(), self._lease, begun)) is not None:
            ended = False
            try:
                why = self._made(claim)
                ended = True
            finally:
                if not ended:  # stopped in the middle: the next watcher need not wait until the claim runs out
                    self._store.release(claim)
            if why is not None:
                trouble(claim, why)
            told()
            count += 1
        return count

    def _made(self, claim: Claim) -> str | None:
        """Make the visit and keep it; why there was none."""
        try:
            look = self._visit(claim.url)
        except Exception as error:  # noqa: BLE001 - whatever breaks one visit must not end the watch; it is kept and told
            why = f"{type(error).__name__}: {error}"
        else:
            saw = seen(look)
            if saw is not None:
                self._store.settled(claim, saw, self._clock())
                return None
            why = next((answer.detail or answer.outcome.value for answer in look.answers), "?")
        self._store.failed(claim, why, self._clock())
        return why

    def watch(self, told: Callable[[], None], trouble: Callable[[Claim, str], None]) -> None:
        """Round after round, without end."""
        while True:
            self.round(told, trouble)
            now = self._clock()
            due = self._store.due(now)
            wait = _LONGEST_SLEEP if due is None else (due - now).total_seconds()
            self._sleep(min(max(wait, 0.1), _LONGEST_SLEEP))
