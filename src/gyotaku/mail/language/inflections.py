"""Endings on a form that does not take them: 開くください, 返信しないください, 確認ます, 新しいでした."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.language.morphology import Token
from gyotaku.mail.language.words import Place, Words, words_of

_TE = {
    "カ行": "いて",
    "ガ行": "いで",
    "サ行": "して",
    "タ行": "って",
    "ラ行": "って",
    "ワア行": "って",
    "ナ行": "んで",
    "バ行": "んで",
    "マ行": "んで",
}
_I = {
    "カ行": "き",
    "ガ行": "ぎ",
    "サ行": "し",
    "タ行": "ち",
    "ラ行": "り",
    "ワア行": "い",
    "ナ行": "に",
    "バ行": "び",
    "マ行": "み",
}
_FULL = ("終止形", "連体形")
_STOPS = ("", "。", "！", "!", "」")
_ASKS = ("くださる", "下さる")
_LEAST = 2
"""Characters of a verb at least: shorter ones are what is left of other words."""


def find(words: Words) -> Iterator[Place]:
    for number, token in enumerate(words.tokens):
        after = words.at(number + 1)
        if token.end != after.start:
            continue
        if after.base in _ASKS and after.form == "命令形":
            yield from _asked(words, number)
        elif after.base == "ます":
            yield from _polite(words, number)
        elif after.base == "です" and words.at(number + 2).surface in ("た", *_STOPS):
            yield from _is(words, number)
        elif after.surface == "な" and after.kind == "助動詞" and token.surface in words_of("no_na", "words"):
            yield from _na(words, number)
        elif after.surface == "の" and token.is_noun and token.surface in words_of("no_na", "reasons"):
            yield from _because(words, number)


def _because(words: Words, number: int) -> Iterator[Place]:
    """障害ので、"""
    if words.at(number + 2).surface == "で" and words.at(number + 3).surface == "、":
        token = words.at(number)
        yield Place(token.start, words.at(number + 2).end, token.surface + "なので", "adjective")


def _te(token: Token) -> str:
    """The verb's て form, empty where it has none that is known."""
    step = _stem_end(token)
    if token.base.endswith("行く"):
        return token.base[:-1] + "って"
    if token.row.startswith("五段"):
        return step + _TE.get(token.row.partition("-")[2], "")
    if token.row.startswith(("下一段", "上一段")):
        return step + "て"
    return "して" if token.base == "する" else ""


def _masu(token: Token) -> str:
    """What stands before ます."""
    if token.row.startswith("五段"):
        return _stem_end(token) + _I.get(token.row.partition("-")[2], "")
    if token.row.startswith(("下一段", "上一段")):
        return _stem_end(token)
    return "し" if token.base == "する" else ""


def _stem_end(token: Token) -> str:
    return token.surface[:-1]


def _is_full(token: Token) -> bool:
    plain = token.kind.startswith("動詞") and len(token.surface) >= _LEAST
    return plain and token.form in _FULL and token.surface == token.base


def _asked(words: Words, number: int) -> Iterator[Place]:
    """開くください, 返信しないください, クリックてください."""
    token, asks = words.at(number), words.at(number + 1)
    end = words.end(number + 1)
    rest = words.text[asks.start : end]
    if _is_full(token) and token.base != "する" and _te(token):
        start = token.start
        if words.at(number - 1).surface in ("て", "で") and token.base == "いる":
            yield Place(
                words.at(number - 2).start, end, words.text[words.at(number - 2).start : token.start] + rest, "full"
            )
            return
        yield Place(start, end, _te(token) + rest, "full")
    elif token.base in ("ない", "ぬ") and token.form in _FULL and token.kind == "助動詞":
        first = number - 2 if token.base == "ぬ" else number - 1
        verb = words.at(first)
        if verb.is_verb and (token.base == "ない" or words.at(number - 1).base == "ます"):
            start = words.deed(first) if verb.base == "する" else verb.start
            stem = words.text[start : verb.end] if token.base == "ない" else words.text[start : verb.start] + "し"
            if token.base == "ない" or verb.base == "する":
                yield Place(start, end, stem + "ないで" + rest, "full")
    elif token.surface == "て" and words.head(number) in words_of("begged", "nouns"):
        start = words.deed(number)
        yield Place(start, end, words.text[start : token.start] + "して" + rest, "full")


def _polite(words: Words, number: int) -> Iterator[Place]:
    """行うます, 返信したます, 確認ます."""
    token = words.at(number)
    end = words.end(number + 1)
    rest = words.text[token.end : end]
    if _is_full(token) and _masu(token):
        start = words.deed(number) if token.base == "する" else token.start
        yield Place(start, end, words.text[start : token.start] + _masu(token) + rest, "full")
    elif token.is_noun and token.surface in words_of("begged", "nouns"):
        start = words.deed(number + 1)
        yield Place(start, end, words.text[start : token.end] + "し" + rest, "full")


def _is(words: Words, number: int) -> Iterator[Place]:
    """変更するです。, 新しいでした。"""
    token, said = words.at(number), words.at(number + 1)
    end = words.end(number + 1)
    if _is_full(token) and _masu(token) and said.surface == "です" and words.head(number):
        start = words.deed(number) if token.base == "する" else token.start
        yield Place(start, end, words.text[start : token.start] + _masu(token) + "ます", "full")
    elif token.kind.startswith("形容詞") and token.surface.endswith("い") and said.surface == "でし":
        yield Place(token.start, end, token.surface[:-1] + "かったです", "adjective")


def _na(words: Words, number: int) -> Iterator[Place]:
    """最新な情報."""
    token, noun = words.at(number), words.at(number + 2)
    if noun.kind == "名詞-普通名詞" and noun.start == words.at(number + 1).end:
        behind, _ = words.noun(number + 2)
        end = words.at(behind - 1).end
        yield Place(token.start, end, token.surface + "の" + words.text[noun.start : end], "adjective")
