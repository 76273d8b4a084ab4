"""Contradictions: what a notice may say rightly, and what a long mail full of dates costs."""

from __future__ import annotations

import time

import pytest

import gyotaku
from gyotaku.model.answers import Ended
from gyotaku.model.finding import Group

HEAD = (
    "Received: from mail.hoshizora.example (mail.hoshizora.example [192.0.2.44]) by mx.sakuragi.example (Postfix) with ESMTPS id 4QZxT36m2Dz1r"
    " for <tanaka@sakuragi.example>; Tue, 4 Jul 2023 16:12:44 +0900 (JST)\n"
    "From: Desk <desk@hoshizora.example>\nTo: tanaka@sakuragi.example\nSubject: {subject}\nDate: Tue, 4 Jul 2023 16:12:40 +0900\n"
    "Message-ID: <20230704.5010203@hoshizora.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
)
EVENT = "2023年7月4日 {first} に障害が発生しました。\n\n■{label}\n2023年7月4日 {second}\n"
REPEATED = (
    "2023年7月3日(日)まで\n", "■日時\n2023年7月4日 10:00-11:00\n", "2023年7月4日 10:00-11:00 に障害\n", "> 2023年7月4日(月) 10:00-11:00\n",
    "on 3 july 2023 ", "before june 1, 2023 ", "期限2023年6月1日を過ぎ", "2023年9月1日に発生しました", "2023年9月1日～2023年8月1日 変更 ", "障害 日時 12:30-",
    "発生停止影響作業", "from: a\nsent: b\n", "on a wrote:\n",
)  # fmt: skip


def said(body: str, subject: str = "notice") -> list[str]:
    report = gyotaku.dissect((HEAD.format(subject=subject) + body).encode())
    assert not [run for run in report.checks if run.ended is Ended.FAILED]
    return [finding.kind.id for finding in report.findings if finding.kind.group is Group.CONTRADICTION]


@pytest.mark.parametrize(
    "label", ["日時", "時間", "期間", "発生時間", "障害発生日時", "停止時間", "影響時間", "メンテナンス日時", "時間："]
)
def test_two_spans_contradict_under_any_label_of_a_time(label: str) -> None:
    assert said(EVENT.format(first="8:57-10:40", second="10:57から14:40", label=label)) == ["two-ranges"]


@pytest.mark.parametrize(
    ("first", "second", "label"),
    [
        ("8:57-10:40", "8時57分から10時40分", "日時"),
        ("8:57-10:40", "午前8時57分～午前10時40分", "日時"),
        ("8:57-10:40", "9:00-10:00", "日時"),
        ("8:57-10:40", "10:57-14:40", "次回の作業日時"),
        ("8:57-10:40", "10:57-14:40", "お問い合わせ"),
        ("8:57-10:40", "10:57-14:40 (JST)", "日時"),
        ("8:57-10:40", "10:57-14:40（予定）", "日時"),
        ("8:57-10:40", "10:57-14:40（2回目）", "日時"),
    ],
)
def test_two_spans_that_may_both_be_true(first: str, second: str, label: str) -> None:
    assert not said(EVENT.format(first=first, second=second, label=label))


def test_a_third_span_on_the_day_makes_a_list() -> None:
    body = EVENT.format(first="8:57-10:40", second="10:57-14:40", label="日時")
    assert said(body) == ["two-ranges"]
    assert not said(body + "2023年7月4日 20:00-21:00\n")


def test_text_and_html_are_not_held_against_each_other() -> None:
    mail = HEAD.format(subject="notice").replace("text/plain; charset=utf-8", 'multipart/alternative; boundary="b"')
    parts = "".join(
        f"--b\nContent-Type: {kind}; charset=utf-8\n\n■日時\n2023年7月4日 {times} に障害が発生しました。\n"
        for kind, times in (("text/plain", "8:57-10:40"), ("text/html", "10:57-14:40"))
    )
    report = gyotaku.dissect((mail + parts + "--b--\n").encode())
    assert "two-ranges" not in {finding.kind.id for finding in report.findings}


@pytest.mark.parametrize("piece", REPEATED)
def test_a_mail_full_of_dates_ends_soon(piece: str) -> None:
    body = piece * (190_000 // len(piece))
    started = time.process_time()
    said(body)
    said(
        "2023年7月4日 8:57-10:40 に障害が発生しました。\n\n■日時\n2023年7月4日 10:57-14:40\n" + body,
        subject="障害 2023年7月4日",
    )
    assert time.process_time() - started < 2.0
