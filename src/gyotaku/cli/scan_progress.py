"""How far a scan is: mails, rate, and the time left where the size of the sources tells it."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from gyotaku.batch.scan import Counts
from gyotaku.mail.intake import STDIN, Meter, octets_of

_EVERY = 0.5
_SIZING = 5.0
"""Seconds that finding out how much there is may take."""
_TELLING = 0.005
"""The share that must be done before the time left is told."""


class Progress:
    """One line on standard error, only where that is a terminal."""

    def __init__(self, sources: Sequence[str], meter: Meter) -> None:
        self._shown = sys.stderr.isatty()
        self._meter = meter
        self._total = _total(sources) if self._shown else None
        self._began = self._last = time.monotonic()
        self._passed_octets = 0
        self._written = False

    def step(self, counts: Counts, path: str) -> None:
        now = time.monotonic()
        if not self._shown or now - self._last < _EVERY:
            return
        self._last = now
        if counts.passed == counts.met:
            # What had its rows is only passed over, at a pace that tells nothing of what follows.
            self._began, self._passed_octets = now, self._meter.octets
        sys.stderr.write(f"\r\x1b[K{self.line(counts, path, now)}")
        sys.stderr.flush()
        self._written = True

    def line(self, counts: Counts, path: str, now: float) -> str:
        new = counts.met - counts.passed
        pieces = [f"{counts.met:,}", f"{new / max(now - self._began, 0.001):,.0f}/s"]
        if self._total:
            octets = self._meter.octets
            pieces.append(f"{min(octets / self._total, 1):.1%}")
            done = (octets - self._passed_octets) / max(self._total - self._passed_octets, 1)
            if done > _TELLING:
                pieces.append(f"-{_clock((now - self._began) * (1 - done) / done)}")
        if counts.unread:
            pieces.append(f"!{counts.unread:,}")
        return " · ".join([*pieces, path[-40:]])

    def clear(self) -> None:
        if self._written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._written = False


def _total(sources: Sequence[str]) -> int | None:
    """Octets of all sources; None where a pipe is among them, or counting takes too long."""
    if STDIN in sources:
        return None
    until = time.monotonic() + _SIZING
    total = 0
    for octets in octets_of(sources):
        total += octets
        if time.monotonic() > until:
            return None
    return total


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(max(seconds, 0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
