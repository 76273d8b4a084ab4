"""The words a reader of the mail sees: subject, display names, and the visible text of its bodies."""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.stamps import Stamps
from gyotaku.mail.message import Message
from gyotaku.mail.mime import Part
from gyotaku.mail.visible import visible
from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, Span

_MAX_CHARACTERS = 200_000
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


class Passage:
    """A text the reader sees: `text` begins at `offset` in its layer."""

    __slots__ = ("_folded", "layer", "offset", "part", "text")

    def __init__(self, part: str, layer: Layer, text: str, offset: int = 0) -> None:
        self.part = part
        self.layer = layer
        self.text = text
        self.offset = offset
        self._folded: str | None = None

    @property
    def folded(self) -> str:
        """The text to search in: of the same length, in lower case and half-width. Made when first asked for."""
        if self._folded is None:
            self._folded = folded(self.text)
        return self._folded

    def evidence(self, start: int, end: int) -> Evidence:
        span = Span(self.part, self.layer, self.offset + start, self.offset + end)
        return Evidence(Origin.MAIL, Principal.SENDER, self.text[start:end], span=span)


class Wording(Struct, frozen=True):
    """`headers` come first; `bodies` are read from each text part outside attachments, the HTML one as it shows."""

    headers: tuple[Passage, ...]
    bodies: tuple[Passage, ...]
    cut: bool
    """Text was longer than is read."""

    def __iter__(self) -> Iterator[Passage]:
        yield from self.headers
        yield from self.bodies


def folded(text: str) -> str:
    """Lower case and half-width, of the same length."""
    plain = text if text.isascii() else text.translate(_FULL_WIDTH)
    lower = plain.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := character.lower()) == 1 else character for character in plain)


@cache
def _organization_marks(least: int) -> re.Pattern[str]:
    """The marks of at least so many characters; one in Latin letters is a word of its own (no "inc" in "Vincent")."""
    marks = sorted({mark.lower() for mark in table("organization_words")["marks"] if len(mark) >= least})
    return re.compile("|".join(_bounded(mark) for mark in marks))


def _bounded(mark: str) -> str:
    before = "(?<![a-z])" if re.match("[a-z]", mark) else ""
    after = "s?(?![a-z])" if re.search("[a-z]$", mark) else ""
    return before + re.escape(mark) + after


def speaks_for_organization(name: str, least: int = 1) -> bool:
    """True when a folded display name has a word of organizations or services that has at least `least` characters."""
    return _organization_marks(least).search(name) is not None


def read(message: Message, senders: Senders, stamps: Stamps) -> Wording:
    headers = []
    if stamps.subject:
        headers.append(Passage("Subject", Layer.HEADER, stamps.subject, stamps.subject_start))
    for party in senders.authors[:10]:
        if party.name and party.name in party.field.text:
            headers.append(Passage(party.field.ref, Layer.HEADER, party.name, party.field.text.index(party.name)))
    bodies = []
    left = _MAX_CHARACTERS
    cut = False
    for part in message.root.walk():
        if part.children or not part.content_type.startswith("text/") or part.disposition == "attachment":
            continue
        if left <= 0:
            cut = True
            break
        layer, text, whole = _shown(part)
        cut = cut or not whole or len(text) > left
        if text and not text.isspace():
            bodies.append(Passage(part.body_section, layer, text[:left]))
            left -= len(text)
    return Wording(tuple(headers), tuple(bodies), cut)


def _shown(part: Part) -> tuple[Layer, str, bool]:
    """The part's text as its reader sees it, and whether that is all of it."""
    if part.content_type == "text/html":
        shown = visible(part.text())
        return Layer.VISIBLE, shown.text, not shown.cut
    return Layer.BODY, part.text(), True
