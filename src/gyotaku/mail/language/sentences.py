"""Which sentences of a Japanese text are worth taking apart: those that hold words after which something may be wrong.

Taking a sentence apart costs fifty times what looking for these words does.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from gyotaku.mail.language.sheet import Sheet
from gyotaku.mail.language.words import frames
from gyotaku.mail.pattern import Pattern

MOST = 60
"""Sentences of one mail that are taken apart."""
LONGEST = 200
"""Characters of one."""
_SHORTEST = 6
_ENDS = "。！？!\n\r\t"
_TWICE = Pattern(r"を[^、。\n\r「」を]{1,6}を")
_FULL = Pattern("する(?:ください|下さい|して|し[てまた]|いただ)|ます(?:ください|下さい|して|する|でした)|ました(?:ください|下さい|して)")
_STEMS = 2


class Sentence(Struct, frozen=True):
    """`text` begins at `start` of the sheet. `begins` tells that it is the beginning of a sentence, not a line broken within one."""

    text: str
    start: int
    begins: bool


def chosen(sheet: Sheet) -> Iterator[Sentence]:
    """In their order, each once."""
    text = sheet.text
    behind = 0
    for place in _places(text):
        if place < behind:
            continue
        start, end = _around(text, place)
        behind = max(end, place + 1)
        while start < end and text[start] in " \u3000":
            start += 1
        if _SHORTEST <= end - start <= LONGEST and sheet.by_sender(start):
            yield Sentence(text[start:end], start, _begins(text, start))


def _places(text: str) -> list[int]:
    places = [start for _, start, _ in _triggers().find_matches_as_indexes(text)]
    places += [match.start() for match in _TWICE.compiled.finditer(text)]
    places += [match.start() for match in _FULL.compiled.finditer(text)]
    return sorted(places)


def _around(text: str, place: int) -> tuple[int, int]:
    start, lowest = place, max(0, place - LONGEST)
    while start > lowest and text[start - 1] not in _ENDS:
        start -= 1
    end, highest = place, min(len(text), place + LONGEST)
    while end < highest and text[end] not in _ENDS:
        end += 1
    return start, end + (end < len(text) and text[end] == "。")


def _begins(text: str, start: int) -> bool:
    before = text[max(0, start - 80) : start].rstrip(" \u3000")
    return not before or before.endswith(("。", "！", "？", "\n\n", "\r\n\r\n", "：", ":"))


@cache
def _triggers() -> AhoCorasick:
    """What the rules begin with, as it is written: the cheapest words that every place of theirs has."""
    data = frames()
    found: set[str] = set()
    for row in data["no_object"]:
        found |= {f"を{noun}" for noun in row.get("nouns", ())}
        found |= {f"を{_stem(verb)}" for verb in row.get("verbs", ())}
    found |= {f"を{word}" for word in data["adjectives"]["words"]}
    found |= {f"{word}に" for word in data["manner"]["words"]}
    found |= {f"{word}に" for word in data["place"]["words"]}
    found |= {f"が{word}し" for word in data["things"]["done"]}
    found |= {f"が{ご}{word}" for word in data["things"]["asked"] for ご in ("ご", "お")}
    found |= {f"が{word}" for word in data["things"]["asked"]}
    found.add("が必要とし")
    for noun in data["no_of"]["nouns"]:
        found |= {f"{kana}の{noun}" for kana in "るたいすくうむ"}
    found |= {f"{word}の" for word in data["na_only"]["words"] if word not in data["na_only"]["also_nouns"]}
    found |= {f"{word}な" for word in data["na_only"]["words"]}
    for noun in data["begged"]["nouns"]:
        found |= {f"{noun}して{after}" for after in ("お願い", "おねがい", "ありがとう", "誠に")}
        found |= {f"{noun}{does}てお願い" for does in ("致し", "いたし")}
    found |= {f"{stem}し" for stem in data["courtesy"]["stems"]}
    found |= {"しいだ", "しいな", "いだ。", "るとさせて", "客様が", "客さまが", "会員様が"}
    found |= {f"{honour}{word}" for honour in "おご御" for word in data["plain_words"]["words"]}
    found |= {f"{word}{particle}" for word in ("弊社", "当社", "当行", "弊行", "小社", "私ども", "当店") for particle in "がはも"}
    found |= {"をを", "がが", "にに", "をが", "をに", "をで", "をへ", "がを", "がに", "にを", "にが", "でを", "へを", "はを", "はが", "をは"}
    found |= {"し。", "れ。", "いただき。", "頂き。", "ため。", "為。", "ように。", "ながら。", "など。", "なり。", "おり。"}
    found |= {"いつもを", "日頃よりを", "日頃からを", "平素よりを", "平素はを", "毎度を", "この度はを", "このたびはを"}
    found |= {f"{before}{particle}" for before in ("\n", "。", "： ", ": ") for particle in "はをがに"}
    return AhoCorasick(sorted(found))


def _stem(verb: str) -> str:
    """What all forms of a verb begin with."""
    return verb if len(verb) < _STEMS else verb[:-1]
