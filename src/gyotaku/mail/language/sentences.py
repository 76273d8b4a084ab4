"""Which sentences of a Japanese text are worth taking apart: those that hold words after which something may be wrong.

Taking a sentence apart costs fifty times what looking for these words does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.language import collocations
from gyotaku.mail.language.sheet import Sheet
from gyotaku.mail.language.unwrapped import Unwrapped
from gyotaku.mail.language.words import frames
from gyotaku.mail.pattern import Pattern

MOST = 60
"""Sentences of one mail that are taken apart."""
LONGEST = 200
"""Characters of one."""
_SHORTEST = 6
_ENDS = "。！？!\n\r\t"
_BEFORE = 80
"""Characters before a sentence that tell whether it begins there."""
_OBJECT = Pattern(r"を(?:[^、。\n\r「」を]{1,6}を|[^、。\n\r「」をはが]{1,10}にな[りる])")
_FULL = Pattern(
    r"する(?:ください|下さい|して|し[てまた]|いただ|すべき)|ます(?:ください|下さい|して|する|でした)|ました(?:ください|下さい|して)"
)
_ENDED = Pattern(
    r"[るくうつむぶぐぬす](?:ください|下さい|ます(?!こ)|ました|です。|でした)|(?:ない|ません)(?:ください|下さい)|[るくうつむぶぐぬす]とさせて|るお願い|いでした"
)
_MANNER = Pattern(r"な[\u30a1-\u30fc\u4e00-\u9fff]{2,6}(?:する|し[てまた])")
_ENDINGS = ("ます", "ました", "ません", "です", "でした", "ください", "下さい")
_STEM = 2
"""Characters of a verb that are looked for wherever its noun is."""
_OF_COURTESY = "おごゲ御相"
"""What stands before words that have their courtesy, and before 客様 in other words."""


class Sentence(Struct, frozen=True):
    """`text` begins at `start` of the text it is of. `begins` tells that it is the beginning of a sentence, not a line broken within one."""

    text: str
    start: int
    begins: bool
    of: Unwrapped

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where these characters stand in the sheet."""
        return self.of.place(self.start + start), self.of.place(self.start + end, end=True)


def chosen(sheet: Sheet) -> Iterator[Sentence]:
    """In their order, each once."""
    unwrapped = Unwrapped(sheet.text)
    text = unwrapped.text
    behind = 0
    for place in _places(text):
        if place < behind:
            continue
        start, end = _around(text, place)
        behind = max(end, place + 1)
        while start < end and text[start] in " \u3000":
            start += 1
        if _SHORTEST <= end - start <= LONGEST and sheet.by_sender(unwrapped.place(start)):
            yield Sentence(text[start:end], start, _begins(text, start), unwrapped)


def _places(text: str) -> list[int]:
    """Where something is found, in order. A line's end or a full stop stands before what it announces."""
    triggers = _triggers()
    places = []
    for number, start, end in triggers.automaton.find_matches_as_indexes(text, overlapping=True):
        before = text[start - 1 : start]
        if number in triggers.bare and before and before in _OF_COURTESY:
            continue
        if number in triggers.described and before == "な":  # あなたの
            continue
        places.append(end - 1)
    places += [match.start() for match in _OBJECT.compiled.finditer(text)]
    if "する" in text or "ます" in text or "まし" in text:
        places += [match.start() for match in _FULL.compiled.finditer(text)]
    places += [match.start() for match in _ENDED.compiled.finditer(text)]
    places += [match.start() for match in _MANNER.compiled.finditer(text)]
    if "まで" in text:
        places += [match.start() for match in _by_then().finditer(text)]
    return sorted(places)


def _around(text: str, place: int) -> tuple[int, int]:
    if text[place] == "。":
        place -= 1
    start, lowest = place, max(0, place - LONGEST)
    while start > lowest and text[start - 1] not in _ENDS:
        start -= 1
    end, highest = place, min(len(text), place + LONGEST)
    while end < highest and text[end] not in _ENDS:
        end += 1
    return start, end + (end < len(text) and text[end] == "。")


