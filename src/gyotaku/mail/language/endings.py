"""Sentences that stop before their end, and sentences from which a word was left out."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.language.words import Place, Words

_OPEN_WORDS = ("する", "れる", "られる", "いただく", "頂く", "致す", "いたす", "なる", "おる", "ある")
"""Whose 連用形 before 。 is a sentence broken off; that of others may be a noun (お知らせ。, 受け付け。)."""
_BEGINS = ("は", "を", "が", "に", "の", "へ")
_WITHOUT = ("いつも", "日頃より", "日頃から", "平素より", "平素は", "毎度", "この度は", "このたびは")
_STOP = "。"
_COMMAS = ("、", "，", ",")
_CLAUSE = 8
"""Characters at least on either side of a comma that should be 。"""
_GREETINGS = (
    "お世話",
    "疲れ",
    "はじめまして",
    "初めまして",
    "失礼",
    "ありがとう",
    "有難",
    "有り難",
    "了解",
    "承知",
    "すみません",
    "すいません",
    "申し訳",
    "ごめん",
    "よろしく",
    "宜しく",
    "恐れ入",
    "おはよう",
    "こんにち",
    "お願い",
    "と申します",
)


def find(words: Words, begins: bool) -> Iterator[Place]:
    """`begins` tells that nothing of the sentence stands on a line before."""
    yield from _left_out(words, begins)
    yield from _run_on(words)
    if words.text.endswith(_STOP):
        yield from _broken_off(words)


def _broken_off(words: Words) -> Iterator[Place]:
    """登録はキャンセルされ。, 承認されないため。"""
    last = len(words) - 2
    token, before = words.at(last), words.at(last - 1)
    if token.kind.startswith(("動詞", "助動詞")) and token.form == "連用形" and token.base in _OPEN_WORDS:
        if (
            token.surface in ("し", "れ", "られ", "いただき", "頂き", "致し", "いたし", "なり", "おり", "あり")
            and before.surface
        ):
            yield Place(_clause(words, last), words.at(last + 1).end, "", "broken-off")
    elif token.surface in ("ながら", "など") and before.kind.startswith("助動詞"):
        yield Place(_clause(words, last), words.at(last + 1).end, "", "broken-off")
    elif (asked := _asked(words, last)) is not None:
        start, end = words.begin(asked), words.at(last + 1).end
        yield Place(start, end, words.text[start : token.end] + "ください。", "broken-off")
    elif token.surface == "に" and before.surface == "よう" and words.at(last - 2).surface == "た":
        yield Place(_clause(words, last), words.at(last + 1).end, "", "broken-off")


def _asked(words: Words, last: int) -> int | None:
    """The を of 〜をご確認。 with ください left out."""
    token, before = words.at(last), words.at(last - 1)
    if before.kind == "接頭辞" and before.surface in ("ご", "お") and token.is_noun:
        number = last - 2
    elif token.surface.startswith("ご") and token.is_noun and token.surface != "ご覧":
        number = last - 1
    else:
        return None
    return number if words.at(number).surface == "を" else None


def _clause(words: Words, last: int) -> int:
    """Where the last clause of the sentence begins."""
    first = last
    while first > 0 and words.at(first - 1).surface not in ("、", "，", "。", "　", "※"):
        first -= 1
    return words.at(first).start


def _left_out(words: Words, begins: bool) -> Iterator[Place]:
    """は更新待ちです, 日頃よりをご利用いただき: a particle with nothing before it."""
    first = words.at(0)
    if (
        begins
        and first.surface in _BEGINS
        and first.kind in ("助詞-格助詞", "助詞-係助詞")
        and words.at(1).start == first.end
        and words.at(1).surface not in _COMMAS
    ):
        yield Place(first.start, words.end(_predicate(words)), "", "left-out")
        return
    for number in words.particles("を"):
        before = words.text[: words.at(number).start]
        if before.endswith(_WITHOUT) and words.at(number + 1).surface[:1] in ("ご", "お", "御"):
            start = next(len(before) - len(word) for word in _WITHOUT if before.endswith(word))
            yield Place(start, words.end(words.after(number)), "", "left-out")


def _run_on(words: Words) -> Iterator[Place]:
    """送信しました，確認が取れていません: a sentence that ends, and goes on behind a comma."""
    for number, token in enumerate(words.tokens):
        if token.surface not in _COMMAS:
            continue
        before, ended = words.at(number - 1), words.at(number - 2)
        finite = before.base in ("ます", "です", "た", "ん", "ぬ") and before.form == "終止形"
        polite = before.base in ("ます", "です") or ended.base in ("ます", "です")
        asks = before.base in ("くださる", "下さる") and before.form == "命令形"
        if not ((finite and polite) or asks):
            continue
        clause = words.text[_clause(words, number - 1) : token.start]
        rest = words.text[token.end :]
        if len(clause) >= _CLAUSE and len(rest) >= _CLAUSE and not any(word in clause for word in _GREETINGS):
            yield Place(_clause(words, number - 1), token.end, clause + "。", "run-on")


def _predicate(words: Words) -> int:
    return next((n for n, token in enumerate(words.tokens) if token.is_verb), min(3, len(words) - 1))
