"""What redaction, archives and lists leave in a mail, changed: octets in, octets out, and nothing of what the mail says is touched."""

from __future__ import annotations

import re
from collections.abc import Callable

from gyotaku.mail import message

_PLACEHOLDER = re.compile(rb"phishing@pot(?![A-Za-z0-9.-])", re.IGNORECASE)
_YEAR = re.compile(rb"(?<![\d.])((?:19|20)\d\d)(?=$|\D|[01]\d[0-3]\d)")
_CYCLE = 28
"""Years after which every date has its weekday again."""
_CYCLE_TICKS = 10_227 * 86_400 * 10_000_000
_FILETIME = re.compile(rb"(?<=_)(0[01][0-9A-F]{6})\.([0-9A-F]{8})(?![0-9A-F])")
"""The time in Outlook's boundaries: 100 ns since 1601, in two halves."""
_FILETIME_OF_ID = re.compile(rb"(?<=<[0-9a-f]{4})(0[01][0-9a-f]{6})\$([0-9a-f]{8})(?=\$)")
"""The same in the Message-ID of Outlook Express."""
_LIST = (
    b"List-Id: <saron.lists.kumo.example>",
    b"List-Post: <mailto:saron@lists.kumo.example>",
    b"List-Help: <mailto:saron-request@lists.kumo.example?subject=help>",
    b"Precedence: list",
)
_ARCHIVE = (
    b"X-Mozilla-Status: 0001",
    b"X-Mozilla-Status2: 00000000",
    b"Status: RO",
    b"X-Keywords: ",
    b"Lines: 40",
    b"X-UIDL: 000004d2",
)
_STAMPS = (
    b"X-Spam-Checker-Version: SpamAssassin 3.4.2 on mx.kumo.example",
    b"X-Spam-Level: ",
    b"X-Spam-Status: No, score=-1.9 required=5.0 tests=BAYES_00 autolearn=ham",
    b"X-Virus-Scanned: clean at mx.kumo.example",
)


def other_recipient(raw: bytes) -> bytes:
    """An address with a domain where the archive wrote a placeholder."""
    return _PLACEHOLDER.sub(b"takeda@minato.example", raw)


def other_placeholder(raw: bytes) -> bytes:
    """Another word in the placeholder's place."""
    return _PLACEHOLDER.sub(b"redacted@redacted.invalid", raw)


def list_fields(raw: bytes) -> bytes:
    return _added(raw, _LIST)


def archive_fields(raw: bytes) -> bytes:
    """What a mail program and an mbox leave in the header."""
    return _added(raw, _ARCHIVE)


def stamps_of_others(raw: bytes) -> bytes:
    """A filter's praise at the end of the header, where anybody could have written it."""
    return _added(raw, _STAMPS)


def years_later(raw: bytes) -> bytes:
    """Every year in the header and in the text as it stands, moved by 28: days and weekdays stay. Outlook's boundaries and ids move along."""
    moved = _FILETIME.sub(lambda time: b"%08X.%08X" % divmod(int(time[1] + time[2], 16) + _CYCLE_TICKS, 1 << 32), raw)
    moved = _FILETIME_OF_ID.sub(
        lambda time: b"%08x$%08x" % divmod(int(time[1] + time[2], 16) + _CYCLE_TICKS, 1 << 32), moved
    )
    return _YEAR.sub(lambda year: b"%d" % (int(year[1]) + _CYCLE), moved)


def line_ends(raw: bytes) -> bytes:
    """As a Unix archive keeps it, or as it arrived."""
    plain = raw.replace(b"\r\n", b"\n")
    return plain if b"\r\n" in raw else plain.replace(b"\n", b"\r\n")


CHANGES: tuple[Callable[[bytes], bytes], ...] = (
    other_recipient,
    other_placeholder,
    list_fields,
    archive_fields,
    stamps_of_others,
    years_later,
    line_ends,
)


def _added(raw: bytes, fields: tuple[bytes, ...]) -> bytes:
    read = message.read(raw)
    ends = b"\r\n" if b"\r\n" in raw[: read.root.body_start] else b"\n"
    last = max((field.end for field in read.headers), default=0)
    place = raw.find(b"\n", last) + 1 if last else 0
    return raw[:place] + b"".join(field + ends for field in fields) + raw[place:]
