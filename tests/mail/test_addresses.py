from __future__ import annotations

import base64
import gc
import time
from email.utils import formataddr, getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.mail.addresses import read, read_in_full


def shown(value: str) -> list[tuple[str | None, str | None]]:
    return [(mailbox.name, mailbox.address) for mailbox in read(value)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("hana@example.jp", [(None, "hana@example.jp")]),
        ("<hana@example.jp>", [(None, "hana@example.jp")]),
        ("Hana Yamada <hana@example.jp>", [("Hana Yamada", "hana@example.jp")]),
        (
            '"Yamada, Hana" <hana@example.jp>, taro@example.jp',
            [("Yamada, Hana", "hana@example.jp"), (None, "taro@example.jp")],
        ),
        (r'"Hana \"H\" Yamada" <hana@example.jp>', [('Hana "H" Yamada', "hana@example.jp")]),
        ("hana@example.jp (Hana (H) Yamada)", [("Hana (H) Yamada", "hana@example.jp")]),
        ("Hana\r\n\t Yamada  <hana@example.jp>", [("Hana Yamada", "hana@example.jp")]),
        ("<@relay.example,@b.example:hana@example.jp>", [(None, "hana@example.jp")]),
        ('"hana yamada"@example.jp', [(None, '"hana yamada"@example.jp')]),
        ('Hana <"a@b, c>d"@example.jp>', [("Hana", '"a@b, c>d"@example.jp')]),
        ("Hana <hana@[192.0.2.1]>", [("Hana", "hana@[192.0.2.1]")]),
        ("hana@[192.0.2.1]", [(None, "hana@[192.0.2.1]")]),
        ("hana . yamada @ example . jp (Hana)", [("Hana", "hana.yamada@example.jp")]),
        ("Hana < hana (x) @ example.jp >", [("Hana", "hana@example.jp")]),
        (",, hana@example.jp ,,", [(None, "hana@example.jp")]),
        ("山田花子 <hana@例え.example>", [("山田花子", "hana@例え.example")]),
        ("Hana Q. Yamada <hana@example.jp>", [("Hana Q. Yamada", "hana@example.jp")]),
        ("<>", [(None, "")]),
        ("", []),
        ("()", [(None, None)]),
    ],
)
def test_mailboxes(value: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert shown(value) == expected


PIECES = (
    "hana@example.jp", "<hana@example.jp>", "Hana Yamada", "Hana Q. Yamada", '"Yamada, Hana"', "=?utf-8?B?6Iqx?=",
    "=?utf-8?Q?Hana_Y?=", "=?x", "?=", '"=?utf-8?B?6Iqx?="', '""', '"', "<Taro+x@sub.EXAMPLE.jp>", "taro.=x@EXAMPLE.jp.",
    "a@b@c.example", "<a@b.example", "mailto:a@b.example", "Info:", ";", ",", " ", "  ", "\t", "\n", "\u3000", "\\", "(Hana)",
    "<>", "@", ".", "山田", "[192.0.2.1]", "-", "'Hana'", "\x1b$B", "_",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from(["", " "]))
def test_usual_forms_are_read_as_in_full(pieces: list[str], between: str) -> None:
    value = between.join(pieces)
    assert read(value, str.upper) == read_in_full(value, str.upper)


@pytest.mark.parametrize(
    "value",
    [
        " Hana\t Yamada\t<hana@example.jp> ,\t=?utf-8?B?6Iqx?=  =?utf-8?B?6Iqx?= <x@sub.EXAMPLE.jp>,taro@example.jp",
        '"  Yamada,  Hana "<hana@example.jp>, " " <x@example.jp>, "" <y@example.jp>,',
        "'Hana' <hana@example.jp>, a=?b?= <c@example.jp>, \td@example.jp",
    ],
)
def test_usual_lists_are_read_as_in_full(value: str) -> None:
    assert read(value, str.upper) == read_in_full(value, str.upper)
    assert len(read(value)) == 3


def test_groups() -> None:
    empty = read("undisclosed-recipients:;")
    assert (empty.mailboxes, empty.groups) == ((), ("undisclosed-recipients",))
    staff = read('Staff: hana@example.jp, "Taro" <taro@example.jp>;, boss@example.jp')
    assert [(mailbox.group, mailbox.address) for mailbox in staff] == [
        ("Staff", "hana@example.jp"),
        ("Staff", "taro@example.jp"),
        (None, "boss@example.jp"),
    ]
    assert staff.groups == ("Staff",)
    assert not any(mailbox.defects for mailbox in staff)


@pytest.mark.parametrize(
    ("value", "expected", "defect"),
    [
        ("info@bank.example <x@evil.example>", [("info@bank.example", "x@evil.example")], "unquoted-special"),
        ("Notice: shop <x@evil.example>", [("Notice: shop", "x@evil.example")], "unquoted-special"),
        ("[Shop] info <x@evil.example>", [("[Shop] info", "x@evil.example")], "unquoted-special"),
        ('"a" <b@c.example> <d@e.example>', [("a", "b@c.example"), (None, "d@e.example")], "several-addresses"),
        ("Shop <x@evil.example", [("Shop", "x@evil.example")], "unclosed-bracket"),
        ("Shop <<x@evil.example>", [("Shop", "x@evil.example")], "unclosed-bracket"),
        ("お知らせ＜x@evil.example＞", [("お知らせ", "x@evil.example")], "full-width-brackets"),
        ("Shop <a@b@evil.example>", [("Shop", "a@b@evil.example")], "several-at-signs"),
        ("Shop x@evil.example", [("Shop", "x@evil.example")], "unbracketed-address"),
        ("Shop <mailto:x@evil.example>", [("Shop", "x@evil.example")], "mailto"),
        ('"Shop <x@evil.example>', [('"Shop', "x@evil.example")], "unclosed-quote"),
        ("Shop <x y@evil.example>", [("Shop", "x y@evil.example")], "space-in-address"),
        ("Shop <x@evil.example> now", [("Shop", "x@evil.example")], "text-after-address"),
        ("Shop <x@evil.example.>", [("Shop", "x@evil.example.")], "trailing-dot"),
        ("<MAILER-DAEMON>", [(None, "MAILER-DAEMON")], "no-domain"),
        ("Shop <@evil.example>", [("Shop", "@evil.example")], "no-local-part"),
        ("Amazon Support", [("Amazon Support", None)], "no-address"),
        ("a@example.jp; b@example.jp", [(None, "a@example.jp"), (None, "b@example.jp")], "semicolon-separates"),
        (
            "Staff: a@example.jp; Others: b@example.jp",
            [(None, "a@example.jp"), ("Others:", "b@example.jp")],
            "unbracketed-address",
        ),
    ],
)
def test_what_senders_write(value: str, expected: list[tuple[str | None, str | None]], defect: str) -> None:
    assert shown(value) == expected
    assert defect in {defect for mailbox in read(value) for defect in mailbox.defects}


def test_domain() -> None:
    (mailbox,) = read("Hana <Hana.Y@Mail.EXAMPLE.jp>")
    assert (mailbox.address, mailbox.local, mailbox.domain) == ("Hana.Y@Mail.EXAMPLE.jp", "Hana.Y", "mail.example.jp")
    (quoted,) = read('<"a@b"@example.jp>')
    assert (quoted.local, quoted.domain, quoted.defects) == ("a@b", "example.jp", ())
    (label,) = read("x@xn--r8jz45g.example")
    assert (label.domain, label.domain_unicode) == ("xn--r8jz45g.example", "例え.example")
    (broken,) = read("x@xn--999999999.example")
    assert broken.domain_unicode == "xn--999999999.example"


def test_encoded_words_are_decoded_after_the_list_was_read() -> None:
    """An encoded comma or bracket separates nothing."""

    def decode(phrase: str) -> str:
        return " ".join(
            base64.b64decode(word.split("?")[3]).decode() if word.startswith("=?") else word for word in phrase.split()
        )

    encoded = "=?utf-8?B?" + base64.b64encode("銀行, <info@bank.example>".encode()).decode() + "?="
    (mailbox,) = read(f"{encoded} <x@evil.example>", decode)
    assert (mailbox.name, mailbox.address, mailbox.defects) == ("銀行, <info@bank.example>", "x@evil.example", ())
    (quoted,) = read(f'"{encoded}" <x@evil.example>', decode)
    assert (quoted.name, quoted.defects) == ("銀行, <info@bank.example>", ("encoded-word-in-quotes",))
    (comment,) = read(f"x@evil.example ({encoded})", decode)
    assert comment.name == "銀行, <info@bank.example>"


def test_unencoded_iso_2022_jp() -> None:
    """Its escape sequence holds a parenthesis, and its octets look like specials."""
    name = "あえ、＜お知らせ＞".encode("iso-2022-jp").decode("ascii")
    assert set(name) & set('"(<')
    (mailbox,) = read(f"{name} <x@example.jp>")
    assert (mailbox.name, mailbox.address, mailbox.defects) == (name, "x@example.jp", ())


def test_spans() -> None:
    value = '  "Hana" <hana@example.jp> (home) , <@r.example: taro@example.jp >'
    first, second = read(value)
    assert value[slice(*first.span)] == '"Hana" <hana@example.jp> (home)'
    assert first.address_span is not None
    assert value[slice(*first.address_span)] == "hana@example.jp"
    assert second.address_span is not None
    assert value[slice(*second.address_span)] == "taro@example.jp"


# "=?" begins an encoded word, which has no place within quotes and is stated as a defect.
NAMES = st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20).filter(
    lambda name: "=?" not in name
)
LOCALS = st.from_regex(r"\A[a-z0-9_+-]{1,10}(\.[a-z0-9]{1,5})?\Z")


