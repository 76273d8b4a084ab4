"""What octets hold, by what they say themselves: one mail, a file that holds mails, or something else.

A file's name says nothing here. Each reader is loaded when a file of its kind is met, and what it raises ends here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gyotaku.mail import pasted, refusals
from gyotaku.mail.containers.damage import BadPacking, Damaged, Exhausted
from gyotaku.mail.containers.stream import Room, Stream
from gyotaku.mail.given import Mail
from gyotaku.mail.refusals import Refusal, Refused
from gyotaku.model.text import Text

if TYPE_CHECKING:
    from gyotaku.mail.containers.archive import Member
    from gyotaku.mail.containers.rebuild import Item

Intake = Mail | Refused

_HEAD = 2_048
_DEEPEST = 8
"""Archives inside each other that are opened."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK_STREAM = "__substg1.0_".encode("utf-16-le")
_TNEF = b"\x78\x9f\x3e\x22"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_PST = b"!BDN"
_MAY_BE_EMLX = re.compile(rb"[0-9]{1,12}[ \t]*\r?\n")

_UNPACKED = Text(en="the file was unpacked (gzip, bzip2 or xz)", ja="圧縮（gzip、bzip2、xz）を展開しました")
_EMLX = Text(
    en="Apple Mail's length line and notes around the mail were left out",
    ja="Apple Mail がメールの前後に付けた長さの行と管理情報を除きました",
)
_EMLX_CUT = Text(
    en="less of the mail is there than Apple Mail's first line says; the rest is missing",
    ja="Apple Mail が先頭行に記録した長さよりメールが短く、残りが欠けています",
)
_EMLX_PARTIAL = Text(
    en="Apple Mail keeps attachments of this mail in files of their own (.partial.emlx); they are not here",
    ja="Apple Mail は、このメールの添付ファイルを別のファイルに分けて保存しています（.partial.emlx）。"
    "添付ファイルはここにありません",
)
_UNQUOTED = Text(
    en='the mailbox\'s mark ">" before lines that begin with "From " was left out',
    ja="mbox が「From 」で始まる行の前に付けた「>」を除きました",
)
_MSG = Text(
    en="the mail was put together from Outlook's pieces; the layout of its parts is not the original one",
    ja="Outlook が分けて保存している内容からメールを組み立てました。パートの構成は元と異なることがあります",
)
_TNEF_ALONE = Text(
    en="A winmail.dat holds what Outlook wrote, without the header of the mail it came with; "
    "a header was made from what it records.",
    ja="winmail.dat は Outlook が書いた内容だけで、届いたメールのヘッダーを含みません。"
    "記録されている項目からヘッダーを組み立てました。",
)


class Bounds(Struct, frozen=True):
    """What mails are taken out of: how large one may be, how deep inside archives, and what may be unpacked in all."""

    octets: int
    room: Room
    depth: int = 0

    @property
    def deeper(self) -> Bounds:
        return replace(self, depth=self.depth + 1)


_Reader = Callable[[str, Stream, Bounds], Iterator[Intake]]


def mails(path: str, stream: Stream, bounds: Bounds) -> Iterator[Intake]:
    """Every mail in a stream. Whatever is not read is a refusal; nothing raises but the stream itself (OSError)."""
    try:
        yield from _reader(stream)(path, stream, bounds)
    except Exhausted:
        if bounds.depth:
            raise  # the bound is the outermost file's, and nothing more of that is read
        yield refusals.BOMB.of(path)
    except BadPacking:
        yield refusals.GZIP.of(path)
    except Damaged:
        yield refusals.MEMBER.of(path)  # a member that broke while it was read


def one(path: str, raw: bytes) -> Intake:
    """The one mail that these octets are, or why they are none."""
    room = Room(len(raw), 2)
    stream = Stream(io.BytesIO(raw), io.BytesIO(raw))
    found = list(_two(mails(path, stream, Bounds(max(len(raw), 1), room))))
    if len(found) == 1 and found[0].path == path:
        return found[0]
    return refusals.MBOX.of(path)


def _two(found: Iterator[Intake]) -> Iterator[Intake]:
    for number, intake in enumerate(found):
        yield intake
        if number:
            return


