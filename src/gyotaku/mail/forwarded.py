"""A mail forwarded within the text of another: what can be recovered of it from the block of fields above the quotation.

Only a mail that says it forwards is looked at: by its subject, or by the line that a program writes before what it
forwards. Who it was from, to whom, when and about what is then the word of the program, or the person, that forwarded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from msgspec import Struct

from gyotaku.mail import dates
from gyotaku.mail.containers.fields import address
from gyotaku.mail.message import Message
from gyotaku.mail.mime import Part
from gyotaku.mail.pattern import Pattern
from gyotaku.mail.visible import Visible, visible
from gyotaku.model.text import Text

FORWARDED = Text(
    en="This mail was quoted in another, which forwarded it. Its original header is gone: sender, recipients, date and "
    "subject are as the forwarding mail gives them. How to get the original: gyotaku howto source",
    ja="このメールは、別のメールの本文中に転送されたものです。元のヘッダーは失われており、差出人、宛先、日時、件名は"
    "転送したメールの記載によります。元のメールの入手方法は gyotaku howto source で表示します。",
)

_LONGEST = 200_000
"""Characters of a text in which a forwarded mail is looked for."""
_MOST_BLOCKS = 30
_MOST_LINES = 40
"""Lines of one block of fields."""
_LONGEST_VALUE = 2_000

_PREFIX = Pattern(r"(?i)\s*(?:\[[^\]]{0,60}\]\s*)*(?:fwd?|転送|wg|tr|rv)\s*[:：]")
_NOTED = ("orwarded message", "orwarded Message", "orwarded by ", "転送メ", "転送された")
"""One of these stands in every marker, so that a text without them is not searched further."""
_MARKER = Pattern(
    r"(?im)^[ \t\xa0]*(?:-{3,20}[ ]?(?:Forwarded (?:by [^\n]{1,80}|message)|転送(?:された)?メッセージ|転送(?:された)?メール)[^\n]{0,40}?-{3,20}"
    r"|Begin forwarded message:?|(?:以下は)?転送(?:された)?(?:メッセージ|メール)(?:です)?[:：])[ \t\r\xa0]*$"
)
_LABELS = {
    "From": "from|差出人|送信者|送信元|von|de",
    "Date": "date|sent|送信日時|日時|日付|送信日|gesendet|datum|envoyé",
    "To": "to|宛先|宛て先|an|à",
    "Cc": "cc|ｃｃ",
    "Bcc": "bcc",
    "Subject": "subject|件名|題名|betreff|objet",
    "Reply-To": "reply-to|返信先",
    "": "importance|重要度|attachments?|添付ファイル",
}
_LABEL = Pattern(
    r"(?i)[ \t\xa0]*((?:> ?)*)[ \t\xa0]*\*{0,2}(?:"
    + "|".join(f"(?P<f{number}>{names})" for number, names in enumerate(_LABELS.values()))
    + r")\*{0,2}[ \t\xa0]{0,4}[:：]\*{0,2}[ \t\xa0]*"
)
_OTHER_LABEL = Pattern(r"[A-Za-z][A-Za-z-]{1,30}:")
_MAILTO = Pattern(
    r"[\[<(](?:mailto:)?([^\s\[\]<>()@]{1,128}@[^\s\[\]<>()@]{1,255})[\])>](?:[<(]mailto:[^\s<>()]{1,400}[>)])?"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_CLOCK = r"[ ,]{0,3}(?:at |um )?(?P<half1>午前|午後)?\s?(?P<hour>\d{1,2})[:時](?P<minute>\d{2})(?:[:分](?P<second>\d{2}))?[分秒]?\s?(?P<half>[AaPp]\.?[Mm])?"
_WESTERN = Pattern(
    r"(?i)(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[,.]? )?(?:(?P<month>[a-z]{3})[a-z]{0,6}\.? (?P<day>\d{1,2})|"
    r"(?P<day2>\d{1,2})\.? (?P<month2>[a-z]{3})[a-z]{0,6}\.?),? (?P<year>\d{4})" + _CLOCK
)
_JAPANESE = Pattern(
    r"(?P<year>\d{4})(?:年|/|-)\s?(?P<month>\d{1,2})(?:月|/|-)\s?(?P<day>\d{1,2})日?\s?[(（]?(?P<weekday>[月火水木金土日]|, (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b)?(?:曜日?)?[)）]?"
    + _CLOCK
)


class Quoted(Struct, frozen=True):
    """The forwarded mail as octets, and the part it stood in."""

    section: str
    raw: bytes
    partial: Mapping[str, Text]


class _Block(Struct, frozen=True):
    """A block of fields: what they say, where it ends in its text, and the marks before each of its lines."""

    fields: dict[str, str]
    end: int
    margin: str


def may_be(message: Message) -> bool:
    """A cheap look: the subject says so, or a text has what markers have."""
    subject = message.headers.get("Subject")
    if subject is not None and _PREFIX.compiled.match(subject.text):
        return True
    return any(_is_noted(part.text()) for part in _texts(message))


def _is_noted(text: str) -> bool:
    if text.find("orwarded ", 0, _LONGEST) < 0 and (text.isascii() or text.find("転送", 0, _LONGEST) < 0):
        return False
    return any(text.find(note, 0, _LONGEST) >= 0 for note in _NOTED)


def quoted_mail(message: Message) -> Quoted | None:
    """The mail that was forwarded within this one's text."""
    subject = message.headers.get("Subject")
    forwards = subject is not None and _PREFIX.compiled.match(subject.text) is not None
    found: list[tuple[Part, str, _Block]] = []
    bodies: dict[str, str] = {}
    for part in _texts(message):
        if part.content_type in bodies or part.content_type not in {"text/plain", "text/html"}:
            continue
        shown = visible(part.text()[:_LONGEST]) if part.content_type == "text/html" else None
        text = part.text()[:_LONGEST] if shown is None else shown.text
        block = _block(text, forwards)
        if block is None:
            continue
        found.append((part, text, block))
        bodies[part.content_type] = _below(text, block) if shown is None else _html(part.text(), shown, block)
    if not found:
        return None
    part, _, block = found[0]
    raw = _mail(block.fields, bodies)
    return Quoted(part.body_section, raw, {sha256(raw).hexdigest(): FORWARDED})


