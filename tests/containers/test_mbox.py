"""Mailboxes: all four dialects, one mail in memory at a time."""

from __future__ import annotations

import io
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wrap import SEPARATOR, mboxcl, mboxcl2, mboxo, mboxrd

from gyotaku.mail.containers.mbox import Member, members
from gyotaku.mail.intake import Limits, Mail, Refused, collect, recognized

HEADER = b"From: a@a.example\nMessage-ID: <1@a.example>\nSubject: Hi\n"
WRITERS = {"mboxo": mboxo, "mboxrd": mboxrd, "mboxcl": mboxcl, "mboxcl2": mboxcl2}


def read(octets: bytes, most: int = 1 << 20) -> list[Member]:
    return list(members(io.BytesIO(octets), most))


def raws(octets: bytes, most: int = 1 << 20) -> list[bytes | None]:
    return [member.raw for member in read(octets, most)]


@pytest.mark.parametrize("name", WRITERS)
def test_each_dialect(name: str) -> None:
    bodies = [b"one\n", b"From the start\nto the end\n", b"\nFrom here:\n\nFrom there\n\n", b"x\n\n\n"]
    mails = [HEADER + b"\n" + body for body in bodies]
    found = raws(b"".join(WRITERS[name](mail) for mail in mails))
    if name in {"mboxcl", "mboxcl2"}:
        assert all(raw is not None and b"Content-Length: " in raw for raw in found)
        assert [raw.partition(b"\n\n")[2] for raw in found if raw] == bodies
    else:
        assert found == mails


def test_mboxrd_gives_back_every_mark() -> None:
    mail = HEADER + b"\n>From a\n>>From b\nFrom c\n> From d\n"
    assert raws(mboxrd(mail) + mboxrd(mail)) == [mail, mail]


def test_mboxcl2_gives_back_a_mailbox_inside_a_mail() -> None:
    mail = HEADER + b"\nhere it is:\n\n" + SEPARATOR + HEADER + b"\n>From inside\n"
    assert [raw.partition(b"\n\n")[2] for raw in raws(mboxcl2(mail) * 2) if raw] == [mail.partition(b"\n\n")[2]] * 2


def test_a_length_is_not_believed_where_the_first_mail_tells_none() -> None:
    """Otherwise the second mail's sender could swallow the third."""
    third = mboxo(HEADER + b"\nthe mail to hide\n")
    lying = HEADER + b"Content-Length: %d\n\nbody\n" % (len(b"body\n\n") + len(third))
    assert raws(mboxo(HEADER + b"\nfirst\n") + mboxo(lying) + third) == [
        HEADER + b"\nfirst\n",
        lying,
        HEADER + b"\nthe mail to hide\n",
    ]


@pytest.mark.parametrize("length", [b"0", b"1", b"99999999999", b"3", b"-3"])
def test_a_wrong_length_does_no_harm(length: bytes) -> None:
    mails = [HEADER + b"Content-Length: " + length + b"\n\nbody\n"] * 2
    assert raws(b"".join(map(mboxo, mails))) == mails


def test_line_ends_of_two_octets() -> None:
    mail = HEADER + b"\nFrom x\nbody\n"
    crlf = [one.replace(b"\n", b"\r\n") for one in (mail, mboxrd(mail))]
    assert raws(crlf[1] + crlf[1]) == [crlf[0]] * 2


@pytest.mark.parametrize(
    "line",
    [
        b"From - Mon Jun 05 09:12:44 2023\n",
        b"From 1767@xxx Mon Jun 05 00:12:44 +0000 2023\n",
        b"From hanako at partner.example  Mon Jun  5 09:12:44 2023\n",
        b"From hanako@partner.example Mon, 5 Jun 2023 09:12:44 +0900\n",
        b"From MAILER-DAEMON Mon Jun  5 09:12 2023\n",
    ],
)
def test_separators_of_many_programs(line: bytes) -> None:
    mail = line + HEADER + b"\nbody\n\n"
    assert raws(mail * 3) == [HEADER + b"\nbody\n"] * 3


