"""Archives: what is inside is read and named, nothing is written, and bombs go off in a bounded room."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import sys
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from tests.wrap import from_stdin, mboxrd, tarred, zipped

from gyotaku.mail.intake import Intake, Limits, Mail, Refused, collect

MAIL = b"From: a@a.example\nMessage-ID: <1@a.example>\nSubject: Hi\n\nbody\n"
OTHER = b"From: b@b.example\nMessage-ID: <2@b.example>\nSubject: Ho\n\nbody\n"


def told(found: list[Intake]) -> list[tuple[str, str]]:
    return [(one.path, "mail" if isinstance(one, Mail) else one.id) for one in found]


def zip_of(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def test_members_of_every_kind_are_named_in_their_order() -> None:
    inner = zip_of(("deep.eml", MAIL))
    found = from_stdin(
        zip_of(("a.eml", MAIL), ("box", mboxrd(MAIL) + mboxrd(OTHER)), ("in.zip", inner), ("x.txt", b"hi"))
    )
    assert told(found) == [
        ("-!a.eml", "mail"),
        ("-!box!1", "mail"),
        ("-!box!2", "mail"),
        ("-!in.zip!deep.eml", "mail"),
        ("-!x.txt", "no-headers"),
    ]
    assert [one.container for one in found if isinstance(one, Mail)] == ["-", "-!box", "-!box", "-!in.zip"]


def test_packing_changes_no_path_and_is_told() -> None:
    (found,) = from_stdin(gzip.compress(lzma.compress(MAIL)))
    assert isinstance(found, Mail)
    assert (found.path, found.raw, len(found.undone)) == ("-", MAIL, 2)
    assert told(from_stdin(gzip.compress(mboxrd(MAIL) * 2))) == [("-!1", "mail"), ("-!2", "mail")]
    assert told(from_stdin(gzip.compress(MAIL) + gzip.compress(b"more\n"))) == [("-", "mail")]


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_tar_in_all_forms_with_long_names(form: int) -> None:
    long_name = "箱/" + "very-long-name-" * 15 + "x.eml"
    if form == tarfile.USTAR_FORMAT:
        long_name = "folder-of-mails/" * 9 + "name-of-a-mail-that-is-long.eml"
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        for name, data in ((long_name, MAIL), ("b.eml", OTHER)):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        folder = tarfile.TarInfo("dir")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    found = from_stdin(gzip.compress(file.getvalue()))
    assert told(found) == [(f"-!{long_name}", "mail"), ("-!b.eml", "mail")]
    assert [one.raw for one in found if isinstance(one, Mail)] == [MAIL, OTHER]


def crypted(data: bytes, password: bytes) -> bytes:
    """A ZIP archive under the old encryption (APPNOTE 6.1), stored."""
    keys = [0x12345678, 0x23456789, 0x34567890]
    table = [_crc(number) for number in range(256)]

    def update(octet: int) -> None:
        keys[0] = (keys[0] >> 8) ^ table[(keys[0] ^ octet) & 0xFF]
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = (keys[2] >> 8) ^ table[(keys[2] ^ (keys[1] >> 24)) & 0xFF]

    for octet in password:
        update(octet)
    out = bytearray()
    crc = zlib.crc32(data)
    for octet in bytes(11) + bytes((crc >> 24,)) + data:
        mask = keys[2] | 2
        out.append(octet ^ ((mask * (mask ^ 1)) >> 8 & 0xFF))
        update(octet)
    name = b"mail.eml"
    common = struct.pack("<HHHHHIIIHH", 20, 1, 0, 0, 33, crc, len(out), len(data), len(name), 0)
    local = b"PK\x03\x04" + common + name + bytes(out)
    central = b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def _crc(number: int) -> int:
    for _ in range(8):
        number = (number >> 1) ^ 0xEDB88320 if number & 1 else number >> 1
    return number


def test_the_password_infected_opens_and_no_other_does() -> None:
    (found,) = from_stdin(crypted(MAIL, b"infected"))
    assert isinstance(found, Mail)
    assert found.raw == MAIL
    assert told(from_stdin(crypted(MAIL, b"secret"))) == [("-!mail.eml", "encrypted")]


def aes(password: bytes) -> bytes:
    pyzipper = pytest.importorskip("pyzipper")
    file = io.BytesIO()
    with pyzipper.AESZipFile(file, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password)
        archive.writestr("mail.eml", MAIL)
    return file.getvalue()


def test_aes_with_its_library_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    packed, other = aes(b"infected"), aes(b"secret")
    (found,) = from_stdin(packed)
    assert isinstance(found, Mail)
    assert found.raw == MAIL
    assert told(from_stdin(other)) == [("-!mail.eml", "encrypted")]
    monkeypatch.setitem(sys.modules, "pyzipper", None)
    (refused,) = from_stdin(packed)
    assert isinstance(refused, Refused)
    assert refused.id == "zip-aes"
    assert "gyotaku[aes]" in refused.reason.en
    assert "gyotaku[aes]" in refused.reason.ja


def test_names_are_shown_and_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["../../evil.eml", "/etc/passwd", "C:\\x.eml", "a\x1b[2J.eml", "x" * 3000]
    found = from_stdin(zip_of(*[(name, MAIL) for name in names]))
    assert [isinstance(one, Mail) for one in found] == [True] * len(names)
    assert found[0].path == "-!../../evil.eml"
    assert len(found[4].path) < 1_100
    assert list(tmp_path.iterdir()) == []


def test_japanese_names_of_windows() -> None:
    packed = zip_of(("xx.eml", MAIL)).replace(b"xx.eml", "件.eml".encode("cp932"))
    assert from_stdin(packed)[0].path == "-!件.eml"


def test_an_office_document_is_no_archive_of_mails() -> None:
    packed = zip_of(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
    assert told(from_stdin(packed)) == [("-", "office")]


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (zipped(MAIL)[:-10], [("-", "zip")]),
        (zipped(MAIL).replace(b"PK\x01\x02", b"PK\x01\x03"), [("-", "zip")]),
        (zip_of(), [("-", "no-mail-inside")]),
        (gzip.compress(MAIL)[:30], [("-", "gzip")]),
        (gzip.compress(tarred(MAIL))[:-12], [("-!inbox/mail.eml", "mail"), ("-", "gzip")]),
        (tarred(MAIL)[:700], [("-!inbox/mail.eml", "mail"), ("-", "tar")]),
        (tarred(MAIL)[:540], [("-!inbox/mail.eml", "member"), ("-", "tar")]),
        (b"BZh91AY&SY" + b"x" * 50, [("-", "gzip")]),
        (b"\xfd7zXZ\x00" + b"x" * 50, [("-", "gzip")]),
        (zip_of(("m.eml", MAIL), method=zipfile.ZIP_LZMA), [("-!m.eml", "packed")]),
    ],
    # An archive made now holds the time, and tests run side by side must have the same names.
    ids=[
        "zip-cut",
        "zip-without-directory",
        "zip-empty",
        "gzip-cut-in-a-mail",
        "gzip-cut-in-a-tar",
        "tar-cut-in-a-mail",
        "tar-cut-in-a-header",
        "bzip2-of-noise",
        "xz-of-noise",
        "zip-by-lzma",
    ],
)
def test_what_is_broken_is_told(octets: bytes, expected: list[tuple[str, str]]) -> None:
    assert told(from_stdin(octets)) == expected


def test_a_broken_member_costs_itself_alone() -> None:
    packed = bytearray(zip_of(("a.eml", MAIL), ("b.eml", OTHER), method=zipfile.ZIP_STORED))
    at = packed.find(b"body")
    packed[at : at + 4] = b"BODY"  # its checksum is wrong now
    assert told(from_stdin(bytes(packed))) == [("-!a.eml", "member"), ("-!b.eml", "mail")]


def within(packed: bytes, seconds: float = 20, peak: int = 400_000_000, **bounds: int) -> list[tuple[str, str]]:
    began = time.process_time()
    tracemalloc.start()
    found = told(list(collect(["-"], io.BytesIO(packed), Limits(**bounds))))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - began < seconds
    assert most < peak
    return found


def test_bombs() -> None:
    zeros = bytes(200_000_000)
    bomb = gzip.compress(zeros, 9)
    assert within(bomb)[-1][1] in {"archive-bomb", "too-large"}
    assert within(gzip.compress(mboxrd(MAIL) + zeros))[-1][1] == "archive-bomb"
    assert within(zip_of(("a", zeros), ("b", zeros), ("c", MAIL)))[-1][1] in {"archive-bomb", "mail"}
    deep = MAIL
    for _ in range(30):
        deep = gzip.compress(deep)
    assert within(deep) == [("-", "archive-nested")]
    nested = zip_of(("m.eml", MAIL))
    for number in range(30):
        nested = zip_of((f"{number}.zip", nested))
    assert within(nested)[-1][1] == "archive-nested"


def test_a_bomb_of_bombs() -> None:
    """Each gzip inside is small; together they unpack to gigabytes."""
    one = gzip.compress(bytes(30_000_000), 9)
    found = within(zip_of(*[(str(number), one) for number in range(200)]), octets=1 << 20)
    assert found[-1] == ("-", "archive-bomb")
    assert [reason for _, reason in found].count("archive-bomb") == 1


def test_overlapping_members_are_bounded_by_what_they_unpack_to() -> None:
    """All names in the directory lead to the same packed octets."""
    kernel = zip_of(("a", bytes(20_000_000)))
    at = kernel.find(b"PK\x01\x02")
    end = kernel.find(b"PK\x05\x06")
    entry = kernel[at:end]
    many = kernel[:at] + entry * 500
    many += b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 500, 500, len(entry) * 500, at, 0)
    found = within(many, octets=1 << 20, seconds=60)
    assert found[-1][1] in {"archive-bomb", "zip"}


def test_many_members_are_bounded() -> None:
    assert told(list(collect(["-"], io.BytesIO(zip_of(*[(f"{n}", MAIL) for n in range(9)])), Limits(files=5))))[-1] == (
        "-",
        "archive-bomb",
    )


@pytest.mark.parametrize("size", [b"77777777777", b"\x80" + b"\xff" * 11, b"-0000000001", b"\0" * 12])
def test_tar_headers_that_lie(size: bytes) -> None:
    octets = bytearray(tarred(MAIL))
    octets[124:136] = size.ljust(12, b"\0")
    octets[148:156] = b"%06o\0 " % (sum(octets[:148]) + 256 + sum(octets[156:512]))
    assert within(bytes(octets), seconds=5)


def test_a_pax_header_without_end_is_not_kept() -> None:
    header = bytearray(tarfile.TarInfo("x").tobuf(tarfile.USTAR_FORMAT))
    header[156:157] = b"x"
    header[124:136] = b"00010000000\0"
    header[148:156] = b"%06o\0 " % (sum(header[:148]) + 256 + sum(header[156:512]))
    assert within(gzip.compress(bytes(header) + bytes(3_000_000)), peak=20_000_000)
