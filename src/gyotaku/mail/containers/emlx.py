"""Apple Mail's .emlx: a line with the mail's length, the mail, then Apple's own notes."""

from __future__ import annotations

import re

from msgspec import Struct

from gyotaku.mail.containers.damage import Damaged

FIRST = re.compile(rb"([0-9]{1,12})[ \t]*\r?\n(?=[!-9;-~]{1,77}[ \t]*:|>?From )")
"""A length, and a field (or a mailbox's line) on the next line."""


class Emlx(Struct, frozen=True):
    """The mail. `cut`: less of it is there than the first line says. `partial`: attachments lie in files of their own."""

    raw: bytes
    cut: bool
    partial: bool


def read(octets: bytes) -> Emlx:
    """Raises Damaged for what only begins like one."""
    first = FIRST.match(octets)
    if first is None:
        raise Damaged
    length = int(first[1])
    raw = octets[first.end() : first.end() + length]
    # Left where an attachment was taken out, in the header of its part.
    return Emlx(raw, len(raw) < length, b"\nX-Apple-Content-Length:" in raw)
