"""What a session has heard, bounded by number and by size: a server may send long answers, and a run may see many mails."""

from __future__ import annotations

import threading
from collections import OrderedDict

from gyotaku.model.asks import Answer, Ask

MOST = 50_000
"""Answers."""
LARGEST = 64 << 20
"""Characters of all answers together."""
_OVERHEAD = 500
"""Of an answer without records, about."""


class Remembered:
    """The answers heard last. Used from several threads."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Ask, Answer] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, ask: Ask) -> Answer | None:
        return self._answers.get(ask)

    def put(self, answer: Answer) -> None:
        """Keep it, and forget the oldest where there is no room."""
        with self._lock:
            replaced = self._answers.pop(answer.ask, None)
            self._size += _size(answer) - (_size(replaced) if replaced else 0)
            self._answers[answer.ask] = answer
            while self._answers and (len(self._answers) > MOST or self._size > LARGEST):
                _, oldest = self._answers.popitem(last=False)
                self._size -= _size(oldest)


def _size(answer: Answer) -> int:
    return _OVERHEAD + sum(map(len, answer.records)) + 60 * len(answer.records)
