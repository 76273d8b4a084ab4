"""The host that the text of a link shows to its reader."""

from __future__ import annotations

import re

from msgspec import Struct

from gyotaku.mail.domains import is_listed
from gyotaku.mail.links.target import Target, read_target
from gyotaku.mail.links.text import addresses

_LONGEST = 2_000
_BARE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,10}[A-Za-z]{2,18}(?:[/?#][!-~]{0,500})?")

_REVERSED = "\u202e"
_ENDS = "\u202c\u202d\u202a\u202b\u2069\n"


class Shown(Struct, frozen=True):
    """`start` and `end` count in the text of the link; `whole` is an address written out, not a bare name."""

    target: Target
    start: int
    end: int
    whole: bool


def shown_host(text: str) -> Shown | None:
    """The first web address in the text of a link, or the name of a host where that is all it shows."""
    if "." not in text and "．" not in text and "。" not in text:
        return None
    text = text[:_LONGEST]
    if _REVERSED in text:
        # Shown from right to left: only the whole of it has a place in the text.
        seen = shown_host(_read(text))
        return None if seen is None else Shown(seen.target, 0, len(text), seen.whole)
    for found in addresses(text, 3):
        target = read_target(found.url)
        if target.host and "." in target.host:
            return Shown(target, found.start, found.end, "://" in found.url)
    bare = text.strip()
    if _BARE.fullmatch(bare) and is_listed(re.split("[/?#]", bare, maxsplit=1)[0]):
        start = text.index(bare)
        target = read_target("http://" + bare)
        return Shown(target, start, start + len(bare), False) if target.host else None
    return None


def _read(text: str) -> str:
    """The letters in the order in which they are shown: RIGHT-TO-LEFT OVERRIDE turns what follows it around (UAX #9)."""
    shown, *turned = text.split(_REVERSED)
    for piece in turned:
        end = next((at for at, letter in enumerate(piece) if letter in _ENDS), len(piece))
        shown += piece[:end][::-1] + piece[end + 1 :]
    return shown
