"""A web address that rides within another one: as it is, percent-encoded, in Base64, compressed.

Whether the host leads there, only the host knows.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

from gyotaku.mail.domains import is_listed
from gyotaku.mail.links.escapes import unescaped
from gyotaku.mail.pattern import Pattern

LONGEST = 20_000
"""Characters of an address that is searched."""
_LEAST_PACKED = 12
_TIMES_ESCAPED = 3
_HOST = r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,10}\.[A-Za-z][A-Za-z0-9-]{1,30}"
_BEGINS = Pattern(rf"\s{{0,5}}(?:[Hh][Tt][Tt][Pp][Ss]?:[/\\]{{1,3}}[^/\\\s]|[/\\]{{2}}{_HOST}(?=[/?#:]|$))")
_BARE = Pattern(rf"({_HOST})(?::\d{{1,5}})?(?=[/?#]|$)")
_INNER = Pattern(r"[Hh][Tt][Tt][Pp][Ss]?(?::|%(?:25){0,3}3[Aa])([/\\]|%(?:25){0,3}(?:2[Ff]|5[Cc]))")
_PACKED = Pattern(r"[A-Za-z0-9+/_-]{12,}[=.~]{0,3}")
_UNPACKED = Pattern(r"[Hh][Tt][Tt][Pp][Ss]?://[^\s\"'<>{}\x00-\x1f\x7f-\x9f]{1,5000}")


class Pieces:
    """An address taken apart; nothing in it is decoded."""

    __slots__ = ("authority", "fragment", "pairs", "path", "query", "whole")

    def __init__(self, url: str) -> None:
        rest = url.partition("://")[2][:LONGEST]
        rest, _, self.fragment = rest.partition("#")
        rest, mark, self.query = rest.partition("?")
        self.authority, slash, path = rest.partition("/")
        self.path = slash + path
        self.whole = self.path + mark + self.query
        # What HTML escaped twice leaves `amp;` before a name.
        self.pairs = [pair.removeprefix("amp;").partition("=")[::2] for pair in self.query.split("&")]


def address_in(value: str) -> str | None:
    """The address that a value is, however it is encoded."""
    value = value[:LONGEST]
    for _ in range(_TIMES_ESCAPED):
        if _BEGINS.compiled.match(value):
            return value
        if "%" not in value:
            break
        value = unescaped(value)
    return value if _BEGINS.compiled.match(value) else unpacked(value)


def named_in(value: str) -> str | None:
    """As `address_in`, or a host that stands there without a scheme."""
    found = address_in(value)
    if found is None:
        plain = unescaped(value)
        bare = _BARE.compiled.match(plain)
        found = "http://" + plain if bare is not None and is_listed(bare[1]) else None
    return found


def unpacked(value: str) -> str | None:
    """The first address in what Base64 holds, which may be JSON, and may be compressed."""
    if len(value) < _LEAST_PACKED or not _PACKED.compiled.fullmatch(value):
        return None
    plain = value.rstrip("=.~").translate(_FROM_URL_SAFE)
    try:
        octets = base64.b64decode(plain[: len(plain) - (len(plain) % 4 == 1)] + "=" * (-len(plain) % 4 % 3))
    except (binascii.Error, ValueError):
        return None
    if octets[:1] == b"x":
        try:
            octets = zlib.decompressobj().decompress(octets, LONGEST)
        except zlib.error:
            return None
    if b"http" not in octets.lower():
        return None
    text = octets.decode("utf-8", "replace").replace("\\", "")
    if "://" not in text:
        text = unescaped(text)
    found = _UNPACKED.compiled.search(text)
    return found[0] if found else None


_FROM_URL_SAFE = str.maketrans("-_", "+/")


def written_within(text: str) -> str | None:
    """The first address that stands in a path or a query: to its end, or to the next slash where its own are escaped."""
    found = _INNER.compiled.search(text[:LONGEST])
    if found is None:
        return None
    inner = text[found.start() : LONGEST]
    if "%" in found[0]:
        inner = re.split("[/&?;]", inner, maxsplit=1)[0] if "%" in found[1] else inner.partition("&")[0]
        return address_in(inner)
    return inner


def possible(url: str) -> str | None:
    """The first other web address anywhere in an address, for hosts of which nothing is known."""
    if len(url) > LONGEST or not _may_carry(url):
        return None
    pieces = Pieces(url)
    for candidate in _candidates(pieces):
        found = address_in(candidate)
        if found is not None:
            return found
    return written_within(pieces.whole) or written_within(pieces.fragment)


def _may_carry(url: str) -> bool:
    """Nearly every address ends here."""
    lower = url.lower()
    return lower.find("http", 4) > 0 or "ahr0c" in lower or "=//" in lower or "=%2f%2f" in lower or "/c/ej" in lower


def _candidates(pieces: Pieces) -> Iterator[str]:
    for _, value in pieces.pairs:
        if value:
            yield value
    for segment in pieces.path.split("/"):
        if "aHR0c" in segment or segment.startswith("eJ"):  # the octets with which zlib begins
            yield segment
    if "aHR0c" in pieces.fragment:
        yield pieces.fragment
