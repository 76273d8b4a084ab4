"""What the command line names: mails, and refusals that say what to do."""

from __future__ import annotations

import io
import os
import socket
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.mail import pasted, refusals
from gyotaku.mail.intake import Intake, Limits, Mail, Refused, collect, recognized

HEADER = (
    b"Received: from a.example by b.example; Mon, 5 Sep 2022 10:00:00 +0900\r\nFrom: a@a.example\r\nSubject: Hi\r\n"
)
MAIL = HEADER + b"\r\nbody\r\n"


def of(*names: object, stdin: bytes = b"", **bounds: int) -> list[Intake]:
    return list(collect([str(name) for name in names], io.BytesIO(stdin), Limits(**bounds)))


def refused(raw: bytes) -> str:
    found = recognized("x", raw)
    assert isinstance(found, Refused), found
    return found.id


def read(raw: bytes) -> Mail:
    found = recognized("x", raw)
    assert isinstance(found, Mail), found
    return found


def test_a_mail_is_taken_as_it_is() -> None:
    assert of("-", stdin=MAIL) == [Mail("-", MAIL)]


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: Hi\n\nbody",
        b"From: a@a.example\r\n\r\n",
        b"Return-Path: <a@a.example>\nReceived: from x\n\tby y\nsome junk\nFrom: z\n\n",
        b"Subject : old\r\nDate : 1 Jan 22\r\n\r\nx",
        b"X-Odd: 1\nTo: a\nFrom: b",
        HEADER,
    ],
)
def test_headers_of_many_kinds(raw: bytes) -> None:
    assert read(raw) == Mail("x", raw)


@pytest.mark.parametrize(
    "done",
    [
        lambda raw: b"\xef\xbb\xbf" + raw,
        lambda raw: b"\r\n \r\n" + raw,
        lambda raw: b"From a@a.example Mon Sep  5 10:00:00 2022\r\n" + raw,
        lambda raw: b"Here it is\r\n" + raw,
        lambda raw: b"\n".join(b"> " + line for line in raw.split(b"\n")),
        lambda raw: b"\n".join(b"    " + line for line in raw.split(b"\n")),
    ],
    ids=["bom", "blank", "mbox", "odd", "quoted", "indented"],
)
def test_what_a_paste_did_is_undone_and_told(done) -> None:  # type: ignore[no-untyped-def]
    mail = read(done(MAIL))
    assert mail.raw.rstrip() == MAIL.rstrip()
    assert len(mail.undone) == 1
    assert mail.undone[0].ja


def test_folded_lines_keep_their_fold_when_a_margin_is_taken() -> None:
    mail = read(b"  Received: from x\n      by y\n  From: a\n\n  body\n")
    assert mail.raw == b"Received: from x\n    by y\nFrom: a\n\nbody\n"


def test_line_ends_of_cr_alone() -> None:
    assert read(MAIL.replace(b"\r\n", b"\r")).raw == MAIL.replace(b"\r\n", b"\n")


def test_names_and_values_on_lines_of_their_own() -> None:
    mail = read(b"From:\na@a.example\nTo\nb@b.example\nReceived:\nfrom x\nby y\nSubject:\nHi there\n")
    assert (
        mail.raw == b"From: a@a.example\r\nTo: b@b.example\r\nReceived: from x\r\n\tby y\r\nSubject: Hi there\r\n\r\n"
    )
    assert len(mail.undone) == 1


def test_blank_lines_between_pasted_fields() -> None:
    mail = read(b"Received: from x\n\nFrom: a@a.example\n\nTo: b\n\nSubject: Hi\n\n")
    assert mail.raw == b"Received: from x\r\nFrom: a@a.example\r\nTo: b\r\nSubject: Hi\r\n\r\n"
    assert len(mail.undone) == 1


MBOX_FROM = b"From a@a.example Mon Sep  5 10:00:00 2022\n"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"), "outlook-msg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "ole"),
        (b"\x78\x9f\x3e\x22\x01\x00", "tnef"),
        (b"PK\x03\x04....", "zip"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"!BDN....", "pst"),
        (b"%PDF-1.7", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"RIFF\x10\x00\x00\x00WEBP", "image"),
        (b"MZ\x90\x00", "program"),
        ("From: a".encode("utf-16"), "utf-16"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"\n <HTML><body>x", "html"),
        (b"Dear all,\nnothing here\n", "no-headers"),
        (b"Note: this\nRemember: that\n\nx", "no-headers"),
        (b"\x01\x02\x00\x03", "binary"),
        (MBOX_FROM + MAIL + b"\n" + MBOX_FROM + MAIL, "mbox"),
    ],
)
def test_what_is_no_mail_is_named(raw: bytes, kind: str) -> None:
    assert refused(raw) == kind


