"""Whether a text warns of a link that it quotes, so that the link is not the sender's own."""

from __future__ import annotations

from collections.abc import Iterable

from gyotaku.mail.links.link import Link
from gyotaku.mail.links.mark import Place
from gyotaku.mail.pattern import Pattern

_BARE = frozenset({Place.TEXT, Place.BARE})
# Who wants a link opened does not write so. Within the link's own sentence: "do not open other mails" warns of no link.
_NOT = r"(?:開か|クリックし|アクセスし|押さ|触ら|タップし|入力し)ないで|(?:開か|アクセスせ|クリックせ)ず"
_BEFORE = Pattern(
    rf"(?i)(?:(?:{_NOT})[^。\n]{{0,12}}|(?:do not|don't) (?:open|click|visit|follow|go to)[^.!?\n]{{0,20}})[:：]?\s*$"
)
_AFTER = Pattern(rf"[^。\n]{{0,25}}(?:{_NOT})")
_AROUND = 60


def warned_of(link: Link, texts: Iterable[str]) -> bool:
    """The link stands bare in one of the texts, and the words beside it say not to follow it."""
    if link.place not in _BARE:
        return False
    written = link.target.written
    for text in texts:
        at = text.find(written)
        if at >= 0:
            end = at + len(written)
            before, after = text[max(0, at - _AROUND) : at], text[end : end + _AROUND]
            return _BEFORE.compiled.search(before) is not None or _AFTER.compiled.match(after) is not None
    return False
