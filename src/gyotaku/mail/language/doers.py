"""Who is said to do something: a thing that cannot, the reader humbly, or the writer with honour."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.language.words import Place, Words, frames, words_of

_BETWEEN = 8
"""Words between who does something and what is done."""
_DOES = ("いたす", "致す")
_BEGINNINGS = frozenset(("が", "は", "も", "に", "には", "て", "な", "様", "さま", "拝見", "拝読", "拝受", "頂戴"))
"""What stands where one of these rules begins."""
_SHORT = ("た", "て")


def find(words: Words) -> Iterator[Place]:
    for number, token in enumerate(words.tokens):
        if token.surface not in _BEGINNINGS and token.form != "命令形":
            continue
        if token.surface == "が" and token.is_particle:
            who = words.head(number)
            if who in words_of("things", "words") or who in words_of("things", "matters"):
                yield from _asked(words, number)
            elif who in words_of("you", "words") or words.text[: token.start].endswith(
                ("お客様", "お客さま", "会員様")
            ):
                yield from _humble(words, number)
        if token.form == "命令形" or token.surface in ("には", "に"):
            yield from _ordered(words, number)
            yield from _to_do(words, number)
        elif token.surface == "て" and words.at(number + 1).base in ("くださる", "下さる"):
            yield from _humbly_asked(words, number)
        elif token.surface in frames()["you"]["humble_nouns"] and words.at(number + 1).base in ("くださる", "下さる"):
            first = words.at(number - 1) if words.at(number - 1).surface == "ご" else token
            natural = frames()["you"]["humble_nouns"][token.surface].removesuffix("に")
            end = words.end(number + 1)
            yield Place(first.start, end, natural + words.text[token.end : end], "own-humble")
        elif token.surface in ("な", "様", "さま"):
            yield from _forbidden(words, number)
            yield from _own_title(words, number)
        topic = token.surface in ("が", "は", "も") and token.kind in ("助詞-格助詞", "助詞-係助詞")
        if topic and words.at(number - 1).surface in words_of("we", "words"):
            yield from _honoured(words, number)


def _ordered(words: Words, number: int) -> Iterator[Place]:
    """確認しなさい。, 入力しろ。"""
    token, stop = words.at(number), words.at(number + 1).surface
    if token.form != "命令形" or stop not in ("", "。", "！", "!"):
        return
    last = number - 1 if token.base == "なさる" and words.at(number - 1).surface == "し" else number
    plain = token.base == "する" and token.surface in ("しろ", "せよ")
    if words.head(last) in words_of("begged", "nouns") and (plain or (last != number and token.surface == "なさい")):
        start = words.deed(last)
        yield Place(start, token.end, words.text[start : words.at(last).start] + "してください", "ordered")


def _forbidden(words: Words, number: int) -> Iterator[Place]:
    """返信するな。"""
    token, does = words.at(number), words.at(number - 1)
    ends = words.at(number + 1).surface in ("", "。", "！", "!")
    if (
        token.surface == "な"
        and ends
        and does.surface == "する"
        and words.head(number - 1) in words_of("you", "forbidden")
    ):
        start = words.deed(number - 1)
        yield Place(start, token.end, words.text[start : does.start] + "しないでください", "ordered")


def _own_title(words: Words, number: int) -> Iterator[Place]:
    """弊社様."""
    token, who = words.at(number), words.at(number - 1)
    if token.surface != "な" and who.surface in words_of("we", "untitled") and who.end == token.start:
        yield Place(who.start, token.end, who.surface, "honoured")


def _humbly_asked(words: Words, number: int) -> Iterator[Place]:
    """ご確認いたしてください, 拝見してください."""
    verb, asks = words.at(number - 1), words.at(number + 1)
    end = words.end(number + 1)
    seen = frames()["you"]["humble_nouns"].get(words.head(number - 1))
    first = words.at(number - 2)
    if seen and verb.surface == "し":
        yield Place(first.start, end, seen.removesuffix("に") + words.text[asks.start : end], "own-humble")
    elif verb.base in _DOES and words.head(number - 1):
        start = words.deed(number - 1)
        deed = words.text[start : verb.start]
        joined = deed if deed[:1] in ("ご", "お") else deed + "して"
        yield Place(start, end, joined + words.text[asks.start : end], "own-humble")
    elif verb.base in frames()["you"]["humbly"]:
        natural = frames()["you"]["humbly"][verb.base]
        yield Place(verb.start, end, natural + words.text[asks.start : end], "own-humble")


def _to_do(words: Words, number: int) -> Iterator[Place]:
    """お聞きするには, ご利用するには."""
    does, deed = words.at(number - 1), words.at(number - 2)
    if words.at(number).surface != "に" or words.at(number + 1).surface != "は" or does.surface != "する":
        return
    first = number - 3 if words.at(number - 3).kind == "接頭辞" else number - 2
    polite = words.at(first).surface[:1] in ("お", "ご")
    if polite and deed.surface.removeprefix("ご").removeprefix("お") in words_of("you", "deeds"):
        start, end = words.at(first).start, words.at(number + 1).end
        yield Place(start, end, words.text[start : deed.end] + "になるには", "own-humble")


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
    if not found:
        return
    start, end = words.begin(number), words.end(found)
    rest = words.text[deed.end : end]
    seen = frames()["you"]["humble_nouns"].get(words.head(found))
    spoken = frames()["you"]["humble"].get(deed.base)
    if seen and deed.surface == "し":
        becomes = "なっ" if rest[:1] in _SHORT else "なり"
        yield Place(start, end, words.text[start : words.at(found - 1).start] + seen + becomes + rest, "humble")
    elif deed.base in _DOES and words.head(found) and words.at(found + 1).surface != "かね":
        yield Place(start, end, words.text[start : deed.start] + "され" + rest, "humble")
    elif spoken and not words.head(found):
        yield Place(start, deed.end, words.text[start : deed.start] + spoken, "humble")


def _honoured(words: Words, number: int) -> Iterator[Place]:
    """弊社がご覧になり."""
    found = _predicate(words, number)
    deed = words.at(found)
    start = words.begin(number)
    if found and deed.surface == "ご覧":
        if words.at(found + 1).surface == "に" and words.at(found + 2).base in ("なる", "成る"):
            end = words.end(found + 2)
            rest = words.text[words.at(found + 2).end : end]
            yield Place(start, end, words.text[start : deed.start] + "拝見し" + rest, "honoured")
    elif found and deed.base in frames()["we"]["honours"]:
        end = words.end(found)
        humbly = frames()["we"]["honours"][deed.base]
        yield Place(start, end, words.text[start : deed.start] + humbly + words.text[deed.end : end], "honoured")
