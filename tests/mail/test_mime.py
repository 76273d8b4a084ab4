"""The tree of parts: what is a delimiter, what a part is called, and what holds when boundaries misbehave."""

from __future__ import annotations

import base64

import pytest

from gyotaku.mail.message import Message, read
from gyotaku.mail.mime import Defect, Part
from gyotaku.model.evidence import Layer, Principal, Span

NESTED = b"""\
Subject: outer
Content-Type: multipart/mixed; boundary="out"

preamble
--out
Content-Type: multipart/alternative; boundary=inner

--inner

plain
--inner
Content-Type: TEXT/HTML; charset=utf-8

<p>
--inner--
epilogue of inner
--out
Content-Type: message/rfc822

Subject: attached
Content-Type: multipart/mixed; boundary=deep

--deep

deep text
--deep--
--out
Content-Type: application/pdf; name=a.pdf
Content-Disposition: Attachment; filename*=utf-8''%E9%AD%9A.pdf
Content-Transfer-Encoding: BASE64

JVBERg==
--out--
epilogue
"""


def ids(message: Message) -> set[str]:
    return {defect.id for defect in message.read_everything()}


def shape(part: Part) -> list[tuple[str, str]]:
    return [(child.section, child.content_type) for child in part.walk()]


@pytest.mark.parametrize("raw", [NESTED, NESTED.replace(b"\n", b"\r\n"), NESTED.replace(b"\n", b"\r")])
def test_sections_types_and_octets(raw: bytes) -> None:
    message = read(raw)
    root = message.root
    assert shape(root) == [
        ("", "multipart/mixed"), ("1", "multipart/alternative"), ("1.1", "text/plain"), ("1.2", "text/html"),
        ("2", "message/rfc822"), ("3", "application/pdf"),
    ]  # fmt: skip
    plain, html = root.children[0].children
    assert (plain.text(), html.text()) == ("plain", "<p>")
    assert root.preamble is not None
    assert root.epilogue is not None
    assert raw[slice(*root.preamble)].strip() == b"preamble"
    assert raw[slice(*root.epilogue)].strip() == b"epilogue"
    assert root.children[0].epilogue is not None
    assert raw[slice(*root.children[0].epilogue)] == b"epilogue of inner"
    pdf = root.children[2]
    assert (pdf.data(), pdf.filename, pdf.disposition, pdf.encoding) == (b"%PDF", "魚.pdf", "attachment", "base64")
    assert raw[pdf.body_start : pdf.end] == b"JVBERg=="
    (attached,) = message.attached
    assert attached.message is not None
    assert shape(attached.message) == [("2.TEXT", "multipart/mixed"), ("2.1", "text/plain")]
    assert attached.message.children[0].text() == "deep text"
    assert [part.section for part in message.walk_all()] == ["", "1", "1.1", "1.2", "2", "2.TEXT", "2.1", "3"]
    assert ids(message) <= {"cr-line-ends"}


def test_names_of_fields_and_bodies_in_spans() -> None:
    message = read(NESTED)
    attached = message.root.children[1]
    assert attached.message is not None
    assert [field.ref for field in attached.headers] == ["2/Content-Type"]
    assert [field.ref for field in attached.message.headers] == ["2.HEADER/Subject", "2.HEADER/Content-Type"]
    plain = message.root.children[0].children[0]
    assert plain.evidence(Principal.SENDER, 0, 2).span == Span("1.1", Layer.BODY, 0, 2)
    assert plain.evidence(Principal.SENDER).raw == (plain.body_start, plain.end)
    assert read(b"Subject: a\n\nbody").root.body_section == "1"


def test_an_attached_message_in_base64_points_at_what_encloses_it() -> None:
    inner = base64.encodebytes(b"Subject: inner\n\nbody\n")
    raw = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + inner
    root = read(raw).root
    assert root.message is not None
    subject = root.message.headers.get("Subject")
    assert subject is not None
    assert (subject.text, subject.ref) == ("inner", "1.HEADER/Subject")
    assert subject.evidence(Principal.SENDER).raw == (root.body_start, root.end)
    assert root.message.body_section == "1.1"
    assert root.message.text() == "body\n"


