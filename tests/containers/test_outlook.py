"""Outlook's files: .msg, winmail.dat, the RTF in them, and PST as far as it can be tested without one."""

from __future__ import annotations

import base64
import io
import struct
import sys
import time
from types import SimpleNamespace

import pytest
from tests.outlook import attachment, compound, item, msg_of, tnef
from tests.wrap import from_stdin

import gyotaku
from gyotaku.dissection import dissect_mail
from gyotaku.mail import message
from gyotaku.mail.containers import ole, rtf
from gyotaku.mail.intake import Intake, Mail, Refused, recognized
from gyotaku.model.text import Sentence
from gyotaku.verdict.judge import NOTHING_VOUCHES

HEADER = (
    "Received: from mail.partner.example (mail.partner.example [192.0.2.10])\r\n"
    "\tby mx.office.example with ESMTPS; Mon, 5 Jun 2023 09:12:44 +0900\r\n"
    "From: =?utf-8?B?5bGx55Sw6Iqx5a2Q?= <hanako@partner.example>\r\nTo: kenji@office.example\r\n"
    "Message-ID: <1@partner.example>\r\nDate: Mon, 5 Jun 2023 09:12:40 +0900\r\nSubject: Hello\r\n"
)
ABSENCES = {"date-missing", "message-id-missing", "undisclosed-recipients", "from-missing", "from-without-address"}
SUBMITTED = float(13_330_397_560 * 10**7)
"""2023-06-05 00:12:40 UTC as a FILETIME."""


def mail_of(octets: bytes) -> Mail:
    found = recognized("x", octets)
    assert isinstance(found, Mail), found
    return found


def parts(mail: Mail) -> list[tuple[str, str | None, bytes]]:
    root = message.read(mail.raw).root
    return [(part.content_type, part.filename, part.data()) for part in root.walk() if not part.children]


def kinds(mail: Mail) -> set[str]:
    return {finding.kind.id for finding in dissect_mail(mail).findings}


def test_header_text_html_and_attachments_are_put_together() -> None:
    header = HEADER + 'Content-Type: multipart/mixed; boundary="abc"\r\nX-Last: 1\r\n'
    name, storage = attachment(b"%PDF-1.4", 0, name="請求書.pdf", media_type="application/pdf")
    octets = compound({**item({0x001A: "IPM.Note", 0x007D: header, 0x1000: "本文\r\n", 0x1013: "<p>本文</p>".encode(), 0x3FDE: 65001}, 32), name: storage})  # fmt: skip
    mail = mail_of(octets)
    assert mail.partial == {}
    assert len(mail.undone) == 1
    assert mail.raw.startswith(header.encode())
    assert parts(mail) == [
        ("text/plain", None, "本文\r\n".encode()),
        ("text/html", None, "<p>本文</p>".encode()),
        ("application/pdf", "請求書.pdf", b"%PDF-1.4"),
    ]


@pytest.mark.parametrize(
    ("header", "text", "expected"),
    [
        ("Content-Type: text/plain; charset=iso-2022-jp\r\nContent-Transfer-Encoding: 7bit\r\n", "本文です。\r\n", "iso-2022-jp"),
        ("Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: base64\r\n", "本文です。\r\n", "utf-8"),
        ("", "本文です。\r\n", "utf-8"),
    ],
)  # fmt: skip
def test_a_single_text_keeps_its_charset_where_that_holds_it(header: str, text: str, expected: str) -> None:
    mail = mail_of(compound(item({0x001A: "IPM.Note", 0x007D: HEADER + header, 0x1000: text}, 32)))
    root = message.read(mail.raw).root
    assert (root.charset, root.text()) == (expected, text)
    assert ("base64" in header) == (root.encoding == "base64")


def test_a_header_that_outlook_does_not_have_is_made_and_told() -> None:
    recipient = item({0x3001: "総務", 0x39FE: "soumu@office.example", 0x0C15: 1}, 8)
    octets = compound(
        {
            **item({0x001A: "IPM.Note", 0x0037: "件名", 0x0C1A: "山田花子", 0x5D01: "hanako@office.example", 0x1000: "x", 0x0039: SUBMITTED}, 32),
            "__recip_version1.0_#00000000": recipient,
        }
    )  # fmt: skip
    mail = mail_of(octets)
    read = message.read(mail.raw).headers
    shown = {field.name: field.text for field in read}
    assert shown["From"] == "山田花子 <hanako@office.example>"
    assert shown["To"] == "総務 <soumu@office.example>"
    assert shown["Subject"] == "件名"
    assert shown["Date"] == "Mon, 05 Jun 2023 00:12:40 +0000"
    assert mail.why_partial is not None
    report = dissect_mail(mail)
    assert not ABSENCES & {finding.kind.id for finding in report.findings}
    assert report.verdict.word.value == "cannot-tell"
    assert any("howto source" in unknown.why.en for unknown in report.unknown)
    assert mail.why_partial in report.mail.undone
    assert ABSENCES & {finding.kind.id for finding in gyotaku.dissect(b"From: x\r\n\r\nhello\r\n").findings}


