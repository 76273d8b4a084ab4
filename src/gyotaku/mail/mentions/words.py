"""The words of the table `event_words`, found in a stretch of folded text."""

from __future__ import annotations

import re
from functools import cache

from gyotaku.data.tables import table


@cache
def words(*lists: str) -> re.Pattern[str]:
    """Any word of these lists of the table; one in Latin letters as a word of its own."""
    rows = table("event_words")
    every = sorted({word for name in lists for word in rows[name]}, key=lambda word: (-len(word), word))
    return re.compile("|".join(_whole(word.strip()) for word in every))


@cache
def label() -> re.Pattern[str]:
    """The whole label of the one time that a notice is about, without its ornaments."""
    rows = table("event_words")
    prefix = "|".join(re.escape(word) for word in rows["label_prefix"])
    word = "|".join(re.escape(word) for word in rows["label"])
    return re.compile(rf"(?:(?:{prefix}) ?){{0,3}}(?:{word})")


def _whole(word: str) -> str:
    before = "(?<![a-zß-ÿ])" if _latin(word[0]) else ""
    after = "(?![a-zß-ÿ])" if _latin(word[-1]) else ""
    return before + re.escape(word) + after


def _latin(character: str) -> bool:
    return character.isalpha() and ord(character) < 0x250
