"""Plain sentences (する。だ。) among polite ones (します。です。) of one text."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.language.sheet import Sheet, Slip
from gyotaku.mail.pattern import Pattern

_POLITE = Pattern(r"(?:です|ます|ました|ません|ください|下さい|でしょう|ませ)[。！!]")
_PLAIN = Pattern(
    r"(?P<words>[^。！？!?\r\n「」『』（）()]{6,120}?)(?P<end>する|(?<![まで])した|なった|なる|である|だった|だ|れる|られた|された|している|していた|していない|できる)。"
)
_POLITELY = {
    "する": "します", "した": "しました", "なった": "なりました", "なる": "なります", "である": "です", "だった": "でした", "だ": "です",
    "れる": "れます", "られた": "られました", "された": "されました", "している": "しています", "していた": "していました",
    "していない": "していません", "できる": "できます",
}  # fmt: skip
_LEAST_POLITE = 3
_SHARE = 3
"""So many times more polite sentences than plain ones: else the text is a plain one with polite frames."""
_MARKS = "■□●○◆◇・※*＊-－>＞|0123456789０１２３４５６７８９(（[［①②③④⑤"


def find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    if sheet.is_header or text.count("。") <= _LEAST_POLITE:
        return
    polite = len(_POLITE.compiled.findall(text))
    if polite < _LEAST_POLITE:
        return
    plain = [
        match
        for match in _PLAIN.compiled.finditer(text)
        if match["words"].lstrip(" \u3000\t")[:1] not in _MARKS
        and text[match.start() - 1 : match.start()] not in ("「", "『")
        and sheet.by_sender(match.start())
    ]
    if len(plain) * _SHARE > polite:
        return
    for match in plain:
        words = match["words"].lstrip(" \u3000\t")
        yield Slip(
            sheet, match.end("words") - len(words), match.end(), words + _POLITELY[match["end"]] + "。", "manner"
        )
