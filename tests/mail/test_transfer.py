"""Content transfer encodings, whole and broken."""

from __future__ import annotations

import base64
import binascii
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.mail.transfer import decode


def decoded(data: bytes, encoding: str) -> tuple[bytes, set[str]]:
    notes: set[str] = set()
    return decode(data, encoding, lambda id_, _detail: notes.add(id_)), notes


@pytest.mark.parametrize(
    ("data", "octets", "notes"),
    [
        (b"", b"", set()),
        (b"YWJj\r\nZGVm\r\n", b"abcdef", set()),
        (b"YQ==\n", b"a", set()),
        (b"Y Q = =\n", b"a", set()),
        (b"YWI", b"ab", {"base64-padding"}),
        (b"YWJj!ZGVm", b"abcdef", {"base64-foreign"}),
        (b"YQ==Yg==", b"ab", {"base64-blocks"}),
        (b"YQ==\nYmM=\nZGVm", b"abcdef", {"base64-blocks"}),
        (b"YWJjZ", b"abc", {"base64-truncated", "base64-padding"}),
        (b"YWJj====", b"abc", {"base64-padding"}),
        (b"-- \n", b"", {"base64-foreign"}),
    ],
)
def test_base64(data: bytes, octets: bytes, notes: set[str]) -> None:
    found, stated = decoded(data, "base64")
    assert found == octets
    assert stated == notes or (not notes and not stated)


@pytest.mark.parametrize(
    ("data", "octets", "notes"),
    [
        (b"=E9=AD=9A", "魚".encode(), set()),
        (b"a=\r\nb=\nc", b"abc", set()),
        (b"a= \r\nb", b"a= \r\nb", {"bad-quoted-printable"}),
        (b"=zz", b"=zz", {"bad-quoted-printable"}),
        (b"a=\rhidden\nb", b"a=\rhidden\nb", {"bad-quoted-printable"}),
        (b"a==", b"a=", {"bad-quoted-printable"}),
    ],
)
def test_quoted_printable(data: bytes, octets: bytes, notes: set[str]) -> None:
    assert decoded(data, "quoted-printable") == (octets, notes)


def test_uuencode() -> None:
    lines = binascii.b2a_uu(b"fish " * 9) + binascii.b2a_uu(b"print")
    assert decoded(b"text\nbegin 644 a.txt\n" + lines + b"`\nend\n", "x-uuencode") == (b"fish " * 9 + b"print", set())
    assert decoded(b"begin 644 a\r\n" + lines.replace(b"\n", b"\r\n") + b"`\r\nend\r\n", "uuencode")[0][-5:] == b"print"
    assert decoded(b"begin 644 a\n" + lines, "x-uuencode") == (b"fish " * 9 + b"print", {"bad-uuencode"})
    assert decoded(b"no begin", "x-uuencode") == (b"no begin", {"bad-uuencode"})
    assert decoded(b"begin 644 a\n!!\xff!\nend", "x-uuencode")[1] == {"bad-uuencode"}


@pytest.mark.parametrize("encoding", ["7bit", "8bit", "binary"])
def test_identity(encoding: str) -> None:
    assert decoded(b"=41 YQ==", encoding) == (b"=41 YQ==", set())


def test_what_is_said_and_not_so_is_stated() -> None:
    assert decoded(b"\xff", "7bit") == (b"\xff", {"8bit-in-7bit"})
    assert decoded(b"x", "rot13") == (b"x", {"unknown-encoding"})


@given(st.binary())
def test_what_the_standard_library_encodes_comes_back(octets: bytes) -> None:
    assert decoded(base64.encodebytes(octets), "base64") == (octets, set())
    assert decoded(base64.encodebytes(octets).replace(b"\n", b"\r\n"), "base64") == (octets, set())
    assert decoded(quopri.encodestring(octets), "quoted-printable")[0] == quopri.decodestring(
        quopri.encodestring(octets)
    )


@given(st.lists(st.binary(min_size=1, max_size=9), min_size=1, max_size=6))
def test_padded_blocks_are_all_decoded(pieces: list[bytes]) -> None:
    assert decoded(b"\n".join(map(base64.b64encode, pieces)), "base64")[0] == b"".join(pieces)


@given(st.binary(), st.sampled_from(("base64", "quoted-printable", "x-uuencode")))
def test_nothing_raises(data: bytes, encoding: str) -> None:
    decoded(data, encoding)
    decoded(b"begin 644 a\n" + data, encoding)


@given(st.text("=\r\n 4AQbz", max_size=60))
def test_what_quoted_printable_leaves_out_is_stated(text: str) -> None:
    """Nothing but escapes and soft line breaks may vanish without a word."""
    octets, notes = decoded(text.encode(), "quoted-printable")
    if not notes:
        kept = quopri.decodestring(text.encode())
        assert octets.replace(b" ", b"") == kept.replace(b" ", b"")