def test_names_without_addresses_are_not_blamed() -> None:
    """Exchange's own addresses say nothing outside, so a name is all there is."""
    recipient = item({0x3001: "Kenji", 0x3003: "/o=Office/cn=kenji", 0x0C15: 1}, 8)
    properties = {
        0x001A: "IPM.Note",
        0x0037: "Hi",
        0x0C1A: "Hanako, Yamada",
        0x0C1F: "/o=Office/cn=hanako",
        0x1000: "x",
    }
    mail = mail_of(compound({**item(properties, 32), "__recip_version1.0_#00000000": recipient}))
    assert b'From: "Hanako, Yamada"\r\n' in mail.raw
    assert b"/o=" not in mail.raw
    assert not ABSENCES & kinds(mail)


def test_what_is_recorded_cannot_break_out_of_its_field() -> None:
    name = 'x"\r\nReceived: from evil.example by mx.office.example; Mon, 5 Jun 2023 09:12:44 +0900\r\n\r\n<b>'
    properties = {
        0x001A: "IPM.Note",
        0x0037: name,
        0x0C1A: name,
        0x5D01: "a@b.example>\r\nX: y",
        0x1035: name,
        0x1000: "x",
    }
    read = message.read(mail_of(compound(item(properties, 32))).raw)
    assert {field.name for field in read.headers} <= {"From", "Subject", "Message-ID", "Content-Type", "Content-Transfer-Encoding"}  # fmt: skip


@pytest.mark.parametrize("codepage", [932, 1252, 65001])
def test_strings_of_eight_bits(codepage: int) -> None:
    text = {932: "山田花子 ①", 1252: "Zoë – café", 65001: "山田 Zoë"}[codepage]
    properties = {0x001A: "IPM.Note", 0x0037: text, 0x0C1A: text, 0x1000: text + "\r\n", 0x3FFD: codepage}
    mail = mail_of(compound(item(properties, 32, codepage)))
    read = message.read(mail.raw)
    assert read.headers.all("Subject")[0].text == text
    assert read.root.text() == text + "\r\n"


def test_a_mail_inside_a_msg_is_carried() -> None:
    inner = item({0x001A: "IPM.Note", 0x007D: HEADER, 0x1000: "inner\r\n"}, 24)
    bare = item({0x001A: "IPM.Note", 0x0037: "no header", 0x1000: "inner\r\n"}, 24)
    outer = item({0x001A: "IPM.Note", 0x007D: HEADER.replace("<1@", "<2@"), 0x1000: "outer\r\n"}, 32)
    octets = compound({**outer, **dict([attachment(inner, 0, name="a"), attachment(bare, 1, name="b")])})
    mail = mail_of(octets)
    report = dissect_mail(mail)
    by_path = {one.mail.path: one for one in (report, *report.others)}
    assert set(by_path) == {"x", "x!2", "x!3"}
    assert by_path["x!2"].mail.message_id == "1@partner.example" or by_path["x!2"].mail.message_id
    assert by_path["x!3"].verdict.word.value == "cannot-tell"
    assert not ABSENCES & {finding.kind.id for finding in by_path["x!3"].findings}


def test_a_signed_mail_is_whole_again() -> None:
    raw = (
        HEADER.encode()
        + b'Content-Type: multipart/signed; boundary="s"; protocol="application/pkcs7-signature"\r\n\r\n'
        b"--s\r\nContent-Type: text/plain\r\n\r\nsigned\r\n--s\r\nContent-Type: application/pkcs7-signature\r\n\r\nx\r\n--s--\r\n"
    )
    assert [kind for kind, _, _ in parts(mail_of(msg_of(raw)))] == ["text/plain", "application/pkcs7-signature"]


@pytest.mark.parametrize("kind", ["IPM.Appointment", "IPM.Contact", "IPM.Task", "IPM.StickyNote", "IPM.Activity"])
def test_other_items_are_named(kind: str) -> None:
    found = recognized("x", compound(item({0x001A: kind, 0x0037: "x"}, 32)))
    assert isinstance(found, Refused)
    assert found.id == "outlook-item"


