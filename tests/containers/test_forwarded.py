"""A mail forwarded within the text of another: what is recovered, what is not blamed, and what is no forward."""

from __future__ import annotations

import time

import pytest

import gyotaku
from gyotaku.mail import message
from gyotaku.mail.forwarded import FORWARDED, quoted_mail
from gyotaku.model.report import Report

ABSENCES = {"date-missing", "message-id-missing", "undisclosed-recipients", "from-missing", "from-without-address"}
OUTLOOK = """見てください。

-----Original Message-----
From: Example Bank [mailto:info@bank.example]
Sent: Monday, June 5, 2023 9:12 AM
To: 'Kenji' <kenji@office.example>; Sato, Jiro
Subject: Your account

Confirm your password at http://bank.example/x
"""
OUTLOOK_JA = """FYI

差出人: 例銀行 <info@bank.example>
送信日時: 2023年6月5日月曜日 9:12
宛先: kenji@office.example
件名: 【重要】お知らせ

パスワードを確認してください。
"""
GMAIL = """---------- Forwarded message ---------
From: *Example Bank* <info@bank.example>
Date: Mon, Jun 5, 2023 at 9:12 PM
Subject: Your account
To: <kenji@office.example>


Confirm your password
"""
APPLE = """Begin forwarded message:

> From: Example Bank <info@bank.example>
> Subject: Your account
> Date: June 5, 2023 at 9:12:44 GMT+9
> To: kenji@office.example
>
> Confirm your password
> now
"""
APPLE_JA = """転送されたメッセージ:

> 差出人: 例銀行 <info@bank.example>
> 件名: お知らせ
> 日付: 2023年6月5日 21:12:44 JST
> 宛先: kenji@office.example
>
> パスワードを確認してください。
"""
THUNDERBIRD = """-------- Forwarded Message --------
Subject: \tYour account
Date: \tMon, 5 Jun 2023 09:12:44 +0900
From: \tExample Bank <info@bank.example>
Reply-To: \tother@bank.example
To: \tkenji@office.example



Confirm your password
"""
THUNDERBIRD_JA = """-------- 転送メッセージ --------
件名: \tお知らせ
日付: \t2023-06-05 09:12
差出人: \t例銀行 <info@bank.example>
宛先: \tkenji@office.example

パスワードを確認してください。
"""
YAHOO_JA = """----- Original Message -----
From: info@bank.example
To: kenji@office.example
Date: 2023/6/5, Mon 09:12
Subject: お知らせ

パスワードを確認してください。
"""


def mail(text: str, subject: str = "Fw: Your account", kind: str = "text/plain") -> bytes:
    return (
        "From: taro@office.example\r\nTo: kenji@office.example\r\nMessage-ID: <2@office.example>\r\n"
        f"Date: Mon, 5 Jun 2023 10:00:00 +0900\r\nSubject: {subject}\r\n"
        f"Content-Type: {kind}; charset=utf-8\r\n\r\n{text}"
    ).encode()


def carried(raw: bytes) -> Report | None:
    report = gyotaku.dissect(raw)
    return next((one for one in (report, *report.others) if one.mail.path.endswith("/forwarded")), None)


@pytest.mark.parametrize(
    ("text", "subject", "date"),
    [
        (OUTLOOK, "Fw: Your account", "2023-06-05T09:12:00"),
        (OUTLOOK_JA, "転送: 【重要】お知らせ", "2023-06-05T09:12:00"),
        (GMAIL, "Fwd: Your account", "2023-06-05T21:12:00"),
        (GMAIL, "look at this", "2023-06-05T21:12:00"),
        (APPLE, "no hint", "2023-06-05T09:12:44"),
        (APPLE_JA, "no hint", "2023-06-05T21:12:44"),
        (THUNDERBIRD, "no hint", "2023-06-05T09:12:44"),
        (THUNDERBIRD_JA, "no hint", "2023-06-05T09:12:00"),
        (YAHOO_JA, "[spam] Fw: x", "2023-06-05T09:12:00"),
    ],
)
def test_what_programs_write_above_a_forwarded_mail(text: str, subject: str, date: str) -> None:
    one = carried(mail(text, subject))
    assert one is not None
    assert one.mail.path == "-!1/forwarded"
    assert one.mail.senders[0].address == "info@bank.example"
    assert one.mail.subject in {"Your account", "お知らせ", "【重要】お知らせ"}
    assert one.mail.to[0].address == "kenji@office.example"
    assert one.mail.date is not None
    assert one.mail.date.strftime("%Y-%m-%dT%H:%M:%S") == date
    assert one.mail.undone == (FORWARDED,)
    assert one.mail.carrier is not None
    assert one.mail.carrier.path == "-"
    assert not ABSENCES & {finding.kind.id for finding in one.findings}
    assert one.verdict.word.value == "cannot-tell"
    assert any("howto source" in unknown.why.en for unknown in one.unknown)
    assert one.mail.has_body


