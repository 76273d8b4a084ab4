"""One mail in each thing that can hold it, and what its dissection says whatever it was taken out of."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from gyotaku.dissection import dissect_mail
from gyotaku.mail.intake import Intake, Mail, collect
from gyotaku.model.report import Report
from tests.outlook import msg_of

SEPARATOR = b"From hanako@partner.example Mon Jun  5 09:12:44 2023\n"
OTHER = b"From: taro@office.example\nMessage-ID: <1@office.example>\nSubject: Another\n\nFrom here on: nothing.\n"
Wrapped = tuple[str, bytes]
"""A file's name and its octets."""


def said(report: Report) -> list[object]:
    """Verdict, and findings with their quotations: of the mail, then of what it carries."""
    family = sorted((report, *report.others), key=lambda one: (one.mail.path.count("!"), one.mail.path))
    return [(one.verdict.word.value, sorted(map(_finding, one.findings))) for one in family]


def _finding(finding: object) -> tuple[object, ...]:
    return (finding.kind.id, *[(each.quote, each.principal.value) for each in finding.evidence])  # type: ignore[attr-defined]


def taken(name: str, octets: bytes, folder: Path) -> list[Intake]:
    """What the command line would make of the file."""
    path = folder / name
    path.write_bytes(octets)
    return list(collect([str(path)], io.BytesIO()))


def from_stdin(octets: bytes) -> list[Intake]:
    return list(collect(["-"], io.BytesIO(octets)))


def dissected(mail: Intake) -> list[object]:
    assert isinstance(mail, Mail), mail
    return said(dissect_mail(mail))


def mboxo(raw: bytes) -> bytes:
    return SEPARATOR + _lf_ended(re.sub(rb"(?m)^From ", b">From ", raw)) + b"\n"


def mboxrd(raw: bytes) -> bytes:
    return SEPARATOR + _lf_ended(re.sub(rb"(?m)^(>*From )", rb">\1", raw)) + b"\n"


def mboxcl(raw: bytes) -> bytes:
    return SEPARATOR + _told(re.sub(rb"(?m)^(>*From )", rb">\1", raw)) + b"\n"


def mboxcl2(raw: bytes) -> bytes:
    return SEPARATOR + _told(raw) + b"\n"


def _lf_ended(raw: bytes) -> bytes:
    return raw if raw.endswith(b"\n") else raw + b"\n"


def _told(raw: bytes) -> bytes:
    """With a Content-Length as the last field of the header."""
    blank = re.search(rb"\n(\r?\n)", raw)
    if blank is None:
        raw = _lf_ended(raw) + b"\n"
        blank = re.search(rb"\n(\r?\n)", raw)
    assert blank is not None
    body = raw[blank.end() :]
    return raw[: blank.start() + 1] + b"Content-Length: %d" % len(body) + blank[1] + blank[1] + body


def zipped(raw: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mail.eml", raw)
    return file.getvalue()


def tarred(raw: bytes, mode: str = "w") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        info = tarfile.TarInfo("inbox/mail.eml")
        info.size = len(raw)
        archive.addfile(info, io.BytesIO(raw))
    return file.getvalue()


def emlx(raw: bytes) -> bytes:
    return b"%-10d\n" % len(raw) + raw + b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"></plist>\n'


def attached(raw: bytes) -> bytes:
    boundary = b"=_forwarded_as_attachment"
    assert boundary not in raw
    return (
        b"From: taro@office.example\r\nTo: kenji@office.example\r\nDate: Mon, 05 Jun 2023 10:00:00 +0900\r\n"
        b"Message-ID: <2@office.example>\r\nSubject: please look\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=" + boundary + b"\r\n\r\n--" + boundary + b"\r\n\r\nsee below\r\n--"
        + boundary + b"\r\nContent-Type: message/rfc822\r\n\r\n" + raw + b"\r\n--" + boundary + b"--\r\n"
    )  # fmt: skip


WRAPS: dict[str, Callable[[bytes], Wrapped]] = {
    "mboxo": lambda raw: ("inbox", mboxo(OTHER) + mboxo(raw)),
    "mboxrd": lambda raw: ("inbox", mboxrd(OTHER) + mboxrd(raw) + mboxrd(OTHER)),
    "mboxcl": lambda raw: ("inbox", mboxcl(OTHER) + mboxcl(raw)),
    "mboxcl2": lambda raw: ("inbox", mboxcl2(OTHER) + mboxcl2(raw) + mboxcl2(OTHER)),
    "zip": lambda raw: ("mails.zip", zipped(raw)),
    "gz": lambda raw: ("mail.eml.gz", gzip.compress(raw, 1)),
    "bz2": lambda raw: ("mail.eml.bz2", bz2.compress(raw, 1)),
    "xz": lambda raw: ("mail.eml.xz", lzma.compress(raw, preset=0)),
    "tar": lambda raw: ("mails.tar", tarred(raw)),
    "tar.gz": lambda raw: ("mails.tgz", gzip.compress(tarred(raw), 1)),
    "emlx": lambda raw: ("1.emlx", emlx(raw)),
    "msg": lambda raw: ("mail.msg", msg_of(raw)),
}