def test_a_quoted_from_line_inside_one_mail_makes_no_mailbox() -> None:
    assert read(MBOX_FROM + MAIL + b"\n>" + MBOX_FROM + b"text\n").raw.startswith(b"Received")


def test_every_reason_speaks_both_languages() -> None:
    reasons = [value for value in vars(refusals).values() if isinstance(value, refusals.Refusal)]
    reasons += [refusals.too_large(5, 1), refusals.too_large(None, 1), refusals.too_many(3)]
    assert len({reason.id for reason in reasons}) == len(reasons) - 1
    assert all(reason.reason.en.endswith(".") and reason.reason.ja.endswith("。") for reason in reasons)
    assert all("{" not in reason.reason.en + reason.reason.ja for reason in reasons)


def test_folders_are_searched_in_natural_order(tmp_path: Path) -> None:
    for name in ("10.eml", "2.eml", "b/1.eml", "note.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"no" if name == "note.txt" else MAIL)
    found = of(tmp_path)
    assert [Path(item.path).relative_to(tmp_path).as_posix() for item in found] == [
        "2.eml",
        "10.eml",
        "b/1.eml",
        "note.txt",
    ]
    assert isinstance(found[-1], Refused)


def test_a_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    found = of(tmp_path)
    assert [type(item) for item in found] == [Mail, Refused]


def test_a_folder_without_mail_is_told_once(tmp_path: Path) -> None:
    assert [(item.path, item.id) for item in of(tmp_path) if isinstance(item, Refused)] == [(str(tmp_path), "no-mail")]


def test_special_files_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "null").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        began = time.monotonic()
        found = of(tmp_path / "pipe", tmp_path / "null", tmp_path / "s")
    assert [item.id for item in found if isinstance(item, Refused)] == ["special"] * 3
    assert time.monotonic() - began < 2


def test_missing_and_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    assert [item.id for item in of(tmp_path / "no", "a\0b") if isinstance(item, Refused)] == ["missing", "unreadable"]

    def denied(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", denied)
    assert [item.id for item in of(tmp_path / "a.eml") if isinstance(item, Refused)] == ["unreadable"]


class Counted(io.BytesIO):
    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


def test_never_more_than_the_limit_and_one_is_read(tmp_path: Path) -> None:
    stream = Counted(MAIL * 1000)
    found = list(collect(["-"], stream, Limits(octets=5000)))
    assert stream.taken == 5001
    assert isinstance(found[0], Refused)
    assert found[0].id == "too-large"
    (tmp_path / "big").write_bytes(MAIL * 100)
    big = of(tmp_path / "big", octets=1000)[0]
    assert isinstance(big, Refused)
    assert "MiB" in big.reason.en
    assert isinstance(of("-", stdin=MAIL, octets=len(MAIL))[0], Mail)


def test_too_many_files_and_too_deep_folders_are_told(tmp_path: Path) -> None:
    (tmp_path / "d" / "e").mkdir(parents=True)
    for number in range(4):
        (tmp_path / f"{number}.eml").write_bytes(MAIL)
    assert [item.id for item in of(tmp_path, files=2) if isinstance(item, Refused)] == ["too-many"]
    assert [item.id for item in of(tmp_path, depth=1) if isinstance(item, Refused)] == ["too-deep"]


@pytest.mark.parametrize(
    "raw",
    [
        b">" * 3_000_000,
        b"> " * 1_000_000,
        b"\n" * 3_000_000 + b"x",
        b" \n" * 1_000_000 + b"x",
        b"From \n" * 500_000,
        b"From a Mon Sep  5 10:00\n" * 100_000,
        b"From:" * 600_000,
        b"A" * 3_000_000,
        b"> \n" * 500_000 + b"> x",
        b" x\n" * 500_000,
        b"<" * 3_000_000,
        b"\r" * 1_000_000 + b"x",
    ],
    ids=lambda raw: repr(raw[:12]),
)
def test_hostile_octets_take_bounded_time(raw: bytes) -> None:
    began = time.process_time()
    recognized("x", raw)
    assert time.process_time() - began < 2


LINES = st.sampled_from(
    [b"From: a", b"Received: x", b" fold", b"> From: a", b"From a Mon Sep  5 10:00:00 2022", b"", b"\t", b"<html>"]
)


@given(st.binary() | st.lists(LINES, max_size=12).map(b"\n".join) | st.lists(LINES, max_size=12).map(b"\r\n".join))
def test_no_octets_raise(raw: bytes) -> None:
    found = recognized("x", raw)
    assert isinstance(found, Mail | Refused)
    assert pasted.mended(raw) is None or isinstance(pasted.mended(raw), tuple)
