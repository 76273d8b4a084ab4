"""Lines that end inside a Japanese word though there was room for it, as they do where a program for other languages wrapped them."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.language.sheet import Sheet, Slip
from gyotaku.mail.language.spacing import PAIRS, WORDS
from gyotaku.mail.pattern import Pattern

_BREAK = Pattern("(?<=[\u3041-\u3096\u30a1-\u30faー\u4e00-\u9fff])\r?\n(?=[\u3041-\u3096\u30a1-\u30faー\u4e00-\u9fff])")
_REACH = 6
_ROOM = 8
"""So many characters shorter than the text's longest line: it was not the width that broke it."""
_MOST = 300


def find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    if sheet.is_header or "\n" not in text:
        return
    longest = 0
    for number, gap in enumerate(_BREAK.compiled.finditer(text)):
        if number > _MOST:
            return
        at, after = gap.span()
        if text[at - 1] + text[after] not in PAIRS:
            continue
        longest = longest or max(map(len, text.splitlines()))
        if at - text.rfind("\n", 0, at) - 1 > longest - _ROOM:
            continue
        before = text[max(0, at - _REACH) : at]
        joined = before + text[after : after + _REACH]
        for word in WORDS:
            start = joined.find(word)
            if 0 <= start < len(before) < start + len(word) and sheet.by_sender(at):
                begin = at - len(before) + start
                yield Slip(sheet, begin, begin + len(word) + after - at, word, "wrapping")
                break
