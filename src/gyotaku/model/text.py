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

    def shown(self, style: Style, language: Language) -> str:
        return style.address(self.value, language)


class Host(Struct, frozen=True):
    """A host name, domain or IP address that is no link."""

    value: str

    def shown(self, style: Style, language: Language) -> str:
        return style.host(self.value, language)


class Url(Struct, frozen=True):
    """A link target, or the host of one. Every form a person reads defangs it."""

    value: str

    def shown(self, style: Style, language: Language) -> str:
        return style.url(self.value, language)


class Quote(Struct, frozen=True):
    """Words exactly as they stand in the mail, in an answer or in the configuration."""

    value: str

    def shown(self, style: Style, language: Language) -> str:
        return style.quote(self.value, language)


class Time(Struct, frozen=True):
    """A moment, with its zone."""

    value: datetime

    def shown(self, style: Style, language: Language) -> str:
        return style.time(self.value, language)


class Duration(Struct, frozen=True):
    """A length of time, shown without its sign."""

    value: timedelta

    def shown(self, style: Style, language: Language) -> str:
        return style.duration(self.value, language)


class Amount(Struct, frozen=True):
    """A number that counts something."""

    value: int

    def shown(self, style: Style, language: Language) -> str:
        return style.amount(self.value, language)


class Word(Struct, frozen=True):
    """A term of our own, in both languages."""

    value: Text

    def shown(self, style: Style, language: Language) -> str:
        return style.literal(self.value.template(language))


def day(value: datetime) -> Word:
    """The day of a moment, for what is dated by the day."""
    written = value.strftime("%Y-%m-%d")
    return Word(Text(en=written, ja=written))


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
        return _names(self.en, self.ja)

    def filled(self, **slots: Slot) -> Sentence:
        """Bind values to the slots. Raises ValueError when one has no value: a mistake found by tests."""
        if not slots.keys() >= _names(self.en, self.ja):
            raise ValueError(f"no value for {sorted(self.slots() - slots.keys())} in {self.en!r}")
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
        before, rest = _pieces(template)
        written: list[str] = []
        for name, after in rest:
            slot = self.slots[name]
            shown = slot.shown(style, language)
            # Japanese words and marks stand without a space between them; the templates keep one around every slot.
            if language == "ja" and isinstance(slot, Quote):
                before, after = before.rstrip(" "), after.removeprefix(" ")  # noqa: PLW2901
            elif language == "ja" and isinstance(slot, Word):
                if not shown[:1].isascii() and not before[-2:-1].isascii():
                    before = before.removesuffix(" ")
                if not shown[-1:].isascii() and not after[1:2].isascii():
                    after = after.removeprefix(" ")  # noqa: PLW2901
            written += (style.literal(before), shown)
            before = after
        written.append(style.literal(before))
        return "".join(written)


# Templates are ours, so there are only so many.
@lru_cache(maxsize=1024)
def _names(en: str, ja: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(en)) | frozenset(_PLACEHOLDER.findall(ja))


@lru_cache(maxsize=1024)
def _pieces(template: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The words before a template's first slot, then each slot's name with the words after it."""
    first, *rest = _PLACEHOLDER.split(template)
    return first, tuple(zip(rest[::2], rest[1::2], strict=True))
