"""Mails made to hurt their reader: too deep, too many, too long, or quadratic for a careless one."""

from __future__ import annotations

import base64
from collections.abc import Callable

MEGABYTE = 1_000_000


def nested_multiparts(depth: int = 10_000) -> bytes:
    opening = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return b"".join(opening) + b"\ntext\n" + b"".join(b"--b%d--\n" % n for n in reversed(range(depth)))


def nested_messages(depth: int = 10_000) -> bytes:
    return b"Content-Type: message/rfc822\n\n" * depth + b"Subject: at last\n\ntext\n"


def nested_multiparts_and_messages(depth: int = 3_000) -> bytes:
    return b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\nContent-Type: message/rfc822\n\n" % (n, n)
        for n in range(depth)
    )


def boundaries_that_are_prefixes(count: int = 300) -> bytes:
    opening = b"".join(
        b"Content-Type: multipart/mixed; boundary=%s\n\n--%s\n" % (b"x" * n, b"x" * n) for n in range(1, count)
    )
    return opening + b"".join(b"\n--" + b"x" * (n % 400) for n in range(20_000))


def many_fields(count: int = 100_000) -> bytes:
    return b"".join(b"X-%d: a\n" % n for n in range(count)) + b"\ntext\n"


def many_same_fields(count: int = 100_000) -> bytes:
    return b"Received: from a by b\n" * count + b"\ntext\n"


def many_folds(count: int = 300_000) -> bytes:
    return b"Subject: a\n" + b" b\n" * count + b"\ntext\n"


def many_words(count: int = 100_000) -> bytes:
    return b"Subject: " + b"=?utf-8?B?44GC?=\n " * count + b"\n\ntext\n"


def many_opened_words(count: int = 100_000) -> bytes:
    return b"Subject: " + b"=?a?q?" * count + b"\n\ntext\n"


def words_that_almost_close(count: int = 100_000) -> bytes:
    return b"Subject: " + b"=?a?q?x? " * count + b"?\n\ntext\n"


def many_continuations(count: int = 100_000) -> bytes:
    pieces = b"".join(b';\n filename*%d="a"' % n for n in range(count))
    return b"Content-Type: text/plain\nContent-Disposition: attachment" + pieces + b"\n\ntext\n"


def many_quotes(count: int = 100_000) -> bytes:
    return b"Content-Type: text/plain" + b';a="\\"' * count + b"\n\ntext\n"


def many_spaces(count: int = MEGABYTE) -> bytes:
    return (
        b"Content-Type: text/plain;" + b" " * count + b"x" + b" " * count + b"\nSubject" + b" " * count + b"\n\ntext\n"
    )


def many_parts(count: int = 100_000) -> bytes:
    return b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * count + b"--b--\n"


def many_false_delimiters(count: int = 100_000) -> bytes:
    return b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + b"--b b\n--b-\n--bb\n" * count


def many_padded_blocks(count: int = 300_000) -> bytes:
    return b"Content-Transfer-Encoding: base64\n\n" + b"QQ==" * count


def many_bad_escapes(count: int = 300_000) -> bytes:
    return b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=\r=ZZ==" * count


def many_uu_lines(count: int = 300_000) -> bytes:
    return b"Content-Transfer-Encoding: x-uuencode\n\n" + b"begin 644 \xff\nM`\n" + b"M!\n\xff\n" * count


def many_stripped_escapes(count: int = 200_000) -> bytes:
    return b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + b"$B" * count + b"(B"


def many_stripped_escapes_at_odd_distance(count: int = 100_000) -> bytes:
    return b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + b"$Bx" * count + b"(B" * count


def many_escapes(count: int = 100_000) -> bytes:
    return b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + b"\x1b$B\x1b(I\xff\x1b$(P!" * count


def broken_euc(count: int = 300_000) -> bytes:
    return b"Content-Type: text/plain; charset=euc-jp\n\n" + b"\xa1\x20\x8f\xff" * count


def base64_bomb(depth: int = 12) -> bytes:
    """Messages, each wholly in base64, inside each other."""
    mail = b"Content-Type: text/plain\n\n" + b"bomb " * 20_000
    for _ in range(depth):
        body = base64.encodebytes(mail)
        mail = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + body
    return mail


def lying_sizes() -> bytes:
    return (
        b"Content-Length: 99999999999999999999\nLines: -1\nContent-Type: text/plain; size=1e99\n\n" + b"text\n" * 1000
    )


def empty_lines(count: int = MEGABYTE) -> bytes:
    return b"\n" * count + b"Subject: a\n\ntext"


def lines_without_colon(count: int = 200_000) -> bytes:
    return b"Subject: a\n" + b"no field\n" * count + b"From: b\n\ntext"


def all_octets(count: int = 2_000) -> bytes:
    return bytes(range(256)) * count


def utf_7_bomb(count: int = 200_000) -> bytes:
    return b"Content-Type: text/plain; charset=utf-7\n\n" + b"+2AA-+" * count


SMALL: dict[str, Callable[[], bytes]] = {
    maker.__name__: maker
    for maker in (
        nested_multiparts, nested_messages, nested_multiparts_and_messages, boundaries_that_are_prefixes,
        many_fields, many_same_fields, many_folds, many_words, many_opened_words, words_that_almost_close,
        many_continuations, many_quotes, many_spaces, many_parts, many_false_delimiters, many_padded_blocks,
        many_bad_escapes, many_uu_lines, many_stripped_escapes, many_stripped_escapes_at_odd_distance, many_escapes,
        broken_euc, base64_bomb, lying_sizes, empty_lines, lines_without_colon, all_octets, utf_7_bomb,
    )
}  # fmt: skip

LARGE: dict[str, bytes] = {
    "header": b"Subject: ",
    "header-words": b"Subject: =?iso-2022-jp?q?",
    "body": b"Subject: a\n\n",
    "base64": b"Content-Transfer-Encoding: base64\n\n",
    "quoted-printable": b"Content-Transfer-Encoding: quoted-printable\n\n=",
    "multipart": b"Content-Type: multipart/mixed; boundary=a\n\n--a\n\n--",
}
"""What a single line of 100 MB follows."""
