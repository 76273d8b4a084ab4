"""A file name that is shown turned around, written as it is and with the escapes of RFC 2231."""

from __future__ import annotations

import pytest

import gyotaku
from gyotaku.model.finding import Strength

MAIL = """From: Kumo Shop <news@hotaru.example>\r
To: mori@kaede.example\r
Subject: Notice\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="b1"\r
\r
--b1\r
Content-Type: text/plain; charset=utf-8\r
\r
Please find it attached.\r
--b1\r
Content-Type: application/octet-stream\r
Content-Disposition: attachment; {name}\r
Content-Transfer-Encoding: base64\r
\r
SGVsbG8=\r
--b1--\r
"""


@pytest.mark.parametrize(
    "name",
    ['filename="invoice\u202efdp.exe"', "filename*=utf-8''invoice%E2%80%AEfdp%2Eexe"],
    ids=["as it is", "escaped"],
)
def test_a_turned_file_name_is_told(name: str) -> None:
    report = gyotaku.dissect(MAIL.format(name=name).encode())
    (found,) = [finding for finding in report.findings if finding.kind.id == "direction-override"]
    assert found.strength is Strength.STRONG
    assert "fdp" in found.evidence[0].quote


def test_a_plain_file_name_is_not() -> None:
    report = gyotaku.dissect(MAIL.format(name='filename="invoice.pdf"').encode())
    assert all(finding.kind.id != "direction-override" for finding in report.findings)
