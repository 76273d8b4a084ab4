"""Two spellings of what should be one name: of a person, a firm or a service."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from gyotaku.mail.phrases import Words

_LATIN = re.compile("[a-z0-9]+")
_LEGAL = frozenset({"ltd", "limited", "inc", "llc", "co", "corp", "corporation", "gmbh", "plc", "the", "company", "and", "kg", "ag", "team", "support", "service", "services", "customer", "account", "accounts", "department", "dept", "billing", "security", "care", "office", "center", "centre", "helpdesk", "desk", "help", "group", "notifications", "notification", "online", "via", "admin", "no", "reply", "noreply", "system", "it", "mail", "email", "info", "your", "our", "from", "of", "for", "at"})  # fmt: skip
_STEM = 4
_SIGNS = re.compile(r"[\s、。・,.\-－ー―'\"「」『』【】()（）<>＜＞]+")
FIRM_ENDS = (
    "銀行",
    "信用金庫",
    "証券",
    "カード",
    "保険",
    "電力",
    "通信",
    "運輸",
    "急便",
    "ネット",
    "市役所",
    "税務署",
    "大学",
    "クラブ",
    "商店",
    "工業",
    "製作所",
    "サービス",
    "ペイ",
)
_LONGEST_FIRM = 14
_BEHIND_FIRM = ("\n", "\r", " ", "　", "、", "。", "を", "の", "は", "よ", "ご", "で", "株", "有", "")
_FIRMS = ("株式会社", "有限会社", "合同会社")
_ALIKE = str.maketrans("аеорсухіѕԁӏ", "aeopcyxisdl")


def people_differ(one: str, other: str) -> bool:
    """Two full names of one family name and one length, of which one character of the given name differs."""
    first, second = _SIGNS.sub("", one), _SIGNS.sub("", other)
    if len(first) != len(second) or not 4 <= len(first) <= 7 or first == second or first.isascii():
        return False
    return (
        first[:2] == second[:2]
        and sum(a != b for a, b in zip(first, second, strict=True)) == 1
        and all("\u3041" <= sign <= "\u9fff" for sign in first + second)
    )


def firms_differ(one: str, other: str) -> bool:
    """Two names of firms that share beginning and end but not the middle, or of which one letter differs."""
    first, second = _bare(one), _bare(other)
    if first == second or min(len(first), len(second)) < _STEM:
        return False
    end = next((end for end in FIRM_ENDS if first.endswith(end) and second.endswith(end)), None)
    if end is None:
        return False
    first, second = first.removesuffix(end), second.removesuffix(end)
    if len(first) == len(second):
        return len(first) > 2 and sum(a != b for a, b in zip(first, second, strict=True)) == 1
    short, long = sorted((first, second), key=len)
    return len(short) > 2 and long.startswith(short) and len(long) - len(short) < _STEM


def _bare(name: str) -> str:
    bare = _SIGNS.sub("", name)
    for legal in _FIRMS:
        bare = bare.replace(legal, "")
    return bare


def names_differ(one: str, other: str) -> bool:
    """Two Latin names of one length in words, whose words begin alike and of which some differ in their ends or a letter."""
    first, second = _words(one), _words(other)
    if first == second or not first or len(first) != len(second) or len("".join(first)) < 8 or len(first) < 2:
        return False
    if "".join(first) == "".join(second):
        return False
    return all(a == b or _near(a, b) for a, b in zip(first, second, strict=True))


@lru_cache(maxsize=256)
def _words(name: str) -> list[str]:
    return [word for word in _LATIN.findall(name.lower().translate(_ALIKE)) if word not in _LEGAL]


def _near(one: str, other: str) -> bool:
    """One is the other with another end, or one letter more, less or other."""
    if min(len(one), len(other)) < _STEM:
        return False
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return True
    if len(long) - len(short) > 1 or one[0] != other[0]:
        return False
    at = next((number for number, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return long[at + 1 :] == (short[at:] if len(long) > len(short) else short[at + 1 :])


def same_beginning(one: str, other: str) -> bool:
    """Two Latin names of firms with the same first words and other last ones, kinds of firms left out."""
    first, second = _words(one), _words(other)
    if len(first) < 2 or len(second) < 2 or first == second:
        return False
    common = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        common += 1
    return common >= 2 and abs(len(first) - len(second)) <= 1


@cache
def _firm_ends() -> Words:
    return Words(FIRM_ENDS)


def firms(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where names stand that end as those of banks, carriers, shops and offices do, with the form of the firm."""
    found: list[tuple[int, int]] = []
    for word in () if text.isascii() else _firm_ends().standing(text[start:end]):
        at = text.find(word, start, end)
        while at >= 0:
            stop = at + len(word)
            begin = at
            while begin > max(start, at - _LONGEST_FIRM) and _of_name(text[begin - 1]):
                begin -= 1
            if text[stop : stop + 1] in _BEHIND_FIRM and at - begin > 1:
                stop += next((len(form) for form in _FIRMS if text.startswith(form, stop)), 0)
                found.append((begin, stop))
            at = text.find(word, at + 1, end)
    return sorted(found)


def _of_name(sign: str) -> bool:
    return (
        "\u30a1" <= sign <= "\u30fc"
        or "\u4e00" <= sign <= "\u9fff"
        or ("\u3041" <= sign <= "\u3096" and sign not in "をはがのにもへと")
    )
