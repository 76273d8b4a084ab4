"""Every reader on octets that were meddled with: nothing raises, nothing takes long, whatever comes out can be dissected."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import random
import time
from collections.abc import Iterator

import pytest
from tests.containers.test_outlook import HEADER, HTML_IN_RTF, in_a_mail
from tests.outlook import attachment, compound, item, tnef
from tests.wrap import emlx, from_stdin, mboxcl2, mboxrd, tarred, zipped

from gyotaku.dissection import dissect_mail
from gyotaku.mail import message
from gyotaku.mail.containers import rtf
from gyotaku.mail.containers.damage import Damaged
from gyotaku.mail.intake import Mail, Refused

ROUNDS = int(os.environ.get("GYOTAKU_FUZZ_ROUNDS", "150"))
LONGEST = 3.0
MAIL = HEADER.encode() + b"Content-Type: text/plain; charset=utf-8\r\n\r\nhello\r\nFrom x\r\n"


def _msg() -> bytes:
    inner = item({0x001A: "IPM.Note", 0x007D: HEADER, 0x1000: "inner" * 900}, 24)
    rtf_body = (
        (len(HTML_IN_RTF) + 12).to_bytes(4, "little")
        + len(HTML_IN_RTF).to_bytes(4, "little")
        + b"MELA"
        + bytes(4)
        + HTML_IN_RTF
    )
    outer = item({0x001A: "IPM.Note", 0x0037: "件名", 0x1000: "text", 0x1009: rtf_body, 0x3FDE: 932}, 32)
    return compound({**outer, **dict([attachment(inner, 0, name="a"), attachment(b"data" * 2000, 1, name="b")])})


SEEDS = {
    "msg": _msg(),
    "tnef": tnef({0x001A: "IPM.Note", 0x0037: "x", 0x1013: b"<p>x</p>", 0x8001: 3}, ("a.pdf", b"%PDF"), body=b"text"),
    "zip": zipped(MAIL),
    "gzip": gzip.compress(mboxrd(MAIL) * 3),
    "bzip2": bz2.compress(MAIL),
    "xz": lzma.compress(MAIL),
    "tar": tarred(MAIL),
    "mbox": mboxrd(MAIL) * 3,
    "mboxcl2": mboxcl2(MAIL) * 3,
    "emlx": emlx(MAIL),
    "pst": b"!BDN" + bytes(600),
}


def meddled(seed: bytes, rounds: int) -> Iterator[bytes]:
    chance = random.Random(20230605)  # noqa: S311 - the same every time
    for _ in range(rounds):
        octets = bytearray(seed)
        for _ in range(chance.choice((1, 1, 2, 5, 30))):
            if len(octets) < 20:
                break
            at = chance.randrange(len(octets))
            match chance.randrange(5):
                case 0:
                    octets[at] = chance.randrange(256)
                case 1:
                    octets[at : at + 4] = chance.choice(
                        (b"\xff" * 4, bytes(4), b"\xfe\xff\xff\xff", b"\x00\x00\x00\x80")
                    )
                case 2:
                    del octets[at : at + chance.randrange(1, 40)]
                case 3:
                    octets[at:at] = octets[max(0, at - chance.randrange(1, 200)) : at]
                case _:
                    octets = octets[: max(at, 16)]
        yield bytes(octets)


@pytest.mark.parametrize("name", SEEDS)
def test_meddled_files_never_raise(name: str) -> None:
    for octets in meddled(SEEDS[name], ROUNDS):
        began = time.process_time()
        found = from_stdin(octets)
        assert found
        for one in found:
            assert isinstance(one, Mail | Refused)
            if isinstance(one, Mail) and len(one.raw) < 200_000:
                dissect_mail(one)
        assert time.process_time() - began < LONGEST


def test_meddled_winmail_inside_a_mail() -> None:
    for octets in meddled(SEEDS["tnef"], ROUNDS):
        message.read(in_a_mail(octets)).read_everything()


def test_meddled_rtf() -> None:
    for octets in meddled(HTML_IN_RTF, ROUNDS):
        try:
            rtf.body(octets)
            rtf.decompressed(octets[:8] + b"LZFu" + octets)
        except Damaged:
            continue
