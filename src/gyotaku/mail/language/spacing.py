"""Spaces inside Japanese words, as text has them that was wrapped for another language or copied from a picture of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from gyotaku.mail.language.sheet import Sheet, Slip
from gyotaku.mail.pattern import Pattern

_GAP = Pattern(
    "(?<=[\u3041-\u3096\u30a1-\u30faー\u4e00-\u9fff])[ \u00a0\u2002-\u200a\u3000](?=[\u3041-\u3096\u30a1-\u30faー\u4e00-\u9fff])"
)
_REACH = 6
_MOST = 300
"""Spaces of one text that are looked at."""
# Whole words that every notice has; none can be made of two words that a writer would set apart.
WORDS = (
    "ございます", "いただ", "いただく", "自動退会", "自動的に", "いたし", "ください", "下さい", "しました", "されました", "お知らせ", "お願い", "ありがとう", "よろしく",
    "いたします", "致します", "ました", "ません", "ます。", "ため、", "について", "お客様", "お客さま", "ご連絡", "ご確認", "ご了承", "ご利用", "ご登録", "ご協力", "ご理解", "ご迷惑", "ご不便", "ご入力",
    "サービス", "アカウント", "パスワード", "ログイン", "メール", "カード", "セキュリティ", "クレジット", "サポート", "システム", "サイト", "ポイント", "リンク", "アドレス", "センター", "メッセージ",
    "ボックス", "キャンペーン", "インターネット", "プライム", "メンバー", "ユーザー", "サーバー", "エラー", "アクセス", "クリック", "ページ", "キャンセル", "ショッピング", "バンキング", "デバイス",
    "しており", "ております", "ていただ", "でしょう", "できます", "できません", "なります", "なりました", "されて", "される", "している", "しています", "必要です", "可能です", "申し上げ", "申し訳",
    "手続き", "本メール", "期限が", "期限を", "有効期限", "切れて", "確認が", "確認を", "利用を", "更新を", "登録を", "情報を", "情報の", "場合は", "場合、", "場合が", "下記の", "以下の", "致しま", "解決し", "可能で", "させて",
    "解約と", "会員様", "変更を", "問い合わせ", "受け取り", "支払い", "支払方法",
)  # fmt: skip
# Of kanji alone: parted in forms and headings to look even (電 話), so only where a particle or an ending follows.
_KANJI_WORDS = (
    "有効期限", "利用期限", "暗証番号", "口座番号", "電話番号", "会員番号", "個人情報", "登録情報", "本人確認", "不正利用", "不正アクセス", "第三者", "一時的", "自動更新", "支払方法", "利用規約", "確認事項", "手続方法",
    "確認", "更新", "登録", "利用", "停止", "制限", "期限", "口座", "番号", "住所", "荷物", "配達", "配送", "請求", "決済", "取引", "本人", "不正", "再開", "解除", "連絡", "返信", "入力", "変更", "手続", "銀行", "電話", "情報",
    "送信", "受信", "削除", "失効", "認証", "完了", "必要", "可能", "問題", "異常", "安全", "重要", "緊急", "会員", "注文", "商品", "発送", "届出", "契約", "解約", "退会", "継続", "対象", "下記", "以下", "添付", "案内", "協力",
)  # fmt: skip
_FOLLOWS = frozenset("をがはにのでとしさもすいなやへかく")
_LETTERS = Pattern(r"(?<![A-Za-z0-9&.])(?:[A-Z] ){2,6}[A-Z](?![A-Za-z0-9&.])|(?<![A-Za-z])(?:[A-Za-z] ){4,10}[A-Za-z](?![A-Za-z])")
PAIRS = frozenset(word[at : at + 2] for word in WORDS for at in range(len(word) - 1))
_KANJI_PAIRS = frozenset(word[at : at + 2] for word in _KANJI_WORDS for at in range(len(word) - 1))


# A particle or the end of a verb never begins a word. Not after Latin letters, where many set a space.
_BEFORE_ENDING = Pattern(
    "(?:確認|更新|登録|認証|検証|ログイン|入力|変更|利用|停止|制限|解決|可能|必要|完了|連絡|返信|送信|受信|支払い|手続き|削除|解除|再開|期限|アカウント|カード|パスワード|メール|情報|場合|問題|口座|取引|注文|荷物|住所|番号|クリック|リンク|本人|会員|お客様)"
    "[ \u00a0](?:を|が|は(?![いじ])|に(?![つ])|の(?![ちで])|します|しました|する|した|して|しない|です|でした|されます|されました|されて|できます|できません|ください|下さい|いたします|致します|いただ)"
    "(?=[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff、。])"
)

_JAPANESE = "\u3041-\u3096\u30a1-\u30faー\u4e00-\u9fff"
_WORDS_APART = Pattern(
    f"[\u30a1-\u30faー\u4e00-\u9fff]{{1,8}}[のはがをにでとも][ \u00a0][{_JAPANESE}]{{1,12}}[のはがをにでともてり、][ \u00a0][{_JAPANESE}]{{1,8}}"
)
_TOLD = 3


def find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    told: set[int] = set()
    for number, gap in enumerate(_GAP.compiled.finditer(text)):
        if number > _MOST:
            return
        at = gap.start()
        pair = text[at - 1] + text[at + 1]
        place = _parted(text, at, WORDS) if pair in PAIRS else None
        if place is None and pair in _KANJI_PAIRS:
            place = _parted(text, at, _KANJI_WORDS)
            if place is not None and (text[place[1] : place[1] + 1] not in _FOLLOWS or _label(text, place[0])):
                place = None
        if place is not None and sheet.by_sender(at):
            told.add(at)
            begin, end = place
            yield Slip(sheet, begin, end, text[begin:at] + text[at + 1 : end], "spacing")
    if not (" " in text or "\u00a0" in text):
        return
    yield from _apart(sheet)
    for match in islice(_LETTERS.compiled.finditer(text), _TOLD):
        if sheet.by_sender(match.start()):
            yield Slip(sheet, *match.span(), match[0].replace(" ", ""), "letters")
    for match in islice(_BEFORE_ENDING.compiled.finditer(text), _MOST):
        words = match[0]
        gap_at = max(words.rfind(" "), words.rfind("\u00a0"))
        if match.start() + gap_at not in told and sheet.by_sender(match.start()):
            yield Slip(sheet, *match.span(), words[:gap_at] + words[gap_at + 1 :], "ending")


def _parted(text: str, at: int, words: tuple[str, ...]) -> tuple[int, int] | None:
    """The place of the word that the space at `at` parts."""
    before = text[max(0, at - _REACH) : at]
    joined = before + text[at + 1 : at + 1 + _REACH]
    for word in words:
        start = joined.find(word)
        if 0 <= start < len(before) < start + len(word):
            begin = at - len(before) + start
            return begin, begin + len(word) + 1
    return None


def _label(text: str, start: int) -> bool:
    """It begins its line, as labels do."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t\u3000■□●○◆◇▼▽・※(（[【")


def _apart(sheet: Sheet) -> Iterator[Slip]:
    """Sentences whose words stand apart as in English or Korean."""
    text = sheet.text
    for match in islice(_WORDS_APART.compiled.finditer(text), _TOLD):
        if sheet.by_sender(match.start()):
            natural = match[0].replace(" ", "").replace("\u00a0", "")
            yield Slip(sheet, *match.span(), natural, "apart")
