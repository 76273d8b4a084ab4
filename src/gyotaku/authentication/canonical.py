"""Canonicalization (RFC 6376 section 3.4): the octets that are hashed. Lines end in CRLF here.

All by operations over whole octet strings: a mail's body is gone through a few times, at the speed of memory.
"""

from __future__ import annotations

import re

_ODD = re.compile(rb"[\x0b\x0c]|\r(?!\n)|(?<!\r)\n")
"""White space to Python that is none to the RFC."""
_BLANKS = re.compile(rb"[ \t]+")
LARGE = 1 << 20
"""Octets. What is larger is never split into pieces."""
_PAIRS = re.compile(rb"(?:\n\r)*")


def relaxed_field(raw: bytes) -> bytes:
    """One header field, without the line end after it (section 3.4.2)."""
    name, _, value = raw.partition(b":")
    name = name.rstrip(b" \t").lower()
    if _ODD.search(value):
        return name + b":" + _BLANKS.sub(b" ", value.replace(b"\r\n", b"")).strip(b" ")
    return name + b":" + b" ".join(value.split())


def without_signature(raw: bytes) -> bytes:
    """A signature field with its own b= empty (section 3.7)."""
    start = raw.find(b":") + 1
    for tag in raw[start:].split(b";"):
        name, equals, _ = tag.partition(b"=")
        if equals and name.strip(b" \t\r\n") == b"b":
            return raw[: start + len(name) + 1] + raw[start + len(tag) :]
        start += len(tag) + 1
    return raw


def simple_body(body: bytes) -> bytes:
    """Section 3.4.3: empty lines at the end ignored, a last line end if there was none."""
    return _without_empty_end(body) + b"\r\n"


def relaxed_body(body: bytes) -> bytes:
    """Section 3.4.4: white space within lines reduced, that at their ends and empty lines at the end ignored."""
    if b"\t" in body:
        body = body.replace(b"\t", b" ")
    body = _with_single_blanks(body)
    if b" \r\n" in body:
        body = body.replace(b" \r\n", b"\r\n")
    body = _without_empty_end(body.removesuffix(b" "))
    return body + b"\r\n" if body else b""


def _with_single_blanks(body: bytes) -> bytes:
    """Every run of spaces as one; those at the very end may be lost."""
    if len(body) > LARGE:
        while b"  " in body:
            body = body.replace(b"  ", b" ")
        return body
    # Twice as fast, for memory: what stands between pairs of spaces, rid of the odd ones.
    first, *pieces = body.split(b"  ")
    return b" ".join([first, *[piece.lstrip(b" ") for piece in pieces if piece]]) if pieces else body


def _without_empty_end(body: bytes) -> bytes:
    """Without the line ends at its end. A lone CR or LF is text."""
    kept = body.rstrip(b"\r\n")
    end = body[len(kept) :]
    if end.count(b"\r\n") * 2 == len(end):
        return kept
    pairs = _PAIRS.match(end[::-1])
    return body[: len(body) - (pairs.end() if pairs else 0)]


def with_crlf(data: bytes) -> bytes:
    """Every line end as CRLF."""
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
