"""Things that something is done to, with a particle that makes doers or places of them: メールが検出しました, リンクにクリックする."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from gyotaku.mail.language.words import Place, Words, words_of

_TASKS = ("必要", "こと")


@cache
def _deeds() -> frozenset[str]:
    return words_of("things", "done") | words_of("things", "asked")


def find(words: Words) -> Iterator[Place]:
    yield from _done_to(words)
    yield from _was_done(words)
    yield from _to_do(words)
    yield from _pressed(words)


def _done_to(words: Words) -> Iterator[Place]:
    """Xが変更しました of a thing that cannot do it; Xが必要とします."""
    for number in words.particles("が"):
        first = words.after(number)
        behind, last = words.noun(first)
        if not last:
            continue
        head = words.head(number)
        if (
            head in words_of("things", "words") | words_of("things", "matters")
            and last in words_of("things", "done")
            and behind == first + 1
        ):
            does, ends = words.at(behind), words.at(behind + 1)
            if (
                does.surface == "し"
                and ends.base == "ます"
                and words.text[ends.start : ends.start + 2] in ("まし", "ます")
            ):
                end = words.end(behind)
                start = words.begin(number)
                natural = words.text[start : does.start] + "され" + words.text[ends.start : end]
                yield Place(start, end, natural, "done-to")
        elif last == "必要" and head and [words.at(behind + step).base for step in range(3)] == ["と", "する", "ます"]:
            start, end = words.begin(number), words.end(behind + 1)
            yield Place(start, end, words.text[start : words.at(behind).start] + "です", "object")


def _was_done(words: Words) -> Iterator[Place]:
    """アカウントの停止されました: what it is done to takes が."""
    for number in words.particles("の"):
        deed, does = words.at(number + 1), words.at(number + 2)
        if does.surface != "さ" or words.at(number + 3).base != "れる" or words.at(number + 4).base != "ます":
            continue
        if deed.kind == "名詞-普通名詞" and words.head(number) in words_of("things", "words"):
            yield words.turned(number, "が", words.end(number + 2), "object")


def _to_do(words: Words) -> Iterator[Place]:
    """アカウントが確認する必要があります."""
    for number in words.particles("が"):
        first = words.after(number)
        deed, does, task = (words.at(first + step) for step in range(3))
        if words.heads(number).isdisjoint(words_of("things", "words")) or does.surface != "する":
            continue
        if task.surface in _TASKS and deed.surface in _deeds():
            yield words.turned(number, "を", task.end, "object")


def _pressed(words: Words) -> Iterator[Place]:
    """リンクにクリックして."""
    for number in words.particles("に"):
        first = words.after(number)
        behind, last = words.noun(first)
        does = words.at(behind).base in ("する", "いたす", "くださる", "下さる")
        deed = last if last and does else words.at(first).base
        if deed in words_of("things", "taken") and not words.heads(number).isdisjoint(words_of("things", "words")):
            yield words.turned(number, "を", words.end(behind if last else first), "object")
