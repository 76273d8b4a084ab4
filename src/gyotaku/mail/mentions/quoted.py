"""Which stretches of a text are others' words: answered lines and mails that were forwarded."""

from __future__ import annotations

from functools import lru_cache

from gyotaku.mail.pattern import Pattern

_LINES = Pattern(r"(?m)^[ \t]{0,3}[>|][^\n]*")
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
    head = _FROM_HERE.compiled.search(text) if any(mark in text for mark in _HEADS) else None
    end = head.start() if head else len(text)
    marked = ">" in text or "|" in text
    lines = tuple(match.span() for match in _LINES.compiled.finditer(text, 0, end)) if marked else ()
    return (*lines, (end, len(text))) if head else lines


def answers(text: str) -> bool:
    """The text answers or forwards another, as most of its quotations show at a glance."""
    return "\n>" in text or bool(words_of_others(text))