@given(st.lists(st.tuples(NAMES, LOCALS), min_size=1, max_size=5))
def test_agrees_with_the_standard_library_on_well_formed_lists(mailboxes: list[tuple[str, str]]) -> None:
    pairs = [(name, f"{local}@example.jp") for name, local in mailboxes]
    value = ", ".join(map(formataddr, pairs))
    assert shown(value) == pairs == getaddresses([value])
    assert not any(mailbox.defects for mailbox in read(value))


@given(st.text(alphabet='ab@.,;:<>()[]"\\ ＜＞\t=?\x1b$B', max_size=80))
def test_never_raises_and_swallows_no_address(value: str) -> None:
    for mailbox in read(value):
        start, end = mailbox.span
        assert 0 <= start < end <= len(value)
        if mailbox.address_span:
            assert start <= mailbox.address_span[0] <= mailbox.address_span[1] <= end


def test_a_hundred_thousand_addresses() -> None:
    began = time.process_time()
    assert len(read("hana@example.jp, " * 100_000)) == 100_000
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "piece", ["(", "<", '"', "\\(", '\\"', "(\\(", '<\\"', '<"', "<@", "＜@", "a@", "x:", "@ ", "=?a?b?", " "]
)
def test_hostile_values_are_linear(piece: str) -> None:
    value = piece * (200_000 // len(piece))

    def seconds(text: str) -> float:
        """The lesser of two runs, without the collector's passes, which grow with everything else that is alive."""
        spent = []
        for _ in range(2):
            gc.collect()
            gc.disable()
            began = time.process_time()
            read(text)
            spent.append(time.process_time() - began)
            gc.enable()
        return min(spent)

    # Ten times the length: linear is 10, quadratic 100.
    assert seconds(value) < 20 * max(seconds(value[:20_000]), 0.03)
