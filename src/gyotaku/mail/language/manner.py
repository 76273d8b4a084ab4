"""Plain sentences (する。だ。) among polite ones (します。です。) of one text."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.language.sheet import Sheet, Slip

_POLITE = ("です", "ます", "ました", "ません", "ください", "下さい", "でしょう", "ませ", "でした", "ございません")
_BEFORE = "。！？!?\r\n「」『』（）()"
_SHORTEST, _LONGEST = 6, 120
_MOST = 300
"""Endings of one text that are looked at."""
_POLITELY = {
    "する": "します", "した": "しました", "なった": "なりました", "なる": "なります", "である": "です", "だった": "でした", "だ": "です",
    "れる": "れます", "られた": "られました", "された": "されました", "している": "しています", "していた": "していました",
    "していない": "していません", "できる": "できます", "できない": "できません", "ならない": "なりません", "ではない": "ではありません", "しない": "しません", "もらう": "いただきます",
    "ある": "あります", "しろ": "してください", "せよ": "してください", "くれ": "ください", "だろう": "でしょう", "思う": "思います", "した方がいい": "した方がよいです",
    "なければならない": "なければなりません", "える": "えます", "いる": "います", "いた": "いました", "せる": "せます", "させる": "させます", "させた": "させました",
}  # fmt: skip
_LEAST_POLITE = 2
"""And no fewer than plain ones: else the text is a plain one with polite frames."""
_MARKS = "■□●○◆◇・※*＊-－>＞|0123456789０１２３４５６７８９(（[［①②③④⑤"


_PLAIN = tuple(sorted(_POLITELY, key=len, reverse=True))


def find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    if sheet.is_header or text.count("。") <= _LEAST_POLITE:
        return
    polite = 0
    plain: list[Slip] = []
    at = text.find("。")
    for _ in range(_MOST):
        if at < 0:
            break
        if text.endswith(_POLITE, 0, at):
            polite += 1
        elif text.endswith(_PLAIN, 0, at) and (slip := _slip(sheet, at)):
            plain.append(slip)
        at = text.find("。", at + 1)
    if polite >= _LEAST_POLITE and len(plain) <= polite:
        yield from plain


def _slip(sheet: Sheet, at: int) -> Slip | None:
    """The sentence that ends here, unless it is a quotation or an entry of a list."""
    text = sheet.text
    lowest = max(0, at - _LONGEST)
    before = text[lowest:at]
    begin = max(map(before.rfind, _BEFORE)) + 1
    if before[max(0, begin - 1) : begin] in ("「", "『") or (not begin and lowest):
        return None
    words = before[begin:].lstrip(" \u3000\t")
    ending = next(ending for ending in _PLAIN if text.endswith(ending, 0, at))
    if len(words) < _SHORTEST or words[0] in _MARKS or not sheet.by_sender(at - len(words)):
        return None
    return Slip(sheet, at - len(words), at + 1, words.removesuffix(ending) + _POLITELY[ending] + "。", "manner")
