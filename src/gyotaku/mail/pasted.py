"""Mails and blocks of header fields as people hand them over, and what a paste did to them undone.

RFC 5322 section 2.2 says what a field is: a name of printable characters, a colon, a value.
"""

from __future__ import annotations

import re
from functools import cache

from gyotaku.model.text import Text

_HEAD = 65_536
"""Octets at the top in which the first field must stand; also how much of a paste is looked at to see its form."""
_MOST_ODD_LINES = 3
"""Lines that may stand before the first field."""

_FIELD = re.compile(rb"([A-Za-z][!-9;-~]{0,76})[ \t]*:")
_HEADER = re.compile(rb"(?:[A-Za-z][!-9;-~]{0,76}[ \t]*:[^\n]*\n|[ \t][^\n]*\n)*")
_FIELDS = re.compile(rb"(?m)^([A-Za-z][!-9;-~]{0,76})[ \t]*:")
_BLANK_LINE = re.compile(rb"\n[ \t\r\x0b\x0c]*\n")
_BLANK = re.compile(rb"(?:[ \t]*+\r?\n)*")
_MBOX_LINE = re.compile(rb">?From (?![ \t]*:)[^\r\n]*\r?\n")

# A text whose lines only look like fields ("Note: ...") is no mail; one of these names must be among them.
_KNOWN = frozenset(
    name.encode()
    for name in (
        "received return-path from to subject date message-id mime-version delivered-to reply-to sender cc "
        "content-type content-transfer-encoding authentication-results dkim-signature arc-seal x-mailer "
        "received-spf list-id list-unsubscribe x-originating-ip x-received envelope-to in-reply-to references "
        "user-agent".split()
    )
)
# Of these one is enough; a lone "To:" or "Date:" may stand in a letter.
_TELLING = frozenset(
    (
        b"received",
        b"return-path",
        b"message-id",
        b"mime-version",
        b"dkim-signature",
        b"authentication-results",
        b"delivered-to",
    )
)

_UNMARKED = Text(en="a byte order mark at the start was left out", ja="先頭のバイト順マーク（BOM）を除きました")
_LEADING = Text(en="blank lines before the first field were left out", ja="最初のフィールドより前の空行を除きました")
_ODD = Text(
    en="lines before the first field that are no header fields were left out",
    ja="最初のフィールドより前にある、ヘッダーフィールドではない行を除きました",
)
_MBOX = Text(
    en='the mailbox line "From ..." before the mail was left out', ja="メールの前にある mbox の「From …」行を除きました"
)
_UNQUOTED = Text(
    en='the mark ">" at the start of every line was left out', ja="全行の行頭にある引用記号「>」を除きました"
)
_UNINDENTED = Text(en="the indentation of every line was left out", ja="全行の字下げを除きました")
_CR = Text(en="line ends of CR alone were read as line ends", ja="CR だけの改行を改行として読みました")
_JOINED = Text(
    en="field names and values that stood on separate lines were joined",
    ja="別々の行に分かれていたフィールド名と値をつなぎました",
)
_UNBLANKED = Text(en="blank lines between the fields were left out", ja="フィールドの間にある空行を除きました")


def mended(raw: bytes) -> tuple[bytes, tuple[Text, ...]] | None:
    """The octets of the mail and what was undone to get them, or None when they hold no header fields."""
    undone: list[Text] = []
    text = raw
    if text.startswith(b"\xef\xbb\xbf"):
        text = text[3:]
        undone.append(_UNMARKED)
    if b"\n" not in text and b"\r" in text:
        text = text.replace(b"\r", b"\n")
        undone.append(_CR)
    stripped = _without_margin(text)
    if stripped is not None:
        text, what = stripped
        undone += what
    start = _first_field(text, undone)
    if start is not None:
        text = text[start:]
        if _unspaced := _without_blank_lines(text):
            return _unspaced, (*undone, _UNBLANKED)
        return text, tuple(undone)
    joined = _joined(text)
    return None if joined is None else (joined, (*undone, _JOINED))


def begins_mail(octets: bytes) -> bool:
    """True for octets that begin with a header as a mail that travelled has it: no paste, no letter, no log."""
    octets = octets.removeprefix(b"\xef\xbb\xbf")
    start = mbox.end() if (mbox := _MBOX_LINE.match(octets)) else 0
    names = []
    for line in octets[start:].split(b"\n"):
        if field := _FIELD.match(line):
            names.append(field[1].lower())
        elif line[:1] not in (b" ", b"\t") or not names:
            break
    return b"from" in names and not _TELLING.isdisjoint(names)


