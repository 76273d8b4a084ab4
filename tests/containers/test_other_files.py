"""Apple Mail's files, mails attached as files, and the odd files of other parsers' tests."""

from __future__ import annotations

import base64
from collections import Counter

import pytest
from tests.outlook import compound, item, msg_of
from tests.shared import require
from tests.wrap import emlx, zipped

import gyotaku
from gyotaku.dissection import dissect_mail
from gyotaku.mail.intake import Mail, Refused, collect, recognized
from gyotaku.model.answers import Ended

MAIL = b"From: a@a.example\r\nMessage-ID: <1@a.example>\r\nSubject: Hi\r\n\r\nbody\r\n"


def read(octets: bytes) -> Mail:
    found = recognized("x", octets)
    assert isinstance(found, Mail), found
    return found


def test_emlx() -> None:
    mail = read(emlx(MAIL))
    assert (mail.path, mail.raw, len(mail.undone)) == ("x", MAIL, 1)
    assert read(b"%d\n" % len(MAIL) + MAIL).raw == MAIL


def test_emlx_that_is_cut_or_partial_says_so() -> None:
    cut = read(b"9999\n" + MAIL)
    assert any("missing" in note.en for note in cut.undone)
    part = b"Content-Type: application/pdf\r\nX-Apple-Content-Length: 1000\r\n\r\n"
    partial = MAIL.replace(
        b"\r\n\r\n", b"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + part + b"--b--\r\n", 1
    )
    assert any(".partial.emlx" in note.en for note in read(emlx(partial)).undone)


def test_a_number_first_makes_no_emlx() -> None:
    found = recognized("x", b"42\nis the answer\n")
    assert isinstance(found, Refused)
    assert found.id == "no-headers"


def with_file(octets: bytes, kind: str, name: str = "mail.bin") -> bytes:
    return (
        b"From: b@b.example\r\nMessage-ID: <2@b.example>\r\nDate: Mon, 5 Jun 2023 09:12:40 +0900\r\nSubject: please look\r\n"
        b"To: c@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee\r\n--b\r\nContent-Type: "
        + kind.encode() + b'\r\nContent-Disposition: attachment; filename="' + name.encode()
        + b'"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + base64.encodebytes(octets) + b"--b--\r\n"
    )  # fmt: skip


def carried(raw: bytes) -> dict[str, str | None]:
    report = gyotaku.dissect(raw)
    return {one.mail.path: one.mail.message_id for one in (report, *report.others)}


@pytest.mark.parametrize(
    ("octets", "kind", "name"),
    [
        (MAIL, "application/octet-stream", "mail.bin"),
        (MAIL, "application/octet-stream", "mail.eml"),
        (MAIL, "text/plain", "mail.eml"),
        (MAIL, "message/rfc822", "mail.eml"),
        (msg_of(MAIL), "application/vnd.ms-outlook", "mail.msg"),
        (msg_of(MAIL), "application/octet-stream", "mail.msg"),
    ],
)
def test_a_mail_attached_as_a_file_is_dissected(octets: bytes, kind: str, name: str) -> None:
    assert set(carried(with_file(octets, kind, name))) == {"-", "-!2"}


@pytest.mark.parametrize(
    ("octets", "kind"),
    [
        (zipped(MAIL), "application/zip"),
        (zipped(MAIL), "application/octet-stream"),
        (b"From a@a.example Mon Jun  5 09:12:44 2023\n" + MAIL, "application/mbox-of-one"),
        (compound(item({0x0037: "x"}, 32)).replace(b"s\0u\0b\0s\0t\0g\0", b"other-things"), "application/octet-stream"),
        (b"From: notes\nTo: do\n\nbuy milk\n", "application/octet-stream"),
        (MAIL, "text/plain"),
        (MAIL, "image/png"),
    ],
)
def test_other_attachments_are_left_alone(octets: bytes, kind: str) -> None:
    if kind == "application/mbox-of-one":
        assert set(carried(with_file(octets, kind))) == {"-", "-!2"}  # a mailbox of one mail is that mail
        return
    assert set(carried(with_file(octets, kind))) == {"-"}


def test_an_attached_mail_is_no_attachment_that_nobody_looked_at() -> None:
    report = gyotaku.dissect(with_file(MAIL, "application/octet-stream"))
    family = {one.mail.path: one for one in (report, *report.others)}
    assert not any("attachments" in unknown.question.text.en for unknown in family["-"].unknown)


def files() -> list[str]:
    folder = require("corpora", "fixtures")
    starts = (b"\xd0\xcf\x11\xe0", b"\x78\x9f\x3e\x22")
    suffixes = {".msg", ".mbox", ".tnef", ".dat"}
    return [
        str(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and (file.suffix in suffixes or file.read_bytes()[:4] in starts)
    ]


def test_the_files_of_other_parsers_are_read_or_refused_for_a_reason() -> None:
    """Half of those called .msg are text. What is refused: appointments and other items, and files that are no mail."""
    counts: Counter[str] = Counter()
    for found in collect(files(), None):  # type: ignore[arg-type]
        if isinstance(found, Refused):
            counts[found.id] += 1
            continue
        report = dissect_mail(found)
        for one in (report, *report.others):
            assert not [run for run in one.checks if run.ended is Ended.FAILED], found.path
        counts["rebuilt, own header" if found.partial and found.why_partial else "read"] += 1
    print(len(files()), dict(counts))  # noqa: T201 - the counts are a result
    assert len(files()) == 195
    assert counts["outlook-item"] == 20
    assert set(counts) == {"outlook-item", "no-headers", "image", "read", "rebuilt, own header"}
    assert counts["no-headers"] + counts["image"] == 7
