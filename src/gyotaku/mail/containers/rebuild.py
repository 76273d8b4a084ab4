"""Items that keep a mail's pieces apart (.msg, TNEF, .pst), put together as the octets of a mail.

What was kept of the original stays: every header field but the two that describe the body's form, and those as well
where the pieces fit them. Boundaries and part headers that the item does not have are ours.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from msgspec import Struct

from gyotaku.mail import charset, message
from gyotaku.mail.containers.fields import parameter, plain
from gyotaku.mail.mime import Part
from gyotaku.model.text import Text

HEADER_REBUILT = Text(
    en="Outlook kept no original header fields with this item (a draft, a sent item, or one that never crossed the "
    "Internet); a header was made from what Outlook recorded.",
    ja="この項目には元のヘッダーが残っていません（下書き、送信済み、または社内だけで届いたメールなど）。"
    "Outlook が記録している差出人、宛先、件名、日時からヘッダーを組み立てました。",
)
_MOST_NESTED = 20


class Address(Struct, frozen=True):
    """A display name and an address, either of which may be missing."""

    name: str | None
    address: str | None


class Attachment(Struct, frozen=True):
    """An attachment: its octets, or the item that is embedded."""

    name: str | None
    media_type: str | None
    content_id: str | None
    data: bytes | Item


class Item(Struct, frozen=True):
    """What is known of a mail."""

    header: bytes | None
    """The header as it crossed the Internet, if it was kept."""
    recorded: Mapping[str, str]
    """Fields made from what the program recorded, for an item without the header."""
    text: str | None
    html: tuple[bytes, str | None] | None
    """The HTML, and its charset where it is known."""
    attachments: tuple[Attachment, ...]
    whole: bytes | None = None
    """The body as it crossed the Internet, part headers and all: a signed mail is kept so."""


class Rebuilt(Struct, frozen=True):
    """A mail's octets. `partial` tells, by the SHA-256 of the octets of each mail in it, where a header is ours."""

    raw: bytes
    partial: Mapping[str, Text]


def rebuilt(item: Item) -> Rebuilt:
    """The octets of the mail that the item was."""
    partial: dict[str, Text] = {}
    return Rebuilt(_mail(item, partial, 0), partial)


def entity(item: Item, partial: dict[str, Text]) -> bytes:
    """The body of the item with the fields that describe it, and no others: what stands in place of a winmail.dat.

    `partial` takes up what is to be said of the mails inside.
    """
    return _joined(_body(item, partial, 0))


def _mail(item: Item, partial: dict[str, Text], nesting: int) -> bytes:
    header = _without_preface(item.header or b"")
    lacks = not re.search(rb"(?im)^(?:from|received)[ \t]*:", header)
    if lacks:
        given = {name.lower() for name, _ in _fields(header)}
        header += b"".join(
            _field(name, value) for name, value in item.recorded.items() if name.lower().encode() not in given
        )
    fields = list(_fields(header))
    root = message.read(header + b"\r\n").root
    described, body = _under(root, item, _body(item, partial, nesting)) if item.whole is None else _split(item.whole)
    kept: list[bytes] = []
    for name, line in fields:
        new = described.pop(name.lower(), None) if name.lower() in _DESCRIBING else line
        kept += [new] if new else []
    octets = b"".join([*kept, *described.values(), b"\r\n", body])
    if lacks:
        partial[sha256(octets).hexdigest()] = HEADER_REBUILT
    return octets


_DESCRIBING = (b"content-type", b"content-transfer-encoding")
_PREFACE = re.compile(rb"\s*(?:Microsoft Mail Internet Headers[^\r\n]*\r?\n)?(?:[ \t]*\r?\n)*")
_FIELD = re.compile(rb"([!-9;-~]{1,998})[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*|[^\n]*\n")
_Part = tuple[dict[bytes, bytes], bytes]
"""The fields that describe a part, each with its line, and its body."""


def _without_preface(header: bytes) -> bytes:
    """One block of fields with line ends: no line of Exchange's before, nothing after the first empty line."""
    header = header.rstrip(b"\0")
    start = preface.end() if (preface := _PREFACE.match(header)) else 0
    blank = re.compile(rb"\n\r?\n").search(header, start)
    header = header[start : blank.start() + 1 if blank else len(header)].rstrip(b"\r\n")
    return header + b"\r\n" if header else b""


