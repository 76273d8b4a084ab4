"""Charsets: what labels mean, and what happens when they lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.mail.charset import codec_for, decode
from gyotaku.mail.guess import guess_japanese

JAPANESE = "お客様のカードのご利用について、確認をお願いいたします。「魚拓」"


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("UTF8", "utf-8"), ("utf_8", "utf-8"), (' "utf-8" ', "utf-8"), ("unicode-1-1-utf-7", "utf-7"),
        ("x-sjis", "cp932"), ("Shift_JIS", "cp932"), ("Windows-31J", "cp932"), ("x-euc-jp", "euc-jp"),
        ("ISO-2022-JP-MS", "iso-2022-jp"), ("CP50221", "iso-2022-jp"), ("csISO2022JP", "iso-2022-jp"),
        ("GB2312", "gb18030"), ("gbk", "gb18030"), ("KS_C_5601-1987", "cp949"), ("euc-kr", "cp949"),
        ("Big5", "big5hkscs"), ("cp-850", "cp850"), ("windows-1256", "cp1256"), ("cp1251", "cp1251"),
        ("KOI8-R", "koi8_r"), ("koi8-u", "koi8_u"), ("iso-8859-8-i", "iso8859-8"), ("x-user-defined", "x-user-defined"),
        ("ISO-8859-1", "iso8859-1"), ("us-ascii", "ascii"), ("macintosh", "mac-roman"), ("hz-gb-2312", "hz"),
        ("no-such-charset", None), ("", None), ("../../etc", None), ("idna", None), ("base64", None), ("rot13", None),
        ("undefined", None), ("unicode_escape", None), ("utf\0-8\0x", None), ("x" * 10_000, None),
    ],
)  # fmt: skip
def test_labels(label: str, codec: str | None) -> None:
    assert codec_for(label) == codec
    decode("é".encode(), label)


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        (JAPANESE.encode("iso2022_jp"), "iso-2022-jp", JAPANESE),
        (JAPANESE.encode("cp932"), "shift_jis", JAPANESE),
        (JAPANESE.encode("euc_jp"), "euc-jp", JAPANESE),
        (b"\x1b$B-!-j\x1b(B", "iso-2022-jp", "①㈱"),  # NEC row 13
        (b"\x1b$By!|q\x1b(B", "iso-2022-jp", b"\xed\x40\xee\xef".decode("cp932")),  # NEC's copy of IBM's characters
        (b"\x1b(I1234\x1b(B", "iso-2022-jp", "ｱｲｳｴ"),
        (b"a\x0e12\x0fb", "iso-2022-jp", "aｱｲb"),
        (b"\x1b$B5{\r\nBs\x1b(B", "iso-2022-jp", "魚\r\n拓"),  # not reset at the line end
        (b"\x1b$B5{Bs", "iso-2022-jp", "魚拓"),  # never reset
        (b"\x1b$(D0!\x1b(B", "iso-2022-jp-1", "丂"),  # JIS X 0212
        (b'\x1b$(Q."\x1b(B', "iso-2022-jp-2004", "\U0002000b"),  # JIS X 0213, plane 1
        (b"\x1b$A2!\x1b(B", "iso-2022-jp-2", b"\xb2\xa1".decode("gb2312")),
        (b"\x1b$B!A\x1b(B", "iso-2022-jp", "～"),
        (b"\xa1\xc1", "euc-jp", "～"),
        (b"\x81\x60", "shift_jis", "～"),
        (b"\xad\xa1\xad\xea", "euc-jp", "①㈱"),
        (b"\x8e\xb1\x8f\xb0\xa1", "euc-jp", "ｱ丂"),
        (b"\x87\x40\xfa\x55", "shift_jis", "①￤"),
        ("café".encode("utf-16"), "utf-16", "café"),
        ("café".encode("utf-16-be"), "utf-16", "café"),
        ("café".encode("utf-16-le"), "utf-16", "café"),
        (b"\xef\xbb\xbfa\xc3\xa9", "utf-8", "aé"),
        ("朱镕基".encode("gbk"), "gb2312", "朱镕基"),
        ("똠".encode("cp949"), "ks_c_5601-1987", "똠"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
        (b"\x80\xff", "x-user-defined", "\uf780\uf7ff"),
        (b"\x81\x93", "windows-1252", "\x81“"),
    ],
)
def test_declared_charsets_that_fit(data: bytes, label: str, text: str) -> None:
    decoded = decode(data, label)
    assert (decoded.text, decoded.defects) == (text, ())


@pytest.mark.parametrize("label", ["us-ascii", "iso-8859-1", None, "no-such", "windows-1252", "iso-8859-15"])
@pytest.mark.parametrize("really", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
def test_japanese_under_a_wrong_label_is_read_and_stated(label: str | None, really: str) -> None:
    decoded = decode(JAPANESE.encode(really), label)
    assert len(decoded.defects) == 1
    assert decoded.text == JAPANESE


@pytest.mark.parametrize(
    ("data", "label", "text", "defect"),
    [
        (b"\x93quoted\x94", "iso-8859-1", "“quoted”", "charset-superset"),
        (b"caf\xe9", "us-ascii", "café", "wrong-charset"),
        (b"caf\xe9", None, "café", "undeclared-charset"),
        (b"caf\xe9", "utf-8", "caf\ufffd", "undecodable-octets"),
        (JAPANESE.encode("cp932"), "utf-8", JAPANESE, "wrong-charset"),
        (JAPANESE.encode(), "shift_jis", JAPANESE, "wrong-charset"),
        (JAPANESE.encode(), "gb2312", JAPANESE, "wrong-charset"),
        (JAPANESE.encode(), "iso-2022-jp", JAPANESE, "wrong-charset"),
        (JAPANESE.encode("iso2022_jp"), "utf-8", JAPANESE, "wrong-charset"),
        (JAPANESE.encode("iso2022_jp").replace(b"\x1b", b""), "iso-2022-jp", JAPANESE, "lost-escapes"),
        (b"+MEI-", "utf-7", "あ", "utf-7"),
        (b"plain", "no-such", "plain", "unknown-charset"),
    ],
)
def test_what_does_not_fit_is_read_otherwise_and_stated(data: bytes, label: str | None, text: str, defect: str) -> None:
    decoded = decode(data, label)
    assert decoded.text == text
    assert defect in {id_ for id_, _ in decoded.defects}


@pytest.mark.parametrize(
    "data",
    [
        "Müller é à la façon".encode("latin-1"),
        "Привет, как дела? Хорошо".encode("cp1251"),
        b"\xa9 2024 \xb7 caf\xe9",
        b"\xff" * 50,
    ],
)
def test_other_languages_are_not_taken_for_japanese(data: bytes) -> None:
    assert guess_japanese(data) is None


@given(
    st.binary(),
    st.sampled_from(("iso-2022-jp", "sjis", "euc-jp", "utf-7", "utf-16", "gb2312", "big5", "hz", "cp1252", None)),
)
def test_nothing_raises_and_no_lone_surrogate_comes_out(data: bytes, label: str | None) -> None:
    decode(data, label).text.encode("utf-8")
    decode(b"\x1b$B" + data + b"\x1b(I" + data, label).text.encode("utf-8")


@given(st.text("あいう漢字①㈱ｱｲ～－ abc\n"), st.sampled_from(("cp932", "euc-jp")))
def test_what_fits_comes_back(text: str, label: str) -> None:
    octets = text.encode("cp932") if label == "cp932" else b"".join(map(_euc, text))
    assert decode(octets, label).text == text


def _euc(character: str) -> bytes:
    """CP51932, which Python has no codec for, from CP932's codes."""
    code = character.encode("cp932")
    if len(code) == 1:
        return code if code.isascii() else b"\x8e" + code
    lead, trail = code[0] - (0x81 if code[0] < 0xA0 else 0xC1), code[1]
    if trail >= 0x9F:
        return bytes((lead * 2 + 0xA2, trail + 2))
    return bytes((lead * 2 + 0xA1, trail + (0x61 if trail < 0x7F else 0x60)))
