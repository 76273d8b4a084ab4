"""Particles that do not go with their predicate."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from gyotaku.mail.language.words import Place, Words, frames, words_of

_DOES = ("する", "いたす", "致す", "なさる")
_CAUSES = ("せる", "させる")
_IMPOSSIBLE = frozenset(
    [("を", "が"), ("を", "に"), ("を", "で"), ("を", "へ"), ("を", "を"), ("が", "を"), ("が", "が"), ("が", "に"), ("が", "で"), ("に", "を"),
     ("に", "に"), ("に", "が"), ("で", "を"), ("で", "に"), ("へ", "を"), ("へ", "に"), ("は", "を"), ("は", "が"), ("は", "に"), ("を", "は"), ("が", "は")]
)  # fmt: skip
_SHOWN = ("クリック", "タップ", "押す", "選択", "選ぶ", "開く", "ご覧", "参照", "見る", "読む")
"""What is done to a button: the words before it are its label."""


@cache
def _no_object() -> tuple[dict[str, list[tuple[str, frozenset[str]]]], dict[str, list[tuple[str, frozenset[str]]]]]:
    """By noun and by verb: the particle that it takes, and the objects with which alone を is wrong."""
    nouns: dict[str, list[tuple[str, frozenset[str]]]] = {}
    verbs: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for row in frames()["no_object"]:
        taken = (row["particle"], frozenset(row.get("objects", ())))
        for listed, kept in ((row.get("nouns", ()), nouns), (row.get("verbs", ()), verbs)):
            for word in listed:
                kept.setdefault(word, []).append(taken)
    return nouns, verbs


def find(words: Words) -> Iterator[Place]:
    for number in words.particles("を"):
        if words.head(number) or words.at(number - 1).surface == "こと":
            yield from _object(words, number)
    yield from _manner(words)
    yield from _pairs(words)
    yield from _places(words)
    yield from _done_to(words)


def _object(words: Words, number: int) -> Iterator[Place]:
    nouns, verbs = _no_object()
    first = words.after(number)
    token = words.at(first)
    if token.is_verb:
        yield from _taken(words, number, first, verbs.get(token.base, []), first)
    if token.surface in words_of("adjectives", "words"):
        said = words.at(first + 1)
        turns = said.surface in ("に", "と") and words.at(first + 2).base in ("なる", "成る")
        if said.base in ("です", "だ", "である") and said.form in ("終止形", "連用形", "未然形") and said.surface not in ("に", "な"):
            yield words.turned(number, "が", words.end(first), "object")
        elif turns and said.surface == "に":
            yield words.turned(number, "が", words.end(first + 2), "object")
        return
    behind, last = words.noun(first)
    if not last:
        return
    if words.at(behind).is_verb and words.at(behind).base in _DOES:
        yield from _taken(words, number, first, nouns.get(last, []), behind)
    elif words.at(behind).surface == "を" and words.at(behind).is_particle:
        yield from _twice(words, number, first, behind)


def _taken(
    words: Words, number: int, first: int, rows: list[tuple[str, frozenset[str]]], last: int
) -> Iterator[Place]:
    """を before a predicate that takes no object, unless it is caused (させる)."""
    if any(words.at(last + step).base in _CAUSES for step in (1, 2)) or words.at(last).base in _CAUSES:
        return
    for particle, objects in rows:
        if not objects or words.head(number) in objects:
            yield words.turned(number, particle, words.end(last), "object")
            return


def _twice(words: Words, number: int, first: int, second: int) -> Iterator[Place]:
    """XをYをする: a deed has one を."""
    after = words.after(second)
    if words.at(first).kind == "接頭辞" or words.at(second - 1).kind != "名詞-普通名詞" or second - first > 2:
        return
    ends, last = words.noun(after)
    deed = last or words.at(after).base
    if any(shown in deed for shown in _SHOWN) or not (last or words.at(after).is_verb):
        return
    if words.at(second - 1).surface in words_of("begged", "nouns") or words.at(second - 1).surface in ("実行", "実施"):
        end = words.end(ends if last else after)
        yield words.turned(number, "の", end, "two-objects")


def _manner(words: Words) -> Iterator[Place]:
    manner = frames()["manner"]
    for number in words.particles("に"):
        natural = manner["words"].get(words.head(number))
        if natural is None or words.at(number - 2).kind.startswith(("名詞", "接頭辞")) or words.at(number - 2).surface == "の":
            continue
        first = words.after(number)
        behind, last = words.noun(first)
        base = words.at(first).base
        verb = words.at(first).is_verb and base not in manner["change"]
        deed = last and last not in manner["change_nouns"] and words.at(behind).base in (*_DOES, "なる", "さ", "と")
        if verb or deed:
            end = words.end(behind if last else first)
            start = words.at(number - 1).start
            yield Place(start, end, natural + words.text[words.at(number).end : end], "manner")


def _pairs(words: Words) -> Iterator[Place]:
    for number, token in enumerate(words.tokens[:-1]):
        after = words.tokens[number + 1]
        if (token.surface, after.surface) in _IMPOSSIBLE and token.end == after.start:
            both = {token.kind, after.kind}
            if both <= {"助詞-格助詞", "助詞-係助詞"} and words.head(number):
                start = words.begin(number)
                yield Place(start, after.end, words.text[start : token.start] + after.surface, "two-particles")


def _places(words: Words) -> Iterator[Place]:
    for number in words.particles("に"):
        if words.head(number) in words_of("place", "words"):
            first = words.after(number)
            behind, last = words.noun(first)
            done = last in words_of("place", "act_nouns") and words.at(behind).base in _DOES
            if done or words.at(first).base in words_of("place", "acts"):
                yield words.turned(number, "で", words.end(behind if done else first), "place")


def _done_to(words: Words) -> Iterator[Place]:
    """Xが変更しました of a thing that cannot do it; Xが必要とします."""
    for number in words.particles("が"):
        first = words.after(number)
        behind, last = words.noun(first)
        if not last:
            continue
        head = words.head(number)
        if head in words_of("things", "words") and last in words_of("things", "done") and behind == first + 1:
            does, ends = words.at(behind), words.at(behind + 1)
            if does.surface == "し" and ends.base == "ます" and words.text[ends.start : ends.start + 2] in ("まし", "ます"):
                end = words.end(behind)
                start = words.begin(number)
                natural = words.text[start : does.start] + "され" + words.text[ends.start : end]
                yield Place(start, end, natural, "done-to")
        elif last == "必要" and words.at(behind).surface == "と" and words.at(behind + 1).surface == "し":
            if words.at(behind + 2).base == "ます" and words.at(number - 1).kind == "名詞-普通名詞":
                end = words.end(behind + 1)
                yield Place(words.begin(number), end, words.text[words.begin(number) : words.at(behind).start] + "です", "object")
