"""Spaces inside Japanese words, as text has them that was wrapped for another language or copied from a picture of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from gyotaku.mail.language.sheet import Sheet, Slip
from gyotaku.mail.pattern import Pattern

_GAP = Pattern(
    "[ \u00a0\u2002-\u200a\u3000](?<=[\u3041-\u3096\u30a1-\u30faー\u4e00-\u9fff].)(?=[\u3041-\u3096\u30a1-\u30faー\u4e00-\u9fff])"
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
_LETTERS = Pattern(
    r"(?<![A-Za-z0-9&.])(?:[A-Z] ){2,6}[A-Z](?![A-Za-z0-9&.])|(?<![A-Za-z])(?:[A-Za-z] ){4,10}[A-Za-z](?![A-Za-z])"
)
PAIRS = frozenset(word[at : at + 2] for word in WORDS for at in range(len(word) - 1))
_KANJI_PAIRS = frozenset(word[at : at + 2] for word in _KANJI_WORDS for at in range(len(word) - 1))


_NOUNS = (
    "確認", "更新", "登録", "認証", "検証", "ログイン", "入力", "変更", "利用", "停止", "制限", "解決", "可能", "必要", "完了", "連絡", "返信", "送信", "受信", "支払い", "手続き", "削除", "解除", "再開", "期限",
    "アカウント", "カード", "パスワード", "メール", "情報", "場合", "問題", "口座", "取引", "注文", "荷物", "住所", "番号", "クリック", "リンク", "本人", "会員", "お客様",
)  # fmt: skip
# A particle or the end of a verb never begins a word. After other nouns, programs that fill in names set a space.
_ENDINGS = (
    "を", "が", "は", "に", "の", "します", "しました", "する", "した", "して", "しない", "です", "でした", "されます", "されました", "されて", "できます", "できません", "ください", "下さい", "いたします", "致します", "いただ",
)  # fmt: skip
_NO_ENDINGS = ("はい", "はじ", "につ", "のち", "ので", "した方")
# What cannot begin a word, or end one: of katakana, of verbs, and the お and ご of politeness. Read around the gap, which is left out.
_TAILS = (
    "ている", "ています", "ておりま", "ていただ", "てくださ", "て下さ", "ました", "ません", "ますので", "ますよう", "ます。", "られま", "られる", "られた", "れました", "れます", "されま", "され、", "しまし", "できま", "ければ",
    "していた", "しており", "っており", "って", "ざいま",
)  # fmt: skip
_NEVER_FIRST = frozenset("ーンッァィゥェォャュョぁぃぅぇぉっゃゅょん")
_POLITE_WORD = Pattern("[\u4e00-\u9fff]{1,3}(?:[\u3041-\u3096、。]|$)")
_PARTICLES = frozenset("のはがをにでとも")
_AFTER_WORDS = frozenset("のはがをにでともてり、")
_ENDS_IN_O = frozenset("なかしいほあおぉとん")
_TITLES = frozenset("様殿氏君")
_ONE_AFTER = 2
_WIDEST = 14
_AROUND = Pattern("[\u3041-\u3096\u30a1-\u30faー\u4e00-\u9fff]{1,8}")
_KANJI = Pattern("[\u4e00-\u9fff]")
"""Texts for children set all words apart, in kana."""
_TOLD = 3


def find(sheet: Sheet) -> Iterator[Slip]:
    """One space before a particle may stand beside what a program filled in; two are a habit."""
    found = list(_find(sheet))
    if len(found) > 1 or not any(map(_particle, found)):
        yield from found


def _particle(slip: Slip) -> bool:
    return slip.quote[-1] in "をがはにの" and slip.quote[-2].isspace()


def _find(sheet: Sheet) -> Iterator[Slip]:
    text = sheet.text
    gaps = [match.start() for match in islice(_GAP.compiled.finditer(text), _MOST)]
    for number, at in enumerate(gaps):
        if not sheet.by_sender(at):
            continue
        place = _within_word(text, at) or _before_ending(text, at) or _torn(text, at)
        if place is not None:
            begin, end = place
            yield Slip(sheet, begin, end, text[begin:at] + text[at + 1 : end], "spacing")
        elif number + 1 < len(gaps) and (apart := _apart(text, at, gaps[number + 1])):
            begin, end = apart
            yield Slip(sheet, begin, end, "".join(text[begin:end].split()), "apart")
    for match in islice(_LETTERS.compiled.finditer(text), _TOLD):
        if sheet.by_sender(match.start()):
            yield Slip(sheet, *match.span(), match[0].replace(" ", ""), "letters")


def _within_word(text: str, at: int) -> tuple[int, int] | None:
    pair = text[at - 1] + text[at + 1]
    if pair in PAIRS and (place := _parted(text, at, WORDS)):
        return place
    if pair in _KANJI_PAIRS and (place := _parted(text, at, _KANJI_WORDS)):
        begin, end = place
        if text[end : end + 1] in _FOLLOWS and not _label(text, begin):
            return place
    return None


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


def _before_ending(text: str, at: int) -> tuple[int, int] | None:
    """A noun, a space, and what belongs to the noun."""
    if text[at] not in " \u00a0" or not text.startswith(_ENDINGS, at + 1) or text.startswith(_NO_ENDINGS, at + 1):
        return None
    noun = next((noun for noun in _NOUNS if text.endswith(noun, 0, at)), None)
    ending = max((ending for ending in _ENDINGS if text.startswith(ending, at + 1)), key=len)
    return None if noun is None else (at - len(noun), at + 1 + len(ending))


def _torn(text: str, at: int) -> tuple[int, int] | None:
    """Whatever the word is: it cannot begin, or end, where the space stands."""
    before, after = text[at - 1], text[at + 1]
    begin = _run(text, at - 1, -1)
    end = _run(text, at + 1, 1)
    torn = after in _NEVER_FIRST
    if _katakana(before) and _katakana(after):
        torn = torn or at - begin == 1 or end - at == _ONE_AFTER
    elif text.startswith(_TAILS, at + 1):
        torn = True
        end = at + 1 + max(len(tail) for tail in _TAILS if text.startswith(tail, at + 1))
    elif before in "おご" and text[at - 2 : at - 1] not in _ENDS_IN_O:
        torn = torn or _POLITE_WORD.compiled.match(text, at + 1) is not None
        begin = at - 1
    elif _han(before) and _han(after) and after not in _TITLES and at - begin == 1 and end - at == _ONE_AFTER:
        torn = torn or (text[end : end + 1] in _FOLLOWS and "\u3041" <= text[begin - 1 : begin] <= "\u3096")
    return (begin, end) if torn else None


def _run(text: str, at: int, step: int) -> int:
    """Where the run of letters of one script that stands at `at` begins or ends."""
    same = _katakana if _katakana(text[at]) else _han if _han(text[at]) else _hiragana
    first = at
    while 0 <= at < len(text) and abs(at - first) < _REACH and same(text[at]):
        at += step
    return at + 1 if step < 0 else at


def _katakana(character: str) -> bool:
    return "\u30a1" <= character <= "\u30fa" or character == "ー"


def _hiragana(character: str) -> bool:
    return "\u3041" <= character <= "\u3096"


def _han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _apart(text: str, at: int, after: int) -> tuple[int, int] | None:
    """Words of a sentence stand apart as in English or Korean: two gaps that follow particles."""
    if not (text[at] == text[after] == " " and after - at < _WIDEST and text[at - 1] in _PARTICLES):
        return None
    if text[after - 1] not in _AFTER_WORDS or "\n" in text[at:after]:
        return None
    before = at - 1
    while before > 0 and at - before < _REACH and _AROUND.compiled.match(text[before - 1]):
        before -= 1
    following = _AROUND.compiled.match(text, after + 1)
    end = following.end() if following else after
    return (before, end) if _KANJI.compiled.search(text, before, end) else None
