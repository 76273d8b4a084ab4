"""How far a long run is, in one line on standard error; only where a person watches."""

from __future__ import annotations

import sys
import time

_EVERY = 0.1
"""Seconds between two lines, so that a run of thousands of mails does not wait for its terminal."""


class Progress:
    """Counts mails. Nothing is written before the second one, and nothing at all where standard error is no terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._began = self._last = time.monotonic()
        self._written = False

    def step(self, number: int, path: str) -> None:
        """`number` mails were met so far; the last is at `path`, already safe to show."""
        now = time.monotonic()
        if not self._shown or number < 2 or now - self._last < _EVERY:
            return
        self._last = now
        rate = number / max(now - self._began, 0.001)
        line = f"{number:,} · {rate:,.0f}/s · {path[-50:]}"
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()
        self._written = True

    def clear(self) -> None:
        """Take the line away, so that something else can be written."""
        if self._written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._written = False
