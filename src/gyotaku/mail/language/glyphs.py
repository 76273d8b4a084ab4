"""Characters that Chinese or Korean typing leaves in a Japanese sentence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from gyotaku.data.tables import table
from gyotaku.mail.language.sheet import KANA, Sheet, Slip
from gyotaku.mail.pattern import Pattern

_HAN = Pattern("[\u3400-\u9fff\uac00-\ud7a3]")
_LONGEST = 12
_NAME = ("さん", "様", "氏", "先生", "さま", "殿")
_WORD = Pattern("[\u3400-\u9fff\uac00-\ud7a3]+")
_SEVERAL = 6
"""Foreign characters in one sentence that make it a quotation in another language."""
_LEAST_KANA = 4
_IN_LABEL = 2
_LABEL = 40
"""Characters of a line without kana, a heading or a label, in a Japanese text."""
_READ = 2_000
_KANA_OF_TEXT = 60


def find(sheet: Sheet) -> Iterator[Slip]:
    """Words with a character that no Japanese standard has, in a sentence with kana."""
    text = sheet.text
    told: set[str] = set()
    wrong, right = _words()
    for number, start, end in wrong.find_matches_as_indexes(text):
        if (
            text[start:end] not in told
            and sheet.by_sender(start)
            and KANA.compiled.search(text, max(0, start - 12), end + 12)
        ):
            told.add(text[start:end])
            yield Slip(sheet, start, end, right[number], "glyphs")
    if _japanese(text):
        return
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
        enough = kana >= 2 * foreign and kana >= _LEAST_KANA
        if not enough and not kana and foreign <= _IN_LABEL and end - begin <= _LABEL:
            enough = _known(written) and len(KANA.compiled.findall(text[:_READ])) >= _KANA_OF_TEXT
        if foreign <= _SEVERAL and enough and not named and sheet.by_sender(word.start()):
            yield Slip(sheet, *word.span(), _in_japanese(written), "glyphs")


@cache
def _words() -> tuple[AhoCorasick, tuple[str, ...]]:
    words = table("chinese_forms")["words"]
    return AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest), tuple(words.values())


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


def _known(word: str) -> bool:
    return _japanese(_in_japanese(word)) and "公司" not in word


def _in_japanese(word: str) -> str:
    forms = table("kanji_forms")["forms"] | table("chinese_forms")["forms"]
    return "".join(forms.get(character, character) for character in word)