def _without_margin(text: bytes) -> tuple[bytes, list[Text]] | None:
    """The text without what stands before every line: `> ` or white space. None where it does not stand everywhere."""
    what: list[Text] = []
    for mark, said in ((rb">[ ]?", _UNQUOTED), (None, _UNINDENTED)):
        lines = text.split(b"\n") if text.lstrip(b"\r\n")[:1] in (b">", b" ", b"\t") else []
        full = [line for line in lines if line.strip()]
        if not full:
            continue
        if mark is not None:
            if all(line.startswith(b">") for line in full):
                text = b"\n".join(line[2:] if line.startswith(b"> ") else line[1:] for line in lines)
                what.append(said)
            continue
        margin = min(len(line) - len(line.lstrip(b" \t")) for line in full)
        if margin and not what:
            text = b"\n".join(line[margin:] if line.strip() else line.lstrip(b" \t") for line in lines)
            what.append(said)
    return (text, what) if what else None


def _first_field(text: bytes, undone: list[Text]) -> int | None:
    """Where the header begins. None where the top holds no fields that make a mail."""
    position = blank.end() if (blank := _BLANK.match(text)) else 0
    notes = [_LEADING] if position else []
    if mbox := _MBOX_LINE.match(text, position):
        position = mbox.end()
        notes.append(_MBOX)
    for skipped in range(_MOST_ODD_LINES + 1):
        if _is_header(text, position):
            undone += notes + ([_ODD] if skipped else [])
            return position
        end = text.find(b"\n", position, position + 998)
        if end < 0:
            return None
        position = end + 1
    return None


def _is_header(text: bytes, position: int) -> bool:
    """True when the lines from here to the first blank one are fields of a mail, continuations and few others.

    One known name is enough where a blank line ends the header and nothing else stands in it.
    """
    first = _FIELD.match(text, position)
    if first is None:
        return False
    stop = position + _HEAD
    blank = _BLANK_LINE.search(text, position, stop)
    if blank is not None:  # nearly every mail has nothing but fields to its end
        end = blank.start() + 1
        fields = _HEADER.match(text, position, end)
        known_one = first[1].lower() in _KNOWN or _known_field().search(text, position, end)
        if known_one and fields is not None and fields.end() == end:
            return True
    header = text[position : blank.start() if blank else stop]
    ended = blank is not None or not header[header.rfind(b"\n") + 1 :].strip()
    names = [name.lower() for name in _FIELDS.findall(header)]
    lines = header.count(b"\n") + 1 - (ended and blank is None)
    odd = lines - len(names) - header.count(b"\n ") - header.count(b"\n\t")
    known = _KNOWN.intersection(names)
    if ended and not odd and known:
        return True
    return (len(known) >= 2 or not known.isdisjoint(_TELLING)) and odd <= len(names)


@cache
def _known_field() -> re.Pattern[bytes]:
    """On a later line than the first. Compiled when a mail begins with no known name."""
    return re.compile(rb"(?i)\n(?:" + b"|".join(sorted(_KNOWN)) + rb")[ \t]*:")


def _without_blank_lines(text: bytes) -> bytes | None:
    """The header whose every second line is blank, as a paste from a web page leaves it; None for any other text."""
    second = text.find(b"\n") + 1
    if text[second : text.find(b"\n", second) + 1 or None].strip():  # what nearly every mail has there
        return None
    head = text[:_HEAD].replace(b"\r\n", b"\n").split(b"\n")
    pairs = list(zip(head[0::2], head[1::2], strict=False))
    if len(pairs) < 3 or any(blank.strip() or not line.strip() for line, blank in pairs):
        return None
    lines = [line for line in text.replace(b"\r\n", b"\n").split(b"\n") if line.strip()]
    if not all(_FIELD.match(line) or line[:1] in (b" ", b"\t") for line in lines):
        return None
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _joined(text: bytes) -> bytes | None:
    """Fields from a page that shows each name and its value on lines of their own, when every name is a known one."""
    if len(text) > _HEAD:
        return None
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    fields: list[list[bytes]] = []
    for line in lines:
        name = line.rstrip(b":")
        if name.lower() in _KNOWN or (fields and re.fullmatch(rb"X-[A-Za-z0-9-]{1,60}:?", line)):
            fields.append([name])
        elif fields:
            fields[-1].append(line)
        else:
            return None
    names = {field[0].lower() for field in fields}
    if len(names & _KNOWN) < 3 or any(len(field) < 2 for field in fields):
        return None
    return b"".join(field[0] + b": " + b"\r\n\t".join(field[1:]) + b"\r\n" for field in fields) + b"\r\n"
