"""Encoded words, as RFC 2047 wants them and as software writes them."""

from __future__ import annotations

import base64
import email.charset
import email.header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.mail.words import decode_words


def decoded(value: str) -> tuple[str, set[str]]:
    notes: set[str] = set()
    return decode_words(value, lambda id_, _detail: notes.add(id_)), notes


def b_word(octets: bytes, charset: str = "utf-8") -> str:
    return f"=?{charset}?B?{base64.b64encode(octets).decode()}?="


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("=?utf-8?Q?caf=C3=A9?=", "café"),
        ("=?utf-8?q?a_b?= tail", "a b tail"),
        ("=?utf-8?B?6a2a5ouT?=", "魚拓"),
        ("=?utf-8?Q?a?=   =?utf-8?Q?b?=", "ab"),
        ("=?utf-8?Q?a?= x =?utf-8?Q?b?=", "a x b"),
        ("=?utf-8?Q?a?= =?iso-8859-1?Q?=E9?=", "aé"),
        ("=?UTF-8*ja?B?6a2a?=", "魚"),
        ('"=?utf-8?B?6a2a?=" <a@example.jp>', '"魚" <a@example.jp>'),
        ("x=?utf-8?Q?y?=z", "xyz"),
        ("=?utf-8?Q?two words?=", "two words"),
        ("=?utf-8?Q?What??=", "What?"),
        ("=?utf-8?Q??=", ""),
        ("=?shift_jis?B?h0A=?=", "①"),
        ("=?iso-2022-jp?B?GyRCLSEbKEI=?=", "①"),
        ("=?iso-2022-jp?B?GyhJMTIzGyhC?=", "ｱｲｳ"),
        ("a =?utf-8?X?b?= c", "a =?utf-8?X?b?= c"),
    ],
)
def test_words(value: str, text: str) -> None:
    assert decoded(value) == (text, set())


def test_a_character_split_between_words_is_joined_and_stated() -> None:
    octets = "魚拓".encode()
    assert decoded(f"{b_word(octets[:2])} {b_word(octets[2:])}") == ("魚拓", {"split-character"})
    assert decoded("=?utf-8?Q?=E9=AD?= =?utf-8?B?mg==?=") == ("魚", {"split-character"})


def test_base64_split_in_the_middle_of_a_group_is_joined() -> None:
    letters = base64.b64encode("魚拓の本".encode()).decode()
    assert decoded(f"=?utf-8?B?{letters[:6]}?= =?utf-8?B?{letters[6:]}?=")[0] == "魚拓の本"


def test_words_that_lack_their_padding_are_read_each_by_itself() -> None:
    text, notes = decoded("=?utf-8?B?YWI?= =?utf-8?B?Y2Rl?=")
    assert (text, notes) == ("abcde", {"bad-encoded-word"})


@pytest.mark.parametrize(
    "value", ["=?utf-8?B?6a2a5ouT", "=?utf-8?Q?never closed =?utf-8?Q?b?=", "=?utf-8?B?6a2a!!?=", "=?utf-8?B?YQ=YQ?="]
)
def test_damaged_words_are_stated(value: str) -> None:
    assert "bad-encoded-word" in decoded(value)[1]


def test_a_word_never_closed_does_not_swallow_the_next() -> None:
    assert decoded("=?utf-8?Q?open =?utf-8?Q?b?=")[0].endswith("b")


def test_unknown_charset_is_stated() -> None:
    assert decoded("=?no-such?Q?=C3=A9?=") == ("é", {"unknown-charset"})


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_what_the_standard_library_encodes_comes_back(text: str) -> None:
    for body_encoding in (email.charset.BASE64, email.charset.QP):
        charset = email.charset.Charset("utf-8")
        charset.header_encoding = body_encoding
        value = email.header.Header(text, charset).encode(linesep="").replace("\n", "")
        assert decoded(value)[0] == str(email.header.make_header(email.header.decode_header(value)))


@given(st.lists(st.binary(min_size=1, max_size=20), min_size=1, max_size=5))
def test_neighbours_are_joined_as_octets(pieces: list[bytes]) -> None:
    value = " ".join(b_word(piece, "iso-8859-5") for piece in pieces)
    alone = b_word(b"".join(pieces), "iso-8859-5")
    assert decoded(value)[0] == decoded(alone)[0]


@given(st.text("=?utf-8BbQq *_ \té魚AZ/+", max_size=80))
def test_nothing_raises(value: str) -> None:
    decoded(value)
