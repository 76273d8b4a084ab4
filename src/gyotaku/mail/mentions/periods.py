"""Lengths of time that a mail gives its reader, with what happens when they are over; and lengths of a recording."""

from __future__ import annotations

import re

from msgspec import Struct

from gyotaku.mail.mentions.figures import figures
from gyotaku.mail.pattern import Pattern

_LENGTH = Pattern(
    r"(?P<n>[0-9]{1,3})[ \u00a0-]{0,2}(?P<u>時間|日間|営業日|日(?![本時中付程常])|週間|hours?|hrs?|(?:business |working |calendar )?days?|weeks?)"
)
_BEFORE = (
    "within ",
    "within the next ",
    "you have ",
    "you have only ",
    "you've got ",
    "i give you ",
    "we give you ",
    "timer of ",
    "expire in ",
    "expires in ",
    "expiring in ",
    "deleted in ",
    "deleted after ",
    "suspended in ",
    "closed in ",
    "locked in ",
    "only ",
    "next ",
    "あと",
    "残り",
    "のこり",
)
_BEHIND = Pattern(
    r"[ \u00a0]{0,2}(?:以内|後に|後、|のみ|(?=で(?:自動的に|自動で|自己)?(?:切れ|失効|削除|消去|停止|終了|無効|解約|閉鎖))|left|remaining|to (?:pay|act|respond|confirm|verify))"
)
_TODAY = Pattern(
    r"本日中|今日中|本日(?:の)?[0-9]{1,2}[時:][0-9]{0,2}分?まで|本日[^。\n]{0,6}限り|本日まで|expires today|by (?:the )?end of (?:the day|today)|by midnight"
)
_LOSES = (
    "停止", "凍結", "失効", "削除", "消去", "ロック", "閉鎖", "制限", "切れ", "無効", "解約", "退会", "有効期限", "破棄",
    "suspend", "close", "delete", "deletion", "lock", "terminat", "expire", "expiring", "deactivat", "restrict", "disable", "limit", "lose", "publish", "timer", "otherwise",
)  # fmt: skip
_DOES = (
    "ログイン", "確認", "認証", "更新", "手続", "お支払", "振込", "振り込", "送金", "返信", "回答", "ダウンロード", "聞",
    "log in", "login", "sign in", "confirm", "verify", "update", "validate", "pay", "payment", "transfer", "respond", "reply", "listen", "download", "view", "bitcoin",
)  # fmt: skip
_NOT_READERS = (
    "弊社", "当社", "担当者", "ご連絡いたし", "連絡いたし", "返信いたし", "ご返信します", "回答いたし", "反映", "発送", "お届け", "配送", "営業日以内に", "返品", "返金", "交換", "キャンセル", "入金", "復元", "届か", "届き",
    "we will", "we'll", "get back", "our team", "arrive", "deliver", "ship", "refund", "return", "cancel", "receive", "process", "credited", "takes", "take up", "resolve", "ago", "last ", "past ",
)  # fmt: skip
_STOP = re.compile(r"[。\n!?！？]|\.(?=\s|$)")
_REACH = 90
_SECONDS = {"時間": 3600, "日": 86400, "日間": 86400, "営業日": 86400, "週間": 7 * 86400}
_NOT_BEFORE = frozenset("0123456789:.,/-")
_LONGEST = 3
"""Digits of a length of time."""
_BEGINS_UNIT = frozenset(" \u00a0-時日営週hdbcw")
_GUARDS = ("hour", "days", " day", "week", "hrs", "時間", "日", "週間", "秒", "(0:", "(1:")
_CALLED = ("音声", "ボイス", "留守", "録音", "通話", "voice", "recording", "call")
_CLOCK = Pattern(
    r"\((?P<a>[0-9]{1,2}):(?P<b>[0-5][0-9])\)|(?:長さ|再生時間|録音時間|通話時間|時間|length|duration)[ \t\u00a0]{0,4}[:=|][ \t\r\n\u00a0]{0,6}(?:(?P<c>[0-9]{1,2}):(?P<d>[0-5][0-9])|(?:(?P<e>[0-9]{1,2}) ?(?:分|min\w*) ?)?(?P<f>[0-9]{1,2}) ?(?:秒|s(?:ec\w*)?\b))"
)
_MOST = 20
_READ = 4_000


class Period(Struct, frozen=True):
    """`matter`: what the time is for. `seconds`: 0 for what is over on the day of the mail."""

    start: int
    end: int
    seconds: int
    matter: str


def periods(text: str) -> list[Period]:
    """Those of a folded text, in their order; linear in the text."""
    if not any(word in text for word in _GUARDS):
        return []
    found: list[Period] = []
    for start, stop in figures(text):
        if start >= _READ:
            break
        if (
            stop - start > _LONGEST
            or text[stop : stop + 1] not in _BEGINS_UNIT
            or (start and text[start - 1] in _NOT_BEFORE)
        ):
            continue
        match = _LENGTH.compiled.match(text, start, _READ)
        if match is None:
            continue
        end = match.end()
        before = next((word for word in _BEFORE if text.endswith(word, 0, start)), "")
        behind = _BEHIND.compiled.match(text, end)
        if before or behind:
            _left(found, text, start - len(before), behind.end() if behind else end, _seconds(match))
    if "本日" in text or "今日" in text or "today" in text or "midnight" in text:
        for match in _TODAY.compiled.finditer(text, 0, _READ):
            _left(found, text, *match.span(), 0)
    found.sort(key=lambda one: one.start)
    if any(word in text for word in _CALLED):
        found += [_length(match) for match in _CLOCK.compiled.finditer(text, 0, _READ)]
    return found[:_MOST]


def _left(found: list[Period], text: str, start: int, last: int, seconds: int) -> None:
    """Adds the time, where its sentence tells what the reader loses or is to do."""
    before = text[max(0, start - _REACH) : start]
    begin = max((stop.end() for stop in _STOP.finditer(before)), default=0)
    after = text[last : last + _REACH]
    stop = _STOP.search(after)
    sentence = before[begin:] + text[start:last] + after[: stop.start() if stop else len(after)]
    if any(word in sentence for word in _NOT_READERS):
        return
    if any(word in sentence for word in _LOSES) or any(word in sentence for word in _DOES):
        found.append(Period(start, last, seconds, "reader"))


def _seconds(match: re.Match[str]) -> int:
    unit = match["u"]
    count = int(match["n"])
    for name, seconds in (("hour", 3600), ("hr", 3600), ("day", 86400), ("week", 7 * 86400)):
        if name in unit:
            return count * seconds
    return count * _SECONDS[unit]


def _length(match: re.Match[str]) -> Period:
    minutes = match["a"] or match["c"] or match["e"] or "0"
    return Period(
        match.start(), match.end(), int(minutes) * 60 + int(match["b"] or match["d"] or match["f"]), "recording"
    )
