"""A regular expression that is compiled when it is first tried.

There are some hundred patterns for what mail may hold; compiling them all costs 60 ms at every start, and a mail needs few.
"""

from __future__ import annotations

import re


class Pattern:
    """`compiled` is the expression itself."""

    __slots__ = ("_compiled", "_source")

    def __init__(self, source: str) -> None:
        self._source = source
        self._compiled: re.Pattern[str] | None = None

    @property
    def source(self) -> str:
        return self._source

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._source)
        return self._compiled
