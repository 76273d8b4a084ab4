"""winmail.dat (MS-OXTNEF): what Outlook sends in place of text and attachments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from gyotaku.mail.containers import mapi
from gyotaku.mail.containers.damage import Damaged
from gyotaku.mail.containers.mapi import Properties
from gyotaku.mail.containers.msg import attachment_of, item_of
from gyotaku.mail.containers.rebuild import Attachment, Item

MAGIC = b"\x78\x9f\x3e\x22"
_MESSAGE, _ATTACHMENT = 1, 2
_SUBJECT, _BODY, _MAPI, _RECIPIENTS = 0x8004, 0x800C, 0x9003, 0x9004
_ATTACH_BEGINS, _ATTACH_TITLE, _ATTACH_DATA, _ATTACH_MAPI, _CODEPAGE = 0x9002, 0x8010, 0x800F, 0x9005, 0x9007
_MOST_NESTED = 20
_MOST_ATTACHMENTS = 2_000
_SIZES = {2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 2, 0x14: 8, 0x40: 8, 0x48: 16}
"""Octets of each type of fixed size (MS-OXCDATA 2.11.1); in TNEF they are padded to 4."""
_VARIABLE = frozenset((0x1E, 0x1F, 0xD, 0x102))
_Values = dict[int, tuple[int, Callable[[], bytes]]]


def read(octets: bytes, nesting: int = 0) -> Item:
    """The item in a TNEF stream, as much of it as is whole. Raises Damaged where nothing is."""
    if not octets.startswith(MAGIC):
        raise Damaged
    values: _Values = {}
    recipients: list[Properties] = []
    attachments: list[_Values] = []
    charset: str | None = None
    any_read = False
    for level, id_, data in _attributes(octets):
        any_read = True
        if id_ == _CODEPAGE:
            charset = mapi.charset_of(int.from_bytes(data[:4], "little"))
        elif id_ == _ATTACH_BEGINS and len(attachments) < _MOST_ATTACHMENTS:
            attachments.append({})
        elif level == _ATTACHMENT and attachments:
            _attachment_attribute(attachments[-1], id_, data)
        elif id_ == _MAPI:
            values.update(_properties(data)[0])
        elif id_ == _RECIPIENTS:
            recipients = [Properties(row, charset) for row in _rows(data)]
        elif id_ in {_SUBJECT, _BODY}:
            values.setdefault(mapi.SUBJECT if id_ == _SUBJECT else mapi.BODY, (mapi.STRING8, partial(bytes, data)))
    if not any_read:
        raise Damaged
    properties = Properties(values, charset)
    read_attachments = [_attachment(Properties(one, properties.charset), nesting) for one in attachments]
    return item_of(properties, recipients, read_attachments, nesting + 1)


def _attributes(octets: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Level, id and data of each attribute, up to the first that is cut."""
    at = 6
    while at + 9 <= len(octets):
        level, id_ = octets[at], int.from_bytes(octets[at + 1 : at + 3], "little")
        size = int.from_bytes(octets[at + 5 : at + 9], "little")
        if level not in (_MESSAGE, _ATTACHMENT) or at + 9 + size > len(octets):
            return
        yield level, id_, octets[at + 9 : at + 9 + size]
        at += 9 + size + 2


def _attachment_attribute(values: _Values, id_: int, data: bytes) -> None:
    if id_ == _ATTACH_MAPI:
        values.update(_properties(data)[0])
    elif id_ == _ATTACH_DATA:
        values[mapi.ATTACH_DATA] = mapi.BINARY, partial(bytes, data)
    elif id_ == _ATTACH_TITLE:
        values.setdefault(mapi.ATTACH_NAME, (mapi.STRING8, partial(bytes, data)))


def _attachment(properties: Properties, nesting: int) -> Attachment:
    data = properties.octets(mapi.ATTACH_DATA) or b""
    if properties.type(mapi.ATTACH_DATA) == mapi.OBJECT:
        data = data[16:]  # which interface the object has
        if data.startswith(MAGIC) and nesting < _MOST_NESTED:
            try:
                return attachment_of(properties, read(data, nesting + 1))
            except Damaged:
                pass
    return attachment_of(properties, data)


def _rows(data: bytes) -> Iterator[_Values]:
    """A table of recipients: as many lists of properties as the first number says."""
    count, at = int.from_bytes(data[:4], "little"), 4
    for _ in range(min(count, 2_000)):
        if at >= len(data):
            return
        row, at = _properties(data, at)
        yield row


def _properties(data: bytes, at: int = 0) -> tuple[_Values, int]:
    """Properties by id, and where they end; all up to the first that cannot be read."""
    values: _Values = {}
    count = int.from_bytes(data[at : at + 4], "little")
    at += 4
    for _ in range(count):
        if at + 4 > len(data):
            break
        kind, id_ = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        at += 4
        if id_ >= 0x8000:
            at = _after_name(data, at)
        found = _value(data, at, kind)
        if found is None:
            return values, len(data)
        value, at = found
        if not kind & 0x1000:
            values[id_] = kind, partial(bytes, value)
    return values, at


def _after_name(data: bytes, at: int) -> int:
    """Past the name of a named property: a GUID, then a number, or a text of a given length."""
    if int.from_bytes(data[at + 16 : at + 20], "little") == 0:
        return at + 24
    return at + 24 + _padded(int.from_bytes(data[at + 20 : at + 24], "little"))


def _value(data: bytes, at: int, kind: int) -> tuple[bytes, int] | None:
    """The first value of a property and where the last one ends; None where it does not fit."""
    single = kind & 0xFFF
    several = bool(kind & 0x1000)
    if single not in _VARIABLE and single not in _SIZES:
        return None
    count = 1
    if several or single in _VARIABLE:
        count = int.from_bytes(data[at : at + 4], "little")
        at += 4
    first = b""
    for number in range(count):
        size = _SIZES.get(single)
        if size is None:
            size = int.from_bytes(data[at : at + 4], "little")
            at += 4
        if at + size > len(data):
            return None
        if not number:
            first = data[at : at + size]
        at += _padded(size)
    return first, at


def _padded(size: int) -> int:
    return (size + 3) & ~3
