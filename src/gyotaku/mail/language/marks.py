"""Marks that a Japanese writer does not use or not there: , and . for 、 and 。, two sentences joined by 、, a mark twice, spaces after marks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from gyotaku.mail.language.sheet import KANA, Sheet, Slip
from gyotaku.mail.pattern import Pattern
from gyotaku.model.evidence import Layer

_LETTER = "\u3041-\u3096\u30a1-\u30faー\u4e00-\u9fff"
_POLITE = "(?:ます|ました|ません|です|でした|ください|下さい|ませ)"
_REACH = 10
_ASCII_COMMA = Pattern(f"[{_LETTER}]{{1,{_REACH}}},[ \u3000]?(?=[{_LETTER}]|[ \t]*\r?(?:\n|$))")
_ASCII_STOP = Pattern(f"[{_LETTER}]{{0,{_REACH}}}{_POLITE}[ ]?[.．](?![A-Za-z0-9.．])")
_WIDE_COMMA = Pattern(f"[{_LETTER}]{{1,{_REACH}}}，")
_SPLICE = Pattern(
    f"[{_LETTER}]{{0,{_REACH}}}{_POLITE}、(?!(?:また|または|もし|もしくは|なお|ただし|が|けど|けれ|ので|のに|から|と|よ|か|し[、て]|ね))[{_LETTER}]{{1,{_REACH}}}"
)
_TWICE = Pattern(
    f"[{_LETTER}]{{1,{_REACH}}}(?:、、|(?<!。)。。(?![。…])|、。|。、|[！!]。|。[！!]|,、|、,|。\\.|，、|、，|：：)"
)
_DOT = Pattern(f"[{_LETTER}]{{1,{_REACH}}}[·•](?=[{_LETTER}])")
_QUESTION = Pattern(r"(?<=[一-龠ァ-ヶ])[一-龠ァ-ヶー]{0,9}\?(?=[一-龠ァ-ヶ])")
_SEMICOLON = Pattern(f"[{_LETTER}]{{2,{_REACH}}}[;；](?=[ {_LETTER}])")
_SPACE = Pattern(f"[{_LETTER}]{{1,{_REACH}}}[、。][ \u00a0](?=[{_LETTER}])")
_GAP = Pattern(
    f"[{_LETTER}]{{0,{_REACH}}}(?:いただき|頂き|まして|ますので|ましたので|なりまして|ておりますので|ないため|ますが)[ \u3000](?=[{_LETTER}])"
)
_LEAST_SPACES = 2
_LEAST_QUESTIONS = 2
_MOST = 3
_RIGHT = str.maketrans({",": "、", "，": "、", ".": "。", "．": "。", "·": "・", "•": "・", "?": "・", ";": "。", "；": "。"})


def find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    if sheet.is_header:
        return
    if "," in text:
        yield from _some(sheet, _ASCII_COMMA, "comma")
    if "." in text or "．" in text:
        yield from _some(sheet, _ASCII_STOP, "stop")
    if "，" in text and "、" in text:
        yield from _some(sheet, _WIDE_COMMA, "comma")
    if "·" in text or "•" in text:
        yield from _some(sheet, _DOT, "dot")
    if text.count("?") >= _LEAST_QUESTIONS:
        found = list(_some(sheet, _QUESTION, "dot"))
        if len(found) >= _LEAST_QUESTIONS:
            yield from found
    if ";" in text or "；" in text:
        yield from _some(sheet, _SEMICOLON, "semicolon")
    if "す、" in text or "い、" in text or "た、" in text or "ん、" in text or "せ、" in text:
        yield from _some(sheet, _SPLICE, "splice")
    yield from _some(sheet, _TWICE, "twice")
    if sheet.passage.layer is Layer.BODY:  # HTML shows a line end of its source as a space
        yield from _spaces(sheet)


def _spaces(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    if "、 " in text or "。 " in text or "\u00a0" in text:
        found = list(_some(sheet, _SPACE, "space"))
        if len(found) >= _LEAST_SPACES:
            yield from found
    if " " in text or "\u3000" in text:
        yield from _some(sheet, _GAP, "gap")


def _some(sheet: Sheet, pattern: Pattern, rule: str) -> Iterator[Slip]:
    for match in islice(pattern.compiled.finditer(sheet.text), _MOST):
        start, end = match.span()
        kana = KANA.compiled.search(sheet.text, max(0, start - _REACH), end + _REACH)
        if kana and sheet.by_sender(start):
            words = match[0] if rule == "space" else match[0].rstrip()
            yield Slip(sheet, start, start + len(words), _written(words, rule), rule)


def _written(words: str, rule: str) -> str:
    if rule == "splice":
        return words.replace("、", "。", 1) if words.count("、") == 1 else words[::-1].replace("、", "。", 1)[::-1]
    if rule == "twice":
        return words.rstrip("、。,.，！!：") + ("。" if "。" in words[-2:] else words[-1].translate(_RIGHT))
    if rule == "gap":
        return words + "、"
    if rule == "space":
        return words.rstrip()
    return words.translate(_RIGHT)
