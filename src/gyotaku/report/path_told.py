"""The path of a mail as people are told it: stations, oldest first, what happened between them, and where our own record begins."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from gyotaku.model.names import Names
from gyotaku.model.path import Hop, Path, Source
from gyotaku.report import headings as words
from gyotaku.report.plain import written_duration
from gyotaku.report.teller import Teller

_LONGEST = 40
"""Hops shown at most; the middle of a longer chain is left out and counted."""


class Station(Struct, frozen=True, kw_only=True):
    """A server that wrote a line. `step` tells how the mail came there; None where it began there."""

    name: str
    time: datetime | None
    notes: tuple[str, ...]
    ours: bool
    step: tuple[str, ...] | None
    boundary: str | None = None
    """What is told of the trust boundary, where it lies before this station."""
    hop: Hop
    left_out: int = 0
    """Stations before this one that are not shown."""


def begins(teller: Teller, path: Path) -> str | None:
    """The machine that the first server took the mail from; None where the mail began on that server, or nothing names it."""
    hop = path.hops[-1]
    if _begins_here(hop):
        return None
    names = [f"HELO {teller.foreign(hop.helo)}"] if hop.helo else []
    names += _client_words(teller, hop)
    return "  ".join(names) or "?"


def stations(teller: Teller, path: Path) -> list[Station]:
    hops = list(reversed(path.hops))
    excess = len(hops) - _LONGEST
    shown: list[Station] = []
    for number, hop in enumerate(hops):
        if excess > 0 and _LONGEST // 2 <= number < _LONGEST // 2 + excess:
            continue
        left_out = excess if excess > 0 and number == _LONGEST // 2 + excess else 0
        shown.append(_station(teller, path, hop, hops[number - 1] if number else None, left_out))
    return shown


def _station(teller: Teller, path: Path, hop: Hop, previous: Hop | None, left_out: int) -> Station:
    at_boundary = path.boundary is not None and path.boundary.index == hop.index
    came = previous is not None or at_boundary or not _begins_here(hop)
    notes = [teller.say(words.WRITTEN_HERE)] if previous is None and hop.local else []
    notes += [] if hop.read_whole else [teller.say(words.UNREAD_LINE)]
    return Station(
        name=teller.foreign(hop.by) if hop.by else teller.say(words.NAMELESS),
        time=hop.date,
        notes=tuple(notes),
        ours=path.ours(hop),
        step=tuple(_step(teller, path, hop, previous)) if came else None,
        boundary=_boundary(teller, path) if at_boundary else None,
        hop=hop,
        left_out=left_out,
    )


def _boundary(teller: Teller, path: Path) -> str:
    configured = path.boundary is not None and path.boundary.source is Source.CONFIGURED
    return teller.say(words.BOUNDARY_CONFIGURED if configured else words.BOUNDARY_INFERRED)


def remarks(teller: Teller, path: Path, names: Names | None) -> list[str]:
    """What is said under the drawing: why the boundary lies there, whose word the rest is, what DNS says of the names."""
    lines = []
    if path.boundary is None:
        lines.append(teller.say(words.NO_BOUNDARY))
    else:
        lines.append(teller.sentence(path.boundary.reason))
        if path.boundary.index + 1 < len(path.hops):
            lines.append(teller.say(words.OTHERS_WORD))
    for reverse in names.reverse if names is not None else ():
        for name in reverse.names:
            told = words.CONFIRMED if name in reverse.confirmed else words.UNCONFIRMED
            shown = f"{teller.foreign(reverse.address)} → {teller.foreign(name)}"
            lines.append(teller.aside(shown, teller.say(told)))
    unread = sum(not hop.read_whole for hop in path.hops)
    if unread:
        lines.append(teller.filled(words.UNREAD_COUNT, unread=unread, all=len(path.hops)))
    return lines


def _begins_here(hop: Hop) -> bool:
    """The mail was written on the server itself, or its line names no client."""
    return hop.address is None and hop.helo is None


def _label(host: str) -> str:
    """The machine's own name; a house may know it by several domains."""
    return host.lower().split(".", 1)[0]


def _client_words(teller: Teller, hop: Hop) -> list[str]:
    """Reverse name and address as the server wrote them."""
    shown = []
    if hop.reverse_name and hop.reverse_name != hop.helo:
        unknown = hop.reverse_name == "unknown"
        name = teller.foreign(hop.reverse_name)
        shown.append(teller.aside(name, teller.say(words.NO_REVERSE)) if unknown else name)
    if hop.address:
        shown.append(teller.foreign(f"[{hop.address}]"))
    return shown


def _step(teller: Teller, path: Path, hop: Hop, previous: Hop | None) -> list[str]:
    """How the mail got to this hop's server."""
    told: list[str] = []
    if hop.protocol:
        told.append(teller.foreign(hop.protocol))
    if hop.logged_in:
        told.append(teller.say(words.LOGGED_IN))
    if hop.local:
        told.append(teller.say(words.LOCAL))
    if previous is not None:
        told += _changed_client(teller, hop, previous)
    delay = path.delay(hop)
    if delay is not None:
        sign = "−" if delay.total_seconds() < 0 else ""
        told.append(sign + written_duration(delay, teller.language))
    return told


def _changed_client(teller: Teller, hop: Hop, previous: Hop) -> list[str]:
    """The client in this line, where it tells more than the server shown before it."""
    shown = _client_words(teller, hop)
    if hop.helo and previous.by and _label(hop.helo) != _label(previous.by):
        shown.insert(0, f"HELO {teller.foreign(hop.helo)}")
    return shown
