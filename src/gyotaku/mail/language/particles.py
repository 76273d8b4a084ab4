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
_ASKS = ("くださる", "下さる", "いただく")
_HONOURS = ("お", "ご", "御")
_FONDLY = (
    "好き",
    "嫌い",
    "気",
    "苦手",
    "得意",
    "目",
    "手",
    "きっかけ",
    "もと",
    "元",
    "基",
    "口",
    "頭",
    "頼り",
    "耳",
    "参考",
    "機",
    "前",
    "最後",
    "中心",
    "境",
    "先頭",
)
_ARRIVES = ("届く", "見つかる", "戻る", "残る", "集まる")
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
            yield from _arrives(words, number)
    yield from _manner(words)
    yield from _comes_to(words)
    if "以内" in words.text:
        yield from _within(words)
    if "をでき" in words.text:
        yield from _can(words)
    if "月の" in words.text:
        yield from _dates(words)
    if "まで" in words.text:
        yield from _by_then(words)
    yield from _pairs(words)
    yield from _places(words)


def _object(words: Words, number: int) -> Iterator[Place]:
    nouns, verbs = _no_object()
    first = words.after(number)
    token = words.at(first)
    asked = token.surface in _HONOURS and words.at(first + 1).is_verb and words.at(first + 2).base in _ASKS
    if token.is_verb or asked:
        yield from _taken(words, number, verbs.get(words.at(first + asked).base, []), first + asked)
    if token.surface in words_of("adjectives", "words"):
        said = words.at(first + 1)
        turns = said.surface in ("に", "と") and words.at(first + 2).base in ("なる", "成る")
        if (
            said.base in ("です", "だ", "である")
            and said.form in ("終止形", "連用形", "未然形")
            and said.surface not in ("に", "な")
        ):
            yield words.turned(number, "が", words.end(first), "object")
        elif turns and said.surface == "に":
            yield words.turned(number, "が", words.end(first + 2), "object")
        return
    behind, last = words.noun(first)
    if not last:
        return
    follows = words.at(behind)
    if (follows.is_verb and follows.base in (*_DOES, *_ASKS)) or (follows.surface == "。" and behind == first + 1):
        yield from _taken(words, number, nouns.get(last, []), behind if follows.is_verb else first)
    elif follows.surface in ("に", "と") and words.at(behind + 1).base in ("なる", "成る"):
        yield from _becomes(words, number, first, behind)
    elif follows.surface in ("は", "が") and words.at(behind + 1).surface == "必要":
        if last in words_of("begged", "nouns") and words.at(behind + 2).base in ("です", "だ", "と", "に"):
            yield words.turned(number, "の", words.end(behind + 1), "object")
    elif follows.surface == "を" and follows.is_particle:
        yield from _twice(words, number, first, behind)


def _arrives(words: Words, number: int) -> Iterator[Place]:
    """荷物を倉庫に届きました."""
    _, verbs = _no_object()
    first = words.after(number)
    place = words.noun(first)[0]
    verb = words.at(place + 1)
    if (
        place > first
        and words.at(place).is_particle
        and words.at(place).surface in ("に", "へ")
        and verb.base in _ARRIVES
    ):
        yield from _taken(words, number, verbs.get(verb.base, []), place + 1)


def _taken(words: Words, number: int, rows: list[tuple[str, frozenset[str]]], last: int) -> Iterator[Place]:
    """を before a predicate that takes no object, unless it is caused (させる)."""
    if any(words.at(last + step).base in _CAUSES for step in (1, 2)) or words.at(last).base in _CAUSES:
        return
    if rows and _leads_on(words, last):
        return
    for particle, objects in rows:
        if not objects or words.head(number) in objects:
            yield words.turned(number, particle, words.end(last), "object")
            return


def _leads_on(words: Words, last: int) -> bool:
    """The predicate describes a noun behind it, and the を belongs to what comes then (表を異なる色で塗る)."""
    while words.at(last + 1).kind.startswith("助動詞"):
        last += 1
    if words.at(last).form != "連体形" or not words.at(last + 1).is_noun:
        return False
    return words.at(words.noun(last + 1)[0]).surface not in ("は", "が", "も", "、", "。")


