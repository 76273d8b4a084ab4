"""Macros of SPF records (RFC 7208 section 7): read once, expanded for each delivery."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from gyotaku.authentication.names import LONGEST_NAME
from gyotaku.mail.pattern import Pattern

LONGEST_TEXT = 1_000
"""Characters of an explanation that are kept."""

_LETTERS = "slodiphv"
_EXPLANATION_LETTERS = _LETTERS + "crt"
_PIECE = Pattern(r"%(?:([%_-])|\{([A-Za-z])([0-9]{0,3})([Rr]?)([.+,/_=-]*)\})|[^%]+|%")
_PLAIN = {"%": "%", "_": " ", "-": "%20"}
_SPLIT: dict[str, re.Pattern[str]] = {}
_LABEL = Pattern(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_RESERVED = Pattern(r"[^A-Za-z0-9._~-]+")
_VISIBLE = Pattern(r"[!-~]*")


class Macro(Struct, frozen=True):
    """One `%{…}`."""

    letter: str
    """In lower case."""
    parts: int
    """How many right-hand parts are used; 0 for all."""
    reverse: bool
    delimiters: str
    escape: bool
    """Written in upper case: the value is URL-escaped."""


class Template(Struct, frozen=True):
    """A macro-string."""

    pieces: tuple[str | Macro, ...]
    letters: frozenset[str]
    ends_in_macro: bool
    """With a macro-expand, to which `%%`, `%_` and `%-` belong by the grammar."""


class BadMacro(ValueError):  # noqa: N818 - what is bad is the record
    """A `%` that begins no macro, an unknown letter, or a letter where it is not allowed."""


def read(text: str, explanation: bool = False) -> Template:
    """The template that a macro-string, or an explain-string, is. Raises BadMacro."""
    if "%" not in text:
        return Template((text,), frozenset(), False)
    allowed = _EXPLANATION_LETTERS if explanation else _LETTERS
    pieces: list[str | Macro] = []
    last = ""
    for found in _PIECE.compiled.finditer(text):
        last = found[0]
        plain, letter, digits, reverse, delimiters = found.groups()
        if plain:
            pieces.append(_PLAIN[plain])
        elif letter:
            if letter.lower() not in allowed or (digits and not int(digits)):
                raise BadMacro(last)
            pieces.append(Macro(letter.lower(), int(digits or 0), bool(reverse), delimiters, letter.isupper()))
        elif last == "%":
            raise BadMacro(text[found.start() : found.start() + 10])
        else:
            pieces.append(last)
    letters = frozenset(piece.letter for piece in pieces if isinstance(piece, Macro))
    return Template(tuple(pieces), letters, last.startswith("%"))


def read_domain(text: str) -> Template | None:
    """The template of a domain-spec; None where its end is neither a top label nor a macro. Raises BadMacro."""
    if not _VISIBLE.compiled.fullmatch(text):
        return None
    template = read(text)
    if template.ends_in_macro:
        return template
    _, dot, label = str(template.pieces[-1]).removesuffix(".").rpartition(".")
    return template if dot and not label.isdigit() and _LABEL.compiled.fullmatch(label) else None


def expand_name(template: Template, value: Callable[[str], str]) -> str:
    """The domain name of a domain-spec: without trailing dot, cut at a dot on the left to 253 characters (section 7.3)."""
    if not template.letters:
        name = "".join(map(str, template.pieces))
    else:
        # From the right, and no further than can count, so that no record can make a long text.
        pieces: list[str] = []
        length = 0
        for piece in reversed(template.pieces):
            pieces.append(piece if isinstance(piece, str) else _expanded(piece, value))
            length += len(pieces[-1])
            if length > 2 * LONGEST_NAME:
                break
        name = "".join(reversed(pieces))
    name = name.removesuffix(".").lower()
    if len(name) > LONGEST_NAME:
        name = name[-LONGEST_NAME - 1 :].partition(".")[2]
    return name


def expand_text(template: Template, value: Callable[[str], str]) -> str:
    """An explanation, cut where it is longer than anybody reads."""
    written: list[str] = []
    length = 0
    for piece in template.pieces:
        written.append(piece if isinstance(piece, str) else _expanded(piece, value))
        length += len(written[-1])
        if length > LONGEST_TEXT:
            break
    return "".join(written)[:LONGEST_TEXT]


def _expanded(macro: Macro, value: Callable[[str], str]) -> str:
    text = value(macro.letter)
    if macro.parts or macro.reverse or macro.delimiters:
        parts = _splitter(macro.delimiters).split(text)
        if macro.reverse:
            parts.reverse()
        text = ".".join(parts[-macro.parts :])
    return _escaped(text) if macro.escape else text


def _escaped(text: str) -> str:
    """All but RFC 3986's unreserved characters as octets in hexadecimal."""
    if not _RESERVED.compiled.search(text):
        return text
    return _RESERVED.compiled.sub(
        lambda found: "".join(f"%{octet:02X}" for octet in found[0].encode("utf-8", "replace")), text
    )


def _splitter(delimiters: str) -> re.Pattern[str]:
    # Of seven characters there are few sets; what is written is sorted so that there are no more.
    key = "".join(sorted(set(delimiters))) or "."
    if key not in _SPLIT:
        _SPLIT[key] = re.compile(f"[{re.escape(key)}]")
    return _SPLIT[key]