def _reader(stream: Stream) -> _Reader:
    head = stream.peek(_HEAD)
    if head.startswith(_OLE):
        return _msg
    if head.startswith(_TNEF):
        return _tnef
    if head.startswith(_ZIP):
        return _zip
    if head.startswith(_PACKED):
        return _packed
    if head.startswith(_PST):
        return _pst
    if head[257:262] == b"ustar" and _is_tar(head):
        return _tar
    if head.lstrip(b"\r\n").startswith(b"From ") and _is_mbox(head):
        return _mbox
    if _MAY_BE_EMLX.match(head):
        return _emlx
    return _mail


def _is_tar(head: bytes) -> bool:
    from gyotaku.mail.containers.archive import is_tar

    return is_tar(head)


def _is_mbox(head: bytes) -> bool:
    from gyotaku.mail.containers.mbox import FIRST

    return FIRST.match(head) is not None


def _whole(path: str, stream: Stream, bounds: Bounds) -> bytes | Refused:
    raw = stream.whole(bounds.octets)
    return refusals.too_large(None, bounds.octets).of(path) if raw is None else raw


def _mail(path: str, stream: Stream, bounds: Bounds) -> Iterator[Intake]:
    raw = _whole(path, stream, bounds)
    yield raw if isinstance(raw, Refused) else _as_mail(path, raw)


def _as_mail(path: str, raw: bytes) -> Intake:
    """Octets that are no container: a mail, pasted header fields, or neither."""
    reason = refusals.recognized_as(raw)
    if reason is not None:
        return reason.of(path)
    mended = pasted.mended(raw)
    if mended is None:
        return refusals.not_a_mail(raw).of(path)
    return Mail(path, *mended)


def _msg(path: str, stream: Stream, bounds: Bounds) -> Iterator[Intake]:
    raw = _whole(path, stream, bounds)
    yield raw if isinstance(raw, Refused) else msg_mail(path, raw)


def msg_mail(path: str, raw: bytes) -> Intake:
    """The mail in a .msg."""
    from gyotaku.mail.containers import msg

    try:
        return _rebuilt(path, msg.read(raw), _MSG)
    except msg.NotMail:
        return refusals.OUTLOOK_ITEM.of(path)
    except Damaged:
        return (refusals.OUTLOOK if _OUTLOOK_STREAM in raw else refusals.OFFICE).of(path)


def _tnef(path: str, stream: Stream, bounds: Bounds) -> Iterator[Intake]:
    from gyotaku.mail.containers import tnef
    from gyotaku.mail.containers.msg import NotMail

    raw = _whole(path, stream, bounds)
    if isinstance(raw, Refused):
        yield raw
        return
    try:
        yield _rebuilt(path, tnef.read(raw), _MSG, _TNEF_ALONE)
    except NotMail:
        yield refusals.OUTLOOK_ITEM.of(path)
    except Damaged:
        yield refusals.TNEF.of(path)


def _rebuilt(path: str, item: Item, note: Text, why: Text | None = None, container: str | None = None) -> Mail:
    from gyotaku.mail.containers import rebuild

    made = rebuild.rebuilt(item)
    mail = Mail(path, made.raw, (note,), container, made.partial)
    if mail.why_partial is None:
        return mail
    return replace(mail, undone=(note, why or mail.why_partial))


def _emlx(path: str, stream: Stream, bounds: Bounds) -> Iterator[Intake]:
    from gyotaku.mail.containers import emlx

    raw = _whole(path, stream, bounds)
    if isinstance(raw, Refused):
        yield raw
        return
    try:
        read = emlx.read(raw)
    except Damaged:
        yield _as_mail(path, raw)
        return
    found = _as_mail(path, read.raw)
    if isinstance(found, Mail):
        notes = (_EMLX, *((_EMLX_CUT,) if read.cut else ()), *((_EMLX_PARTIAL,) if read.partial else ()))
        found = replace(found, undone=(*notes, *found.undone))
    yield found


def _mbox(path: str, stream: Stream, bounds: Bounds) -> Iterator[Intake]:
    """A mailbox of one mail is that mail."""
    from gyotaku.mail.containers import mbox

    found = mbox.members(stream, bounds.octets)
    held = next(found, None)
    number = 0
    for member in found:
        if held is not None:
            number += 1
            yield _mbox_mail(path, number, held, bounds)
        held = member
    if held is None:
        yield refusals.NOTHING_INSIDE.of(path)
    elif number:
        yield _mbox_mail(path, number + 1, held, bounds)
    elif held.raw is None:
        yield refusals.too_large(None, bounds.octets).of(path)
    else:
        alone = _as_mail(path, held.separator + held.raw)
        yield replace(alone, undone=(*alone.undone, _UNQUOTED)) if held.unquoted and isinstance(alone, Mail) else alone