def _fields(header: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and whole lines of each field, in order; lines that are none come with an empty name."""
    for match in _FIELD.finditer(header):
        yield match[1] or b"", match[0]


def _split(entity: bytes) -> _Part:
    """A MIME entity's describing fields and its body."""
    head, blank, body = re.split(rb"(\r?\n\r?\n)", entity, maxsplit=1) if b"\n" in entity else (entity, b"", b"")
    fields = {name.lower(): line for name, line in _fields(head.lstrip() + b"\r\n") if name.lower() in _DESCRIBING}
    return (fields, body) if fields and blank else ({}, entity)


def _joined(part: _Part) -> bytes:
    return b"".join(part[0].values()) + b"\r\n" + part[1]


def _under(root: Part, item: Item, part: _Part) -> _Part:
    """The body in the form that the mail's own Content-Type tells, as far as the pieces allow."""
    kind = root.content_type
    if root.headers.get("Content-Type") is None:
        # A field that the sender did not write would change what his header says of his software.
        plain_text = item.text is not None and item.text.isascii() and item.html is None and not item.attachments
        return ({}, (item.text or "").encode()) if plain_text else part
    if kind.startswith("multipart/"):
        boundary = root.parameters.get("boundary", "").encode("utf-8", "replace")
        if not boundary or b"--" + boundary in part[1]:
            return part
        line = _content_type(root)
        inner = _parted(part, kind)
        children = inner if inner is not None else [_joined(part)]
        return {b"content-type": line, **_encoding_of(root)}, _enclosed(boundary, children)
    if kind in {"text/plain", "text/html"}:
        return _single(root, item, kind) or part
    if len(item.attachments) == 1 and not item.text and not item.html and isinstance(item.attachments[0].data, bytes):
        line = _content_type(root)
        return {b"content-type": line, **_BASE64}, _base64(item.attachments[0].data)
    return part


def _encoding_of(root: Part) -> dict[bytes, bytes]:
    """The original field where it says that nothing was encoded."""
    field = root.headers.get("Content-Transfer-Encoding")
    if field is None or root.encoding not in {"7bit", "8bit", "binary"}:
        return {}
    return {b"content-transfer-encoding": field.name.encode() + b":" + field.raw.rstrip(b"\r\n") + b"\r\n"}


def _content_type(root: Part) -> bytes:
    """The field as it stands in the original header."""
    field = root.headers.all("Content-Type")[0]
    return field.name.encode("utf-8", "replace") + b":" + field.raw.rstrip(b"\r\n") + b"\r\n"


def _parted(part: _Part, kind: str) -> list[bytes] | None:
    """The children of a multipart of ours that is of this kind; None for any other part."""
    line = part[0].get(b"content-type", b"")
    if not line.startswith(f"Content-Type: {kind};".encode()):
        return None
    boundary = re.search(rb'boundary="([^"]+)"', line)
    assert boundary is not None  # noqa: S101 - our own line
    pieces = part[1].split(b"--" + boundary[1])
    return [piece.removeprefix(b"\r\n").removesuffix(b"\r\n") for piece in pieces[1:-1]]


def _single(root: Part, item: Item, kind: str) -> _Part | None:
    """The one text of a mail that says it has one, in its own charset where that holds it."""
    if item.attachments:
        return None
    html = item.html if kind == "text/html" else None
    text = item.text if kind == "text/plain" else None
    if html is None and text is None:
        return None
    line = _content_type(root)
    codec = charset.codec_for(root.charset) if root.charset else None
    octets = None
    if html is not None:
        octets = html[0] if not html[1] or codec == charset.codec_for(html[1]) else _in_charset(*html, root.charset)
    elif text is not None:
        octets = _encoded(text, root.charset)
    if octets is None:
        line = f"Content-Type: {kind}; charset=utf-8\r\n".encode()
        octets = (text or "").encode() if html is None else charset.decode(*html).text.encode()
    if root.encoding == "base64":
        return {b"content-type": line, **_BASE64}, _base64(octets)
    encoding = _8BIT if root.headers.get("Content-Transfer-Encoding") is not None else {}
    return {b"content-type": line, **encoding}, octets


def _in_charset(html: bytes, has: str | None, wanted: str | None) -> bytes | None:
    return _encoded(charset.decode(html, has).text, wanted)


def _encoded(text: str, label: str | None) -> bytes | None:
    """The text in a charset, if reading it gives the same text again."""
    codec = charset.codec_for(label) if label else None
    if codec is None:
        return text.encode() if text.isascii() else None
    try:
        octets = text.encode(codec)
    except (UnicodeEncodeError, LookupError):
        return None
    return octets if charset.decode(octets, label).text == text else None


_BASE64 = {b"content-transfer-encoding": b"Content-Transfer-Encoding: base64\r\n"}
_8BIT = {b"content-transfer-encoding": b"Content-Transfer-Encoding: 8bit\r\n"}


def _body(item: Item, partial: dict[str, Text], nesting: int) -> _Part:
    """Text and HTML as alternatives, pictures of the HTML beside it, attachments after all that."""
    leaves: list[_Part] = []
    if item.text is not None:
        leaves.append(
            (
                {b"content-type": b"Content-Type: text/plain; charset=utf-8\r\n", **_8BIT},
                item.text.encode("utf-8", "replace"),
            )
        )
    if item.html is not None:
        octets, label = item.html
        said = f"; charset={label}" if label else ""
        leaves.append(({b"content-type": f"Content-Type: text/html{said}\r\n".encode(), **_8BIT}, octets))
    part = leaves[0] if leaves else None
    if len(leaves) > 1:
        part = _multipart("alternative", leaves, nesting)
    inline = [one for one in item.attachments if one.content_id and item.html is not None]
    for kind, members in (("related", inline), ("mixed", [one for one in item.attachments if one not in inline])):
        if members:
            attached = [_attached(one, partial, nesting) for one in members]
            part = _multipart(kind, [part, *attached] if part else attached, nesting)
    return part or ({}, b"")


def _multipart(kind: str, parts: list[_Part], nesting: int) -> _Part:
    joined = [_joined(part) for part in parts]
    number = 0
    while any((boundary := f"=_{kind}_{nesting}_{number}".encode()) in octets for octets in joined):
        number += 1
    line = f'Content-Type: multipart/{kind}; boundary="{boundary.decode()}"\r\n'.encode()
    return {b"content-type": line}, _enclosed(boundary, joined)


def _enclosed(boundary: bytes, children: list[bytes]) -> bytes:
    return b"".join(b"--" + boundary + b"\r\n" + child + b"\r\n" for child in children) + b"--" + boundary + b"--\r\n"


def _attached(one: Attachment, partial: dict[str, Text], nesting: int) -> _Part:
    name = parameter("filename", one.name) if one.name else b""
    fields = {b"content-disposition": b"Content-Disposition: attachment" + name + b"\r\n"}
    if isinstance(one.data, Item):
        if nesting >= _MOST_NESTED:
            return {b"content-type": b"Content-Type: application/vnd.ms-outlook\r\n", **fields}, b""
        mail = _mail(one.data, partial, nesting + 1)
        return {b"content-type": b"Content-Type: message/rfc822\r\n", **_8BIT, **fields}, mail
    if one.content_id:
        fields[b"content-id"] = b"Content-ID: <" + plain(one.content_id).strip("<> ").encode() + b">\r\n"
    kind = plain(one.media_type or "").strip().lower()
    if not re.fullmatch(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}", kind) or kind.startswith("multipart/"):
        kind = "application/octet-stream"
    return {b"content-type": f"Content-Type: {kind}\r\n".encode(), **_BASE64, **fields}, _base64(one.data)


def _base64(octets: bytes) -> bytes:
    lines = (binascii.b2a_base64(octets[at : at + 57], newline=False) for at in range(0, len(octets), 57))
    return b"".join(line + b"\r\n" for line in lines)


def _field(name: str, value: str) -> bytes:
    return f"{name}: {value}\r\n".encode("utf-8", "replace") if value else b""
