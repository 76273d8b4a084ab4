"""Characters that look like the right one inside a Japanese word: 力 for カ, 一 for ー, ロ for 口."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick

from gyotaku.data.tables import table
from gyotaku.mail.language.sheet import Sheet, Slip
from gyotaku.mail.pattern import Pattern

# Before ー or a small kana, or between two katakana: no word is written so. 一 and 二 count things between words, so
# only what no counter can be is taken.
_KANJI = Pattern(
    "(?<![\u3400-\u9fff])[力夕口工卜仆厶](?=[ーャュョァィゥェォッ])|二(?=[ュャョ])"
    "|(?<=[\u30a1-\u30faー])[力夕卜仆厶](?=[\u30a1-\u30faー])"
    "|(?<=[メカサザデタドワユモフパバビニ])一(?=[ルバドザタジビクズ])(?![ァ-ヶー]{0,4}[0-9一-龠つ])"
)
_ANY = "力夕口工卜仆厶二一"
_FORMS = {"力": "カ", "夕": "タ", "口": "ロ", "工": "エ", "卜": "ト", "仆": "イ", "厶": "ム", "二": "ニ", "一": "ー"}
_AROUND = Pattern("[\u30a1-\u30faー]*")


def find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    if any(kanji in text for kanji in _ANY):
        for match in _KANJI.compiled.finditer(text):
            at = match.start()
            start, end = _word(text, at)
            if end - start > 1 and sheet.by_sender(at):
                natural = text[start:at] + _FORMS[text[at]] + text[at + 1 : end]
                yield Slip(sheet, start, end, natural, "alike")
    wrong, right = _words()
    told: set[int] = set()
    for number, start, end in wrong.find_matches_as_indexes(text):
        if text[start] == "ー" and start and "\u30a1" <= text[start - 1] <= "\u30fa":
            continue  # it ends the word before: ヘッダー部
        if number not in told and sheet.by_sender(start):
            told.add(number)
            yield Slip(sheet, start, end, right[number], "alike")


@cache
def _words() -> tuple[AhoCorasick, tuple[str, ...]]:
    words = table("kana_alike")["words"]
    return AhoCorasick(list(words)), tuple(words.values())


def _word(text: str, at: int) -> tuple[int, int]:
    start = at
    while start and at - start < 20 and ("\u30a1" <= text[start - 1] <= "\u30fa" or text[start - 1] == "ー"):
        start -= 1
    around = _AROUND.compiled.match(text, at + 1, at + 21)
    return start, around.end() if around else at + 1
