"""Pairs of figures that differ only in two neighbouring digits that changed places."""

from __future__ import annotations

import re

from msgspec import Struct

from gyotaku.mail.mentions.figures import figures

GAP = "\n\n\n"
"""Between subject and body."""
_LEAST = 3
_MOST_RUNS = 150
_MOST_PAIRS = 8
_TOKENS = 60
_READ = 6_000
_CONTEXT = 12
_TOKEN = re.compile(r"[0-9a-z#/_.,+()£$€¥￥-]*$")
_TOKEN_ON = re.compile(r"[0-9a-z#/_.,+()@%?=&:-]*")
_MONEY_BEFORE = ("¥", "￥", "\\", "$", "£", "€", "jpy", "usd", "eur", "gbp")
_MONEY_BEHIND = ("円", "ドル", "ユーロ", "yen", "usd", "eur", "gbp", "jpy", "pt", "ポイント")
_ADDRESS = ("://", "@", "www.", "%", "?", "=", "&")
_HOST = re.compile(r"[a-z]\.[a-z]{2,}/")
_TIME = ("年", "月", "日", "時", "分", ":", "号室", "mg", "ml", "km", "px")
_CENTS = re.compile(r"\.[0-9]{2}(?![0-9])")


class Figure(Struct, frozen=True):
    """A figure with the signs that belong to it; `money`: with a currency beside it."""

    start: int
    end: int
    run: str
    context: str
    money: bool


def exchanged(subject: str, body: str) -> list[tuple[Figure, Figure]]:
    """Such pairs, where both stand behind the same words, in two folded texts; offsets count in subject, gap and body."""
    head = subject + GAP if subject else ""
    runs = _runs(subject, 0, _READ)
    runs += _runs(body, len(head), _READ - len(head))
    if not 1 < len(runs) <= _MOST_RUNS:
        return []
    text = head + body[:_READ]
    by_digits: dict[str, list[tuple[int, int]]] = {}
    for span in runs:
        by_digits.setdefault("".join(sorted(_digits(text, span))), []).append(span)
    alike = [same for same in by_digits.values() if len(same) > 1 and len({_digits(text, span) for span in same}) == 2]
    return [pair for same in alike[:_MOST_PAIRS] if (pair := _pair(text, same)) is not None]


def _runs(text: str, offset: int, most: int) -> list[tuple[int, int]]:
    """Where figures stand, grouped ones whole, that have enough signs; of the first `most` characters."""
    runs: list[tuple[int, int]] = []
    first = last = -1
    for start, end in figures(text):
        if start >= most:
            break
        if last < 0 or text[last] != "," or text[last:start].strip(","):
            if last - first >= _LEAST:
                runs.append((first + offset, last + offset))
            first = start
        last = min(end, most)
    if last - first >= _LEAST:
        runs.append((first + offset, last + offset))
    return runs


def _digits(text: str, span: tuple[int, int]) -> str:
    return text[span[0] : span[1]].replace(",", "")


def _pair(text: str, same: list[tuple[int, int]]) -> tuple[Figure, Figure] | None:
    told = [one for span in same if (one := _figure(text, span)) is not None]
    if len({one.run for one in told}) != 2:
        return None
    first = told[0]
    second = next(one for one in told if one.run != first.run)
    return (first, second) if _neighbours(first.run, second.run) and _alike(first, second) else None


def _neighbours(one: str, other: str) -> bool:
    at = [number for number, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(one) == len(other) and len(at) == 2 and at[1] == at[0] + 1


def _alike(one: Figure, other: Figure) -> bool:
    """Both are amounts, or what stands before the two is the same."""
    if one.money or other.money:
        return one.money and other.money and len(one.run) >= _LEAST
    common = 0
    for a, b in zip(reversed(one.context), reversed(other.context), strict=False):
        if a != b:
            break
        common += 1
    shared = one.context[len(one.context) - common :]
    return common >= 2 and (common >= _LEAST or not shared.isdigit()) and len(one.run) + common >= 6


def _figure(text: str, span: tuple[int, int]) -> Figure | None:
    """The figure with its token, None for years, times, parts of addresses."""
    start, end = span
    head = _TOKEN.search(text, max(0, start - 24), start)
    tail = _TOKEN_ON.match(text, end, end + 40)
    begin = head.start() if head else start
    behind = tail[0] if tail else ""
    run = _digits(text, span)
    if _HOST.search(text[max(0, start - _TOKENS) : start].rpartition(" ")[2].rpartition("\n")[2]):
        return None
    if any(mark in behind or mark in text[max(0, begin - 3) : start] for mark in _ADDRESS):
        return None
    if any(text.startswith(word, end) for word in _TIME) or text[max(0, start - 1) : start] == ":":
        return None
    if len(run) == 4 and run[:2] in ("19", "20"):
        return None
    rest = text[end : end + 16]
    cents = _CENTS.match(rest)
    last = end + (cents.end() if cents else 0)
    money = text[max(0, start - 4) : start].rstrip(" -").endswith(_MONEY_BEFORE) or text[
        last : last + 6
    ].strip().startswith(_MONEY_BEHIND)
    context = "".join(sign for sign in text[max(0, start - _CONTEXT) : start].rpartition("\n")[2] if sign.isalnum())
    stop = last + (
        len(text[last : last + 8]) - len(text[last : last + 8].lstrip("0123456789abcdefghijklmnopqrstuvwxyz-"))
    )
    unit = next((word for word in _MONEY_BEHIND if text[last : last + 6].strip().startswith(word)), "")
    if money and unit:
        stop = text.find(unit, last) + len(unit)
    return Figure(begin, stop, run, context, money)
