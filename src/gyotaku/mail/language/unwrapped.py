"""A written text with the lines joined that were broken within a sentence."""

from __future__ import annotations

from bisect import bisect_right

from gyotaku.mail.pattern import Pattern

_NEXT = Pattern(r"\n(?=[\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff])")
_LAST = Pattern(r"[\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff、]\Z")
_ENDED = ("ます", "です", "した", "せん", "さい", "ませ")
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
        for wrap in _NEXT.compiled.finditer(written):
            line = written[written.rfind("\n", 0, wrap.start()) + 1 : wrap.start()].rstrip("\r").removesuffix(" ")
            if len(line) < _LEAST or line.endswith(_ENDED) or not _LAST.compiled.search(line[-1]):
                continue
            before = written.rfind("\n", 0, wrap.start()) + 1 + len(line)
            pieces.append(written[last:before])
            last = wrap.end()
            removed += last - before
            self._behind.append(last - removed)
            self._removed.append(removed)
        self.text = "".join((*pieces, written[last:])) if pieces else written

    def place(self, number: int, *, end: bool = False) -> int:
        """An `end` stands before the line end that may follow it."""
        if not self._behind:
            return number
        found = bisect_right(self._behind, number - end)
        return number + (self._removed[found - 1] if found else 0)
