"""Attached files whose octets are a mail's, though their type does not say so: .eml and .msg, handed on for inspection.

The name decides nothing. Only the beginning of an attachment is decoded to see.
"""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING

from gyotaku.mail import pasted

if TYPE_CHECKING:
    from gyotaku.mail.mime import Part

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK_TYPES = frozenset(("application/vnd.ms-outlook", "application/msoutlook", "application/x-msg"))
_BEGINNING = 4_096
_OUTLOOK_STREAM = "__substg1.0_".encode("utf-16-le")


def holds_mail(part: Part) -> bool:
    """True for an attachment that is a .msg, or plainly a mail with its header."""
    kind = part.content_type
    if part.children or part.is_message or not kind.startswith(("application/", "text/")):
        return False
    if kind.startswith("text/") and not (part.disposition == "attachment" and _named_as_mail(part)):
        return False
    start = _beginning(part)
    if start.startswith(_OLE):
        return kind in _OUTLOOK_TYPES or _OUTLOOK_STREAM in part.data()
    return pasted.begins_mail(start)


def _named_as_mail(part: Part) -> bool:
    """A text may quote a header; it must at least be meant as a mail."""
    return (part.filename or "").lower().endswith(".eml")


def _beginning(part: Part) -> bytes:
    body = part.source.data[part.body_start : min(part.end, part.body_start + _BEGINNING)]
    if part.encoding == "base64":
        letters = b"".join(body.split())
        try:
            return binascii.a2b_base64(letters[: len(letters) & ~3])
        except binascii.Error:
            return b""
    return body if part.encoding != "quoted-printable" else part.data()[:_BEGINNING]
