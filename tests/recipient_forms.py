"""The ways in which senders write a recipient into a mail, each by the standard library alone: what masking is held against."""

from __future__ import annotations

import base64
import hashlib
import html
import quopri
from collections.abc import Callable, Mapping
from email.header import Header
from urllib.parse import quote

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _each(text: str, form: str) -> str:
    return "".join(form.format(ord(character)) for character in text)


def _percent(text: str) -> str:
    return "".join(f"%{octet:02X}" for octet in text.encode())


def _quoted(text: str) -> str:
    return "".join(f"={octet:02X}" for octet in text.encode())


ENCODINGS: Mapping[str, Callable[[str], str]] = {
    "plain": str,
    "upper case": str.upper,
    "mixed case": lambda text: "".join(c.upper() if n % 2 else c for n, c in enumerate(text)),
    "full width": lambda text: text.translate(_WIDE),
    "zero width": "\u200b".join,
    "percent": lambda text: quote(text, safe=""),
    "percent, every octet": _percent,
    "double percent": lambda text: quote(_percent(text), safe=""),
    "base64": _base64,
    "base64 after one octet": lambda text: _base64("u" + text),
    "base64 after two octets": lambda text: _base64("u=" + text + "&x"),
    "base64, URL alphabet": lambda text: base64.urlsafe_b64encode(b"id:" + text.encode()).decode().rstrip("="),
    "base64 of upper case": lambda text: _base64(text.upper()),
    "base64 in percent": lambda text: _percent(_base64(text)),
    "base64 twice": lambda text: _base64(_base64(text)),
    "base64 of percent": lambda text: _base64(_percent(text)),
    "base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "quoted-printable": _quoted,
    "quoted-printable of the library": lambda text: quopri.encodestring(text.encode(), quotetabs=True).decode(),
    "encoded word, B": lambda text: f"=?utf-8?B?{_base64(text)}?=",
    "encoded word, Q": lambda text: f"=?utf-8?Q?{_quoted(text)}?=",
    "encoded words, cut": lambda text: " ".join(
        f"=?utf-8?b?{_base64(piece)}?=" for piece in (text[:5], text[5:9], text[9:]) if piece
    ),
    "encoded word of the library": lambda text: Header(text, "iso-2022-jp").encode(),
    "hex": lambda text: text.encode().hex(),
    "hex, upper case": lambda text: text.encode().hex().upper(),
    "hex, spaced": lambda text: text.encode().hex(" "),
    "references, decimal": lambda text: _each(text, "&#{};"),
    "references, hexadecimal": lambda text: _each(text, "&#x{:x};"),
    "references, named": lambda text: html.escape(text).replace("@", "&commat;").replace(".", "&period;"),
    "program escapes": lambda text: _each(text, "\\u{:04x}"),
    "reversed": lambda text: text[::-1],
    "base64 of reversed": lambda text: _base64(text[::-1]),
    "md5": lambda text: hashlib.md5(text.lower().encode(), usedforsecurity=False).hexdigest(),
    "sha1": lambda text: hashlib.sha1(text.lower().encode(), usedforsecurity=False).hexdigest(),
    "sha256": lambda text: hashlib.sha256(text.lower().encode()).hexdigest(),
    "bounce address": lambda text: text.replace("@", "="),
}
NO_TEXT = frozenset({"md5", "sha1", "sha256"})
