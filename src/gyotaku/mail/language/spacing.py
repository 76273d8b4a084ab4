"""Spaces inside Japanese words, as text has them that was wrapped for another language or copied from a picture of it."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.mail.language.sheet import Sheet, Slip
from gyotaku.mail.pattern import Pattern

_GAP = Pattern(
    "(?<=[\u3041-\u3096\u30a1-\u30faー\u4e00-\u9fff])[ \u00a0](?=[\u3041-\u3096\u30a1-\u30faー\u4e00-\u9fff])"
)
_REACH = 6
_MOST = 300
"""Spaces of one text that are looked at."""
# Whole words that every notice has; none can be made of two words that a writer would set apart.
_WORDS = (
    "ございます", "いただ", "いただく", "自動退会", "自動的に", "いたし", "ください", "下さい", "しました", "されました", "お知らせ", "お願い", "ありがとう", "よろしく",
    "いたします", "致します", "ました", "ません", "ます。", "ため、", "について", "お客様", "ご連絡", "ご確認", "ご了承", "ご利用",
    "サービス", "アカウント", "パスワード", "ログイン", "メール", "カード", "セキュリティ", "クレジット", "サポート",
)  # fmt: skip
_PAIRS = frozenset(word[at : at + 2] for word in _WORDS for at in range(len(word) - 1))


def find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    for number, gap in enumerate(_GAP.compiled.finditer(text)):
        if number > _MOST:
            return
        at = gap.start()
        if text[at - 1] + text[at + 1] not in _PAIRS:
            continue
        before = text[max(0, at - _REACH) : at]
        joined = before + text[at + 1 : at + 1 + _REACH]
        for word in _WORDS:
            start = joined.find(word)
            if 0 <= start < len(before) < start + len(word) and sheet.by_sender(at):
                begin = at - len(before) + start
                yield Slip(sheet, begin, begin + len(word) + 1, word, "spacing")
                break
