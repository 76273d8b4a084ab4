"""A written text with the lines joined that were broken within a sentence."""

from __future__ import annotations

from bisect import bisect_right

from gyotaku.mail.pattern import Pattern

_WRAP = Pattern(
    r"(?<=[\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff、])(?<!ます|です|した|せん|さい|ませ) ?\r?\n(?=[\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff])"
)
_LEAST = 24
"""Characters of a line that was broken because it was long; shorter ones are headings and lists."""


class Unwrapped:
    """`text` without those line ends; `place` tells where a character of it stands in what was written."""

    __slots__ = ("_behind", "_removed", "text")

    def __init__(self, written: str) -> None:
        pieces: list[str] = []
        self._behind: list[int] = []
        self._removed: list[int] = []
        last = removed = 0
        for wrap in _WRAP.compiled.finditer(written):
            if wrap.start() - (written.rfind("\n", 0, wrap.start()) + 1) < _LEAST:
                continue
            pieces.append(written[last : wrap.start()])
            last = wrap.end()
            removed += len(wrap[0])
            self._behind.append(last - removed)
            self._removed.append(removed)
        self.text = "".join((*pieces, written[last:])) if pieces else written

    def place(self, number: int, *, end: bool = False) -> int:
        """An `end` stands before the line end that may follow it."""
        if not self._behind:
            return number
        found = bisect_right(self._behind, number - end)
        return number + (self._removed[found - 1] if found else 0)
