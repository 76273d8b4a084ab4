"""JSON text in which no character acts on the screen or the program that shows it."""

from __future__ import annotations

import re

# In UTF-8: DEL and C1 (a terminal may obey them), marks that turn the direction of writing, characters that no eye sees,
# the line ends of Unicode, tags. All of them can stand in a JSON text inside a string alone.
# Each beginning with what may follow it: most texts have few of these, and to ask for two octets is ten times as quick as an expression.
_ACTING = tuple(
    (beginning, re.compile(re.escape(beginning) + following))
    for beginning, following in (
        (b"\x7f", b""),
        (b"\xc2", rb"[\x80-\x9f]"),
        (b"\xd8\x9c", b""),
        (b"\xe2\x80", rb"[\x8b-\x8f\xa8-\xae]"),
        (b"\xe2\x81", rb"[\xa0-\xaf]"),
        (b"\xef\xbb\xbf", b""),
        (b"\xf3\xa0", rb"[\x80\x81][\x80-\xbf]"),
    )
)


def inert(json: bytes) -> bytes:
    """The same JSON (RFC 8259 section 7), with such characters written as escapes of four digits."""
    for beginning, acting in _ACTING:
        if beginning in json:
            json = acting.sub(_escaped, json)
    return json


def _escaped(found: re.Match[bytes]) -> bytes:
    units = found[0].decode("utf-8").encode("utf-16-be").hex()
    return b"".join(b"\\u" + units[at : at + 4].encode("ascii") for at in range(0, len(units), 4))
