"""Header fields written out of single pieces: display names, addresses, dates, parameters. Nothing breaks out of its field."""

from __future__ import annotations

import binascii
from datetime import datetime


def plain(text: str) -> str:
    """On one line, in ASCII."""
    return "".join(character for character in text if " " <= character <= "~")


def parameter(name: str, value: str) -> bytes:
    """A parameter, as RFC 2231 writes what is not ASCII."""
    if plain(value) == value and len(value) < 200:
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'; {name}="{quoted}"'.encode()
    octets = value[:1000].encode("utf-8", "replace")
    written = "".join(chr(octet) if chr(octet).isalnum() and octet < 128 else f"%{octet:02X}" for octet in octets)
    return f"; {name}*=utf-8''{written}".encode()


def address(name: str | None, mailbox: str | None) -> str:
    """A mailbox as a header field has it; what could break out of the field is left out."""
    mailbox = plain(mailbox or "").strip(" <>").replace(">", "").replace("<", "").replace(",", "")
    if not name or name == mailbox:
        return f"<{mailbox}>" if mailbox else ""
    return f"{_word(name)} <{mailbox}>" if mailbox else _word(name)


def _word(text: str) -> str:
    """A display name: quoted, or encoded where it is not ASCII."""
    if plain(text) == text:
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"'
    return encoded(text)


def encoded(text: str) -> str:
    """Encoded words of RFC 2047, each with whole characters; ASCII stays as it is."""
    text = "".join(" " if character in "\r\n\t\0" else character for character in text[:4000])
    if text.isascii() and "=?" not in text:
        return text
    pieces = [text[at : at + 12] for at in range(0, len(text), 12)]
    words = (binascii.b2a_base64(piece.encode("utf-8", "replace"), newline=False).decode() for piece in pieces)
    return "\r\n ".join(f"=?utf-8?B?{word}?=" for word in words)


def date(moment: datetime | None) -> str:
    """A Date field's value, in UTC."""
    if moment is None:
        return ""
    day, month = "Mon Tue Wed Thu Fri Sat Sun".split(), "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return f"{day[moment.weekday()]}, {moment.day:02} {month[moment.month - 1]} {moment:%Y %H:%M:%S} +0000"