@pytest.mark.parametrize("kind", ["IPM.Note", "IPM.Schedule.Meeting.Request", "REPORT.IPM.Note.NDR", "IPM.Post"])
def test_what_comes_as_mail_is_mail(kind: str) -> None:
    assert isinstance(recognized("x", compound(item({0x001A: kind, 0x0037: "x"}, 32))), Mail)


def test_large_files_and_the_reader_of_another(tmp_path: object) -> None:
    """Beyond 109 tables the list of tables goes on elsewhere. olefile, which is not ours, reads the same streams."""
    olefile = pytest.importorskip("olefile")
    tree = {"small": b"a" * 100, "large": bytes(range(256)) * 40_000, "in": {"deep": {"x": b"y" * 5000}}}
    octets = compound(tree)
    assert len(octets) > 109 * 128 * 512
    mine = ole.opened(octets)
    theirs = olefile.OleFileIO(io.BytesIO(octets))
    assert mine.stream("small") == theirs.openstream("small").read() == tree["small"]
    assert mine.stream("LARGE") == theirs.openstream("large").read() == tree["large"]
    assert mine.storages["IN"].storages["DEEP"].stream("x") == theirs.openstream("in/deep/x").read()


def test_a_msg_by_another_writer() -> None:
    msgforge = pytest.importorskip("msgforge")
    made = msgforge.Message(
        sender=("hanako@partner.example", "Hanako"),
        to=["kenji@office.example"],
        subject="件名です",
        html_body="<html><body><p>本文 <b>です</b></p></body></html>",
    )
    made.attach_bytes("a.txt", b"attached")
    mail = mail_of(made.as_bytes())
    read = message.read(mail.raw)
    assert read.headers.all("Subject")[0].text == "件名です"
    assert ("text/html", None) in [(kind, name) for kind, name, _ in parts(mail)]
    assert ("a.txt", b"attached") in [(name, data) for _, name, data in parts(mail)]


def loops() -> dict[str, bytes]:
    good = bytearray(compound(item({0x001A: "IPM.Note", 0x0037: "x" * 9000, 0x1000: "y" * 9000}, 32)))
    fat = 512 * (int.from_bytes(good[76:80], "little") + 1)
    directory = 512 * (int.from_bytes(good[48:52], "little") + 1)

    def changed(at: int, value: int) -> bytes:
        octets = bytearray(good)
        octets[at : at + 4] = struct.pack("<I", value)
        return bytes(octets)

    self_chain = bytearray(good)
    for number in range(40):
        self_chain[fat + 4 * number : fat + 4 * number + 4] = struct.pack("<I", number)
    return {
        "directory is its own next sector": changed(fat + 4 * int.from_bytes(good[48:52], "little"), int.from_bytes(good[48:52], "little")),
        "every chain loops": bytes(self_chain),
        "an entry is its own sibling": changed(directory + 128 + 68, 1),
        "an entry is its own child": changed(directory + 76, 0),
        "a list of tables that loops": changed(68, 0),
        "tables outside": changed(76, 0xFFFFFF),
        "a size beyond the file": changed(directory + 128 + 120, 0x7FFFFFFF),
        "sectors of 2**60 octets": good[:30] + b"\x3c\0" + good[32:],
        "nothing after the header": bytes(good[:512]),
    }  # fmt: skip


@pytest.mark.parametrize("name", loops())
def test_hostile_tables_end(name: str) -> None:
    began = time.process_time()
    found: Intake = recognized("x", loops()[name])
    assert isinstance(found, Mail | Refused)
    assert time.process_time() - began < 1


def test_streams_that_share_their_sectors_do_not_multiply() -> None:
    """A thousand attachments whose chains are one and the same."""
    data = bytes(200_000)
    tree = item({0x001A: "IPM.Note", 0x0037: "x"}, 32) | dict([attachment(data, 0, name="a")])
    octets = bytearray(
        compound(
            tree | {f"__attach_version1.0_#{n:08X}": item({0x3701: b"z" * 5000, 0x3705: 1}, 8) for n in range(1, 400)}
        )
    )
    directory = ole._File(bytes(octets))._directory
    where = octets.find(directory[:512])
    first = next(
        at for at in range(0, len(directory), 128) if directory[at + 120 : at + 124] == struct.pack("<I", 200_000)
    )
    start = directory[first + 116 : first + 124]
    for at in range(0, len(directory), 128):
        if directory[at + 120 : at + 124] == struct.pack("<I", 5000) and octets[where + at + 66] == 2:
            octets[where + at + 116 : where + at + 124] = start
    found = recognized("x", bytes(octets))
    assert isinstance(found, Refused) or len(found.raw) < 8 * len(octets)


