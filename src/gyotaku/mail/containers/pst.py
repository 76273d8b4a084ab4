"""Outlook's data files (.pst, .ost), read by libpff (the extra `pst`), which is loaded when the first is met."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any

from msgspec import Struct

from gyotaku.mail.containers.archive import NeedsExtra
from gyotaku.mail.containers.damage import Damaged
from gyotaku.mail.containers.mapi import Properties
from gyotaku.mail.containers.msg import NotMail, attachment_of, item_of
from gyotaku.mail.containers.rebuild import Attachment, Item
from gyotaku.mail.containers.stream import Room

MAGIC = b"!BDN"
_DEEPEST = 64
_MOST_ATTACHMENTS = 2_000
_MOST_NESTED = 20
_LARGEST = 64 * 1024 * 1024


class Member(Struct, frozen=True):
    """A mail and where it lies: folders and the ordinal in the last. `item` is None where it could not be read."""

    name: str
    item: Item | None


def members(file: IO[bytes], room: Room) -> Iterator[Member]:
    """The mails in all folders; appointments, contacts and the like are passed over. Raises NeedsExtra or Damaged."""
    try:
        import pypff
    except ImportError:
        raise NeedsExtra from None
    data = pypff.file()
    try:
        data.open_file_object(file)
        root = data.get_root_folder()
    except (OSError, MemoryError, SystemError) as error:
        raise Damaged from error
    try:
        yield from _folder(root, "", 0, room)
    finally:
        data.close()


def _folder(folder: Any, path: str, depth: int, room: Room) -> Iterator[Member]:
    for number in range(_asked(0, folder.get_number_of_sub_messages)):
        room.enter()
        name = f"{path}{number + 1}"
        try:
            yield Member(name, _item(folder.get_sub_message(number), 0))
        except NotMail:
            continue
        except (OSError, MemoryError, SystemError, Damaged):
            yield Member(name, None)
    for number in range(_asked(0, folder.get_number_of_sub_folders) if depth < _DEEPEST else 0):
        inner = _asked(None, partial(folder.get_sub_folder, number))
        if inner is None:
            yield Member(f"{path}{number + 1}/", None)
            continue
        name = _asked(None, inner.get_name) or str(number + 1)
        yield from _folder(inner, f"{path}{name[:200]}/", depth + 1, room)


def _asked(without: Any, call: Callable[[], Any]) -> Any:
    try:
        return call()
    except (OSError, MemoryError, SystemError):
        return without


def _item(message: Any, nesting: int) -> Item:
    properties = _properties(message, None)
    recipients = _asked(None, lambda: message.recipients)
    rows = [] if recipients is None else _asked([], partial(_record_sets, recipients))
    attachments = []
    for number in range(min(_asked(0, message.get_number_of_attachments), _MOST_ATTACHMENTS)):
        one = _asked(None, partial(message.get_attachment, number))
        if one is not None:
            attachments.append(_attachment(one, properties.charset, nesting))
    return item_of(properties, rows, attachments, nesting)


def _attachment(one: Any, charset: str | None, nesting: int) -> Attachment:
    properties = _properties(one, charset)
    if nesting < _MOST_NESTED and _asked(0, one.get_number_of_sub_items):
        inner = one.get_sub_item(0)
        return attachment_of(properties, _item(inner, nesting + 1))
    size = min(_asked(0, one.get_size), _LARGEST)
    return attachment_of(properties, _asked(b"", partial(one.read_buffer, size)) if size else b"")


def _record_sets(item: Any, charset: str | None = None) -> list[Properties]:
    """The item's tables, each row as properties."""
    rows = []
    for record_set in item.record_sets:
        values: dict[int, tuple[int, Callable[[], bytes]]] = {}
        for entry in record_set.entries:
            kind, id_ = entry.value_type, entry.entry_type
            if kind is not None and id_ is not None:
                values.setdefault(id_, (kind, partial(_data, entry)))
        rows.append(Properties(values, charset))
    return rows


def _properties(item: Any, charset: str | None) -> Properties:
    rows = _asked([], partial(_record_sets, item, charset))
    return rows[0] if rows else Properties({}, charset)


def _data(entry: Any) -> bytes:
    data = _asked(b"", entry.get_data)
    return data if isinstance(data, bytes) else b""
