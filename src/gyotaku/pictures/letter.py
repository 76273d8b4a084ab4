"""What of a mail a mail program shows when it is opened: four fields, and the body."""

from __future__ import annotations

from msgspec import Struct

from gyotaku.mail import message as mail_message
from gyotaku.mail.mime import Part

LONGEST = 400_000
"""Code points of a body; what is beyond is cut."""
_FIELDS = ("Subject", "From", "To", "Date")
_LONGEST_FIELD = 400


class Letter(Struct, frozen=True):
    """`fields` are in the order in which they are shown; the body is HTML or plain text."""

    fields: tuple[tuple[str, str], ...]
    body: str
    is_html: bool
    files: dict[str, bytes]
    """What the HTML may name as `cid:` or by its location (RFC 2557): octets of parts, by their names."""
    cut: bool = False


def letter(raw: bytes) -> Letter:
    """Read a mail. Never raises."""
    message = mail_message.read(raw)
    texts = [part for part in message.root.walk() if _is_shown(part)]
    html = next((part for part in texts if part.content_type == "text/html"), None)
    whole = html.text() if html is not None else "\n\n".join(part.text() for part in texts)
    body = whole[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    found = ((name, message.headers.get(name)) for name in _FIELDS)
    fields = tuple((name, field.text[:_LONGEST_FIELD]) for name, field in found if field is not None)
    return Letter(fields, body, html is not None, _files(message.root), len(whole) > LONGEST)


def _is_shown(part: Part) -> bool:
    return not part.children and part.content_type in {"text/html", "text/plain"} and part.disposition != "attachment"


def _files(root: Part) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for part in root.walk():
        if part.children or part.content_type.startswith(("text/", "message/")):
            continue
        for name, prefix in (("Content-ID", "cid:"), ("Content-Location", "")):
            field = part.headers.get(name)
            if field is not None:
                files.setdefault(prefix + field.text.strip().strip("<>"), part.data())
    return files
