"""Sentences that the grammar rules must leave alone, and what is said when the extra `ja` is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import gyotaku
from gyotaku.mail.facts.grammar import Grammar, read
from gyotaku.mail.facts.japanese import Japanese
from gyotaku.mail.facts.wording import Passage
from gyotaku.mail.language import morphology, words
from gyotaku.mail.language.sentences import LONGEST, MOST
from gyotaku.mail.language.sheet import Sheet
from gyotaku.model.answers import Ended, Unavailable
from gyotaku.model.evidence import Layer

KINDS = Path(__file__).parents[1] / "kinds"
MAIL = (KINDS / "particle-wrong" / "fires-login.eml").read_bytes()


@pytest.fixture(autouse=True)
def without_tables(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """What the rules find by themselves; in a report the table of phrases tells of the same words first."""
    if "text" in request.fixturenames:
        monkeypatch.setattr("gyotaku.mail.facts.grammar._known", lambda japanese, slip: False)


def grammar(text: str) -> Grammar:
    return read(Japanese((Sheet(Passage("1", Layer.BODY, text)),)))


@pytest.mark.parametrize(
    "text",
    [
        "会議で決まったことを該当する部署に知らせます。",
        "財布を盗まれた方は、窓口でお申し出ください。",
        "図面をご覧になり、ご意見をお寄せください。",
        "坂を上がると、右手に学校があります。",
        "担当者を森に変更しました。",
        "先生を好きになる生徒が増えています。",
        "エラーを発生させてから、記録を確かめます。",
        "できるだけ早く、この件をできる限り進めます。",
        "お客様が安心してお使いになれるよう、弊社で点検いたしました。",
        "この本は私のを貸します。",
        "入口が二つあるのが便利です。",
        "モードを自動に切り替えてください。",
        "二時間以内に返事を待ちます。",
        "お世話になっております、佐々木です。",
        "ご連絡いただき、ありがとうございます。",
        "サービスを無料にする案もあります。",
        "高額な部品は、最後の一つです。",
        "この先の坂は、通るな。",
        "指定の口座に振り込んでください。",
        "三時まで確認していました。",
        "書類が届く必要があります。",
        "リンクに説明を付けてください。",
        "その場で確認できます。",
        "申し込みをできるだけ早くお願いします。",
        "水曜日まで登録を受け付けます。",
        "お手元の資料を確認なさってください。",
        "弊社が確認してくださいと言われました。",
        "先方のお客様がいらっしゃいます。",
        "お前、明日も来るか。",
        "結果をご連絡ください。",
        "絵を箱に戻してください。",
        "昨日届いたのは、重要なのと軽いのが一通ずつです。",
    ],
)
def test_good_sentences_have_no_slip(text: str) -> None:
    assert grammar(text).slips == {}


@pytest.mark.parametrize(
    ("text", "quote", "natural"),
    [
        ("口座の残高を不足しています。", "口座の残高を不足しています", "口座の残高が不足しています"),
        ("ご案内を従って進めてください。", "ご案内を従って", "ご案内に従って"),
        ("お手元の書類を届きましたか。", "お手元の書類を届きました", "お手元の書類が届きました"),
        ("機能を無効になります。", "機能を無効になります", "機能が無効になります"),
        ("不審な取引が検知しました。", "取引が検知しました", "取引が検知されました"),
        ("確認が必要とします。", "確認が必要とします", "確認が必要です"),
        ("書類の提出するください。", "提出するください", "提出してください"),
        ("内容を確認ます。", "確認ます", "確認します"),
        ("ここをクリックてください。", "クリックてください", "クリックしてください"),
        ("添付を開くください。", "開くください", "開いてください"),
        ("写しを受け取るください。", "受け取るください", "受け取ってください"),
        ("返信しないください。", "返信しないください", "返信しないでください"),
        ("返信しませんください。", "返信しませんください", "返信しないでください"),
        ("値段が新しいでした。", "新しいでした", "新しかったです"),
        ("設定を変更するです。", "変更するです", "変更します"),
        ("最新な情報をお届けします。", "最新な情報", "最新の情報"),
        ("アカウントの停止されました。", "アカウントの停止されました", "アカウントが停止されました"),
        ("昨日は障害ので、送れません。", "障害ので", "障害なので"),
        ("残高は無くなるとさせていただきます。", "無くなるとさせていただきます", "無くなることといたします"),
        ("今すぐ確認しなさい。", "確認しなさい", "確認してください"),
        ("音声をお聞きするには、釦を押します。", "お聞きするには", "お聞きになるには"),
        ("5月の2日に会いましょう。", "5月の2日", "5月2日"),
        ("情報を更新するお願いします。", "更新するお願いします", "更新をお願いします"),
        ("内容をご確認いたしてください。", "ご確認いたしてください", "ご確認ください"),
        ("明細をご拝見ください。", "ご拝見ください", "ご覧ください"),
        ("弊社様よりお知らせします。", "弊社様", "弊社"),
        ("至急、確認が必要あります。", "確認が必要あります", "確認が必要です"),
        ("変更が可能できません。", "変更が可能できません", "変更が可能ではありません"),
        ("変更が可能できます。", "変更が可能できます", "変更が可能です"),
        ("このメールを無視するな。", "無視するな", "無視しないでください"),
        ("下のリンクにクリックしてください。", "下のリンクにクリックしてください", "下のリンクをクリックしてください"),
        ("アカウントが確認する必要があります。", "アカウントが確認する必要", "アカウントを確認する必要"),
        ("送金をできませんでした。", "送金をできませんでした", "送金ができませんでした"),
        ("画面からログインをやってください。", "ログインをやってください", "ログインしてください"),
        ("お前の口座は対象となっております。", "お前", "お客様"),
        ("番号を確認してあげます。", "確認してあげます", "確認いたします"),
        ("昨夜、障害が発生なさいました。", "障害が発生なさいました", "障害が発生しました"),
        ("荷物がお届きになりました。", "荷物がお届きになりました", "荷物が届きました"),
        ("弊社が調査してください。", "弊社が調査してください", "弊社が調査いたします"),
        ("窓口をお問い合わせください。", "窓口をお問い合わせください", "窓口にお問い合わせください"),
        ("荷物を倉庫に届きました。", "荷物を倉庫に届きました", "荷物が倉庫に届きました"),
        ("詳細がご確認ください。", "詳細がご確認ください", "詳細をご確認ください"),
        ("届けるの予定は三日後です。", "届けるの予定", "届ける予定"),
    ],
)
def test_a_slip_is_quoted_with_what_would_stand_there(text: str, quote: str, natural: str) -> None:
    (slip,) = (slip for listed in grammar(text).slips.values() for slip in listed)
    assert (slip.quote, slip.natural) == (quote, natural)


def test_a_sentence_broken_over_lines_is_read_as_one() -> None:
    text = "これは、以前からご案内してきたとおりの手順ですので、会員ページを\nログインして、ご覧ください。\n"
    ((slip,),) = grammar(text).slips.values()
    assert slip.quote == "会員ページを\nログインして"
    assert slip.natural == "会員ページにログインして"


def test_headings_are_not_joined_to_what_follows() -> None:
    assert grammar("会員ページを\nログインして、ご覧ください。\n").slips == {}


def test_what_is_quoted_is_not_the_senders() -> None:
    assert grammar("> 会員ページをログインして、ご覧ください。\n> 以上です。\n").slips == {}


def test_text_without_a_word_of_interest_is_not_taken_apart() -> None:
    assert grammar("本日は雨。明日も雨でしょう。").sentences == 0


def test_no_more_sentences_are_taken_apart_than_the_bound() -> None:
    text = "".join(f"{number}番の会員ページをログインして、ご覧ください。\n" for number in range(3 * MOST))
    assert grammar(text).sentences == MOST


def test_a_sentence_beyond_the_bound_is_left_out() -> None:
    assert grammar("とても長い文で、" * LONGEST + "会員ページをログインして、ご覧ください。").sentences == 0


def test_without_the_extra_the_report_says_what_was_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent() -> None:
        raise Unavailable(morphology.EXTRA)

    monkeypatch.setattr(words, "tokens", lambda _: absent())
    report = gyotaku.dissect(MAIL)
    ended = {run.id: run for run in report.checks if run.ended is Ended.UNAVAILABLE}
    assert set(ended) == {
        f"language.{name}" for name in ("particle", "collocation", "joined", "doer", "unfinished", "left_out", "run_on")
    }
    (told,) = (unknown for unknown in report.unknown if "gyotaku[ja]" in unknown.why.en)
    assert "gyotaku[ja]" in told.why.ja


def test_the_extra_is_found_missing_by_its_distributions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(morphology, "find_spec", lambda _: None)
    with pytest.raises(Unavailable):
        morphology.dictionary.__wrapped__()


def test_it_is_not_loaded_for_mails_that_do_not_need_it() -> None:
    code = (
        "import sys, gyotaku\n"
        f"gyotaku.dissect(open({str(KINDS / 'particle-wrong' / 'innocent-right.eml')!r}, 'rb').read())\n"
        "gyotaku.dissect(b'Subject: hello\\r\\n\\r\\nHello.\\r\\n')\n"
        "sys.exit('sudachipy' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