def _begins(text: str, start: int) -> bool:
    before = text[max(0, start - _BEFORE) : start].rstrip(" \u3000")
    return not before or before.endswith(("。", "！", "？", "\n\n", "\r\n\r\n", "：", ":"))


@cache
def _by_then() -> re.Pattern[str]:
    data = frames()["by_then"]
    times = "".join(sorted({time[-1] for time in data["times"]}))
    return re.compile(f"(?<=[{times}）0-9０-９])まで[ごお]?(?:{'|'.join(data['nouns'])})")


class _Triggers:
    """`bare`: numbers of those that mean nothing behind お or ご; `described`: of those with た before の."""

    def __init__(self, data: dict[str, Any]) -> None:
        bare = set(_without_courtesy(data))
        described = {f"たの{noun}" for noun in data["no_of"]["nouns"]}
        needles = sorted({*bare, *described, *_of_particles(data), *_of_things(data), *_of_forms(data)})
        self.automaton = AhoCorasick(needles)
        self.bare = frozenset(number for number, needle in enumerate(needles) if needle in bare)
        self.described = frozenset(number for number, needle in enumerate(needles) if needle in described)


@cache
def _triggers() -> _Triggers:
    return _Triggers(frames())


def _without_courtesy(data: dict[str, Any]) -> Iterator[str]:
    for noun in data["courtesy"]["thanked"]:
        yield from (f"{noun}いただき", f"{noun}頂き")
    yield from (f"{stem}し" for stem in data["courtesy"]["stems"])
    yield from ("客様", "客さま")


def _of_particles(data: dict[str, Any]) -> Iterator[str]:
    """What the rules of particles begin with, as it is written: the least that every place of theirs has."""
    for row in data["no_object"]:
        objects = row.get("objects", ("",))
        yield from (f"{head}を{noun}" for head in objects for noun in row.get("nouns", ()))
        yield from (f"{head}をご{noun}" for head in objects for noun in row.get("nouns", ()))
        yield from (f"{head}を{form}" for head in objects for verb in row.get("verbs", ()) for form in _forms(verb))
    for word in data["adjectives"]["words"]:
        yield from (f"を{word}{after}" for after in ("です", "だ", "に", "で"))
    yield from (f"{word}に" for word in data["manner"]["words"])
    for word in data["place"]["words"]:
        yield from (
            f"{word}に{form}" for act in (*data["place"]["acts"], *data["place"]["act_nouns"]) for form in _forms(act)
        )


def _of_things(data: dict[str, Any]) -> Iterator[str]:
    things = data["things"]
    yield from (f"が{word}し" for word in things["done"])
    yield from (f"が{word}して" for word in things["asked"])
    yield from (f"が{honour}{word}" for word in things["asked"] for honour in "ごお")
    yield from (f"以内{word}" for word in things["words"])
    yield from (f"{kana}の{noun}" for noun in data["no_of"]["nouns"] for kana in "るいすくうむ")
    na_only = set(data["na_only"]["words"]) - set(data["na_only"]["also_nouns"])
    yield from (f"{word}の" for word in na_only)


