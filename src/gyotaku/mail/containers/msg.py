"""Outlook's .msg (MS-OXMSG): an item's properties in an OLE file."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from gyotaku.mail.containers import mapi, ole, rtf
from gyotaku.mail.containers.damage import Damaged
from gyotaku.mail.containers.fields import address, date, encoded
from gyotaku.mail.containers.mapi import Properties
from gyotaku.mail.containers.rebuild import Attachment, Item

STREAM = "__substg1.0_"
_MOST_PARTS = 2_000
"""Attachments or recipients of one item that are read."""
_MOST_NESTED = 20
_PROPERTY = re.compile(r"__SUBSTG1\.0_([0-9A-F]{4})([0-9A-F]{4})")
_EMBEDDED, _BY_VALUE = 5, 1
_NOT_MAIL = re.compile(
    r"(?i)(?:ipm\.)?(?:contact|appointment|task|stickynote|activity|distlist|microsoft\.|document)\b"
)
_KINDS = ("", "To", "Cc", "Bcc")


class NotMail(Exception):  # noqa: N818 - what the item is, not an error
    """The item is an appointment, a contact, a note."""


def read(octets: bytes) -> Item:
    """The mail that a .msg holds. Raises Damaged, or NotMail for any other of Outlook's items."""
    root = ole.opened(octets)
    return _item(root, 32, None, 0)


def _item(storage: ole.Storage, header: int, charset: str | None, nesting: int) -> Item:
    properties = _properties(storage, header, charset)
    if properties.type(mapi.MESSAGE_CLASS) is None and properties.type(mapi.SUBJECT) is None and not nesting:
        raise Damaged
    recipients = [
        _properties(inner, 8, properties.charset)
        for name, inner in sorted(storage.storages.items())
        if name.startswith("__RECIP_VERSION1.0_")
    ]
    attachments = [
        _attachment(inner, properties.charset, nesting)
        for name, inner in sorted(storage.storages.items())[:_MOST_PARTS]
        if name.startswith("__ATTACH_VERSION1.0_")
    ]
    return item_of(properties, recipients[:_MOST_PARTS], [one for one in attachments if one is not None], nesting)


def item_of(
    properties: Properties, recipients: list[Properties], attachments: list[Attachment], nesting: int = 0
) -> Item:
    """The item that these properties tell of."""
    header = properties.octets(mapi.TRANSPORT_HEADERS)
    if header is not None and properties.type(mapi.TRANSPORT_HEADERS) == mapi.UNICODE:
        header = header.decode("utf-16-le", "replace").encode("utf-8", "replace")
    kind = properties.text(mapi.MESSAGE_CLASS) or ""
    if not header and not nesting and _NOT_MAIL.match(kind):
        raise NotMail(kind)
    text, html = bodies(properties)
    whole = None
    # A signed mail is kept as one attachment that holds the whole of its body.
    if "smime.multipartsigned" in kind.lower() and len(attachments) == 1 and isinstance(attachments[0].data, bytes):
        whole = attachments[0].data
    return Item(header or None, _recorded(properties, recipients), text, html, tuple(attachments), whole)


def bodies(properties: Properties) -> tuple[str | None, tuple[bytes, str | None] | None]:
    """Text and HTML; where the HTML is kept inside RTF, or there is RTF alone, out of that."""
    text = properties.text(mapi.BODY)
    octets = properties.octets(mapi.HTML)
    html: tuple[bytes, str | None] | None = None
    if octets:
        if properties.type(mapi.HTML) == mapi.BINARY:
            html = octets, properties.internet_charset
        else:
            html = (properties.text(mapi.HTML) or "").encode("utf-8", "replace"), "utf-8"
    if html is None and (compressed := properties.octets(mapi.RTF)):
        try:
            inner = rtf.body(rtf.decompressed(compressed))
        except Damaged:
            return text, None
        if inner.is_html:
            html = inner.text.encode("utf-8", "replace"), "utf-8"
        elif text is None:
            text = inner.text
    return text, html


def _recorded(properties: Properties, recipients: list[Properties]) -> dict[str, str]:
    """Header fields from what Outlook recorded, for items that have no header of their own."""
    author = _mailbox(properties, mapi.REPRESENTED_NAME, mapi.REPRESENTED_SMTP, mapi.REPRESENTED_ADDRESS)
    sender = _mailbox(properties, mapi.SENDER_NAME, mapi.SENDER_SMTP, mapi.SENDER_ADDRESS)
    fields = {"From": author or sender, "Sender": sender if author and sender != author else ""}
    for number, name in enumerate(_KINDS):
        there = [
            _mailbox(one, mapi.DISPLAY_NAME, mapi.SMTP_ADDRESS, mapi.ADDRESS)
            for one in recipients
            if name and (one.number(mapi.RECIPIENT_TYPE) or 1) & 0xF == number
        ]
        if name:
            fields[name] = ",\r\n ".join(box for box in there if box)
    fields["Subject"] = encoded(properties.text(mapi.SUBJECT) or "")
    fields["Date"] = date(properties.time(mapi.SUBMIT_TIME) or properties.time(mapi.DELIVERY_TIME))
    for name, id_ in (
        ("Message-ID", mapi.MESSAGE_ID),
        ("In-Reply-To", mapi.IN_REPLY_TO),
        ("References", mapi.REFERENCES),
    ):
        fields[name] = encoded((properties.text(id_) or "").strip())
    return {name: value for name, value in fields.items() if value}


def _mailbox(properties: Properties, name: int, smtp: int, mailbox: int) -> str:
    """Exchange's own addresses (`/o=...`) say nothing outside its organisation."""
    mailboxes = (properties.text(smtp), properties.text(mailbox))
    return address(properties.text(name), next((one for one in mailboxes if one and "@" in one), None))


def _attachment(storage: ole.Storage, charset: str | None, nesting: int) -> Attachment | None:
    properties = _properties(storage, 8, charset)
    data: bytes | Item = b""
    embedded = storage.storages.get(f"{STREAM.upper()}{mapi.ATTACH_DATA:04X}{mapi.OBJECT:04X}")
    if embedded is not None and properties.number(mapi.ATTACH_METHOD) == _EMBEDDED:
        if nesting >= _MOST_NESTED:
            return None
        data = _item(embedded, 24, charset, nesting + 1)
    else:
        data = properties.octets(mapi.ATTACH_DATA) or b""
    return attachment_of(properties, data)


def attachment_of(properties: Properties, data: bytes | Item) -> Attachment:
    return Attachment(
        properties.text(mapi.ATTACH_LONG_NAME) or properties.text(mapi.ATTACH_NAME),
        properties.text(mapi.ATTACH_MIME_TYPE),
        properties.text(mapi.ATTACH_CONTENT_ID),
        data,
    )


def _properties(storage: ole.Storage, header: int, charset: str | None) -> Properties:
    """Numbers and times stand in one stream, in rows of 16 octets after a header; all else in a stream of its own."""
    values: dict[int, tuple[int, Callable[[], bytes]]] = {}
    rows = storage.stream("__properties_version1.0") or b""
    for at in range(header, len(rows) - 15, 16):
        kind, id_ = int.from_bytes(rows[at : at + 2], "little"), int.from_bytes(rows[at + 2 : at + 4], "little")
        values[id_] = kind, partial(bytes, rows[at + 8 : at + 16])
    for name in storage.streams:
        if found := _PROPERTY.fullmatch(name):
            kind = int(found[2], 16)
            values[int(found[1], 16)] = kind, partial(_stream, storage, name)
    return Properties(values, charset)


def _stream(storage: ole.Storage, name: str) -> bytes:
    return storage.stream(name) or b""
