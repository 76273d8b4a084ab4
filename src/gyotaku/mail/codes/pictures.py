"""Which parts and `data:` URIs of a mail hold a picture or a PDF that may hold a code."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from gyotaku.mail.codes.reading import Job
from gyotaku.mail.links.escapes import unescaped
from gyotaku.mail.links.mark import Mark
from gyotaku.mail.mime import Part

_LEAST_SIDE = 21
"""A QR code has at least so many modules a side; what is smaller is a tracking pixel or an ornament."""
_PDF = b"%PDF-"
_PDF_WITHIN = 1024
"""Octets that may stand before a PDF's mark, as its readers have it (ISO 32000-1 annex H)."""
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0")
_WEBP = b"RIFF", b"WEBP"
_ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff")
_UNTYPED = ("application/octet-stream", "application/x-unknown", "application/download", "application/force-download")


def job_of_part(part: Part) -> Job | None:
    """What to read of an attached or inline part; None where it is no picture and no PDF, or too small for a code."""
    kind = part.content_type
    named = kind.startswith("image/") or kind in ("application/pdf", "application/x-pdf")
    if not named and kind not in _UNTYPED and not (part.filename or "").lower().endswith(_ENDINGS):
        return None
    return _job(part.data(), kind)


def job_of_data(mark: Mark) -> Job | None:
    """The same of a picture that its markup carries within itself (RFC 2397)."""
    value = mark.value.strip()
    if value[:11].lower() != "data:image/":
        return None
    head, _, body = value.partition(",")
    if head.lower().endswith(";base64"):
        letters = unescaped(body).encode("ascii", "ignore")
        try:
            octets = binascii.a2b_base64(letters)
        except binascii.Error:
            octets = base64.b64decode(letters[: len(letters) // 4 * 4] or b"")
    else:
        octets = unescaped(body).encode("utf-8", "replace")
    return _job(octets, head[5:].partition(";")[0].lower())


def data_marks(marks: tuple[Mark, ...]) -> Iterator[Mark]:
    """Those of an HTML document that carry a picture."""
    return (mark for mark in marks if mark.attribute and mark.value[:20].lstrip()[:5].lower() == "data:")


def _job(octets: bytes, kind: str) -> Job | None:
    if not octets:
        return None
    if _PDF in octets[:_PDF_WITHIN]:
        return Job("pdf", octets)
    size = _size(octets)
    if size is not None and min(size) < _LEAST_SIDE:
        return None
    if octets.startswith(_PICTURES) or (octets[:4], octets[8:12]) == _WEBP or kind.startswith("image/"):
        return Job("image", octets)
    return None


def _size(octets: bytes) -> tuple[int, int] | None:
    """Width and height by the headers of the two formats in which tracking pixels come."""
    if octets.startswith(b"GIF8"):
        return int.from_bytes(octets[6:8], "little"), int.from_bytes(octets[8:10], "little")
    if octets.startswith(b"\x89PNG") and octets[12:16] == b"IHDR":
        return int.from_bytes(octets[16:20], "big"), int.from_bytes(octets[20:24], "big")
    return None
