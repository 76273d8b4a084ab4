"""Plain sentences (する。だ。) among polite ones (します。です。) of one text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from gyotaku.mail.language.sheet import Sheet, Slip
from gyotaku.mail.pattern import Pattern

_POLITE = Pattern(r"(?:です|ます|ました|ません|ください|下さい|でしょう|ませ)[。！!]")
_PLAIN = Pattern(
    r"(?:する|(?<![まで])した|なった|なる|である|だった|だ|れる|られた|された|している|していた|していない|できる|できない|ならない|ではない|しない|もらう|ある|しろ|せよ|くれ|だろう|思う|した方がいい|なければならない|える|いる|いた|せる|させる|させた)(?=。)"
)
_BEFORE = "。！？!?\r\n「」『』（）()"
_SHORTEST, _LONGEST = 6, 120
_MOST = 100
"""Endings of one text that are looked at."""
_POLITELY = {
    "する": "します", "した": "しました", "なった": "なりました", "なる": "なります", "である": "です", "だった": "でした", "だ": "です",
    "れる": "れます", "られた": "られました", "された": "されました", "している": "しています", "していた": "していました",
    "していない": "していません", "できる": "できます", "できない": "できません", "ならない": "なりません", "ではない": "ではありません", "しない": "しません", "もらう": "いただきます",
    "ある": "あります", "しろ": "してください", "せよ": "してください", "くれ": "ください", "だろう": "でしょう", "思う": "思います", "した方がいい": "した方がよいです",
    "なければならない": "なければなりません", "える": "えます", "いる": "います", "いた": "いました", "せる": "せます", "させる": "させます", "させた": "させました",
}  # fmt: skip
_LEAST_POLITE = 2
_SHARE = 1
"""So many times more polite sentences than plain ones: else the text is a plain one with polite frames."""
_MARKS = "■□●○◆◇・※*＊-－>＞|0123456789０１２３４５６７８９(（[［①②③④⑤"


def find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    if sheet.is_header or text.count("。") <= _LEAST_POLITE:
        return
    polite = len(_POLITE.compiled.findall(text))
    if polite < _LEAST_POLITE:
        return
    plain = list(islice(_plain(sheet), _MOST))
    if len(plain) * _SHARE <= polite:
        yield from plain


def _plain(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    for ending in _PLAIN.compiled.finditer(text):
        at = ending.start()
        lowest = max(0, at - _LONGEST)
        before = text[lowest:at]
        begin = max(map(before.rfind, _BEFORE)) + 1
        if before[max(0, begin - 1) : begin] in ("「", "『") or (not begin and lowest):
            continue
        words = before[begin:].lstrip(" \u3000\t")
        if len(words) >= _SHORTEST and words[0] not in _MARKS and sheet.by_sender(at):
            yield Slip(sheet, at - len(words), ending.end() + 1, words + _POLITELY[ending[0]] + "。", "manner")
