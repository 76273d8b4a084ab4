"""Words of need, ability and request joined as no one joins them: 必要します, 可能できます, お願いください."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.language.words import Place, Words

_ASKS = ("くださる", "下さる")


def find(words: Words) -> Iterator[Place]:
    for number, token in enumerate(words.tokens):
        after = words.at(number + 1)
        if token.end != after.start:
            continue
        if token.surface == "必要":
            yield from _need(words, number)
        elif token.surface == "可能" and after.base in ("できる", "する") and after.surface in ("でき", "できる", "し"):
            if words.at(number - 1).surface in ("が", "は"):
                end = words.end(number + 1)
                start = words.begin(number - 1)
                yield Place(start, end, words.text[start : token.end] + _said(words.text[after.start : end]), "able")
        elif after.base in _ASKS and after.form == "命令形" and token.form == "連用形":
            yield from _request(words, number)


def _need(words: Words, number: int) -> Iterator[Place]:
    """確認が必要あります, 書類が必要します."""
    token, before, after = words.at(number), words.at(number - 1), words.at(number + 1)
    polite = words.at(number + 2).base == "ます"
    if before.surface == "が" and polite and after.surface in ("あり", "し"):
        end = words.end(number + 1)
        start = words.begin(number - 1)
        yield Place(start, end, words.text[start : token.end] + _said(words.text[after.start : end]), "able")


def _said(predicate: str) -> str:
    """です, or what denies it."""
    return "ではありません" if "ません" in predicate else "です"


def _request(words: Words, number: int) -> Iterator[Place]:
    """お願いください, ご確認いただきください."""
    token = words.at(number)
    honoured = words.at(number - 1)
    end = words.end(number + 1)
    if token.surface == "願い" and honoured.surface == "お":
        yield Place(honoured.start, end, "お願いいたします", "able")
    elif token.surface in ("いただき", "頂き") and honoured.is_noun:
        start = words.deed(number)
        yield Place(start, end, words.text[start : token.start] + "ください", "able")