def _texts(message: Message) -> list[Part]:
    return [
        part
        for part in message.root.walk()
        if not part.children and part.content_type.startswith("text/") and part.disposition != "attachment"
    ]


def _block(text: str, forwards: bool) -> _Block | None:
    """The first block of fields: below a marker, or anywhere in a mail whose subject says that it forwards."""
    at = 0
    if not forwards:
        marker = _MARKER.compiled.search(text)
        if marker is None:
            return None
        at = marker.end()
    tried = 0
    lines = _lines(text, at)
    for number, (start, line) in enumerate(lines):
        label = _LABEL.compiled.match(line)
        if label is None or (
            label["f0"] is None and label["f1"] is None and label["f2"] is None and label["f5"] is None
        ):
            continue
        tried += 1
        if tried > _MOST_BLOCKS:
            return None
        del start
        block = _read(lines[number : number + _MOST_LINES])
        if block is not None:
            return block
    return None


def _lines(text: str, at: int) -> list[tuple[int, str]]:
    """Each line from here on, with where it starts."""
    lines = []
    for line in text[at:].splitlines(keepends=True):
        lines.append((at, line))
        at += len(line)
    return lines


def _read(lines: list[tuple[int, str]]) -> _Block | None:
    """The block that the first of these lines begins: labels in any order, values that may go on, then an empty line."""
    first = _LABEL.compiled.match(lines[0][1])
    margin = first[1] if first else ""
    fields: dict[str, str] = {}
    name = ""
    end = lines[0][0]
    blank = False
    for start, line in lines:
        bare = line.strip(" \t\r\n\xa0").removeprefix(margin.strip()).strip(" \t\xa0")
        label = _LABEL.compiled.match(line)
        if label is not None and (label[1] == margin):
            name = _name(label)
            value = line[label.end() :].strip()[:_LONGEST_VALUE]
            if name and name in fields:
                break
            fields[name] = value
            blank = False
        elif not bare:
            if blank or not fields:
                break
            blank = True
            if _is_whole(fields) and len(fields) >= 4:
                end = start + len(line)
                break
            continue
        elif (
            blank
            or _OTHER_LABEL.compiled.match(bare)
            or len(fields[name]) + len(line) > _LONGEST_VALUE
            or name == "Subject"
        ):
            break
        else:
            fields[name] = f"{fields[name]} {bare}".strip()
        end = start + len(line)
    fields.pop("", None)
    return _Block(fields, end, margin) if _is_whole(fields) else None


