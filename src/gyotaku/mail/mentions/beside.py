"""Two forms of one thing side by side, of which the second says the first again: hours and their sum, eras and years, times of two zones."""

from __future__ import annotations

import re

from gyotaku.mail.mentions.reader import Mentioned
from gyotaku.mail.pattern import Pattern

_SUM = Pattern(
    r"[ \u00a0]{0,2}(?:頃|ごろ)?[ \u00a0]?\((?:約|計|合計|所要|所要時間|total:? |about )?[ \u00a0]?(?P<n>[0-9]{1,2}(?:\.5)?)[ \u00a0]?(?P<u>時間|hours?|hrs?|分間|分|min(?:ute)?s?)(?P<half>半|[0-9]{1,2}分)?(?:間|程度)?\)"
)
_ERA = Pattern(
    r"(?:(?P<era>令和|平成|昭和) ?(?P<n>[0-9]{1,2}|元) ?年? ?\((?:西暦)?(?P<y>(?:19|20)[0-9]{2})年?\)|(?P<y2>(?:19|20)[0-9]{2}) ?年? ?\((?P<era2>令和|平成|昭和) ?(?P<n2>[0-9]{1,2}|元) ?年?\))"
)
_FIRST = {"令和": 2018, "平成": 1988, "昭和": 1925}
_ZONE = r"utc|gmt|jst|pst|pdt|mst|mdt|est|edt|cet|cest|kst|sgt|hkt|aest|msk|日本時間|協定世界時"
_TIME = (
    r"(?P<h{0}>[0-9]{{1,2}}):(?P<m{0}>[0-5][0-9])(?::[0-5][0-9])?[ \u00a0]?(?P<p{0}>[ap]\.?m\.?)?[ \u00a0]?\(?(?P<z{0}>"
    + _ZONE
    + r")\b\)?"
)
_ZONES = Pattern(_TIME.format(1) + r"[ \u00a0]{0,2}(?:/|\(|=|,|;|or)[ \u00a0]{0,2}" + _TIME.format(2))
_OFFSETS = {"utc": 0, "gmt": 0, "協定世界時": 0, "jst": 9, "日本時間": 9, "kst": 9, "pst": -8, "pdt": -7, "mst": -7, "mdt": -6, "est": -5, "edt": -4, "cet": 1, "cest": 2, "sgt": 8, "hkt": 8, "aest": 10, "msk": 3}  # fmt: skip


Pair = tuple[tuple[int, int], tuple[int, int]]


def hours(text: str, said: Mentioned) -> Pair | None:
    """A span of time, and the length in brackets right behind that is not its length."""
    for span in said.ranges:
        if text[span.end : span.end + 4].find("(") < 0:
            continue
        match = _SUM.compiled.match(text, span.end)
        if match is None:
            continue
        minutes = float(match["n"]) * (60 if match["u"].startswith(("時", "h")) else 1)
        if match["half"]:
            minutes += 30 if match["half"] == "半" else int(match["half"].rstrip("分"))
        length = span.ends - span.begins
        if abs(length - minutes) > (15 if "約" in match[0] or "about" in match[0] or "程度" in match[0] else 0):
            return (span.start, span.end), (match.start("n"), match.end() - 1)
    return None


def eras(text: str) -> Pair | None:
    """A year of an era and the year of our calendar right beside it, where they are two years."""
    if not any(era in text for era in _FIRST):
        return None
    for match in _ERA.compiled.finditer(text):
        end = "" if match["era"] else "2"
        number, year = match["n" + end], int(match["y" + end])
        if _FIRST[match["era" + end]] + (1 if number == "元" else int(number)) != year:
            first = match.start("era" + end), match.end("n" + end)
            second = match.span("y" + end)
            first, second = (_with_year(text, span) for span in (first, second))
            return (first, second) if first < second else (second, first)
    return None


def _with_year(text: str, span: tuple[int, int]) -> tuple[int, int]:
    return span[0], span[1] + text.startswith("年", span[1])


def zones(text: str) -> Pair | None:
    """A time in two zones right beside each other, of which the second is not the first. An hour is summer's, and no matter."""
    if "utc" not in text and "gmt" not in text and "jst" not in text and "日本時間" not in text:
        return None
    for match in _ZONES.compiled.finditer(text):
        first, second = (_utc(match, number) for number in ("1", "2"))
        apart = (first - second) % (24 * 60)
        if min(apart, 24 * 60 - apart) > 60:
            return (match.start("h1"), match.end("z1")), (match.start("h2"), match.end("z2"))
    return None


def _utc(match: re.Match[str], number: str) -> int:
    hour = int(match["h" + number])
    half = match["p" + number]
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return (hour - _OFFSETS[match["z" + number]]) * 60 + int(match["m" + number])
