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
WORDS = (
    "ございます", "いただき", "いただく", "いただい", "いただけ", "自動退会", "自動的", "いたし", "いたしま", "ください", "下さい", "しました", "されました", "お知らせ", "お願い", "ありがとう", "よろしく",
    "いたします", "致します", "ました", "ません", "ます。", "ため、", "について", "お客様", "お客さま", "ご連絡", "ご確認", "ご了承", "ご利用", "ご登録", "ご協力", "ご理解", "ご迷惑", "ご不便", "ご入力",
    "サービス", "アカウント", "パスワード", "ログイン", "メール", "カード", "セキュリティ", "クレジット", "サポート", "システム", "サイト", "ポイント", "リンク", "アドレス", "センター", "メッセージ",
    "ボックス", "キャンペーン", "インターネット", "プライム", "メンバー", "ユーザー", "サーバー", "エラー", "アクセス", "クリック", "ページ", "キャンセル", "ショッピング", "バンキング", "デバイス",
    "しており", "ております", "ていただ", "でしょう", "できます", "できません", "なります", "なりました", "されて", "される", "している", "しています", "必要です", "可能です", "申し上げ", "申し訳",
    "手続き", "本メール", "期限が", "期限を", "有効期限", "切れて", "確認が", "確認を", "利用を", "更新を", "登録を", "情報を", "情報の", "場合は", "場合、", "場合が", "下記の", "以下の", "致しま", "解決し", "可能で", "させて",
    "解約と", "会員様", "変更を", "問い合わせ", "受け取り", "支払い", "支払方法",
)  # fmt: skip
PAIRS = frozenset(word[at : at + 2] for word in WORDS for at in range(len(word) - 1))


def find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    for number, gap in enumerate(_GAP.compiled.finditer(text)):
        if number > _MOST:
            return
        at = gap.start()
        if text[at - 1] + text[at + 1] not in PAIRS:
            continue
        before = text[max(0, at - _REACH) : at]
        joined = before + text[at + 1 : at + 1 + _REACH]
        for word in WORDS:
            start = joined.find(word)
            if 0 <= start < len(before) < start + len(word) and sheet.by_sender(at):
                begin = at - len(before) + start
                yield Slip(sheet, begin, begin + len(word) + 1, word, "spacing")
                break
