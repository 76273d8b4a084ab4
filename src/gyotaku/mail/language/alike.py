"""Characters that look like the right one inside a Japanese word: 力 for カ, 一 for ー, ロ for 口."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from gyotaku.data.tables import table
from gyotaku.mail.language.sheet import Sheet, Slip
from gyotaku.mail.pattern import Pattern

# Before ー or a small kana, or between two katakana: no word is written so. 一 and 二 count things between words, so
# only what no counter can be is taken.
_KANJI = Pattern(
    "[力夕口工卜仆厶](?:(?<![\u3400-\u9fff].)(?=[ーャュョァィゥェォッ])|(?<=[\u30a1-\u30faー].)(?=[\u30a1-\u30faー]))|二(?=[ュャョ])"
    "|一(?<=[メカサザデタドワユモフパバビニ].)(?=[ルバドザタジビクズ])(?![ァ-ヶー]{0,4}[0-9一-龠つ])"
)
_ANY = "力夕口工卜仆厶二一"
_FORMS = {"力": "カ", "夕": "タ", "口": "ロ", "工": "エ", "卜": "ト", "仆": "イ", "厶": "ム", "二": "ニ", "一": "ー"}
_SHORT = 4
_MOST = 20
"""Places of one text that are told."""
_COUNTS = "一二三八千"
_HAN_AFTER = frozenset("覧部つ人日月年回度時定般括切緒同番本枚件名種間段階個")
_AROUND = Pattern("[\u30a1-\u30faー]*")


def find(sheet: Sheet) -> Iterator[Slip]:
    """Each place once; the words of the table first."""
    told: list[tuple[int, int]] = []
    for start, end, natural in _places(sheet.text):
        if all(end <= begin or stop <= start for begin, stop in told) and sheet.by_sender(start):
            told.append((start, end))
            if len(told) > _MOST:
                return
            yield Slip(sheet, start, end, natural, _sort(sheet.text[start:end], natural))


def _sort(words: str, natural: str) -> str:
    """A character of another script, or a kana that is nearly right."""
    kana = all(_katakana(character) for character in words) and all(_katakana(character) for character in natural)
    return "kana" if kana else "alike"


def _places(text: str) -> Iterator[tuple[int, int, str]]:
    wrong, right = _words()
    told: set[int] = set()
    for number, start, end in wrong.find_matches_as_indexes(text):
        if number not in told and not (text[start] == "ー" and start and _katakana(text[start - 1])):  # ヘッダー部
            told.add(number)
            yield start, end, right[number]
    wrong, right = _katakana_words()
    for number, start, end in wrong.find_matches_as_indexes(text):
        if number not in told and not _runs_on(text, start, end, right[number]):
            told.add(number)
            yield start, end, right[number]
    if any(kanji in text for kanji in _ANY):
        for match in _KANJI.compiled.finditer(text):
            at = match.start()
            start, end = _word(text, at)
            if end - start > 1:
                yield start, end, text[start:at] + _FORMS[text[at]] + text[at + 1 : end]


def _runs_on(text: str, start: int, end: int, right: str) -> bool:
    """A short word, or one that lacks a character, is told alone only: ブラン is not プラン in ブランド. 一 may count: センター一覧."""
    before, after = text[start - 1 : start], text[end : end + 1]
    longer = bool(before and _katakana(before)) or bool(after and _katakana(after))
    if end - start != len(right) or len(right) <= _SHORT:
        return longer or (after in _HAN_AFTER and text[end - 1] in _COUNTS)
    return after in _HAN_AFTER and text[end - 1] in _COUNTS


def _katakana(character: str) -> bool:
    return "\u30a1" <= character <= "\u30fa" or character == "ー"


@cache
def _words() -> tuple[AhoCorasick, tuple[str, ...]]:
    words = table("kana_alike")["words"]
    return AhoCorasick(list(words)), tuple(words.values())


@cache
def _katakana_words() -> tuple[AhoCorasick, tuple[str, ...]]:
    """Words of notices with one character replaced by one that looks like it, every ー by the same, or one left out."""
    data = table("kana_alike")
    wrong: dict[str, str] = {}
    known = set(data["katakana"])
    for word in data["katakana"]:
        for at, character in enumerate(word):
            for other in data["alike"].get(character, ""):
                if not (character == "ー" and other in "-－‐–—―─" and at == len(word) - 1 and len(word) <= _SHORT):
                    wrong.setdefault(word[:at] + other + word[at + 1 :], word)
        for other in data["alike"]["ー"]:
            wrong.setdefault(word.replace("ー", other), word)
    for word in data["lost"]:
        for at in range(1, len(word) - 1):
            if word[at] != "ー":
                wrong.setdefault(word[:at] + word[at + 1 :], word)
    wrong = {word: right for word, right in wrong.items() if word not in known}
    return AhoCorasick(list(wrong), matchkind=MatchKind.LeftmostLongest), tuple(wrong.values())


def _word(text: str, at: int) -> tuple[int, int]:
    start = at
    while start and at - start < 20 and ("\u30a1" <= text[start - 1] <= "\u30fa" or text[start - 1] == "ー"):
        start -= 1
    around = _AROUND.compiled.match(text, at + 1, at + 21)
    return start, around.end() if around else at + 1
