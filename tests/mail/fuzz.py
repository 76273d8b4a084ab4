"""Mutational fuzzing of the mail reader: `python -m tests.mail.fuzz --seconds 600 [--seed N]`.

Takes our own small mails apart and puts them together wrongly. Whatever comes out must be read without an exception, in
bounded time, with offsets that lie in the mail and agree with each other.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator

from gyotaku.mail.defects import DEFECTS
from gyotaku.mail.headers import Field
from gyotaku.mail.message import Message, read
from gyotaku.mail.mime import Part
from gyotaku.model.evidence import Principal

LONGEST_SECONDS = 2.0

SEEDS = (
    (
        b"From: =?ISO-2022-JP?B?GyRCNXs6YxsoQg==?= <a@example.jp>\r\nSubject: =?utf-8?Q?a_=E3=81=82?=\r\n"
        b' =?utf-8?B?44GE?=\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n\x1b$B$"$$\x1b(B\r\n'
    ),
    (
        b"Received: from a by b;\n\tMon, 1 Jan 2024 00:00:00 +0900\nReceived: from c by d\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="=_x"\n\npreamble\n--=_x\nContent-Type: multipart/alternative;\n'
        b" boundary==_xy\n\n--=_xy\n\nplain\n--=_xy\nContent-Type: text/html; charset=Shift_JIS\n"
        b"Content-Transfer-Encoding: quoted-printable\n\n<p>=82=A0=\n</p>\n--=_xy--\n--=_x\n"
        b"Content-Type: application/pdf; name*0*=utf-8'ja'%E3%81; name*1*=%82.pdf\nContent-Transfer-Encoding: base64\n"
        b'Content-Disposition: attachment; filename="=?utf-8?B?44GC?=.pdf"\n\nJVBERi0x\nLjQ=\n--=_x--\nepilogue\n'
    ),
    (
        b"Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: inner\n"
        b"Content-Type: multipart/mixed; boundary=e\n\n--e\n\none\n--e--\n--d\n"
        b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
        b"U3ViamVjdDogYgoKYm9keQo=\n--d--\n"
    ),
    (
        b"Subject: \xa4\xa2\xa4\xa4\nContent-Type: text/plain; charset=euc-jp\n"
        b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n#86)C\n`\nend\n"
    ),
    b"From a@example.org Mon Jan  1 00:00:00 2024\n>From b\nno colon\nSubject : \xef\xbb\xbfx\n\n\0\r$B%5!<%P%9(B",
    b"Content-Type: text/html; charset=utf-16\n\n\xff\xfe<\0a\0>\0",
    b'Content-Type: text/plain; charset="utf-7"\n\n+MEI- +AGE',
)

PIECES = (
    b"\r\n", b"\n", b"\r", b"\0", b"\x1b$B", b"\x1b(B", b"\x1b(I", b"\x1b$(P", b"\x0e", b"--", b"--=_x", b"--=_xy--",
    b"\n--d\n", b"=", b"=?", b"?=", b"=?utf-8?B?", b"=?iso-2022-jp?Q?", b"*0*=", b"''", b";", b'"', b"\\", b"(", b":",
    b" ", b"\t", b"%E3", b"\xe3\x81\x82", b"\x82\xa0", b"\xff", b"\xef\xbb\xbf", b"From ", b"boundary=", b"charset=",
    b"Content-Type: message/rfc822\n\n", b"Content-Transfer-Encoding: base64\n", b"begin 644 a\n",
    b"Content-Type: multipart/mixed; boundary=d\n\n",
)  # fmt: skip

CHARSETS = (
    b"utf-8", b"iso-2022-jp", b"shift_jis", b"euc-jp", b"gb2312", b"big5", b"utf-7", b"utf-16", b"hz", b"koi8-r",
    b"iso-2022-kr", b"x-user-defined", b"us-ascii", b"unknown", b"idna", b"punycode", b"rot13", b"undefined",
)  # fmt: skip

Mutation = Callable[[random.Random, bytes], bytes]


def _place(chance: random.Random, mail: bytes) -> int:
    return chance.randrange(len(mail) + 1)


def _insert(chance: random.Random, mail: bytes) -> bytes:
    at = _place(chance, mail)
    return mail[:at] + chance.choice(PIECES) * chance.choice((1, 1, 1, 2, 50)) + mail[at:]


def _delete(chance: random.Random, mail: bytes) -> bytes:
    at = _place(chance, mail)
    return mail[:at] + mail[at + chance.choice((1, 1, 2, 10, 100)) :]


def _repeat(chance: random.Random, mail: bytes) -> bytes:
    first, last = sorted((_place(chance, mail), _place(chance, mail)))
    return mail[:last] + mail[first:last] * chance.choice((1, 2, 5)) + mail[last:]


def _flip(chance: random.Random, mail: bytes) -> bytes:
    at = _place(chance, mail)
    return mail[:at] + bytes((chance.randrange(256),)) + mail[at + 1 :]


def _splice(chance: random.Random, mail: bytes) -> bytes:
    other = chance.choice(SEEDS)
    return mail[: _place(chance, mail)] + other[_place(chance, other) :]


def _recharset(chance: random.Random, mail: bytes) -> bytes:
    old, new = chance.choice(CHARSETS), chance.choice(CHARSETS)
    return mail.replace(old, new)


def _line_ends(chance: random.Random, mail: bytes) -> bytes:
    return mail.replace(b"\r\n", b"\n").replace(b"\n", chance.choice((b"\r\n", b"\n", b"\r", b"\n\r")))


MUTATIONS: tuple[Mutation, ...] = (_insert, _insert, _delete, _repeat, _flip, _flip, _splice, _recharset, _line_ends)


def mails(seed: int) -> Iterator[bytes]:
    """Endless broken mails, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - chance, no secret
    while True:
        mail = chance.choice(SEEDS)
        for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 20))):
            mail = chance.choice(MUTATIONS)(chance, mail)[:100_000]
        yield mail


