"""Words that are too rough for a reader one does not know, honour for things, and tasks of the writer put to the reader: お前の口座, 送ってあげます, エラーが発生なさいました, 弊社が確認してください."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.language.words import Place, Words, frames, words_of

_ASKS = ("くださる", "下さる")
_POLITE = ("ます", "です")
_NEXT = 6
"""Words between a thing and what it is said to do."""


def find(words: Words) -> Iterator[Place]:
    tone = frames()["tone"]
    for number, token in enumerate(words.tokens):
        if token.surface in tone["pronouns"] and token.kind == "代名詞":
            if any(other.base in _POLITE or other.base in _ASKS for other in words.tokens):
                yield Place(token.start, token.end, tone["pronouns"][token.surface], "rough")
        elif token.base in ("あげる", "やる") and words.at(number - 1).surface in ("て", "で"):
            yield from _granted(words, number)
        elif token.base == "やる" and words.at(number - 1).surface == "を":
            yield from _done(words, number)
        elif token.surface == "が" and token.is_particle:
            yield from _thing(words, number)
            yield from _ours(words, number)


def _granted(words: Words, number: int) -> Iterator[Place]:
    """確認してあげます: a favour to one below."""
    token, after, does = words.at(number), words.at(number + 1), words.at(number - 2)
    if after.base != "ます" or does.base != "する" or not words.head(number - 2):
        return
    start, end = words.deed(number - 2), words.end(number)
    yield Place(start, end, words.text[start : does.start] + "いたし" + words.text[token.end : end], "rough")


def _done(words: Words, number: int) -> Iterator[Place]:
    """ログインをやってください."""
    token = words.at(number)
    head = words.head(number - 1)
    asks = words.at(number + 1).surface == "て" and words.at(number + 2).base in _ASKS
    if asks and head in words_of("begged", "nouns"):
        start, end = words.deed(number - 1), words.end(number)
        yield Place(
            start, end, words.text[start : words.at(number - 1).start] + "し" + words.text[token.end : end], "rough"
        )


def _thing(words: Words, number: int) -> Iterator[Place]:
    """エラーが発生なさいました, メールがお届きになりました."""
    if words.head(number) not in words_of("things", "words") | words_of("tone", "things"):
        return
    for step in range(number + 1, min(len(words), number + _NEXT)):
        token = words.at(step)
        if token.surface in ("、", "。") or token.kind.startswith(("助詞-接続", "形容詞")):
            return
        if token.base in ("なさる", "いらっしゃる") and token.form != "命令形":
            yield _unhonoured(words, number, token.start, step, "し" if token.base == "なさる" else "い")
        elif token.is_verb and [words.at(step + ahead).base for ahead in (-1, 1, 2)] == ["お", "に", "なる"]:
            yield _unhonoured(words, number, words.at(step - 1).start, step + 2, token.surface)
        if token.is_verb:
            return


def _unhonoured(words: Words, number: int, cut: int, last: int, instead: str) -> Place:
    """What stands from `cut` to the word `last` gives way to plain words."""
    start, end = words.begin(number), words.end(last)
    return Place(start, end, words.text[start:cut] + instead + words.text[words.at(last).end : end], "thing")


def _ours(words: Words, number: int) -> Iterator[Place]:
    """弊社が確認してください."""
    if words.at(number - 1).surface not in words_of("we", "untitled"):
        return
    first = words.after(number)
    behind, last = words.noun(first)
    does, after = words.at(behind), words.at(behind + 1)
    asked = does.base == "する" and after.surface == "て" and words.at(behind + 2).base in _ASKS
    if last and (asked or (words.at(first).surface in ("ご", "お") and does.base in _ASKS)):
        start, end = words.begin(number), words.end(behind)
        if words.text[end : end + 1] not in ("と", "っ"):
            yield Place(start, end, words.text[start : does.start] + "いたします", "ours")
