"""A mail without what mailing lists and spam filters added to it.

A verdict measured on mail that came through a list measures the list and its filter as well: their stamps, their
footers, their own delivery. What is taken away: filters' fields and stamps in the subject; for a mail with list fields,
also those fields, the delivery from the list to its reader (everything above the line by which the list took the mail),
the list's tag in the subject, its footer, and the "via" From that it wrote for DMARC's sake. Authentication-Results stay:
they are the receiving server's record, not an opinion.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from email.utils import parseaddr
from fnmatch import translate
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail import message as mail_message
from gyotaku.mail.domains import registrable
from gyotaku.mail.facts.stamps import subject_stamp
from gyotaku.mail.message import Message
from gyotaku.mail.mime import Part

_TRACE = re.compile(
    r"(?:x-|arc-|dkim-|domainkey-|received|return-path|delivered-to|envelope-to|authentication-|delivery-)"
)
_LIST_ADDRESS = re.compile(r"[^\s<>:\"]{1,200}@[^\s<>?\"]{1,200}")
_LIST_ID = re.compile(r"<([^<>\s]{1,250})>\s*$")
_BY = re.compile(r"\bby\s+([^\s;()]{1,250})", re.IGNORECASE)
_VIA = re.compile(r"^(.{0,200}?)\s+(?:via|経由|über|par)\s+\S.{0,200}$", re.DOTALL)


class List(Struct, frozen=True):
    """The mailing list that a mail came through: its posting address where known, its host."""

    address: str | None
    host: str


def stripped(raw: bytes) -> bytes:
    """The mail's octets without list and filter traces; the same octets where there are none."""
    message = mail_message.read(raw)
    mailing_list = _list_of(message)
    without_footers = _bodies(message, raw) if mailing_list else raw[message.root.body_start :]
    lines = b"\r\n" if b"\r\n" in raw[: message.root.body_start] else b"\n"
    kept = _fields(message, mailing_list)
    return (
        b"".join(field + lines for field in kept)
        + raw[_header_end(message) : message.root.body_start]
        + without_footers
    )


def _header_end(message: Message) -> int:
    """Where the last field's line ends."""
    fields = list(message.headers)
    if not fields:
        return message.root.start
    end = fields[-1].end
    raw = message.raw
    end += raw.startswith(b"\r", end)
    return end + raw.startswith(b"\n", end)


def _list_of(message: Message) -> List | None:
    headers = message.headers
    post = (
        headers.get("List-Post")
        or headers.get("X-BeenThere")
        or headers.get("X-Mailing-List")
        or headers.get("Mailing-List")
    )
    found = _LIST_ADDRESS.search(post.text.replace("mailto:", " ")) if post else None
    address = found[0].lower() if found else None
    if address:
        return List(address, address.rpartition("@")[2])
    named = headers.get("List-Id")
    precedence = headers.get("Precedence")
    match = _LIST_ID.search(named.text) if named and precedence and "list" in precedence.text.lower() else None
    if match is None:
        # Newsletters carry List-Id and List-Unsubscribe of their own: nobody stands between them and their reader.
        return None
    name, _, host = match[1].lower().partition(".")
    return List(f"{name}@{host}", host) if host else None


def _fields(message: Message, mailing_list: List | None) -> list[bytes]:
    fields = list(message.headers)
    first = _taken_by(message, mailing_list) if mailing_list else 0
    kept: list[bytes] = []
    for number, field in enumerate(fields):
        name = field.name.lower()
        if _added("filter").match(name):
            continue
        if mailing_list and (_added("list").match(name) or (number < first and _TRACE.match(name))):
            continue
        if mailing_list and name == "sender" and mailing_list.host in field.text.lower():
            continue
        octets = message.raw[field.start : field.end]
        if name == "subject":
            octets = _subject(field.text, octets, mailing_list)
        elif name == "from" and mailing_list:
            octets = _author(message, field.text, octets, mailing_list)
        kept.append(octets)
    return kept


