"""Telling the charset of text that declares none, or a wrong one. Small on purpose: UTF-8 and the Japanese charsets."""

from __future__ import annotations

import re

from gyotaku.mail.japanese import euc_jp, shift_jis

SAMPLE = 4096
"""Octets that a guess looks at, from the first that is not ASCII: enough for any text, and quick for a long lie."""

_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_OCTETS = bytes(range(0x80, 0x100))
_WIDE = re.compile(r"[^\x00-\x7f]+")
_NATIVE = re.compile("[\u3041-\u3096\u30a1-\u30fc\u3001\u3002\u300c\u300d]")
_ODD = re.compile("[\uff61-\uff9f\ue000-\uf8ff\u0080-\u00ff\ufffd]")


def is_utf_8(data: bytes) -> bool:
    """True for octets beyond ASCII that are all well-formed UTF-8. Other charsets' text practically never is."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.isascii()


def count_high(data: bytes) -> int:
    """How many octets are beyond ASCII."""
    return len(data) - len(data.translate(None, _HIGH_OCTETS))


def is_dense(data: bytes) -> bool:
    """True where more octets are beyond ASCII than Western languages need."""
    sample = data[:SAMPLE]
    return count_high(sample) * 4 > len(sample)


def guess_japanese(data: bytes) -> str | None:
    """`iso-2022-jp`, `cp932` or `euc-jp` where the octets read as Japanese in it; None where they do not."""
    if b"\x1b" in data and b"\x1b$" in data:
        return "iso-2022-jp"
    first = _HIGH.search(data)
    if first is None:
        return None
    sample = data[first.start() : first.start() + SAMPLE]
    scores = {"cp932": japanese_share(shift_jis(sample)), "euc-jp": japanese_share(euc_jp(sample))}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0.5 else None


def japanese_share(read: tuple[str, int]) -> float:
    """How much of the text beyond ASCII looks like Japanese: 0 (none of it) to about 1.

    Kana and Japanese punctuation speak for it. Letters of other scripts misread as kanji stand singly between ASCII
    letters; EUC-JP misread as Shift_JIS is full of half-width kana.
    """
    text, bad = read
    runs = _WIDE.findall(text)
    wide = sum(map(len, runs))
    if not wide or bad * 50 > wide + 50:
        return 0.0
    in_company = sum(len(run) for run in runs if len(run) > 1)
    native = len(_NATIVE.findall(text))
    odd = len(_ODD.findall(text))
    if not native and in_company < 4:
        return 0.0
    return (in_company - odd - bad) / wide * (1.0 if native * 10 >= wide else 0.6)
