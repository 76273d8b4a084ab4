"""JSON text in which no character acts on the screen or the program that shows it."""

from __future__ import annotations

import re

# In UTF-8: DEL and C1 (a terminal may obey them), marks that turn the direction of writing, characters that no eye sees,
# the line ends of Unicode, tags. All of them can stand in a JSON text inside a string alone.
_ACTING = re.compile(
    rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8b-\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\xf3\xa0[\x80\x81][\x80-\xbf]"
)


def inert(json: bytes) -> bytes:
    """The same JSON (RFC 8259 section 7), with such characters written as escapes of four digits."""
    if json.isascii() and b"\x7f" not in json:
        return json
    return _ACTING.sub(_escaped, json)


def _escaped(found: re.Match[bytes]) -> bytes:
    units = found[0].decode("utf-8").encode("utf-16-be").hex()
    return b"".join(b"\\u" + units[at : at + 4].encode("ascii") for at in range(0, len(units), 4))