def _mbox_mail(path: str, number: int, member: object, bounds: Bounds) -> Intake:
    from gyotaku.mail.containers.mbox import Member

    bounds.room.enter()
    assert isinstance(member, Member)  # noqa: S101 - a type that is loaded late
    name = f"{path}!{number}"
    if member.raw is None:
        return refusals.too_large(None, bounds.octets).of(name)
    found = _as_mail(name, member.raw)
    if isinstance(found, Mail):
        undone = (*found.undone, _UNQUOTED) if member.unquoted else found.undone
        return replace(found, undone=undone, container=path)
    return found


def _packed(path: str, stream: Stream, bounds: Bounds) -> Iterator[Intake]:
    """Packing has no members: the mail inside has the path of the file."""
    from gyotaku.mail.containers.inflate import Inflated

    if bounds.depth >= _DEEPEST:
        yield refusals.NESTED.of(path)
        return
    kind = next(kind for kind in _PACKED if stream.peek(6).startswith(kind))
    inner = Stream(Inflated(stream, kind, bounds.room))
    for found in mails(path, inner, bounds.deeper):
        yield replace(found, undone=(_UNPACKED, *found.undone)) if isinstance(found, Mail) else found


def _tar(path: str, stream: Stream, bounds: Bounds) -> Iterator[Intake]:
    from gyotaku.mail.containers.archive import tar_members

    yield from _archive(path, tar_members(stream, bounds.room), refusals.TAR, bounds)


def _zip(path: str, stream: Stream, bounds: Bounds) -> Iterator[Intake]:
    from gyotaku.mail.containers import archive

    file = stream.file
    if file is None:
        raw = _whole(path, stream, bounds)
        if isinstance(raw, Refused):
            yield raw
            return
        file = io.BytesIO(raw)
    try:
        yield from _archive(path, archive.zip_members(file, bounds.room), refusals.ZIP, bounds)
    except archive.Office:
        yield refusals.OFFICE_ZIP.of(path)
    except archive.NeedsExtra:
        yield refusals.AES.of(path)


def _archive(path: str, members: Iterator[Member], damaged: Refusal, bounds: Bounds) -> Iterator[Intake]:
    """Each member, by what it holds; a member that cannot be read costs itself alone."""
    if bounds.depth >= _DEEPEST:
        yield refusals.NESTED.of(path)
        return
    empty = True
    try:
        for member in members:
            empty = False
            name = f"{path}!{member.name}"
            if isinstance(member.source, Exception):
                yield _why_not(member.source).of(name)
                continue
            for found in mails(name, Stream(member.source), bounds.deeper):
                inside = isinstance(found, Mail) and found.container is None
                yield replace(found, container=path) if inside else found
    except BadPacking:
        raise
    except Damaged:
        yield damaged.of(path)
        return
    if empty:
        yield refusals.NOTHING_INSIDE.of(path)


def _why_not(reason: Exception) -> Refusal:
    from gyotaku.mail.containers import archive

    if isinstance(reason, archive.Locked):
        return refusals.LOCKED
    return refusals.UNPACKABLE if isinstance(reason, archive.Unpackable) else refusals.ZIP


def _pst(path: str, stream: Stream, bounds: Bounds) -> Iterator[Intake]:
    from gyotaku.mail.containers import pst
    from gyotaku.mail.containers.archive import NeedsExtra

    file = stream.file
    if file is None:
        raw = _whole(path, stream, bounds)
        if isinstance(raw, Refused):
            yield raw
            return
        file = io.BytesIO(raw)
    try:
        for member in pst.members(file, bounds.room):
            name = f"{path}!{member.name}"
            found = refusals.MEMBER.of(name) if member.item is None else _rebuilt(name, member.item, _MSG, None, path)
            yield found
    except NeedsExtra:
        yield refusals.PST_ABSENT.of(path)
    except Damaged:
        yield refusals.PST.of(path)
