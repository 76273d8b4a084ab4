"""When something began and when it was over, as a text tells it: under labels, and in its sentences."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.mentions.calendar import Day
from gyotaku.mail.mentions.labelled import labelled
from gyotaku.mail.mentions.reader import DateMention, Mentioned
from gyotaku.mail.mentions.words import words
from gyotaku.mail.pattern import Pattern

_LINE = 60
"""Characters of a line before a time among which its label is sought."""
_SENTENCE = 70
_BESIDE = 14
_BEGAN_BEHIND = Pattern(
    r"[ \u00a0]{0,2}(?:頃|ごろ|ころ)?[ \u00a0]{0,2}(?:から|より|に|以降|ごろ)[^。\n]{0,40}?(?:発生|停止|障害|つながり|繋がり|つながら|繋がら|接続|利用でき|でき(?:ない|なく|ませ|ず)|出来(?:ない|なく|ませ|ず)|ご利用いただけ|使え|始ま|続|中断|不通)"
)
_ENDED_BEHIND = Pattern(
    r"[ \u00a0]{0,2}(?:頃|ごろ|ころ)?[ \u00a0]{0,2}(?:に|には|までに|をもって|、)?[^。\n、]{0,14}?(?:復旧|解消|回復)"
)
_BEGAN_BEFORE = Pattern(
    r"\b(?:began|begun|started|starting|beginning|since)(?: at| around| about| from)?(?: at| around| about)?[ ]$"
)
_ENDED_BEFORE = Pattern(
    r"\b(?:restored|resolved|ended|recovered|fixed|back online|back to normal|over)(?: at| by| around| about| since)?(?: at| around| about)?[ ]$"
)
_ZONE = 14
_TO = Pattern(r"(?:[~〜–—]|から)[ \u00a0]{0,3}$")
_BELONGS = Pattern(r"[ \u00a0]{0,2}(?:頃|ごろ|ころ|分頃|\(?(?:utc|gmt|jst|[ecmp][sd]t|cest|cet|bst)\b\)?)")
"""What a time takes with it where it is quoted."""
_ABOUT = ("頃", "ごろ", "ころ")


class Moment(Struct, frozen=True):
    """`began`: else it is the end. `labelled`: it stands in a line of its own; `about`: it is told as near that time."""

    start: int
    end: int
    day: Day | None
    minute: int
    began: bool
    labelled: bool
    about: bool
    of_span: bool = False
    """It is told as one end of a span of time."""


def moments(text: str, said: Mentioned) -> list[Moment]:
    """Those of a folded text, in the order of spans of time first."""
    found: list[Moment] = []
    for span in said.ranges:
        under_label = labelled(text, span.whole[0])
        if under_label or _tells_event(text, span.whole[0], span.end):
            day = span.date.day if span.date else None
            about = _about(text, span.start, span.end)
            start, end = span.whole
            end = _with_zone(text, end)
            found.append(Moment(start, end, day, span.begins, True, under_label, about, of_span=True))
            if not any(word in text[end : end + _ZONE] for word in ("予定", "見込", "expected", "planned")):
                found.append(Moment(start, end, day, span.ends, False, under_label, about, of_span=True))
    for time in said.times:
        date = _date_before(text, said, time.start)
        start = time.start if date is None else date.whole[0]
        role = _role(text, start, time.start, time.end)
        if _TO.compiled.search(text, max(0, start - 6), start):
            # The end of a span of days: it stands under the label under which the span begins.
            role = False, bool(found) and found[-1].labelled and start - found[-1].end < _LINE
        if role is not None:
            began, under_label = role
            day = None if date is None else date.day
            about = _about(text, time.start, time.end)
            found.append(Moment(start, _with_zone(text, time.end), day, time.minute, began, under_label, about))
    return found


def _role(text: str, start: int, at: int, end: int) -> tuple[bool, bool] | None:
    """Whether something began then, and whether a label says so; None where the text does not tell."""
    line = text[max(text.rfind("\n", 0, start) + 1, start - _LINE) : start]
    label = line.strip(" \t\r\u00a0■□●○◆◇▼▽▶・*#【】[]<>〈〉《》「」-=_:.|")
    if label and len(label) < _BESIDE * 2:
        for number, name in enumerate(("began_label", "ended_label")):
            if label.removeprefix("ご") in _labels(name):
                return number == 0, True
    if labelled(text, start):
        behind = text[end : end + _BESIDE]
        return True, not any(word in behind for word in ("復旧", "解消", "終了"))
    behind, before = text[end : end + _SENTENCE], text[max(0, at - _BESIDE * 2) : at]
    around = text[max(0, start - _BESIDE) : start].rpartition("。")[2] + behind.partition("。")[0]
    if any(word in around for word in table("event_words")["work"]) or words("office").search(around):
        return None
    if _ENDED_BEHIND.compiled.match(behind) or _ENDED_BEFORE.compiled.search(before):
        return False, False
    if _BEGAN_BEHIND.compiled.match(behind) or _BEGAN_BEFORE.compiled.search(before):
        return True, False
    return None


@cache
def _labels(name: str) -> frozenset[str]:
    return frozenset(table("event_words")[name])


def _tells_event(text: str, start: int, end: int) -> bool:
    behind = text[end : end + _SENTENCE * 2].partition("。")[0]
    around = text[max(0, start - _BESIDE * 2) : start] + behind
    return words("notice").search(behind) is not None and words("office").search(around) is None


def _with_zone(text: str, end: int) -> int:
    match = _BELONGS.compiled.match(text, end)
    return match.end() if match else end


def _about(text: str, start: int, end: int) -> bool:
    return any(word in text[end : end + 4] for word in _ABOUT) or text[max(0, start - 7) : start].endswith(
        ("about ", "around ")
    )


def _date_before(text: str, said: Mentioned, start: int) -> DateMention | None:
    for date in said.dates:
        if 0 <= start - date.whole[1] <= _BESIDE:
            between = text[date.whole[1] : start]
            return None if any(mark in between for mark in "\n。～~〜-") else date
    return None
