"""A pasted block of headers may be a part of a header: what it lacks accuses nobody, and the report says why."""

from __future__ import annotations

import pytest

import gyotaku

BLOCK = (
    b"Return-Path: <hanako@partner.example>\r\n"
    b"Received: from mail.partner.example (mail.partner.example [192.0.2.10])\r\n"
    b"\tby mx.office.example (Postfix) with ESMTPS id 4F2A1C03\r\n"
    b"\tfor <kenji@office.example>; Mon, 5 Jun 2023 09:12:44 +0900 (JST)\r\n"
)
ABSENCES = {"date-missing", "message-id-missing", "undisclosed-recipients", "from-missing"}


def found(octets: bytes) -> set[str]:
    return {finding.kind.id for finding in gyotaku.dissect(octets).findings}


def test_a_block_is_not_blamed_for_what_was_not_pasted() -> None:
    report = gyotaku.dissect(BLOCK)
    assert not ABSENCES & {finding.kind.id for finding in report.findings}
    assert report.verdict.word.value == "cannot-tell"
    assert any("left out" in run.why.en for run in report.checks if run.why)


def test_a_whole_mail_is() -> None:
    assert found(BLOCK + b"\r\nHello.\r\n") >= ABSENCES


@pytest.mark.parametrize("octets", [b"", b"\r\n", b"From:", b"hello\r\n\r\nworld"])
def test_what_is_no_mail_is_not_blamed(octets: bytes) -> None:
    assert not ABSENCES & found(octets)
