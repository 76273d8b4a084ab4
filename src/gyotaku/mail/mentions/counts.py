"""How many of something a text says there are: messages, files, threats, years of a contract."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.pattern import Pattern
from gyotaku.mail.phrases import Phrases

_READ = 4_000
_SHORT_LINE = 40
_WINDOW = 40
_MOST = 40
"""Counts of one text."""
_COUNTER = r"(?:件|通|個|つ|点|枚|名|人|回|台|箱|本|項目|年間|年|か月|ヶ月|カ月)"
_BEFORE = re.compile(
    r"(?:(?P<number>(?<![0-9.,:/-])(?!(?:19|20)[0-9]{2}[ \u00a0])[0-9]{1,4})(?![0-9])|(?P<word>(?<![a-z])(?:one|two|three|four|five|six|seven|eight|nine|ten|a single)(?![a-z])))"
    rf"[ \u00a0]?(?:{_COUNTER}(?:の)?)?[ \u00a0]?(?P<between>(?!is |was |are |of |in |to )[a-z-]{{2,14}} ){{0,2}}[「『]?$"
)
_BEHIND = re.compile(
    rf"[ \u00a0]?(?:が|は|を|の|数は?|合計|:|\()?[ \u00a0]{{0,3}}(?:計|全部で|あと)?(?P<number>(?<![0-9])[0-9]{{1,4}})[ \u00a0]?{_COUNTER}"
)
_LISTED = Pattern(
    r"(?:(?P<a>[0-9]{1,2}) ?(?:件|点|個|つ|通|名|項目)[^。\n0-9]{0,24}|(?P<b>\b(?:two|three|four|five|six|seven|[2-9])) (?:[a-z-]{3,14} ){0,3}[a-z]{3,14}s(?: [a-z-]{2,14}){0,4}[:])[:]?[ \t\r]*$"
)
_TERM = Pattern(
    r"(?:subscription|plan|membership|tenure|term|licen[cs]e|protection|契約期間|ライセンス|ご契約|プラン)[^\n.。0-9]{0,16}(?P<a>(?P<n>[0-9]{1,2}|one|two|three)[ -]?(?P<u>years?|months?|年|か月|ヶ月|カ月))"
    r"|(?P<b>(?<![0-9])(?P<m>[0-9]{1,2}|one|two|three)[ -]?(?P<v>years?|months?|年間?|か月|ヶ月|カ月)(?:の)?[ ]?(?:subscription|plan|membership|licen[cs]e|protection|プラン|ライセンス|契約))"
)
_TERM_WORDS = (
    "subscription",
    "plan",
    "membership",
    "tenure",
    "licence",
    "license",
    "protection",
    "契約",
    "ライセンス",
    "プラン",
)
_TERM_UNITS = ("year", "month", "年", "月")
_TELLS_LIST = ("以下", "下記", "次の", "発見", "検出", "保留", "following", "found", "detected", "below", ":")
_BULLET = re.compile(r"[ \t\u00a0]*(?:[・•●○◆■▪◦*]|[-–][ \t]|[(]?[0-9]{1,2}[.)、]|[①-⑳])[ \t\u00a0]*\S")
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "a single": 1}  # fmt: skip


class Count(Struct, frozen=True):
    """A number of things of one sort; `start` to `end` are the number with the thing's name."""

    start: int
    end: int
    number: int
    sort: str


class Listed(Struct, frozen=True):
    """A number of things that a list right below names: from `start` to `end` the number, the list to `last`."""

    start: int
    end: int
    number: int
    items: tuple[tuple[int, int], ...]


@cache
def _names() -> Phrases:
    return Phrases((sort, name) for sort, row in table("particulars")["counted"].items() for name in row)