def multipart(body: bytes, boundary: bytes = b"b") -> bytes:
    return b"Content-Type: multipart/mixed; boundary=" + boundary + b"\n\n" + body


@pytest.mark.parametrize(
    ("raw", "bodies", "defects"),
    [
        (multipart(b"--b\n\na\n--b\n\nc\n--b--\n"), [b"a", b"c"], set()),
        (multipart(b"--b  \n\na\n--b-- \t\n"), [b"a"], set()),
        (multipart(b"--b\n\na\n--bb\n--b-\n --b\n--b c\nd\n--b--"), [b"a\n--bb\n--b-\n --b\n--b c\nd"], set()),
        (multipart(b"--b\n\n--b--"), [b""], set()),
        (multipart(b"--b\nX: y\n--b--"), [b""], set()),
        (multipart(b"--b--\n--b\n\na\n--b--"), [b"a"], set()),
        (multipart(b"--b\n\na\n"), [b"a\n"], {"boundary-never-closed"}),
        (multipart(b"--b\n--b\n\na\n--b--"), [b"a"], {"doubled-delimiter"}),
        (multipart(b"no delimiter\n"), [b"no delimiter\n"], {"boundary-not-found"}),
        (multipart(b"--b--\nonly the end\n"), [b"--b--\nonly the end\n"], {"boundary-not-found"}),
        (b"Content-Type: multipart/mixed\n\n--b\n\na\n--b--", [b"--b\n\na\n--b--"], {"no-boundary"}),
        (multipart(b"--" + b"x" * 71 + b"\n\na\n--" + b"x" * 71 + b"--", b"x" * 71), [b"a"], {"boundary-too-long"}),
        (multipart(b"--b\n" + multipart(b"--b\n\na\n--b--")), [b"", b"a"], {"boundary-reused"}),
        (multipart(b'--b c"d\n\na\n--b c"d--', b'"b c\\"d"'), [b"a"], set()),
        (
            multipart(b"--b\n" + multipart(b"--bx\n\ninner\n--b\n\nouter\n--b--", b"bx")),
            [b"inner", b"outer"], {"boundary-never-closed"},
        ),
        (
            b"Content-Transfer-Encoding: base64\n" + multipart(b"--b\n\na\n--b--"),
            [b"a"], {"encoded-multipart"},
        ),
    ],
)  # fmt: skip
def test_boundaries(raw: bytes, bodies: list[bytes], defects: set[str]) -> None:
    message = read(raw)
    assert [part.data() for part in message.root.walk() if not part.children] == bodies
    assert ids(message) == defects


def test_parts_of_a_digest_are_messages() -> None:
    message = read(b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: inner\n\nbody\n--b--")
    (part,) = message.root.children
    assert part.content_type == "message/rfc822"
    assert part.message is not None
    assert part.message.text() == "body"


@pytest.mark.parametrize(
    ("value", "content_type"),
    [
        (b"text/html", "text/html"),
        (b"Text / HTML (a comment); charset=x", "text/html"),
        (b"text", "text/plain"),
        (b"", "text/plain"),
        (b"text/html/x", "text/plain"),
        (b"/", "text/plain"),
        (b"application/x-a+b.c;name=x", "application/x-a+b.c"),
    ],
)
def test_content_types(value: bytes, content_type: str) -> None:
    message = read(b"Content-Type: " + value + b"\n\nbody")
    assert message.root.content_type == content_type
    assert (content_type == "text/plain") == ("bad-content-type" in ids(message))


def test_reading_headers_touches_no_body() -> None:
    raw = b"Subject: a\nContent-Transfer-Encoding: base64\n\n!!!!" + b"\xff" * 100
    message = read(raw)
    assert message.headers.get("Subject") is not None
    assert message.defects == ()
    message.root.data()
    assert [defect.id for defect in message.root.defects] == ["base64-foreign"]
    assert isinstance(message.defects[0], Defect)


def test_html_may_name_its_own_charset() -> None:
    html = '<html><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Привет'
    message = read(b"Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n" + html.encode("koi8-r"))
    assert message.root.text() == html
    assert ids(message) == {"undeclared-charset"}
