"""Addresses written out in text, as mail programs find them to make them clickable.

Japanese text goes on without a space, so an address ends at the first character that no address holds unescaped;
only a host may be written in other scripts. Bare names count with `www.` before or a path behind them, no others:
`setup.py` and `Co.Ltd` end in top-level domains too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

from gyotaku.mail.domains import is_listed
from gyotaku.mail.links.mark import Place
from gyotaku.mail.pattern import Pattern

_SCHEME = Pattern(r"(?i)(?<![A-Za-z])(?:(h(?:tt|xx|\*\*)ps?)|ftps?)$")
_LONGEST_SCHEME = 6
_IMPORT = Pattern(r"@import {1,3}(?:url\()?[\"']?$")
_LONGEST_IMPORT = 16
_AUTHORITY = Pattern(r"[^\s/?#<>\"'「」『』（）【】〔〕《》〈〉、。，；！？：…・|\x00-\x1f\x7f]{1,300}")
_ASCII_HOST = Pattern(r"[A-Za-z0-9._~%:@\[\]-]+")
_REST = Pattern(r"[/?#][!#-;=?-~]*")
_WWW = Pattern(r"(?<![A-Za-z0-9_./@:-])[wW]{3}\.[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,10}(?::\d{1,5})?")
_BARE_TAIL = Pattern(r"\.([A-Za-z]{2,18})/")
_BARE_HOST = Pattern(r"(?<![A-Za-z0-9_./@:\\=&%+~*#-])[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}$")
_LONGEST_HOST = 120
_DOTS = Pattern(r"(?i)\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)")
_TRAILING = ".,;:!?'*_~`|"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_CONTINUED = Pattern(r"(?:\r?\n[!#-;=?-~]{1,1000})+>")


class Written(Struct, frozen=True):
    """An address as it stands in a text; `url` is what it stands for."""

    place: Place
    start: int
    end: int
    url: str


def addresses(text: str, most: int) -> Iterator[Written]:
    """Those with a scheme first, then those without, each in the order of the text. Linear."""
    left = most
    for found in _all(text):
        if not left:
            return
        left -= 1
        yield found


def _all(text: str) -> Iterator[Written]:
    if "：／／" in text:
        text = text.translate(_FULL_WIDTH)
    taken: list[tuple[int, int]] = []
    position = text.find("://")
    while position >= 0:
        found = _with_scheme(text, position)
        if found is not None:
            yield found
            taken.append((found.start, found.end))
        position = text.find("://", max(position + 3, found.end if found else 0))
    if "ww." in text or "WW." in text:
        for match in _WWW.compiled.finditer(text):
            host = match[0].rstrip(".")
            if is_listed(host.partition(":")[0]) and not _within(taken, match.start()):
                end = _path_end(text, match.start() + len(host))
                yield Written(Place.BARE, match.start(), end, "http://" + text[match.start() : end])
                taken.append((match.start(), end))
    for match in _BARE_TAIL.compiled.finditer(text):
        begin = max(0, match.start() - _LONGEST_HOST)
        name = _BARE_HOST.compiled.search(text, begin, match.start())
        if name is None or (name.start() == begin and begin) or not is_listed(match[1]):
            continue
        if name[0].replace(".", "").isdigit() or _within(taken, name.start()):
            continue
        end = _path_end(text, match.end() - 1)
        yield Written(Place.BARE, name.start(), end, "http://" + text[name.start() : end])


def _within(taken: list[tuple[int, int]], at: int) -> bool:
    index = bisect_right(taken, (at, 1 << 60)) - 1
    return index >= 0 and at < taken[index][1]


def _with_scheme(text: str, colon: int) -> Written | None:
    scheme = _SCHEME.compiled.search(text, max(0, colon - _LONGEST_SCHEME), colon)
    authority = _AUTHORITY.compiled.match(text, colon + 3)
    if scheme is None or authority is None:
        return None
    name, end = authority[0], authority.end()
    plain = _ASCII_HOST.compiled.match(name)
    if plain is not None and plain.end() < len(name) and is_listed(plain[0].rstrip(".:")):
        # Japanese text follows without a space; else the host is written in another script.
        end = authority.start() + plain.end()
        rest = None
    else:
        rest = _REST.compiled.match(text, end)
    end = _trimmed(text, authority.start(), rest.end() if rest else end)
    start = scheme.start()
    if end <= authority.start():
        return None
    if "xx" in scheme[0].lower() or "*" in scheme[0] or ("." in name and _DOTS.compiled.search(name)):
        return Written(Place.DEFANGED, start, end, text[start:end])
    if start and text[start - 1] == "<" and text[end : end + 2].lstrip("\r")[:1] == "\n":
        # RFC 3986 appendix C: line ends within <> are none of the address.
        more = _CONTINUED.compiled.match(text, end)
        if more is not None:
            end = more.end() - 1
            return Written(Place.TEXT, start, end, re.sub(r"\s+", "", text[start:end]))
    # A style that stands in the text form of a mail by mistake asks nobody to click.
    imported = "@import" in text[max(0, start - _LONGEST_IMPORT) : start] and _IMPORT.compiled.search(
        text, max(0, start - _LONGEST_IMPORT), start
    )
    return Written(Place.RESOURCE if imported else Place.TEXT, start, end, text[start:end])


def _path_end(text: str, host_end: int) -> int:
    rest = _REST.compiled.match(text, host_end)
    return _trimmed(text, host_end, rest.end()) if rest else host_end


def _trimmed(text: str, start: int, end: int) -> int:
    """Without the punctuation of the sentence around it, and without a bracket that opens before it."""
    spare: dict[str, int] = {}
    while end > start:
        last = text[end - 1]
        if last in _PAIRS:
            if last not in spare:
                spare[last] = text.count(last, start, end) - text.count(_PAIRS[last], start, end)
            if spare[last] <= 0:
                break
            spare[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return end