def test_an_unmarked_sentence_that_begins_so_divides_nothing() -> None:
    mail = HEADER + b"\nDear all,\n\nFrom Monday 5 June we are closed.\nNote: ask Hanako.\n"
    assert raws(SEPARATOR + mail + b"\n" + SEPARATOR + mail) == [mail, mail]


def test_members_are_named_and_told_whose_they_are() -> None:
    found = list(collect(["-"], io.BytesIO(mboxrd(HEADER + b"\nFrom x\n") + mboxrd(HEADER + b"\ny\n"))))
    assert [(mail.path, mail.container, len(mail.undone)) for mail in found if isinstance(mail, Mail)] == [
        ("-!1", "-", 1),
        ("-!2", "-", 0),
    ]


def test_a_mailbox_of_one_mail_is_that_mail() -> None:
    (found,) = collect(["-"], io.BytesIO(mboxrd(HEADER + b"\n>From x\n")))
    assert isinstance(found, Mail)
    assert (found.path, found.raw) == ("-", HEADER + b"\n>From x\n")
    refused = recognized("x", mboxrd(HEADER + b"\ny\n") * 2)
    assert isinstance(refused, Refused)
    assert refused.id == "mbox"


def test_a_mail_that_is_too_large_costs_itself_alone() -> None:
    large = HEADER + b"\n" + b"x" * 50_000 + b"\n"
    assert raws(mboxo(HEADER + b"\na\n") + mboxo(large) + mboxo(HEADER + b"\nb\n"), 10_000) == [
        HEADER + b"\na\n",
        None,
        HEADER + b"\nb\n",
    ]
    found = list(collect(["-"], io.BytesIO(mboxo(large) * 2), Limits(octets=10_000)))
    assert [(item.path, item.id) for item in found if isinstance(item, Refused)] == [
        ("-!1", "too-large"),
        ("-!2", "too-large"),
    ]


class Endless:
    """A mailbox without end, of which a line has no end."""

    def __init__(self, start: bytes, piece: bytes, octets: int) -> None:
        self.left = octets
        self.start = start
        self.piece = piece

    def read(self, size: int, /) -> bytes:
        if self.start:
            start, self.start = self.start, b""
            return start
        self.left -= size
        return (self.piece * (size // len(self.piece) + 1))[:size] if self.left > 0 else b""


@pytest.mark.parametrize("piece", [b"x", b"\n", b">", b"\nFrom ", b"\n\nFrom a", b"From ", b"\r", b"a: b\n"])
def test_a_hostile_mailbox_takes_bounded_time_and_memory(piece: bytes) -> None:
    tracemalloc.start()
    began = time.process_time()
    found = list(members(Endless(SEPARATOR + HEADER, piece, 40_000_000), 1_000_000))
    spent = time.process_time() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found
    assert all(member.raw is None or len(member.raw) <= 1_300_000 for member in found)
    assert spent < 12
    assert peak < 8_000_000


def test_a_large_mailbox_is_never_in_memory_whole() -> None:
    mail = mboxrd(HEADER + b"\n" + b"word " * 2_000 + b"\n")
    tracemalloc.start()
    count = sum(1 for _ in members(Endless(b"", mail, 100 * len(mail) * 20), 1_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count > 1_000
    assert peak < 3_000_000


LINES = st.sampled_from(
    [b"From ", SEPARATOR[:-1], b">From x", b"Content-Length: 5", b"", b"Subject: x", b"text", b">>From y", b"From: z"]
)


@given(st.lists(LINES, max_size=20).map(b"\n".join) | st.binary(max_size=300).map(lambda raw: SEPARATOR + raw))
def test_no_octets_raise(octets: bytes) -> None:
    assert all(member.raw is None or isinstance(member.raw, bytes) for member in read(octets, 100))


@given(st.lists(st.lists(LINES, max_size=8).map(lambda lines: HEADER + b"\n" + b"\n".join(lines) + b"\n"), min_size=2))
def test_mboxrd_is_exact(mails: list[bytes]) -> None:
    # A told length after a first mail that tells one rightly is that dialect's matter, not this one's.
    mails = [mail.replace(b"Content-Length", b"X-Length") for mail in mails]
    assert raws(b"".join(map(mboxrd, mails))) == mails
