"""Words that stand in every report, so that they tell of nobody where they stand alone."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from gyotaku.model import answers, asks, evidence, finding, goal, hypothesis, path, report, software
from gyotaku.model.text import Text
from gyotaku.report import headings
from gyotaku.report.masking.folding import fold

_WORD = re.compile(r"[^\W_]+")


@cache
def ordinary() -> frozenset[str]:
    """Words of the headings and of all fixed terms, folded."""
    said: list[str] = []
    for value in vars(headings).values():
        for text in value.values() if isinstance(value, dict) else (value,):
            if isinstance(text, Text):
                said += (text.en, text.ja)
    for module in (answers, asks, evidence, finding, goal, hypothesis, path, report, software):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Enum):
                said += [str(member.value) for member in value]
    return frozenset(word for text in said for word in _WORD.findall(fold(text))) | _MEMBERS


_MEMBERS = frozenset(
    {
        "mailbox",
        "address",
        "message",
        "http",
        "https",
        "hxxp",
        "hxxps",
        "mailto",
        "received",
        "subject",
        "return",
        "image",
    }
    | {
        "link",
        "form",
        "frame",
        "refresh",
        "resource",
        "helo",
        "hosts",
        "handed",
        "over",
        "reply",
        "gyotaku",
        "html",
        "text",
    }
)