def counts(text: str) -> list[Count]:
    """Those of a folded text."""
    found: list[Count] = []
    reached = 0
    for hit in sorted(_names().find(text[:_READ]), key=lambda hit: (hit.start, -hit.end)):
        if hit.start < reached:
            continue
        start, reached = hit.start, hit.end
        before = _BEFORE.search(text, max(0, start - 40), start)
        if before is not None:
            number = int(before["number"]) if before["number"] else _WORDS[before["word"]]
            found.append(Count(before.start(), hit.end, number, hit.topic))
        elif (behind := _BEHIND.match(text, hit.end, hit.end + 20)) is not None:
            found.append(Count(start, behind.end(), int(behind["number"]), hit.topic))
        if len(found) >= _MOST:
            return found
    for word in _TERM_WORDS if any(unit in text for unit in _TERM_UNITS) else ():
        at = text.find(word, 0, _READ)
        if at >= 0 and (match := _TERM.compiled.search(text, max(0, at - _WINDOW), at + _WINDOW)) is not None:
            found.append(_term(match))
        last = text.rfind(word, at + 1, _READ) if at >= 0 else -1
        if (
            last > at
            and (match := _TERM.compiled.search(text, max(at + 1, last - _WINDOW), last + _WINDOW)) is not None
        ):
            found.append(_term(match))
    return list(dict.fromkeys(found))


def _term(match: re.Match[str]) -> Count:
    name = "a" if match["a"] else "b"
    number, unit = (match["n"], match["u"]) if name == "a" else (match["m"], match["v"])
    count = int(number) if number.isdigit() else _WORDS[number]
    return Count(match.start(name), match.end(name), count * (12 if unit.startswith(("y", "年")) else 1), "term")


def listed(text: str) -> list[Listed]:
    """Numbers of things of which a list right below them names each."""
    found: list[Listed] = []
    for end in _list_heads(text):
        begin = text.rfind("\n", 0, end) + 1
        line = text[begin:end]
        match = _LISTED.compiled.search(text, begin, end)
        if match is None or not any(word in line for word in _TELLS_LIST):
            continue
        number = int(match["a"]) if match["a"] else (int(match["b"]) if match["b"].isdigit() else _WORDS[match["b"]])
        below = text.find("\n", end) + 1
        items = _items(text, below) or (_lines(text, below) if match[0].rstrip().endswith(":") else [])
        if items:
            found.append(Listed(match.start(), match.start() + len(match[0].rstrip(" :\t\r")), number, tuple(items)))
    return found


def _list_heads(text: str) -> list[int]:
    """Where lines end that a list may follow: in a colon, or before the first line with a bullet."""
    heads: list[int] = []
    at = text.find(":", 0, _READ)
    while at >= 0 and len(heads) < _MOST:
        if text[at + 1 : at + 3].lstrip(" \r").startswith("\n"):
            heads.append(at + 1)
        at = text.find(":", at + 1, _READ)
    at = text.find("\n・", 0, _READ)
    if at > 0:
        heads.append(len(text[:at].rstrip()))
    return heads


def _items(text: str, at: int) -> list[tuple[int, int]]:
    """The lines of the list that begins at `at`, one blank line before it allowed, none within."""
    items: list[tuple[int, int]] = []
    blank = 0
    for line in text[at : at + 3000].split("\n"):
        if not line.strip():
            blank += 1
            if blank > 2:
                break
        elif _BULLET.match(line):
            blank = 0
            begin = at + len(line) - len(line.lstrip())
            items.append((begin, at + len(line.rstrip())))
        elif not items or blank or line[:1] not in " \t\u00a0":
            break
        at += len(line) + 1
    return items


def _lines(text: str, at: int) -> list[tuple[int, int]]:
    """The short lines below, up to a sentence or a blank line, as a list without bullets has them."""
    items: list[tuple[int, int]] = []
    for line in text[at : at + 3000].split("\n"):
        bare = line.strip()
        if not bare and not items:
            pass
        elif not bare or len(bare) > _SHORT_LINE or bare.endswith(("。", ".", "、", ",", ":")) or ":" in bare:
            break
        else:
            begin = at + len(line) - len(line.lstrip())
            items.append((begin, begin + len(bare)))
        at += len(line) + 1
    return items
