"""Tag lists (RFC 6376 section 3.2): `name=value; name=value`, in signatures and key records."""

from __future__ import annotations

import re

from msgspec import Struct

WHITE = " \t\r\n"
_TAG_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_CONTROL = re.compile(r"[^\t\r\n\x20-\x7e\x80-\U0010ffff]")
_WHITES = re.compile(r"[ \t\r\n]+")
_QUOTED = 80
"""Characters of a faulty tag that are kept to show it."""


class TagList(Struct, frozen=True):
    """`fault` is what breaks the rules, as written; then no tag is to be trusted (a tag given twice voids the list)."""

    tags: dict[str, str]
    fault: str = ""


def parse(text: str) -> TagList:
    """The tags up to the first that is faulty. Names are case-sensitive; values keep their inner white space."""
    tags: dict[str, str] = {}
    if found := _CONTROL.search(text):
        return TagList(tags, repr(found.group()))
    written = text.split(";")
    if len(written) > 1 and not written[-1].strip(WHITE):
        written.pop()
    for one in written:
        name, equals, value = one.partition("=")
        name = name.strip(WHITE)
        if not equals or not _TAG_NAME.fullmatch(name) or name in tags:
            return TagList(tags, one.strip(WHITE)[:_QUOTED] or ";")
        tags[name] = value.strip(WHITE)
    return TagList(tags)


def without_white(value: str) -> str:
    """The value without folding white space, which base64 and lists may hold anywhere."""
    return "".join(value.split()) if value.isascii() else _WHITES.sub("", value)
