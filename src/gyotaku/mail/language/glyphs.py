"""Characters that Chinese or Korean typing leaves in a Japanese sentence."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.language.sheet import KANA, Sheet, Slip
from gyotaku.mail.pattern import Pattern

_HAN = Pattern("[\u3400-\u9fff\uac00-\ud7a3]")
_LONGEST = 12
_NAME = ("さん", "様", "氏", "先生", "さま", "殿")
_WORD = Pattern("[\u3400-\u9fff\uac00-\ud7a3]+")
_SEVERAL = 6
"""Foreign characters in one sentence that make it a quotation in another language."""


def find(sheet: Sheet) -> Iterator[Slip]:
    """Words with a character that no Japanese standard has, in a sentence with kana."""
    text = sheet.text
    if _japanese(text):
        return
    told: set[str] = set()
    for word in _WORD.compiled.finditer(text):
        written = word[0]
        if written in told or len(written) > _LONGEST or _japanese(written):
            continue
        told.add(written)
        begin, end = sheet.sentence(*word.span())
        sentence = text[begin:end]
        foreign = sum(not _japanese(character) for character in _HAN.compiled.findall(sentence))
        kana = len(KANA.compiled.findall(sentence))
        named = text.startswith(_NAME, word.end()) or text[word.end() : word.end() + 1] in ("（", "(", "・")
        if foreign <= _SEVERAL and kana >= 2 * foreign and kana >= 4 and not named and sheet.by_sender(word.start()):
            yield Slip(sheet, *word.span(), _in_japanese(written), "glyphs")


def _japanese(text: str) -> bool:
    """Every character is in JIS X 0213 or among the vendors' additions."""
    for charset in ("cp932", "euc_jis_2004"):
        try:
            text.encode(charset)
        except UnicodeEncodeError:
            continue
        return True
    return all(_one(character) for character in _HAN.compiled.findall(text))


def _one(character: str) -> bool:
    for charset in ("cp932", "euc_jis_2004"):
        try:
            character.encode(charset)
        except UnicodeEncodeError:
            continue
        return True
    return False


def _in_japanese(word: str) -> str:
    forms = table("kanji_forms")["forms"] | table("chinese_forms")["forms"]
    return "".join(forms.get(character, character) for character in word)