def _taken_by(message: Message, mailing_list: List) -> int:
    """The number of the field by which the list's own server took the mail; 0 where no line tells."""
    ours = registrable(mailing_list.host) or mailing_list.host
    for number, field in enumerate(message.headers):
        if field.name.lower() != "received":
            continue
        text = field.text.lower()
        by = _BY.search(text)
        to_list = mailing_list.address is not None and f"for {mailing_list.address}" in text.replace("<", "")
        if to_list or (
            by and (registrable(by[1]) or by[1]) == ours and "listexpand" not in text and "via " not in text
        ):
            return number
    return 0


def _subject(text: str, octets: bytes, mailing_list: List | None) -> bytes:
    words, before = text.strip(), ""
    tag = f"[{mailing_list.address.partition('@')[0]}]" if mailing_list and mailing_list.address else None
    while words != before:
        # A filter stamps before or after the list adds its tag.
        before = words
        stamp = subject_stamp(words)
        if stamp:
            words = words[len(stamp) :].lstrip(" \t:")
        place = words.lower().find(tag) if tag else -1
        if tag and 0 <= place <= 8:
            words = words[:place] + words[place + len(tag) :].lstrip()
    return octets if words == text.strip() else b"Subject: " + _encoded(words)


def _encoded(words: str) -> bytes:
    if words.isascii():
        return words.encode()
    # Folded at 45 octets of text: an encoded word has at most 75 characters (RFC 2047 section 2).
    pieces: list[str] = [""]
    for character in words:
        if len((pieces[-1] + character).encode("utf-8", "replace")) > 40:
            pieces.append("")
        pieces[-1] += character
    return b"\n ".join(b"=?utf-8?B?" + base64.b64encode(piece.encode("utf-8", "replace")) + b"?=" for piece in pieces)


def _author(message: Message, text: str, octets: bytes, mailing_list: List) -> bytes:
    """The author as he was before the list put itself in his place."""
    name, address = parseaddr(text)
    if not address.lower().endswith("@" + mailing_list.host):
        return octets
    original = message.headers.get("X-Original-From") or message.headers.get("Reply-To")
    if original is None:
        return octets
    original_name, original_address = parseaddr(original.text)
    if not original_address or original_address.lower().endswith("@" + mailing_list.host):
        return octets
    via = _VIA.match(name)
    shown = original_name or (via[1] if via else name)
    return b"From: " + _encoded(shown.strip("'\" ")) + f" <{original_address}>".encode("utf-8", "replace")


def _bodies(message: Message, raw: bytes) -> bytes:
    """The body with the list's footers cut from its text parts."""
    root = message.root
    cuts: list[tuple[int, int, bytes]] = []
    for part in root.walk():
        if not part.children and part.message is None and part.content_type in ("text/plain", "text/html"):
            cut = _without_footer(part)
            if cut is not None and part.source.outer is None:
                cuts.append((part.body_start, part.end, cut))
    pieces: list[bytes] = []
    place = root.body_start
    for start, end, cut in cuts:
        pieces += [raw[place:start], cut]
        place = end
    return b"".join((*pieces, raw[place:]))


def _without_footer(part: Part) -> bytes | None:
    """The part's body as octets without a footer; None where it has none."""
    body = part.body
    if part.encoding == "base64":
        data = part.data()
        found = _last(_footer().finditer(data))
        return None if found is None else base64.encodebytes(data[:found])
    found = _last(_footer().finditer(body))
    return None if found is None else body[:found]


def _last(matches: Iterator[re.Match[bytes]]) -> int | None:
    place = None
    for match in matches:
        place = match.start()
    return place


@cache
def _footer() -> re.Pattern[bytes]:
    rows = table("added_on_the_way")["list"]["footers"]
    return re.compile(("^(?:" + "|".join(rows) + ")").encode(), re.MULTILINE | re.IGNORECASE)


@cache
def _added(by: str) -> re.Pattern[str]:
    """Matches the name of a field that a filter, or a list, writes."""
    return re.compile("|".join(translate(name) for name in table("added_on_the_way")[by]["fields"]))