def test_the_text_below_is_the_mail_and_marks_are_taken_off() -> None:
    found = quoted_mail(message.read(mail(APPLE)))
    assert found is not None
    assert message.read(found.raw).root.text() == "Confirm your password\nnow\n"


def test_names_of_outlook_with_commas() -> None:
    found = quoted_mail(message.read(mail(OUTLOOK)))
    assert found is not None
    assert b'From: "Example Bank" <info@bank.example>' in found.raw
    assert b'To: "Kenji" <kenji@office.example>, "Sato, Jiro"\r\n' in found.raw


HTML = """<html><body><p>please look</p><div><hr><p><b>From:</b> Example Bank &lt;info@bank.example&gt;<br>
<b>Sent:</b> Monday, June 5, 2023 9:12 AM<br><b>To:</b> Kenji<br><b>Subject:</b> Your account</p></div>
<p>Confirm <a href="http://evil.example/">your password</a></p></body></html>"""
TABLE = """<html><body><div>-------- Forwarded Message --------<table><tr><th>Subject: </th><td>Your account</td></tr>
<tr><th>Date: </th><td>Mon, 5 Jun 2023 09:12:44 +0900</td></tr><tr><th>From: </th><td>Bank &lt;info@bank.example&gt;</td></tr>
<tr><th>To: </th><td>kenji@office.example</td></tr></table><br><br><p>Confirm <a href="http://evil.example/">it</a></p></div></body></html>"""


@pytest.mark.parametrize("html", [HTML, TABLE])
def test_html_goes_on_below_the_block(html: str) -> None:
    found = quoted_mail(message.read(mail(html, kind="text/html")))
    assert found is not None
    root = message.read(found.raw).root
    assert root.content_type == "text/html"
    assert root.text().startswith("Confirm <a href=")
    assert "please look" not in root.text()
    one = carried(mail(html, kind="text/html"))
    assert one is not None
    assert one.mail.senders[0].address == "info@bank.example"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (OUTLOOK, "Re: Your account"),
        (OUTLOOK_JA, "Re: お知らせ"),
        ("On Mon, 5 Jun 2023, Bank wrote:\n> From: a\n> To: b\n> Subject: c\n>\n> text\n", "Re: x"),
        ("Please forward this message to your friends.\n\nFrom: us\nhello\n", "Hello"),
        ("nothing quoted\n", "Fw: x"),
        ("From: here it goes\n\nTo: there\n\n\nSubject: none\n", "Fwd: directions"),
        ("メールの転送メッセージ設定について\n差出人: 例\n\n", "転送設定のご案内"),
        ("> ---------- Forwarded message ---------\n> From: a@b.example\n> To: c\n> Subject: d\n>\n> x\n", "Re: x"),
    ],
)
def test_what_is_no_forward(text: str, subject: str) -> None:
    assert carried(mail(text, subject)) is None


def test_a_date_that_cannot_be_told_for_certain_is_left_out() -> None:
    one = carried(mail(OUTLOOK.replace("Monday, June 5, 2023 9:12 AM", "05/06/2023 morning")))
    assert one is not None
    assert one.mail.date is None
    assert not ABSENCES & {finding.kind.id for finding in one.findings}


def test_a_forward_of_a_forward() -> None:
    inner = GMAIL
    report = gyotaku.dissect(mail(OUTLOOK.replace("Confirm your password at http://bank.example/x\n", inner)))
    assert {one.mail.path for one in (report, *report.others)} == {"-", "-!1/forwarded", "-!1/forwarded!1/forwarded"}


@pytest.mark.parametrize(
    "piece",
    [
        "From: a\n",
        "From: ",
        "> ",
        "-----Forwarded by ",
        "差出人: x\n",
        "\n",
        "From: a\nTo: b\n\n",
        "転送メッセージ",
        "*From:*",
        ">" * 50 + "\n",
    ],
)
def test_hostile_texts_take_bounded_time(piece: str) -> None:
    raw = mail(piece * (3_000_000 // len(piece.encode())), "Fw: x")
    began = time.process_time()
    quoted_mail(message.read(raw))
    assert time.process_time() - began < 3
