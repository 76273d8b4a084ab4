"""Sentences in both languages, with typed slots.

A check never formats a string: it fills the slots of a `Text` with values of a *type*, and each form of report decides
how a value of that type is shown. So no check can leak (masking is by type), inject (escaping is by type) or leave a
link clickable (defanging is by type).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, Protocol

from msgspec import Struct

Language = Literal["en", "ja"]
LANGUAGES: tuple[Language, ...] = ("en", "ja")

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Address(Struct, frozen=True):
    """A mail address, as RFC 5321 writes a Mailbox, or what stands where one should."""

    value: str


class Host(Struct, frozen=True):
    """A host name, domain or IP address that is no link."""

    value: str


class Url(Struct, frozen=True):
    """A link target, or the host of one. Every form a person reads defangs it."""

    value: str


class Quote(Struct, frozen=True):
    """Words exactly as they stand in the mail, in an answer or in the configuration."""

    value: str


class Time(Struct, frozen=True):
    """A moment, with its zone."""

    value: datetime


class Duration(Struct, frozen=True):
    """A length of time, shown without its sign."""

    value: timedelta


class Amount(Struct, frozen=True):
    """A number that counts something."""

    value: int


class Word(Struct, frozen=True):
    """A term of our own, in both languages."""

    value: Text


Slot = Address | Host | Url | Quote | Time | Duration | Amount | Word


class Style(Protocol):
    """How one form of report writes each slot type, and the literal words between slots."""

    def address(self, value: str, language: Language) -> str: ...
    def host(self, value: str, language: Language) -> str: ...
    def url(self, value: str, language: Language) -> str: ...
    def quote(self, value: str, language: Language) -> str: ...
    def time(self, value: datetime, language: Language) -> str: ...
    def duration(self, value: timedelta, language: Language) -> str: ...
    def amount(self, value: int, language: Language) -> str: ...
    def literal(self, value: str) -> str: ...


class Text(Struct, frozen=True, kw_only=True):
    """One sentence as a careful writer of each language would put it. `{name}` marks a slot.

    Our own texts have both languages (a test says so); a plug-in may leave `ja` empty, then English is shown.
    """

    en: str
    ja: str = ""

    def template(self, language: Language) -> str:
        return (self.ja or self.en) if language == "ja" else self.en

    def outline(self, language: Language) -> str:
        """The sentence with an ellipsis in place of every slot, for lists of what can be found."""
        return _PLACEHOLDER.sub("…", self.template(language))

    def slots(self) -> frozenset[str]:
        """Names of all slots that either language uses."""
        return frozenset(_PLACEHOLDER.findall(self.en)) | frozenset(_PLACEHOLDER.findall(self.ja))

    def filled(self, **slots: Slot) -> Sentence:
        """Bind values to the slots. Raises ValueError when one has no value: a mistake found by tests."""
        missing = self.slots() - slots.keys()
        if missing:
            raise ValueError(f"no value for {sorted(missing)} in {self.en!r}")
        return Sentence(self, MappingProxyType(slots))


_UNNAMED = Text(en="a server that gives no name", ja="名前が書かれていないサーバー")


def server(name: str | None) -> Host | Word:
    """A server by its name, or as one that gives none."""
    return Host(name) if name else Word(_UNNAMED)


class Sentence(Struct, frozen=True):
    """A `Text` with its slots filled."""

    text: Text
    slots: Mapping[str, Slot] = {}

    def render(self, language: Language, style: Style) -> str:
        """The sentence in `language`, each slot as `style` writes its type."""
        template = self.text.template(language)
        if "{" not in template:
            return style.literal(template)
        pieces: list[str] = []
        position = 0
        for start, end, name in _placeholders(template):
            slot = self.slots[name]
            before, position = template[position:start], end
            if language == "ja" and isinstance(slot, Quote):
                # Japanese quotation marks bring their own space; the templates keep one around every slot.
                before = before.rstrip(" ")
                position += template.startswith(" ", position)
            pieces.append(style.literal(before))
            pieces.append(_slot(slot, language, style))
        pieces.append(style.literal(template[position:]))
        return "".join(pieces)


@lru_cache(maxsize=1024)
def _placeholders(template: str) -> tuple[tuple[int, int, str], ...]:
    """Where the slots of a template stand, and their names. Templates are ours, so there are only so many."""
    return tuple((*match.span(), match.group(1)) for match in _PLACEHOLDER.finditer(template))


def _slot(slot: Slot, language: Language, style: Style) -> str:
    match slot:
        case Address(value):
            return style.address(value, language)
        case Host(value):
            return style.host(value, language)
        case Url(value):
            return style.url(value, language)
        case Quote(value):
            return style.quote(value, language)
        case Time(moment):
            return style.time(moment, language)
        case Duration(length):
            return style.duration(length, language)
        case Amount(count):
            return style.amount(count, language)
        case Word(word):
            return style.literal(word.template(language))