# Compressed RTF (MS-OXRTFCP section 4): the specification's own two examples.
EXAMPLES = [
    (
        "2d0000002b0000004c5a4675f1c5c7a703000a0072637067313235423 20af32068656c09002062770 5b06c647d0a800fa0",
        b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
    ),
    ("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0", b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"),
]


@pytest.mark.parametrize(("compressed", "expected"), EXAMPLES)
def test_compressed_rtf(compressed: str, expected: bytes) -> None:
    assert rtf.decompressed(bytes.fromhex(compressed.replace(" ", ""))) == expected


def test_compressed_rtf_of_another_writer() -> None:
    compressed_rtf = pytest.importorskip("compressed_rtf")
    text = b"{\\rtf1\\ansi " + b"abcabcabd" * 1_000 + bytes(range(32, 90)) * 50 + b"}"
    assert rtf.decompressed(compressed_rtf.compress(text)) == text
    assert rtf.decompressed(struct.pack("<II", 12, len(text)) + b"MELA" + bytes(4) + text) == text


HTML_IN_RTF = (
    rb"{\rtf1\ansi\ansicpg932\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fmodern\fcharset128 MS Gothic;}}"
    rb"{\colortbl;\red0\green0\blue0;}{\*\generator x;}\uc1\pard\plain\deftab360 \f0\fs24 "
    rb"{\*\htmltag19 <html>}{\*\htmltag2 \par }{\*\htmltag64 <p title=\'22\{x\}\'22>}\htmlrtf {\htmlrtf0 "
    rb"{\*\htmltag84 <b>}\htmlrtf {\b\htmlrtf0 \f1\'96\'7b\'95\'b6\u9731?\tab end\htmlrtf\par not this}\htmlrtf0 {\*\htmltag92 </b>}"
    rb"{\*\mhtmltag84 <b>}\u-10179?\u-8704?\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}{\*\htmltag27 </html>}}"
)


def test_html_comes_out_of_rtf_as_it_went_in() -> None:
    found = rtf.body(HTML_IN_RTF)
    assert found.is_html
    assert found.text == '<html>\r\n<p title="{x}"><b>本文☃\tend</b>😀</p></html>'


def test_text_comes_out_of_rtf() -> None:
    found = rtf.body(rb"{\rtf1\ansi\ansicpg1252\fromtext{\fonttbl{\f0 Arial;}}\pard Caf\'e9 \lquote x\rquote\par next}")
    assert (found.is_html, found.text) == (False, "Café ‘x’\r\nnext")


def test_rtf_in_a_msg_is_its_html() -> None:
    compressed = struct.pack("<II", len(HTML_IN_RTF) + 12, len(HTML_IN_RTF)) + b"MELA" + bytes(4) + HTML_IN_RTF
    mail = mail_of(compound(item({0x001A: "IPM.Note", 0x007D: HEADER, 0x1009: compressed}, 32)))
    assert [kind for kind, _, _ in parts(mail)] == ["text/html"]
    assert "本文☃" in message.read(mail.raw).root.text()


@pytest.mark.parametrize(
    "piece", [b"{", b"}", b"{\\*\\htmltag", b"\\u9731?", b"\\'e9", b"\\", b"{\\fonttbl", b"\\f1\\f0 x"]
)
def test_hostile_rtf_takes_bounded_time(piece: bytes) -> None:
    began = time.process_time()
    rtf.body(b"{\\rtf1\\ansi\\fromhtml1 " + piece * (1_000_000 // len(piece)))
    assert time.process_time() - began < 5


def test_winmail_alone_is_a_mail_whose_header_is_gone() -> None:
    octets = tnef(
        {0x001A: "IPM.Note", 0x0037: "件名", 0x0C1A: "Hanako", 0x1013: "<p>本文</p>".encode(), 0x3FDE: 65001},
        ("a.pdf", b"%PDF"),
    )
    mail = mail_of(octets)
    assert parts(mail) == [("text/html", None, "<p>本文</p>".encode()), ("application/octet-stream", "a.pdf", b"%PDF")]
    assert mail.why_partial is not None
    assert "winmail.dat" in mail.undone[1].en
    assert not ABSENCES & kinds(mail)


def in_a_mail(octets: bytes, kind: str = "application/ms-tnef") -> bytes:
    return (
        HEADER.encode() + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee\r\n--b\r\nContent-Type: "
        + kind.encode() + b"; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(octets) + b"\r\n--b--\r\n"
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["application/ms-tnef", "application/octet-stream"])
def test_winmail_in_a_mail_is_read_as_its_parts(kind: str) -> None:
    octets = tnef({0x1013: b"<p>Enter your password</p>", 0x3FDE: 65001}, ("a.pdf", b"%PDF"), body=b"text")
    root = message.read(in_a_mail(octets, kind)).root
    assert [(part.section, part.content_type) for part in root.walk() if not part.children] == [
        ("1", "text/plain"),
        ("2.1.1", "text/plain"),
        ("2.1.2", "text/html"),
        ("2.2", "application/octet-stream"),
    ]
    assert not message.read(in_a_mail(octets[:3], kind)).root.children[1].children
    # Nothing of it is unread; that nobody vouches for it is all that can be said.
    assert gyotaku.dissect(in_a_mail(octets, kind)).verdict.reason == Sentence(NOTHING_VOUCHES)


def test_a_winmail_of_winmails_ends() -> None:
    octets = tnef({0x1000: "x"})
    for _ in range(60):
        octets = tnef({0x1000: "x", 0x370E: "application/ms-tnef"}, ("winmail.dat", octets))
    assert message.read(in_a_mail(octets)).root.children


def test_pst_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypff", None)
    (found,) = from_stdin(b"!BDN" + bytes(600))
    assert isinstance(found, Refused)
    assert found.id == "pst-extra"
    assert "gyotaku[pst]" in found.reason.en
    assert "gyotaku[pst]" in found.reason.ja


def test_pst_that_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypff")
    (found,) = from_stdin(b"!BDN" + bytes(600))
    assert isinstance(found, Refused)
    assert found.id == "pst"


class FakeItem:
    """As pypff shows an item: tables of entries."""

    def __init__(
        self, properties: dict[int, tuple[int, bytes]], *attachments: FakeItem, inner: FakeItem | None = None
    ) -> None:
        entries = [
            SimpleNamespace(entry_type=id_, value_type=kind, get_data=lambda data=data: data)
            for id_, (kind, data) in properties.items()
        ]
        self.record_sets = [SimpleNamespace(entries=entries)]
        self.attachments = attachments
        self.inner = inner
        self.data = properties.get(0x3701, (0, b""))[1]
        self.recipients = None

    def get_number_of_attachments(self) -> int:
        return len(self.attachments)

    def get_attachment(self, number: int) -> FakeItem:
        return self.attachments[number]

    def get_number_of_sub_items(self) -> int:
        return int(self.inner is not None)

    def get_sub_item(self, _number: int) -> FakeItem | None:
        return self.inner

    def get_size(self) -> int:
        return len(self.data)

    def read_buffer(self, size: int) -> bytes:
        return self.data[:size]


class FakeFolder:
    def __init__(self, name: str, messages: list[FakeItem | None], folders: list[FakeFolder]) -> None:
        self.get_name = lambda: name
        self.messages = messages
        self.folders = folders

    def get_number_of_sub_messages(self) -> int:
        return len(self.messages)

    def get_sub_message(self, number: int) -> FakeItem:
        found = self.messages[number]
        if found is None:
            raise OSError
        return found

    def get_number_of_sub_folders(self) -> int:
        return len(self.folders)

    def get_sub_folder(self, number: int) -> FakeFolder:
        return self.folders[number]


def unicode(text: str) -> tuple[int, bytes]:
    return 0x1F, text.encode("utf-16-le")


def test_pst_as_its_library_shows_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """No PST can be written here: the library is played by objects of the same form."""
    attached = FakeItem({0x3707: unicode("a.pdf"), 0x3701: (0x102, b"%PDF")})
    mail = FakeItem({0x001A: unicode("IPM.Note"), 0x007D: unicode(HEADER), 0x1000: unicode("本文")}, attached)
    contact = FakeItem({0x001A: unicode("IPM.Contact")})
    folders = FakeFolder("", [], [FakeFolder("受信トレイ", [mail, None, contact], [FakeFolder("old", [mail], [])])])
    file = SimpleNamespace(open_file_object=lambda _: None, get_root_folder=lambda: folders, close=lambda: None)
    monkeypatch.setitem(sys.modules, "pypff", SimpleNamespace(file=lambda: file))
    found = from_stdin(b"!BDN" + bytes(600))
    assert [(one.path, getattr(one, "id", "mail")) for one in found] == [
        ("-!受信トレイ/1", "mail"),
        ("-!受信トレイ/2", "member"),
        ("-!受信トレイ/old/1", "mail"),
    ]
    assert isinstance(found[0], Mail)
    assert found[0].container == "-"
    assert parts(found[0])[1:] == [("application/octet-stream", "a.pdf", b"%PDF")]
