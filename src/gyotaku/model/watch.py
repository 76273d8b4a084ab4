"""Links that are revisited: in which state they were, and from when to when."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from gyotaku.model.text import Text
from gyotaku.model.visit import AnswerClass


class State(StrEnum):
    """What became of a site, by what it answered."""

    UP = "up"
    """It shows a page, or sends a file."""
    ERROR = "error"
    """It answers with an error, or its name leads to a server that does not answer."""
    GONE = "gone"
    """Its name leads nowhere."""
    CLOSED = "closed"
    """Somebody closed it, and says so or put a page of his own there."""
    BLOCKED = "blocked"
    """What stands there was not seen: a test for human visitors, or a place that is never visited."""
    BACK = "back"
    """Up again, after it had been away."""

    @property
    def label(self) -> Text:
        return _STATES[self]

    @property
    def away(self) -> bool:
        return self in _AWAY


_STATES = {
    State.UP: Text(en="up", ja="公開中"),
    State.ERROR: Text(en="error", ja="エラー"),
    State.GONE: Text(en="gone", ja="消滅"),
    State.CLOSED: Text(en="closed", ja="閉鎖"),
    State.BLOCKED: Text(en="blocked", ja="確認できず"),
    State.BACK: Text(en="back", ja="再開"),
}
_AWAY = frozenset({State.ERROR, State.GONE, State.CLOSED})


class Seen(Struct, frozen=True, kw_only=True):
    """What one look at a link came to."""

    state: State
    answer: AnswerClass
    shown_by: str = ""
    title: str = ""
    final: str = ""
    page_sha256: str | None = None
    silent: bool = False
    """Nothing answered at all, which may be our own network's fault."""


class Period(Struct, frozen=True, kw_only=True):
    """A time in which a link's state did not change. What was seen is what the last of its visits saw."""

    seen: Seen
    since: datetime
    last: datetime
    visits: int


class Watched(Struct, frozen=True, kw_only=True):
    """A link that is revisited; its tokens are decoys."""

    id: int
    url: str
    added: datetime
    until: datetime
    """From then on it is visited no more."""
    next: datetime
    every: timedelta | None = None
    """None: the longer nothing changes, the rarer."""
    state: State | None = None
    """None: not visited yet."""
    since: datetime | None = None
    last: datetime | None = None
    visits: int = 0
    failure: str = ""
    """Why the last attempt was no visit."""
    left_out: int = 0
    """Periods that are no longer kept."""


class Change(Struct, frozen=True):
    """That a link's state is another now. `before` is None for its first."""

    number: int
    watched: Watched
    period: Period
    before: Period | None
