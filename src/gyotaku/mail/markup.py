"""HTML as a stream of tokens with their places, by turbohtml or, where that is missing, by a scanner of our own.

The standard library's html.parser is no fallback for hostile input: 240 KB of unclosed comments take it 27 s (3.11).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from itertools import accumulate, chain, repeat
from operator import add
from typing import Final

# What a token is. Plain numbers: an enum's members cost a look-up per token, and there are 30 tokens a kilobyte.
TEXT: Final = 0
"""Characters that stand in the source as they are."""
REFERENCE: Final = 1
"""A character reference; its value is what it stands for."""
START: Final = 2
END: Final = 3
COMMENT: Final = 4
"""Comments, and whatever else is read as one (`<![if mso]>`, `<?php`, `</ x>`)."""

Token = tuple[int, str, list[tuple[str, str]], int, int]
"""What it is; text or tag name in lower case; attributes; start and end in the source, in code points.

Of tags only start tags with attributes carry their start, and none its end: more is not needed, and working places out
costs as much as the tags themselves.
"""

_few = chain(repeat(True, 4), repeat(False))
"""Whether so few documents were read in this process that importing turbohtml would not pay."""

_NO_ATTRIBUTES: list[tuple[str, str]] = []

_RAW_TEXT = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "noscript"))
"""Elements whose content is no markup (WHATWG HTML 13.2.6.4.7, scripting on)."""
_ESCAPABLE = frozenset(("title", "textarea"))


def tokens(html: str) -> Iterator[Token]:
    """Tokens in document order. Lines of `html` must end in LF alone: turbohtml counts CRLF as one."""
    if "turbohtml" not in sys.modules and next(_few):
        # A start that reads one mail would pay 40 ms for the import; both give the same tokens, and a test compares them.
        return scanned(html)
    try:
        import turbohtml  # noqa: F401 - only asked whether it is there
    except ImportError:
        return scanned(html)
    return _tokenized(html)


def _tokenized(html: str) -> Iterator[Token]:
    from turbohtml import TokenType, tokenize

    lines = html.split("\n")
    line_starts = list(map(add, accumulate(map(len, lines), initial=0), range(len(lines) + 1)))
    whole = "</>" not in html and "\0" not in html
    text, start_tag, end_tag = TokenType.TEXT, TokenType.START_TAG, TokenType.END_TAG
    reference, doctype = TokenType.CHARACTER_REFERENCE, TokenType.DOCTYPE
    instruction = TokenType.PROCESSING_INSTRUCTION
    for token in tokenize(html, resolve_references=False, capture_source=True):
        kind = token.type
        if kind is start_tag:
            attributes = token.attrs
            at = line_starts[token.line - 1] + token.col if attributes else 0
            yield START, token.tag or "", attributes or _NO_ATTRIBUTES, at, 0
            continue
        if kind is end_tag:
            yield END, token.tag or "", _NO_ATTRIBUTES, 0, 0
            continue
        start = line_starts[token.line - 1] + token.col
        if kind is text:
            data = token.data or ""
            if whole or html.startswith(data, start):
                yield TEXT, data, _NO_ATTRIBUTES, start, start + len(data)
            else:
                yield from _around_holes(html, data, start)
        elif kind is reference:
            yield REFERENCE, token.data or "", _NO_ATTRIBUTES, start, start + len(token.source or "")
        elif kind is not doctype:
            source = token.source or ""
            words = source[2:].removesuffix(">") if kind is instruction else token.data or ""
            yield COMMENT, words, _NO_ATTRIBUTES, start, start + len(source)


def _around_holes(html: str, data: str, start: int) -> Iterator[Token]:
    """The pieces of one run of text between the `</>` that the tokenizer drops from it."""
    used = 0
    while used < len(data):
        left = len(data) - used
        hole = html.find("</>", start, start + left + 2)
        piece = left if hole < 0 else hole - start
        if piece:
            yield TEXT, data[used : used + piece], _NO_ATTRIBUTES, start, start + piece
        used += piece
        start += piece + 3


# A group is never repeated possessively: Python before 3.11.5 leaves the place wrong after its last try (CPython issue
# 106052). What must not be tried again stands in a look-ahead and is then taken by its name.
_TAG = re.compile(
    r"""<(?:(?P<close>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*+)
        (?=(?P<rest>(?:[^>=]++|=[\t\n\f\r ]*+(?:"[^"]*+"|'[^']*+')?)*))(?P=rest)>
    |!--(?P<comment>(?=-?>)|.*?(?=--!?>))(?:-?>|--!?>)
    |(?P<bogus>[!?/][^>]*+)>)""",
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""[\t\n\f\r /]*+([^\t\n\f\r />][^\t\n\f\r />=]*+)"""
    r"""(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+("[^"]*+"|'[^']*+'|[^\t\n\f\r >]*+))?"""
)
_REFERENCE = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?")
_MARK = re.compile(r"<(?=[a-zA-Z!?/])")


def scanned(html: str) -> Iterator[Token]:
    """The same tokens by regular expressions alone. Linear: nothing is searched for beyond where it last stands."""
    position = 0
    last = html.rfind(">") + 1
    last_comment_end = max(html.rfind("-->"), html.rfind("--!>"))
    while mark := _MARK.search(html, position):
        at = mark.start()
        if html.startswith("<!--", at) and at > last_comment_end and not html.startswith(("<!-->", "<!--->"), at):
            yield from _text(html, position, at)
            yield COMMENT, html[at + 4 :], _NO_ATTRIBUTES, at, len(html)
            return
        tag = _TAG.match(html, at, last)
        if tag is None:
            yield from _text(html, position, at)
            return
        yield from _text(html, position, at)
        position = tag.end()
        name = tag["name"]
        if name is None:
            bogus = tag["bogus"] or ""
            if tag[0] != "</>" and bogus[:8].lower() != "!doctype":
                yield COMMENT, tag["comment"] or bogus[1:], _NO_ATTRIBUTES, at, position
        elif tag["close"]:
            yield END, name.lower(), _NO_ATTRIBUTES, 0, 0
        else:
            name = name.lower()
            attributes = _attributes(tag["rest"])
            yield START, name, attributes, at if attributes else 0, 0
            if name in _RAW_TEXT or name in _ESCAPABLE:
                end = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(html, position)
                stop = end.start() if end else len(html)
                if name in _ESCAPABLE:
                    yield from _text(html, position, stop)
                elif stop > position:
                    yield TEXT, html[position:stop], _NO_ATTRIBUTES, position, stop
                position = stop
    yield from _text(html, position, len(html))


def _text(html: str, start: int, end: int) -> Iterator[Token]:
    if "&" in html[start:end]:
        for match in _REFERENCE.finditer(html, start, end):
            value = unescape(match[0])
            if value != match[0]:
                if match.start() > start:
                    yield TEXT, html[start : match.start()], _NO_ATTRIBUTES, start, match.start()
                yield REFERENCE, value, _NO_ATTRIBUTES, match.start(), match.end()
                start = match.end()
    if end > start:
        yield TEXT, html[start:end], _NO_ATTRIBUTES, start, end


def _attributes(rest: str) -> list[tuple[str, str]]:
    """Names in lower case and values; the first of one name counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest):
        value = match[2] or ""
        if value[:1] in ("'", '"') and len(value) > 1 and value[-1] == value[0]:
            value = value[1:-1]
        found.setdefault(match[1].lower(), _REFERENCE.sub(_in_attribute, value) if "&" in value else value)
    return list(found.items())


def _in_attribute(match: re.Match[str]) -> str:
    """What a reference in an attribute stands for: `&copy=1` in a query is no sign (WHATWG HTML 13.2.5.73)."""
    written = match[0]
    if written[1] == "#" or (written[-1] == ";" and written[1:] in html5):
        return unescape(written)
    if written[1:] in html5 and match.string[match.end() : match.end() + 1] != "=":
        return unescape(written)
    return written
