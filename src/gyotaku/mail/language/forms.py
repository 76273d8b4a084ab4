"""Words joined in a form that the next word does not take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from gyotaku.mail.language.words import Place, Words, words_of

_HOLDS = ("動詞", "形容詞", "助動詞")
_HONOURS = ("お", "ご", "御")
_STOPS = "。！!"


@cache
def _na_only() -> frozenset[str]:
    return words_of("na_only", "words") - words_of("na_only", "also_nouns")


def find(words: Words) -> Iterator[Place]:
    for number, token in enumerate(words.tokens):
        for rule in _BY_WORD.get(token.surface, ()):
            yield from rule(words, number)
        if token.kind.startswith("形容詞"):
            yield from _adjective(words, number)
        elif token.kind in ("接頭辞", "感動詞"):
            yield from _plain_word(words, number)
        elif token.surface in words_of("courtesy", "stems"):
            yield from _courtesy(words, number)
        elif token.surface in words_of("courtesy", "thanked"):
            yield from _thanks(words, number)


def _guest(words: Words, number: int) -> Iterator[Place]:
    """客様."""
    token, before, title = words.at(number), words.at(number - 1), words.at(number + 1)
    if title.surface == "様" and before.surface not in (*_HONOURS, "相") and not before.is_noun:
        yield Place(token.start, title.end, "お客様", "courtesy")


def _of(words: Words, number: int) -> Iterator[Place]:
    """確認するの方法, 重要の情報."""
    before, token, after = words.at(number - 1), words.at(number), words.at(number + 1)
    if not after.is_noun or before.end != token.start or after.start != token.end:
        return
    end = words.at(words.noun(number + 1)[0] - 1).end
    if (
        before.kind.startswith(_HOLDS)
        and (before.kind != "助動詞" or _whole(words, number - 1))
        and before.form in ("連体形", "終止形")
        and before.base not in ("だ", "です")
    ):
        if after.surface in words_of("no_of", "nouns"):
            first = number - 1
            while words.at(first).kind == "助動詞" and first:
                first -= 1
            start = words.begin(first) if words.at(first).base == "する" else words.at(first).start
            yield Place(start, end, words.text[start : token.start] + words.text[token.end : end], "of")
    elif before.surface in _na_only():
        if words.at(number - 2).kind.startswith(("名詞", "接頭辞", "形状詞")):
            return
        yield Place(before.start, end, before.surface + "な" + words.text[token.end : end], "of")


def _whole(words: Words, number: int) -> bool:
    """Something of its sentence stands right before this た or ない: it is no piece of another word."""
    before = words.at(number - 1)
    return number > 0 and before.end == words.at(number).start and before.kind != "空白"


def _full(words: Words, number: int) -> Iterator[Place]:
    """更新するください, 変更しますください, ありがとうございますでした."""
    token, after = words.at(number), words.at(number + 1)
    if token.end != after.start:
        return
    full = token.base == "する" and token.surface == "する" and words.head(number)
    polite = token.base == "ます" and token.surface == "ます"
    past = token.surface == "た" and words.at(number - 1).base == "ます"
    if not (full or polite or past):
        return
    first = number if full else number - 1
    if polite and after.base == "です" and after.surface == "でし":
        yield Place(words.at(first).start, words.end(number), words.text[words.at(first).start : token.end], "full")
    elif after.surface == "すべき" or (after.base == "す" and words.at(number + 2).base == "べし"):
        if full:
            end = words.end(number + 1)
            yield Place(
                words.deed(number),
                end,
                words.text[words.deed(number) : token.start] + words.text[after.start : end],
                "full",
            )
    elif after.is_verb and after.base in words_of("after_full", "bases") and after.surface != "すれ":
        if past:
            first = number - 2
        if words.at(first).base in ("する", "いたす", "致す") and words.head(first):
            start = words.deed(first)
            deed = words.text[start : words.at(first).start]
            end = words.end(number + 1)
            yield Place(start, end, deed + _joined(words, number + 1, end), "full")


def _joined(words: Words, after: int, end: int) -> str:
    """What stands after a wrong full form, joined as it should be."""
    if words.at(after).base == "する":
        return words.text[words.at(after).start : end]
    return "して" + words.text[words.at(after).start : end]


def _begged(words: Words, number: int) -> Iterator[Place]:
    """更新してお願いします, ご利用してありがとうございます."""
    deed = words.head(number)
    if words.at(number).surface == "する" and words.at(number + 1).surface in (*_HONOURS, "お願い"):
        yield from _asks_to(words, number)
    if words.at(number).surface not in ("し", "致し", "いたし") or words.at(number + 1).surface != "て":
        return
    after = words.at(number + 2)
    asks = after.surface in _HONOURS and words.at(number + 3).base in ("願う", "願い")
    asks = asks or after.surface == "お願い"
    if deed not in words_of("begged", "nouns"):
        return
    start = words.deed(number)
    before = words.text[start : words.at(number).start]
    if asks:
        begins = after.start
        end = words.end(number + 3 if after.surface in _HONOURS else number + 2)
        yield Place(start, end, before + "を" + words.text[begins:end], "begged")
    elif after.surface == "ありがとう" or (after.surface == "誠に" and words.at(number + 3).surface == "ありがとう"):
        last = number + 2 if after.surface == "ありがとう" else number + 3
        end = words.end(last)
        honoured = before if before[:1] in _HONOURS or before.find("ご") > 0 else "ご" + before
        yield Place(start, end, honoured + "いただき" + words.text[after.start : end], "begged")


def _asks_to(words: Words, number: int) -> Iterator[Place]:
    """更新するお願いします."""
    first = number + 1 if words.at(number + 1).surface == "お願い" else number + 2
    does = words.at(first + 1)
    asks = words.at(first).surface in ("お願い", "願い") and does.base in ("する", "いたす", "致す", "申し上げる")
    if asks and words.head(number) in words_of("begged", "nouns"):
        start, end = words.deed(number), words.end(first)
        begs = words.text[words.at(number).end : end]
        yield Place(start, end, words.text[start : words.at(number).start] + "を" + begs, "begged")


def _courtesy(words: Words, number: int) -> Iterator[Place]:
    """ご迷惑をかけして: お is missing."""
    token, after = words.at(number), words.at(number + 1)
    if token.form == "連用形" and after.base in ("する", "いたす", "致す"):
        before = words.at(number - 1)
        if before.surface not in _HONOURS and not before.is_noun and after.surface in ("し", "いたし", "致し"):
            end = words.end(number)
            yield Place(token.start, end, "お" + words.text[token.start : end], "courtesy")


def _granted(words: Words, number: int) -> Iterator[Place]:
    """無くなるとさせていただきます."""
    verb, does = words.at(number - 1), words.at(number + 1)
    if verb.is_verb and verb.form == "終止形" and does.surface == "さ" and words.at(number + 2).surface == "せ":
        end = words.end(number + 1)
        if "いただ" in words.text[does.start : end] or "頂" in words.text[does.start : end]:
            start = words.deed(number - 1) if verb.base == "する" else verb.start
            yield Place(start, end, words.text[start : verb.end] + "ことといたします", "full")


def _thanks(words: Words, number: int) -> Iterator[Place]:
    """利用いただき、ありがとうございます: ご is missing."""
    token, after = words.at(number), words.at(number + 1)
    if (
        token.surface not in words_of("courtesy", "thanked")
        or after.base not in ("いただく", "頂く")
        or after.form != "連用形"
    ):
        return
    if words.at(number - 1).surface in _HONOURS or "ありがとう" not in words.text[after.end : after.end + 12]:
        return
    yield Place(token.start, after.end, "ご" + token.surface + after.surface, "courtesy")


def _adjective(words: Words, number: int) -> Iterator[Place]:
    """美しいだ。, 新しいな機能."""
    token, after, then = words.at(number), words.at(number + 1), words.at(number + 2)
    if token.form not in ("終止形", "連体形") or not token.surface.endswith("い") or token.end != after.start:
        return
    if after.surface == "だ" and after.form == "終止形" and (not then.surface or then.surface in _STOPS):
        yield Place(token.start, after.end, token.surface + "です", "adjective")
    elif after.surface == "な" and then.kind == "名詞-普通名詞" and then.start == after.end:
        yield Place(token.start, then.end, token.surface + then.surface, "adjective")


def _na(words: Words, number: int) -> Iterator[Place]:
    """安全な確認する: な leads to a noun, and する makes a verb of it."""
    before, after = words.at(number - 1), words.at(number + 1)
    behind, last = words.noun(number + 1)
    does = words.at(behind)
    if not last or behind != number + 2 or after.kind != "名詞-普通名詞" or does.base not in ("する", "いたす", "致す"):
        return
    if (
        before.surface in words_of("na_only", "words")
        and does.is_verb
        and words.at(behind + 1).base not in ("せる", "させる")
    ):
        end = words.end(behind)
        yield Place(before.start, end, before.surface + "に" + words.text[after.start : end], "adjective")


def _plain_word(words: Words, number: int) -> Iterator[Place]:
    """ごアカウント, ご重要な."""
    token, after = words.at(number), words.at(number + 1)
    if token.surface == "当":
        if after.surface in ("お客様", "お客さま"):
            yield Place(token.start, after.end, after.surface, "honour")
    elif token.surface in _HONOURS and after.surface in words_of("plain_words", "words") and token.end == after.start:
        before = words.at(number - 1)
        if not (before.end == token.start and before.kind.startswith(("名詞", "動詞", "形状詞"))):
            yield Place(token.start, after.end, after.surface, "honour")


_BY_WORD: dict[str, tuple[Callable[[Words, int], Iterator[Place]], ...]] = {
    "の": (_of,),
    "と": (_granted,),
    "な": (_na,),
    "客": (_guest,),
    "する": (_full, _begged),
    "ます": (_full,),
    "た": (_full,),
    **dict.fromkeys(("し", "致し", "いたし"), (_begged,)),
}
