"""Which stretches of a text are others' words: answered lines and mails that were forwarded."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick

from gyotaku.mail.pattern import Pattern

_LINE = r"[ \t]{0,3}[>|][^\n]*"
_FIRST_LINE = Pattern(_LINE)
_LINES = Pattern(rf"\n({_LINE})")
"""A line end is found at once; the beginning of a line would be looked for at every character."""
_FROM_HERE = Pattern(
    r"(?m)^[ \t>*_]{0,4}(?:"
    r"-{2,20} ?(?:original|forwarded|weitergeleitete|ursprüngliche|元の|転送|message d'origine|mensaje)"
    r"|begin forwarded message"
    r"|on [^\n]{5,200}\n?[^\n]{0,100} wrote: ?\r?$"
    r"|am [^\n]{5,200} schrieb"
    r"|le [^\n]{5,200} a écrit"
    r"|el [^\n]{5,200} escribió"
    r"|em [^\n]{5,200} escreveu"
    r"|[0-9]{4}[年/-][^\n]{5,150}[>:] ?\r?\n[ \t]{0,3}>"
    r"|[^\n]{1,150}(?:さんは|さんが)書きました"
    r"|(?:from|de|von|差出人|送信者|送信元) ?: ?[^\n]{3,200}\n[ \t>*]{0,4}(?:sent|date|to|gesendet|envoyé|送信日時|日時|宛先|送信) ?:"
    r")"
)
_HEADS = (
    ">", "original", "forwarded", "weitergeleitete", "ursprüngliche", "元の", "転送", "message d'origine", "mensaje", "wrote", "schrieb", "a écrit", "escri", "escre",
    "書きました", "from:", "from :", "de:", "de :", "von:", "von :", "差出人", "送信者", "送信元",
)  # fmt: skip
"""Every head of others' words has one of these."""


@lru_cache(maxsize=8)
def words_of_others(text: str) -> tuple[tuple[int, int], ...]:
    """Where they begin and end, in a folded text. What follows a forwarded mail's head counts as that mail to the end."""
    head = _head(text)
    end = head.start() if head else len(text)
    lines: list[tuple[int, int]] = []
    if ">" in text or "|" in text:
        first = _FIRST_LINE.compiled.match(text, 0, end)
        lines = [first.span()] if first else []
        lines += [match.span(1) for match in _LINES.compiled.finditer(text, 0, end)]
    return (*lines, (end, len(text))) if head else tuple(lines)


def _head(text: str) -> re.Match[str] | None:
    """The first head of others' words: it has its mark in its first line or in the second."""
    tried = -1
    for _, at, _ in _heads().find_matches_as_indexes(text):
        line = text.rfind("\n", 0, at) + 1
        if line > tried:
            above = text.rfind("\n", 0, line - 1) + 1 if line else 0
            for start in (above, line):
                if start > tried:
                    tried = start
                    head = _FROM_HERE.compiled.match(text, start)
                    if head is not None:
                        return head
    return None


@cache
def _heads() -> AhoCorasick:
    return AhoCorasick(_HEADS)


def answers(text: str) -> bool:
    """The text answers or forwards another, as most of its quotations show at a glance."""
    return "\n>" in text or bool(words_of_others(text))