def _becomes(words: Words, number: int, first: int, behind: int) -> Iterator[Place]:
    """Xを無効になる: what something becomes takes no を, unless the reader is honoured (ご覧になる)."""
    if (
        words.at(behind).surface != "に"
        or words.at(first).surface[:1] in _HONOURS
        or words.at(first).surface in _FONDLY
    ):
        return
    if words.at(behind - 1).surface in _FONDLY or words.at(behind - 1).kind.startswith("名詞-数詞"):
        return
    changed = words.at(behind + 1)
    end = words.end(behind + 1)
    start = words.begin(number)
    made = words.text[start : changed.start] + "し" + words.text[changed.end : end]
    if changed.form == "連用形" and changed.surface == "なり":
        yield Place(start, end, made, "object")
    elif changed.surface == "なる":
        yield Place(start, end, made[: -len("し")] + "する", "object")


def _comes_to(words: Words) -> Iterator[Place]:
    """失効になる: it is done, and does not come to be."""
    for number in words.particles("に"):
        deed, comes = words.at(number - 1), words.at(number + 1)
        if comes.base == "なる" and deed.surface in words_of("done_at_once", "nouns") and deed.kind == "名詞-普通名詞":
            if words.at(number - 2).kind == "接頭辞":
                continue
            end = words.end(number + 1)
            passive = "し" if deed.surface == "失効" else "され"
            start = words.deed(number)
            rest = words.text[comes.end : end]
            becomes = passive if comes.surface == "なり" else {"し": "する", "され": "される"}[passive]
            if comes.surface in ("なり", "なる"):
                yield Place(start, end, words.text[start : deed.end] + becomes + rest, "object")


def _within(words: Words) -> Iterator[Place]:
    """24時間以内アカウントを確認: に is missing."""
    for number, token in enumerate(words.tokens):
        after = words.at(number + 1)
        if token.surface == "以内" and after.kind == "名詞-普通名詞" and after.surface in words_of("things", "words"):
            start = words.begin(number)
            behind, _ = words.noun(number + 1)
            if words.at(behind).surface in ("を", "の", "が"):
                end = words.at(behind - 1).end
                yield Place(start, end, words.text[start : token.end] + "に" + words.text[token.end : end], "missing")


def _dates(words: Words) -> Iterator[Place]:
    """5月の2日."""
    for number in words.particles("の"):
        month, day = words.at(number - 2), words.at(number + 1)
        units = words.at(number - 1).surface, words.at(number + 2).surface
        if units == ("月", "日") and month.kind == day.kind == "名詞-数詞":
            end = words.at(number + 2).end
            before = words.text[month.start : words.at(number).start]
            yield Place(month.start, end, before + words.text[day.start : end], "of")


def _can(words: Words) -> Iterator[Place]:
    """確認をできません."""
    for number in words.particles("を"):
        token, after = words.at(number + 1), words.at(number + 2)
        able = token.base == "できる" and token.surface == "でき" and after.base in ("ます", "ない")
        before = words.text[: words.at(number).start]
        deed = next((deed for deed in frames()["able"]["deeds"] if before.endswith(deed)), None)
        if able and deed is not None:
            start, end = len(before) - len(deed), words.end(number + 1)
            yield Place(start, end, deed + "が" + words.text[words.at(number).end : end], "can")


def _by_then(words: Words) -> Iterator[Place]:
    """30日までご提出ください: up to a time one goes on, by a time one is done."""
    for number, token in enumerate(words.tokens):
        before = words.at(number - 1)
        clock = before.kind == "名詞-数詞" and words.at(number - 2).surface in (":", "：")
        if token.surface != "まで" or not (
            clock or before.surface in words_of("by_then", "times") or before.surface == "）"
        ):
            continue
        behind, last = words.noun(number + 1)
        if last.removeprefix("ご").removeprefix("お") in words_of("by_then", "nouns") and _asks(words, behind):
            start, end = words.begin(number), words.end(behind)
            yield Place(start, end, words.text[start : token.end] + "に" + words.text[token.end : end], "by-then")


def _asks(words: Words, number: int) -> bool:
    """ください stands here, behind して too; or を and お願い."""
    bases = [words.at(number + step).base for step in range(3)]
    return "くださる" in bases or "下さる" in bases or (bases[0] == "を" and "願う" in bases) or "お願い" in bases


def _twice(words: Words, number: int, first: int, second: int) -> Iterator[Place]:
    """XをYをする: a deed has one を."""
    after = words.after(second)
    if words.at(first).kind == "接頭辞" or words.at(second - 1).kind != "名詞-普通名詞" or second - first > 2:
        return
    ends, last = words.noun(after)
    if words.at(after).kind == "接頭辞" and not last:
        after += 1
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
        if (
            natural is None
            or words.at(number - 2).kind.startswith(("名詞", "接頭辞"))
            or words.at(number - 2).surface == "の"
        ):
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
            if after.surface == "を" and words.at(words.after(number + 1)).surface in _SHOWN:
                continue
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
