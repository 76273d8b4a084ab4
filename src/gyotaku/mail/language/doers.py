"""Who is said to do something: a thing that cannot, the reader humbly, or the writer with honour."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.language.words import Place, Words, words_of

_BETWEEN = 8
"""Words between who does something and what is done."""
_HONOURED = {"なさる": "いたす", "おっしゃる": "申す", "仰る": "申す"}
_PLAIN = {"いたす": "する", "致す": "する"}


def find(words: Words) -> Iterator[Place]:
    for number, token in enumerate(words.tokens):
        if token.surface == "が" and token.is_particle:
            who = words.head(number)
            if who in words_of("things", "words"):
                yield from _asked(words, number)
            elif who in words_of("you", "words") or words.text[: token.start].endswith(
                ("お客様", "お客さま", "会員様")
            ):
                yield from _humble(words, number)
        topic = token.surface in ("が", "は", "も") and token.kind in ("助詞-格助詞", "助詞-係助詞")
        if topic and words.at(number - 1).surface in words_of("we", "words"):
            yield from _honoured(words, number)


def _asked(words: Words, number: int) -> Iterator[Place]:
    """メールが確認してください."""
    first = words.after(number)
    behind, last = words.noun(first)
    if last not in words_of("things", "asked"):
        return
    does, after = words.at(behind), words.at(behind + 1)
    asked = does.base == "する" and after.surface == "て" and words.at(behind + 2).base in ("くださる", "下さる")
    if asked or (words.at(first).kind == "接頭辞" and does.base in ("くださる", "下さる")):
        yield words.turned(number, "を", words.end(behind), "asked")


def _predicate(words: Words, number: int) -> int:
    """The first verb after a particle, which belongs to it when no other word of doing stands between; 0 where there is none."""
    for step in range(number + 1, min(len(words), number + _BETWEEN)):
        token = words.at(step)
        if (
            token.surface in ("、", "。", "，", "！")
            or token.kind in ("助詞-接続助詞", "助動詞")
            or token.kind.startswith("形容詞")
        ):
            return 0
        if token.surface == "ご覧" or token.is_verb:
            return step
    return 0


def _humble(words: Words, number: int) -> Iterator[Place]:
    """お客様が拝見し."""
    found = _predicate(words, number)
    deed = words.at(found)
    seen = words.head(found) if found else ""
    humble = words_of("you", "humble")
    if not found or not (deed.base in humble or seen in humble):
        return
    if deed.base in _PLAIN and (words.at(found - 1).surface in ("に", "と") or words.at(found + 1).surface == "かね"):
        return
    start, end = words.begin(number), words.end(found)
    if seen in ("拝見", "拝読", "拝受", "頂戴"):
        natural = words.text[start : words.at(found - 1).start] + (
            "お受け取りになり" if seen in ("拝受", "頂戴") else "ご覧になり"
        )
        yield Place(start, end, natural + _rest(words, found, end), "humble")
    elif deed.base in _PLAIN and words.head(found):
        yield Place(start, end, words.text[start : deed.start] + "され" + _rest(words, found, end), "humble")
    elif deed.base not in _PLAIN and not words.head(found):
        yield Place(start, end, words.text[start : deed.start] + "〜される", "humble")


def _rest(words: Words, verb: int, end: int) -> str:
    return words.text[words.at(verb).end : end]


def _honoured(words: Words, number: int) -> Iterator[Place]:
    """弊社がご覧になり."""
    found = _predicate(words, number)
    deed = words.at(found)
    if not found or deed.base not in words_of("we", "honours"):
        return
    start = words.begin(number)
    if deed.surface == "ご覧":
        if words.at(found + 1).surface != "に" or words.at(found + 2).base not in ("なる", "成る"):
            return
        end = words.end(found + 2)
        yield Place(
            start,
            end,
            words.text[start : deed.start] + "拝見し" + words.text[words.at(found + 2).end : end],
            "honoured",
        )
    else:
        end = words.end(found)
        yield Place(start, end, words.text[start : deed.start] + _HONOURED.get(deed.base, "おる"), "honoured")