def _of_forms(data: dict[str, Any]) -> Iterator[str]:
    things = data["things"]
    for noun in data["begged"]["nouns"]:
        yield from (f"{noun}して{after}" for after in ("お願い", "おねがい", "ありがとう", "誠に"))
        yield from (f"{noun}{does}てお願い" for does in ("致し", "いたし"))
        yield from (f"{noun}{particle}必要" for particle in "がは")
        yield f"をご{noun.removeprefix('ご')}。"
    yield from (f"{honour}{word}" for honour in "おご御" for word in data["plain_words"]["words"])
    yield from (f"{who}{particle}" for who in ("弊社", "当社", "当行", "小社", "私ども", "当店") for particle in "がも")
    yield from (f"{who}が" for who in data["you"]["words"] if who[-1] in "様ま")
    yield from (f"{ending}{comma}" for ending in _ENDINGS for comma in "、，,")
    usual = table("collocations")["usual"]
    for (particle, verb), rows in collocations.rows().items():
        for form in _forms(verb):
            if verb in usual:
                yield from (f"{noun}{particle}{form}" for nouns, _ in rows for noun in nouns)
            else:
                yield form if particle != "の" and (len(verb) > _STEM or form == verb) else particle + form
    yield from (
        f"{noun}{ending}"
        for noun in data["begged"]["nouns"]
        for ending in ("ます", "ました", "ません", "てください", "て下さい")
    )
    yield from (f"{word}に{form}" for word in things["words"] for verb in things["taken"] for form in _forms(verb))
    yield from (f"が{noun}する{task}" for noun in {*things["done"], *things["asked"]} for task in ("必要", "こと"))
    yield from (f"{who}{title}" for who in data["we"]["untitled"] for title in ("様", "さま"))
    yield from (f"{noun}するな" for noun in data["you"]["forbidden"])
    yield from (
        "いたしてください",
        "致してください",
        "見してください",
        "拝見ください",
        "拝見下さい",
        "拝読ください",
        "申してください",
        "参ってください",
        "伺ってください",
        "申し上げてください",
    )
    yield from (
        "が必要あり",
        "が必要しま",
        "可能でき",
        "が可能しま",
        "お願いください",
        "いただきください",
        "頂きください",
    )
    yield from (f"{noun}{orders}" for noun in data["begged"]["nouns"] for orders in ("しろ", "せよ", "しなさい"))
    yield from (f"{honour}{deed}するには" for honour in "おご" for deed in data["you"]["deeds"])
    yield from (f"{noun}にな{kana}" for noun in data["done_at_once"]["nouns"] for kana in "りる")
    yield from (f"{word}な" for word in data["no_na"]["words"])
    yield from (f"{word}ので、" for word in data["no_na"]["reasons"])
    yield from (f"の{noun}され" for noun in (*things["done"], "停止", "終了", "ロック", "キャンセル", "中断", "中止"))
    yield from (f"月の{digit}" for digit in "0123456789０１２３４５６７８９")
    yield from data["tone"]["pronouns"]
    yield from (f"{noun}をやってください" for noun in data["begged"]["nouns"])
    yield from (
        "てあげます",
        "てやります",
        "なさいまし",
        "なさいます",
        "がいらっしゃいま",
        "お届きにな",
        "に届きま",
        "に見つかりま",
        "に戻りま",
    )
    yield from (f"がお{kana}" for kana in ("届き", "切れ", "止まり", "始まり", "起き", "戻り", "残り"))
    yield from ("が必要とし", "当お客", "しいだ", "しいな", "いだ。")
    yield from (
        "をを",
        "がが",
        "にに",
        "をが",
        "をに",
        "をで",
        "をへ",
        "がを",
        "がに",
        "にを",
        "にが",
        "でを",
        "へを",
        "はを",
        "はが",
        "をは",
    )
    yield from ("し。", "れ。", "いただき。", "頂き。", "たように。", "ながら。", "など。", "なり。", "おり。")
    yield from (
        f"{word}を"
        for word in ("いつも", "日頃より", "日頃から", "平素より", "平素は", "毎度", "この度は", "このたびは")
    )
    yield from (f"{before}{particle}" for before in ("\n", "。", "： ", ": ") for particle in "はをがに")


_ROWS = {
    "う": "わいうえおっ",
    "く": "かきくけこい",
    "ぐ": "がぎぐげごい",
    "す": "さしすせそ",
    "つ": "たちつてとっ",
    "ぬ": "なにぬねのん",
    "ぶ": "ばびぶべぼん",
    "む": "まみむめもん",
    "る": "らりるれろっ",
}
"""What follows a verb's stem, by its last kana."""


def _forms(verb: str) -> Iterator[str]:
    """A verb as it begins in any form: its stem, with the kana behind it where the stem is a single character."""
    if len(verb) == _STEM and verb[-1] in _ROWS:
        yield from (verb[0] + kana for kana in _ROWS[verb[-1]])
    else:
        yield verb[:-1] if verb[-1] in _ROWS else verb
