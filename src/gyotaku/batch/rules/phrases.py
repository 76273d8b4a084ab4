"""Words that subjects and display names of a set share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from gyotaku.batch.rules.condition import Condition, What, small, usable
from gyotaku.data.tables import table
from gyotaku.report.layout import columns

_MOST = 200
"""Different subjects that are compared."""
_LONGEST = 200
_PHRASES = 60
_TAGS = re.compile(r"(?:\[[^\]]{0,30}\]|\s|(?:re|fwd?|aw|wg)\s?:)+")
"""What lists and filters write before a subject, and answers."""
_GAP = re.compile(r"\s{2,}|[^\S ]")
_ENDS = re.compile(r"\A[\W_]+|[\W_]+\Z")
_FIGURES = re.compile(r"[\d\W_]+")
_OWN_COLUMNS = 16
"""What a phrase must have beside words that stand in every notice."""


def shared_phrases(what: What, texts: Iterable[str]) -> list[Condition]:
    """Whole texts, and what neighbours have in common, sorted from their fronts and from their backs."""
    counted = Counter(_untagged(text)[:_LONGEST] for text in texts if text)
    kept = sorted(text for text, _ in counted.most_common(_MOST))
    found: Counter[str] = Counter()
    for text in kept:
        found.update(dict.fromkeys(_pieces(text), counted[text]))
    for row in (kept, sorted(kept, key=lambda text: text[::-1])):
        for one, other in pairwise(row):
            found.update(_pieces(_common(one, other)))
    ranked = sorted(found, key=lambda phrase: (-sum(phrase in text for text in kept), -len(phrase), phrase))
    tests = (Condition(what, phrase) for phrase in ranked if _is_special(phrase))
    return [test for test in tests if usable(test)][:_PHRASES]


def _untagged(text: str) -> str:
    tags = _TAGS.match(text)
    return text[tags.end() :] if tags else text


def _is_special(phrase: str) -> bool:
    for word in table("subject_words")["general"] + table("subject_words")["urgent"]:
        if len(word) > 1:
            phrase = phrase.replace(small(word), "")
    return columns(_FIGURES.sub("", phrase)) >= _OWN_COLUMNS


def _pieces(text: str) -> Iterator[str]:
    """Cut where filters would unfold it in different ways, without marks at its ends."""
    for piece in _GAP.split(text):
        if word := _ENDS.sub("", piece):
            yield word


def _common(one: str, other: str) -> str:
    """The longest piece of both, in whole words where it is written with spaces."""
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    start, end = match.a, match.a + match.size
    if 0 < start < end and _within_word(one, start):
        start = one.find(" ", start, end) + 1 or end
    if start < end < len(one) and _within_word(one, end):
        end = max(one.rfind(" ", start, end), start)
    return one[start:end]


def _within_word(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
