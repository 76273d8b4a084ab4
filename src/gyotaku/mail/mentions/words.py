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
    # By the first letter: the alternatives of one letter are tried only where it stands.
    by_initial: dict[str, list[str]] = {}
    for word in every:
        by_initial.setdefault(word[0], []).append(re.escape(word[1:]) + ("(?![a-zß-ÿ])" if _latin(word[-1]) else ""))
    return re.compile("|".join(_word(initial, rests) for initial, rests in sorted(by_initial.items())))


@cache
def label() -> re.Pattern[str]:
    """The whole label of the one time that a notice is about, without its ornaments."""
    rows = table("event_words")
    prefix = "|".join(re.escape(word) for word in rows["label_prefix"])
    word = "|".join(re.escape(word) for word in rows["label"])
    return re.compile(rf"(?:(?:{prefix}) ?){{0,3}}(?:{word})")


def _word(initial: str, rests: list[str]) -> str:
    before = "(?<![a-zß-ÿ])" if _latin(initial) else ""
    # The letter stands before the look back, so that a search goes by it.
    return f"{re.escape(initial)}{before.replace('])', f']{initial})')}(?:{'|'.join(rests)})"


def _latin(character: str) -> bool:
    return character.isalpha() and ord(character) < 0x250
