"""Marks that a Japanese writer does not use or not there: , and . for 、 and 。, two sentences joined by 、, a mark twice, spaces after marks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from gyotaku.mail.language.sheet import KANA, Sheet, Slip
from gyotaku.mail.language.stops import BARE
from gyotaku.mail.pattern import Pattern
from gyotaku.model.evidence import Layer

_LETTER = "\u3041-\u3096\u30a1-\u30faー\u4e00-\u9fff"
# Each begins with the mark, which is what the search looks for; the words before it are taken afterwards.
# At the end of a line after a verb only: after a name it is how an English greeting ends.
_COMMA = Pattern(f",(?:(?<=[{_LETTER}],)[ \u3000]?(?=[{_LETTER}])|(?<=[\u3041-\u3096],)(?=[ \t]*\r?(?:\n|$)))")
_STOP = Pattern(r"[.．](?<=[すたんいせ].)(?![A-Za-z0-9.．])")
_WIDE_COMMA = Pattern(f"，(?<=[{_LETTER}].)")
_SPLICE = Pattern(
    f"、(?<=[すたんい]、)(?!また|もし|なお|ただし|が|けど|けれ|ので|のに|から|と|よ|か|し[、て]|ね)(?=[{_LETTER}])"
)
_TWICE = Pattern("[、。！!，,：][、。！!，,.：](?![。…])")
_DOT = Pattern(f"[·•](?<=[{_LETTER}].)(?=[{_LETTER}])")
_QUESTION = Pattern(r"\?(?<=[一-龠ァ-ヶ].)(?=[一-龠ァ-ヶ])")
_SEMICOLON = Pattern(f"[;；](?<=[{_LETTER}].)(?=[ {_LETTER}])")
_SPACE = Pattern(f"[、。][ \u00a0](?=[{_LETTER}])")
_GAP = Pattern(f"[ \u3000](?<=[きてでめが].)(?=[{_LETTER}])")
_WORDS = Pattern(f"[{_LETTER}]{{1,14}}$")
_FIRST = Pattern("[\u3041-\u3096][\u30a1-\u30fa\u4e00-\u9fff]")
_FOLLOWING = Pattern("[\u3041-\u3096]{0,8}[\u30a1-\u30faー\u4e00-\u9fff]{0,12}[\u3041-\u3096]{0,3}")
_POLITE = ("ます", "ました", "ません", "です", "でした", "ください", "下さい")
_CLAUSE = ("いただき", "頂き", "まして", "ますので", "ましたので", "なりまして", "ておりますので", "ないため", "ますが")
_PAIRS = frozenset(
    {"、、", "、。", "。、", "。。", "！。", "!。", "。！", "。!", ",、", "、,", "，、", "、，", "。.", "：："}
)
_REACH = 14
_LEAST_SPACES = 2
_LEAST_SENTENCES = 3
_LEAST_QUESTIONS = 2
_MOST = 3
_TRIES = 60
_RIGHT = str.maketrans(
    {",": "、", "，": "、", ".": "。", "．": "。", "·": "・", "•": "・", "?": "・", ";": "。", "；": "。"}
)


def find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    if sheet.is_header:
        return
    if "," in text:
        yield from _some(sheet, _COMMA, "comma")
    if "." in text or ("．" in text and "。" in text):
        yield from _some(sheet, _STOP, "stop", _POLITE)
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
    yield from _some(sheet, _SPLICE, "splice", _POLITE)
    yield from _some(sheet, _TWICE, "twice")
    if "。" not in text and "．" not in text:
        yield from _endless(sheet)
    if sheet.passage.layer is Layer.BODY:  # HTML shows a line end of its source as a space
        yield from _spaces(sheet)


def _endless(sheet: Sheet) -> Iterator[Slip]:
    """Sentences of a text in which none has its 。"""
    found = [match for match in islice(BARE.compiled.finditer(sheet.text), _TRIES) if sheet.by_sender(match.start())]
    if len(found) >= _LEAST_SENTENCES:
        for match in found[:_MOST]:
            yield Slip(sheet, *match.span("words"), match["words"] + "。", "none")


def _spaces(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    if "、 " in text or "。 " in text or "\u00a0" in text:
        found = list(_some(sheet, _SPACE, "space"))
        if len(found) >= _LEAST_SPACES:
            yield from found
    if " " in text or "\u3000" in text:
        yield from _some(sheet, _GAP, "gap", _CLAUSE)


def _some(sheet: Sheet, pattern: Pattern, rule: str, after: tuple[str, ...] = ()) -> Iterator[Slip]:
    """The first places, each with the words before the mark; where `after` is given, they must end so."""
    text = sheet.text
    told = 0
    for match in islice(pattern.compiled.finditer(text), _TRIES):
        at, end = match.span()
        if (after and not text.endswith(after, 0, at)) or (text[at] == "．" and "。" not in text):
            continue
        if rule == "twice" and (match[0] not in _PAIRS or text[at - 1 : at] in ("、", "。")):
            continue
        start = _begin(text, at)
        if rule == "splice":
            end = _end(text, end)
        if KANA.compiled.search(text, max(0, start - _REACH), end + _REACH) and sheet.by_sender(start):
            quote = text[start:end] if rule in ("space", "splice") else text[start:end].rstrip()
            if rule == "gap":
                quote = text[start:at]
            yield Slip(sheet, start, start + len(quote), _written(quote, at - start, rule), rule)
            told += 1
            if told >= _MOST:
                return


def _begin(text: str, at: int) -> int:
    """Where the words before a mark begin: at a mark or space, else where a word of kanji or katakana does."""
    words = _WORDS.compiled.search(text, max(0, at - _REACH), at)
    if words is None:
        return at
    start = words.start()
    if at - start < _REACH or start == 0:
        return start
    first = _FIRST.compiled.search(text, start, at)
    return first.start() + 1 if first else start


def _end(text: str, end: int) -> int:
    """Words after a mark, to where the next word begins."""
    following = _FOLLOWING.compiled.match(text, end)
    return following.end() if following else end


def _written(words: str, at: int, rule: str) -> str:
    """The same with the mark that Japanese has; `at`: where the mark stands in them."""
    before = words[:at]
    if rule == "splice":
        return f"{before}。{words[at + 1 :]}"
    if rule == "twice":
        return before + ("。" if "。" in words[at:] else words[at].translate(_RIGHT))
    if rule == "gap":
        return before + "、"
    return words.rstrip().translate(_RIGHT)
