"""Documents that a link carries within itself: `data:text/html,...` (RFC 2397) and `srcdoc`, one level deep."""

from __future__ import annotations

import base64
import binascii
import re
from itertools import islice

from gyotaku.mail.links.collect import Collector
from gyotaku.mail.links.mark import Mark

_MOST_INNER = 200
_LONGEST = 1_000_000
_DATA = re.compile(r"data:([^,;]{0,100})((?:;[^,;]{0,200}){0,10}),", re.IGNORECASE)
_DOCUMENTS = ("html", "svg", "xml")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def document_type(target: str) -> str | None:
    """The media type of a `data:` target that a browser would show as a page; None for pictures and plain text."""
    head = _DATA.match(target)
    if head is None:
        return None
    kind = head[1].strip().lower()
    return kind if any(word in kind for word in _DOCUMENTS) else None


def inner_marks(mark: Mark) -> list[Mark]:
    """What the document refers to."""
    if mark.attribute == "srcdoc":
        return _marks(mark.value[:_LONGEST])
    value = mark.value.strip()
    head = _DATA.match(value)
    if head is None or document_type(value) is None:
        return []
    body = value[head.end() : head.end() + _LONGEST]
    return _marks(_decoded(body, encoded="base64" in head[2].lower()))


def _marks(html: str) -> list[Mark]:
    reader = Collector()
    reader.document(html, 0)
    return list(islice((mark for mark in reader.marks if not mark.value.lower().startswith("data:")), _MOST_INNER))


def percent_decoded(text: str) -> bytes:
    """RFC 3986 section 2.1; what is not ASCII counts as UTF-8."""
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text.encode("utf-8", "replace"))


def _decoded(body: str, *, encoded: bool) -> str:
    octets = percent_decoded(body)
    if encoded:
        plain = _NOT_BASE64.sub("", octets.decode("latin-1"))
        try:
            octets = base64.b64decode(plain + "=" * (-len(plain) % 4))
        except (binascii.Error, ValueError):
            octets = base64.b64decode(plain[: len(plain) // 4 * 4])
    return octets.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
