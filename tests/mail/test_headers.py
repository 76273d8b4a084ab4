"""Fields: where they stand, what they say, and which lines are none."""

from __future__ import annotations

import pytest

from gyotaku.mail.message import Message, read
from gyotaku.model.evidence import Layer, Origin, Principal, Span

CRLF = (
    b"Received: from a\r\n\tby b\r\nreceived: from c by d\r\nX-odd-Name: 1\r\nSUBJECT: =?utf-8?B?6a2a?=\r\n"
    b" =?utf-8?B?5ouT?= Print\r\n\r\nbody\r\n"
)


def ids(message: Message) -> set[str]:
    return {defect.id for defect in message.read_everything()}


@pytest.mark.parametrize("raw", [CRLF, CRLF.replace(b"\r\n", b"\n"), CRLF.replace(b"\r\n", b"\r")])
def test_fields_and_where_they_stand(raw: bytes) -> None:
    headers = read(raw).headers
    assert [field.name for field in headers] == ["Received", "received", "X-odd-Name", "SUBJECT"]
    assert [field.ref for field in headers] == ["Received", "Received[1]", "X-odd-Name", "Subject"]
    assert len(headers) == 4
    assert "RECEIVED" in headers
    assert "From" not in headers
    assert headers.get("from") is None
    assert [field.value for field in headers.all("received")] == ["from a\tby b", "from c by d"]
    subject = headers.get("subject")
    assert subject is not None
    assert subject.text == "魚拓 Print"
    assert subject.value == "=?utf-8?B?6a2a?= =?utf-8?B?5ouT?= Print"
    assert raw[subject.start : subject.end].startswith(b"SUBJECT:")
    assert raw[subject.start : subject.end].endswith(b"Print")
    assert raw[subject.start : subject.end] == b"SUBJECT:" + subject.raw


def test_evidence_counts_in_the_decoded_text() -> None:
    subject = read(CRLF).headers.get("Subject")
    assert subject is not None
    evidence = subject.evidence(Principal.SENDER, 0, 2)
    assert evidence.quote == "魚拓"
    assert evidence.of is Origin.MAIL
    assert evidence.span == Span("Subject", Layer.HEADER, 0, 2)
    assert evidence.raw == (subject.start, subject.end)
    assert subject.evidence(Principal.RELAY, principal_name="b").quote == subject.text


@pytest.mark.parametrize(
    ("needle", "quote", "start"),
    [("拓", "拓", 1), ("print", "Print", 3), ("absent", "魚拓 Print", 0), ("(", "魚拓 Print", 0)],
)
def test_quote_finds_words(needle: str, quote: str, start: int) -> None:
    subject = read(CRLF).headers.get("Subject")
    assert subject is not None
    evidence = subject.quote(needle, Principal.SENDER)
    assert evidence.span is not None
    assert (evidence.quote, evidence.span.start) == (quote, start)


@pytest.mark.parametrize(
    ("raw", "text", "defect"),
    [
        ("Subject: 魚\n\n".encode(), "魚", None),
        ("Subject: 魚拓のお知らせです\n\n".encode("cp932"), "魚拓のお知らせです", "raw-8bit-header"),
        ("Subject: 魚拓のお知らせです\n\n".encode("euc_jp"), "魚拓のお知らせです", "raw-8bit-header"),
        ("Subject: 魚拓のお知らせです\n\n".encode("iso2022_jp"), "魚拓のお知らせです", "raw-8bit-header"),
        (b"Subject: caf\xe9\n\n", "café", "raw-8bit-header"),
        (b"Subject: a\rb\n\n", "a\rb", "bare-cr"),
        (b"Subject: a\0b\n\n", "a\0b", "nul-octet"),
        (b"Subject : a\n\n", "a", "space-before-colon"),
        (b"Subject:\n\n", "", None),
        (b"Subject:a\n\n", "a", None),
        (b"Subject: a\n \n b\n\n", "a  b", None),
        (b"Subject: a", "a", None),
        (b"\xef\xbb\xbfSubject: a\n\n", "a", "byte-order-mark"),
        (b"\n \nSubject: a\n\n", "a", "leading-blank-lines"),
        (b"From a@example.org Mon Jan  1 00:00:00 2024\nSubject: a\n\n", "a", "mbox-line"),
        (b">From a@example.org Mon Jan  1 00:00:00 2024\nSubject: a\n\n", "a", "mbox-line"),
        (b"To: b\nno field\nSubject: a\n\n", "a", "line-without-colon"),
        (b"To: b\nno field: x\nSubject: a\n\n", "a", "line-without-colon"),
        (b"Subject: a\nSubject: b\n\n", "a", "duplicate-field"),
    ],
)
def test_odd_headers_are_read_and_stated(raw: bytes, text: str, defect: str | None) -> None:
    message = read(raw)
    subject = message.headers.get("Subject")
    assert subject is not None
    assert subject.text == text
    assert ids(message) == ({defect} if defect else set())


def test_a_missing_blank_line_starts_the_body() -> None:
    message = read(b"Subject: a\nDear customer,\nplease pay.\n\nMore: text\n")
    assert message.root.text() == "Dear customer,\nplease pay.\n\nMore: text\n"
    assert ids(message) == {"missing-blank-line"}


def test_a_delimiter_starts_the_body() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n--b\nContent-Type: text/html\n\n<p>\n--b--\n"
    message = read(raw)
    assert [part.content_type for part in message.root.children] == ["text/html"]
    assert "missing-blank-line" in ids(message)


def test_text_without_a_header() -> None:
    message = read(b"just text\nSubject\n")
    assert len(message.headers) == 0
    assert message.root.text() == "just text\nSubject\n"
    assert ids(message) == {"no-header"}


def test_defects_of_a_field_are_its_own() -> None:
    message = read(b"Subject: =?utf-8?Q?open\nTo: b\nTo: c\n\n")
    subject, to, second = message.headers
    assert subject.defects == ()
    assert subject.text
    assert [defect.id for defect in subject.defects] == ["bad-encoded-word"]
    assert [defect.id for defect in second.defects] == ["duplicate-field"]
    assert to.defects == ()
    assert subject.defects[0].start == subject.start


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(
    "odd", [b"\xff", b"\0", b"\x1b", b"a\rb", b"a" * 70_000], ids=["8bit", "nul", "esc", "cr", "long"]
)
def test_an_odd_field_changes_nothing_in_how_the_others_are_read(line_end: bytes, odd: bytes) -> None:
    lines = [b"From: a@b.example ", b"Subject:\t =?utf-8?q?a?=", b" b", b"\tc ", b" ", b"To: ", b"X : y"]
    plain = read(line_end.join([*lines, b"Z: z", b"", b"x"])).headers
    mixed = read(line_end.join([*lines, b"Z: " + odd, b"", b"x"])).headers
    for one, other in zip(plain.fields[:-1], mixed.fields[:-1], strict=True):
        assert (one.name, one.start, one.end, one.raw) == (other.name, other.start, other.end, other.raw)
        assert (one.value, one.text, one.defects) == (other.value, other.text, other.defects)
    assert [field.value for field in plain] == ["a@b.example", "=?utf-8?q?a?= b\tc", "", "y", "z"]


def test_a_name_longer_than_any_common_one_is_a_name() -> None:
    header = read(b"X-" + b"a" * 500 + b": y\nFrom: a@b.example\n\nx").headers
    assert [(field.name, field.value) for field in header] == [("X-" + "a" * 500, "y"), ("From", "a@b.example")]
