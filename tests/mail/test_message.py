"""The mail as a whole."""

from __future__ import annotations

import pytest

from gyotaku.mail.message import read


@pytest.mark.parametrize(
    ("raw", "has_body"),
    [
        (b"", False), (b"Subject: a", False), (b"Subject: a\n", False), (b"Subject: a\r\nTo: b\r\n", False),
        (b"Subject: a\n\n", True), (b"Subject: a\r\n\r\n", True), (b"Subject: a\n\nbody", True), (b"just text", True),
    ],
)  # fmt: skip
def test_has_body(raw: bytes, has_body: bool) -> None:
    assert read(raw).has_body is has_body


@pytest.mark.parametrize(
    ("raw", "defect"),
    [
        (b"", "empty-mail"),
        (b"Subject: a\r\rbody\r", "cr-line-ends"),
        (b"Subject: a\r\n\r\nbody\n", "mixed-line-ends"),
        (b"Subject: a\n\nbo\rdy\n", "bare-cr"),
        (b"Subject: a\n\nbo\0dy\n", "nul-octet"),
    ],
)
def test_octets_that_mail_may_not_have(raw: bytes, defect: str) -> None:
    assert [found.id for found in read(raw).read_everything()] == [defect]


def test_defects_grow_as_the_mail_is_read_and_are_told_once() -> None:
    message = read(b"Subject: =?no-such?Q?a?=\nContent-Type: text/plain; charset=utf-8\n\n\xff")
    assert message.defects == ()
    everything = message.read_everything()
    assert [defect.id for defect in everything] == ["unknown-charset", "8bit-in-7bit", "undecodable-octets"]
    assert message.read_everything() == everything == message.defects
    assert [defect.part for defect in everything] == ["Subject", "", ""]