def _name(label: re.Match[str]) -> str:
    names = list(_LABELS)
    return next(names[number] for number in range(len(names)) if label[f"f{number}"] is not None)


def _is_whole(fields: dict[str, str]) -> bool:
    """From whom, and at least two of when, to whom, about what."""
    return bool(fields.get("From")) and sum(name in fields for name in ("Date", "To", "Subject")) >= 2


def _below(text: str, block: _Block) -> str:
    """The text after the block, without the marks that stood before every line of it."""
    text = text[block.end :]
    if not block.margin.strip():
        return text.lstrip("\r\n")
    return re.sub(r"(?m)^> ?", "", text).lstrip("\r\n")


def _html(html: str, shown: Visible, block: _Block) -> str:
    """The HTML from where its visible text goes on after the block."""
    rest = shown.text[block.end :]
    skipped = len(rest) - len(rest.lstrip())
    place = shown.source(block.end + skipped, block.end + skipped + 1)
    return html[place[0] :] if place else ""


def _mail(fields: dict[str, str], bodies: dict[str, str]) -> bytes:
    """The forwarded mail, of what the block says and the text below it."""
    header = []
    for name in ("From", "Reply-To", "To", "Cc", "Subject", "Date"):
        value = re.sub(r"\s+", " ", fields.get(name, "")).strip()
        if name == "Date":
            value = _date(value)
        elif name != "Subject":
            value = _mailboxes(value, several=name != "From")
        if value:
            header.append(f"{name}: {value}\r\n".encode("utf-8", "replace"))
    parts = [
        f"Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
        + text.encode("utf-8", "replace")
        for kind, text in bodies.items()
    ]
    if len(parts) == 1:
        return b"".join(header) + parts[0]
    number = 0
    while any((boundary := b"=_forwarded_%d" % number) in part for part in parts):
        number += 1
    line = b'Content-Type: multipart/alternative; boundary="' + boundary + b'"\r\n\r\n'
    return b"".join(
        [*header, line, *(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts), b"--" + boundary + b"--\r\n"]
    )


def _mailboxes(value: str, *, several: bool) -> str:
    """Mailboxes as a header field has them. Outlook sets them apart by semicolons, and has commas within names."""
    value = value.strip(" ;")
    if several and ";" not in value:
        return _MAILTO.compiled.sub(r"<\1>", value)
    boxes = []
    for box in value.split(";") if several else [value]:
        found = _MAILTO.compiled.search(box)
        bare = None if found or " " in box.strip() or "@" not in box else box.strip()
        name = (box[: found.start()] if found else box).strip(" '\"*")
        boxes.append(bare or address(name, found[1] if found else None))
    return ", ".join(box for box in boxes if box)


def _date(value: str) -> str:
    """The date as a mail has it; empty where it cannot be told for certain. Without a zone it says so: `-0000`."""
    moment = dates.read(value)
    if moment.form == "rfc5322" and moment.when is not None and moment.zone and not moment.defects:
        return value
    found = _WESTERN.compiled.match(value) or _JAPANESE.compiled.match(value)
    if found is None:
        return ""
    pieces = found.groupdict()
    month = pieces["month"] or pieces.get("month2") or ""
    if not month.isdigit():
        month = str(_MONTHS.index(month.lower()) + 1) if month.lower() in _MONTHS else "0"
    day, year = int(pieces["day"] or pieces.get("day2") or 0), int(pieces["year"] or 0)
    hour, minute = int(pieces["hour"] or 0), int(pieces["minute"] or 0)
    half = (pieces["half"] or pieces["half1"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half[0] in "p午" and half != "午前" else 0)
    if not (1 <= int(month) <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60):
        return ""
    weekday = (pieces["weekday"] or "").lstrip(", ")
    weekday = _DAYS["月火水木金土日".index(weekday)] if weekday and weekday in "月火水木金土日" else weekday.title()
    second = f":{pieces['second']}" if pieces["second"] else ":00"
    rest = value[found.end() :].strip()
    zone = rest if re.fullmatch(r"[+-][0-9]{4}", rest) else "-0000"
    return f"{weekday + ', ' if weekday else ''}{day:02} {_MONTHS[int(month) - 1].title()} {year} {hour:02}:{minute:02}{second} {zone}"