def check(mail: bytes) -> None:
    """Read a mail in every way there is, and assert what must hold of any mail."""
    start = time.process_time()
    message = read(mail)
    _check_before_decoding(message)
    defects = message.read_everything()
    for part in message.walk_all():
        _check_part(message, part)
        for field in part.headers:
            _check_field(message, part, field)
    for defect in defects:
        assert defect.id in DEFECTS
        assert defect.text.en
        assert defect.start is None or 0 <= defect.start <= len(mail)
        assert defect.end is None or (defect.start or 0) <= defect.end <= len(mail)
    assert message.defects == message.read_everything()
    assert time.process_time() - start < LONGEST_SECONDS


def _check_before_decoding(message: Message) -> None:
    assert message.has_body in (True, False)
    for part in message.attached:
        assert part.message is not None
    sections = [part.section for part in message.root.walk()]
    assert len(sections) == len(set(sections))


def _check_part(message: Message, part: Part) -> None:
    source = part.source
    assert 0 <= part.start <= part.body_start <= part.end <= len(source.data)
    assert source.outer is not None or source.data is message.raw
    previous = part.body_start
    for child in part.children:
        assert previous <= child.start <= child.end <= part.end
        previous = child.end
    for stretch in (part.preamble, part.epilogue):
        assert stretch is None or part.body_start <= stretch[0] <= stretch[1] <= part.end
    text = part.text()
    text.encode("utf-8")  # no lone surrogates
    assert part.evidence(Principal.SENDER).quote == text
    assert part.content_type.count("/") == 1
    for word in (part.disposition, part.filename, part.charset, part.encoding, *part.parameters.values()):
        assert word is None or word.encode("utf-8") is not None
    assert isinstance(part.defects, tuple)
    assert repr(part)


def _check_field(message: Message, part: Part, field: Field) -> None:
    data = part.source.data
    assert part.start <= field.start < field.end <= part.body_start
    stretch = data[field.start : field.end]
    assert stretch.startswith(field.name.encode())
    assert stretch.endswith(field.raw)
    assert field in part.headers.all(field.name)
    assert field.name.upper() in part.headers
    field.text.encode("utf-8")
    evidence = field.evidence(Principal.SENDER, 0, 3)
    assert evidence.span is not None
    assert evidence.quote == field.text[evidence.span.start : evidence.span.end]
    assert evidence.raw is not None
    assert 0 <= evidence.raw[0] <= evidence.raw[1] <= len(message.raw)
    assert (
        field.quote(field.text[1:4], Principal.SENDER).quote.lower() == field.text[1:4].lower() or not field.text[1:4]
    )
    assert isinstance(field.defects, tuple)
    assert repr(field)


def main() -> None:
    parser = argparse.ArgumentParser(description="Fuzz the mail reader until the time is up or something breaks.")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None)
    arguments = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if arguments.seed is None else arguments.seed
    end = time.monotonic() + arguments.seconds
    count = 0
    for mail in mails(seed):
        try:
            check(mail)
        except Exception:
            print(f"seed {seed}, mail {count}: {mail!r}")  # noqa: T201
            raise
        count += 1
        if time.monotonic() > end:
            break
    print(f"seed {seed}: {count} mails, nothing broke")  # noqa: T201


if __name__ == "__main__":
    main()
