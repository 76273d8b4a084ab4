"""The words a reader of the mail sees: subject, display names, and the visible text of its bodies."""

import re
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.stamps import Stamps
from gyotaku.mail.message import Message
from gyotaku.mail.mime import Part
from gyotaku.mail.visible import Visible, visible
from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, Span

_MAX_CHARACTERS = 200_000
_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000]")
_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " "}


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


class Body(Struct, frozen=True):
    """A text part as it was read: HTML laid out, anything else as it stands."""

    part: Part
    layer: Layer
    text: str
    visible: Visible | None


class Wording:
    """`headers` come first; `bodies` are read from each text part outside attachments, the HTML one as it shows."""

    __slots__ = ("_bodies", "_cut", "_parts", "_passages", "headers")

    def __init__(self, headers: tuple[Passage, ...], parts: tuple[Part, ...]) -> None:
        self.headers = headers
        self._parts = parts
        self._bodies: tuple[Body, ...] | None = None
        self._passages: tuple[Passage, ...] | None = None
        self._cut = False

    @property
    def laid_out(self) -> tuple[Body, ...]:
        """Every text part, read whole when first asked for."""
        if self._bodies is None:
            self._bodies = tuple(_body(part) for part in self._parts)
        return self._bodies

    @property
    def bodies(self) -> tuple[Passage, ...]:
        if self._passages is None:
            self._passages, self._cut = _passages(self.laid_out)
        return self._passages

    @property
    def cut(self) -> bool:
        """Text was longer than is read."""
        _ = self.bodies
        return self._cut

    @property
    def shows_text(self) -> bool:
        """There is something to read."""
        return any(_has_words(passage.text) for passage in self.bodies)

    def __iter__(self) -> Iterator[Passage]:
        yield from self.headers
        yield from self.bodies


def _has_words(text: str) -> bool:
    return bool(text) and not text.isspace()


def folded(text: str) -> str:
    """Lower case and half-width, of the same length."""
    plain = text
    if not text.isascii():
        # A text has few different ones, and replacing those costs a tenth of what translating every character does.
        for character in set(_FULL_WIDTH.findall(text)):
            plain = plain.replace(character, _HALF_WIDTH[character])
    lower = plain.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := character.lower()) == 1 else character for character in plain)


def names(wording: Wording, domain: str) -> bool:
    """The mail shows its reader the domain, or names the service: "Zoom" for zoom.us."""
    label = domain.partition(".")[0]
    return any(domain in passage.folded or (len(label) > 2 and label in passage.folded) for passage in wording)


@cache
def _organization_marks() -> AhoCorasick:
    return AhoCorasick(sorted({mark.lower() for mark in table("organization_words")["marks"]}))


def speaks_for_organization(name: str, least: int = 1) -> bool:
    """True when a folded display name has a word of organizations or services that has at least `least` characters.

    One in Latin letters is a word of its own, in the plural too (no "inc" in "Vincent").
    """
    found = _organization_marks().find_matches_as_indexes(name, overlapping=True)
    return any(end - start >= least and _is_word(name, start, end) for _, start, end in found)


def _is_word(name: str, start: int, end: int) -> bool:
    if _is_letter(name[start]) and start and _is_letter(name[start - 1]):
        return False
    if not _is_letter(name[end - 1]):
        return True
    end += name.startswith("s", end)
    return end == len(name) or not _is_letter(name[end])


def _is_letter(character: str) -> bool:
    return "a" <= character <= "z"


def read(message: Message, senders: Senders, stamps: Stamps) -> Wording:
    headers = []
    if stamps.subject:
        headers.append(Passage("Subject", Layer.HEADER, stamps.subject, stamps.subject_start))
    for party in senders.authors[:10]:
        if party.name and party.name in party.field.text:
            headers.append(Passage(party.field.ref, Layer.HEADER, party.name, party.field.text.index(party.name)))
    texts = tuple(
        part
        for part in message.root.walk()
        if not part.children and part.content_type.startswith("text/") and part.disposition != "attachment"
    )
    return Wording(tuple(headers), texts)


def _passages(laid_out: tuple[Body, ...]) -> tuple[tuple[Passage, ...], bool]:
    """What is read of these parts, and whether something was left out."""
    passages: list[Passage] = []
    left = _MAX_CHARACTERS
    cut = False
    for body in laid_out:
        if left <= 0:
            return tuple(passages), True
        text = body.text
        cut = cut or (body.visible is not None and body.visible.cut) or len(text) > left
        if _has_words(text):
            passages.append(Passage(body.part.body_section, body.layer, text[:left]))
            left -= len(text)
    return tuple(passages), cut


def _body(part: Part) -> Body:
    """The part's text as its reader sees it."""
    if part.content_type == "text/html":
        shown = visible(part.text())
        return Body(part, Layer.VISIBLE, shown.text, shown)
    return Body(part, Layer.BODY, part.text(), None)
