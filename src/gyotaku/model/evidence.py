"""Evidence: a quoted span, and who could have written it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from gyotaku.model.text import Text

if TYPE_CHECKING:
    from gyotaku.model.asks import Answer


class Principal(StrEnum):
    """Who could have written a piece of evidence. Anyone's words can accuse; only some principals' can clear."""

    SENDER = "sender"
    DOMAIN_HOLDER = "domain-holder"
    ADDRESS_HOLDER = "address-holder"
    RELAY = "relay"
    REGISTRY = "registry"
    THIRD_PARTY = "third-party"
    US = "us"
    USER = "user"

    @property
    def can_be_attacker(self) -> bool:
        """True where the words may be the attacker's own, so that they can never clear him."""
        return self in _POSSIBLE_ATTACKERS

    @property
    def label(self) -> Text:
        return _LABELS[self]


_POSSIBLE_ATTACKERS = frozenset({Principal.SENDER, Principal.DOMAIN_HOLDER, Principal.ADDRESS_HOLDER, Principal.RELAY})

_LABELS = {
    Principal.SENDER: Text(en="the sender", ja="差出人自身"),
    Principal.DOMAIN_HOLDER: Text(en="the holder of the domain", ja="ドメインの管理者"),
    Principal.ADDRESS_HOLDER: Text(en="the holder of the IP address", ja="IPアドレスの管理者"),
    Principal.RELAY: Text(en="a relay", ja="中継サーバー"),
    Principal.REGISTRY: Text(en="a registry", ja="登録機関"),
    Principal.THIRD_PARTY: Text(en="a third party", ja="第三者"),
    Principal.US: Text(en="your own server", ja="自社サーバー"),
    Principal.USER: Text(en="you (configuration)", ja="あなた（設定）"),
}


class Origin(StrEnum):
    """What a piece of evidence is taken from."""

    MAIL = "mail"
    CONFIG = "config"
    ABSENCE = "absence"
    ANSWER = "answer"


class Layer(StrEnum):
    """The text a span counts in. Decoding cannot be inverted, so an offset means nothing without its layer."""

    RAW = "raw"
    """Octets of the mail as it arrived."""
    HEADER = "header"
    """Code points of one field's value: unfolded, RFC 2047 decoded."""
    BODY = "body"
    """Code points of one part's text: transfer decoding and charset undone."""
    VISIBLE = "visible"
    """Code points of what a reader sees of one part."""
    ATTRIBUTE = "attribute"
    """Code points of one HTML attribute's value."""


class Span(Struct, frozen=True):
    """Where a quotation stands.

    `part` names the text: a header field as `Subject` or `Received[2]` (newest 0; the number is left out for 0), a body
    by its IMAP section number (`1`, `2.1`; RFC 9051 section 6.4.5.1), a nested part's field as `2.1/Content-Type`.
    """

    part: str
    layer: Layer
    start: int
    end: int


class ReadFrom(StrEnum):
    """What a program had to read before there were words to quote."""

    PICTURE = "picture"
    PDF = "pdf"
    """A page of a PDF, as it shows."""
    PDF_LINK = "pdf-link"
    """Where a place on a page of a PDF leads when it is clicked."""
    PICTURE_WORDS = "picture-words"
    """Words that a program recognized in a picture; it may err in letters."""
    PDF_WORDS = "pdf-words"
    """Words that a program recognized in what a page of a PDF shows."""
    PDF_TEXT = "pdf-text"
    """The text that a page of a PDF carries for those who search or copy it."""
    CHARACTERS = "characters"
    """A drawing of characters in a text."""
    CELLS = "cells"
    """A drawing of table cells or boxes in markup."""

    @property
    def label(self) -> Text:
        return _READ_FROM[self]


_READ_FROM = {
    ReadFrom.PICTURE: Text(en="in a picture", ja="画像"),
    ReadFrom.PDF: Text(en="in a PDF", ja="PDF"),
    ReadFrom.PDF_LINK: Text(en="in a PDF", ja="PDF"),
    ReadFrom.PICTURE_WORDS: Text(en="in a picture", ja="画像"),
    ReadFrom.PDF_WORDS: Text(en="in a PDF", ja="PDF"),
    ReadFrom.PDF_TEXT: Text(en="in a PDF", ja="PDF"),
    ReadFrom.CHARACTERS: Text(en="drawn with characters", ja="文字で描いた図"),
    ReadFrom.CELLS: Text(en="drawn with table cells or boxes", ja="表のセルなどで描いた図"),
}


class Reading(Struct, frozen=True):
    """Where words were read that are no text of the mail, so that no span can hold them: a code in a picture, or its words.

    `parts` are the parts that hold it, named as in spans, an attribute for a picture in a `data:` URI; several where halves
    of a picture make one code. `page` counts from 1, for a PDF. `code` is the kind of code, empty for a link.
    """

    of: ReadFrom
    parts: tuple[str, ...]
    code: str = ""
    page: int | None = None


class Evidence(Struct, frozen=True):
    """A quotation with its principal. `raw` is the octet range of the whole field or body it stands in, where known.

    What was read out of a picture or the like has no span; its `reading` says where it is. What comes from a look-up has its `source` (who was asked) and `time` (when it was said).
    """

    of: Origin
    principal: Principal
    quote: str
    principal_name: str | None = None
    span: Span | None = None
    raw: tuple[int, int] | None = None
    source: str | None = None
    time: datetime | None = None
    reading: Reading | None = None

    @classmethod
    def answered(
        cls, answer: Answer, principal: Principal, quote: str | None = None, principal_name: str | None = None
    ) -> Evidence:
        """Words of an answer. Left out, they are the records of DNS with what was asked, or what it said in place of one."""
        words = quote
        if words is None:
            words = f"{answer.ask.what} {answer.ask.of}: " + (" ".join(answer.records[:4]) or answer.detail)
        return cls(Origin.ANSWER, principal, words, principal_name, source=answer.by, time=answer.time)

    @classmethod
    def absent(cls, what: str, principal: Principal, principal_name: str | None = None) -> Evidence:
        """Evidence that something is not there; `what` names what was looked for."""
        return cls(Origin.ABSENCE, principal, what, principal_name)

    @classmethod
    def configured(cls, setting: str) -> Evidence:
        """A line of the configuration, as TOML."""
        return cls(Origin.CONFIG, Principal.USER, setting)

    @classmethod
    def marked(cls, said: str, time: datetime) -> Evidence:
        """What the reader himself said of another mail, and when."""
        return cls(Origin.CONFIG, Principal.USER, said, source="gyotaku mark", time=time)
