"""The way out: text without anything of the owner, and reports made of such text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeVar, cast

import msgspec
from msgspec import Struct

from gyotaku.model.answers import CheckRun
from gyotaku.model.asks import Answer
from gyotaku.model.evidence import Span
from gyotaku.model.finding import Kind
from gyotaku.model.link_tokens import hidden, of_url
from gyotaku.model.owner import Owner
from gyotaku.model.path import Hop
from gyotaku.model.place import PlaceSaid
from gyotaku.model.report import Carrier, Claim, Departure, KeyField, MailSummary, Observable, Report
from gyotaku.model.text import Sentence, Text, Url
from gyotaku.model.transcript import Transcript
from gyotaku.report.masking.finder import Finder, Place
from gyotaku.report.masking.passages import Edit, Moves, masked_transcript, written
from gyotaku.report.masking.secrets import MARK, Sort, secrets

T = TypeVar("T", bound=Struct)

# What our own code says in fixed words: nothing of a mail stands there, and forms look words up by them.
_FIXED: Mapping[type, frozenset[str]] = {
    Observable: frozenset({"type", "roles"}),
    Departure: frozenset({"id"}),
    CheckRun: frozenset({"id"}),
    KeyField: frozenset({"name"}),
    Claim: frozenset({"brand"}),
    MailSummary: frozenset({"sha256"}),
    Carrier: frozenset({"sha256"}),
    Hop: frozenset({"form"}),
    PlaceSaid: frozenset({"country", "region"}),
}
_FILES: Mapping[type, str] = {MailSummary: "path", Carrier: "path"}
_SLOT = re.compile(r"(\{[a-z_]+\})|[^{}]+|[{}]")
_ORDER = {sort: number for number, sort in enumerate(Sort)}


class Redactor:
    """Hides what belongs to the owner of one report. The same secret gets the same mask everywhere."""

    __slots__ = ("_finder", "_known", "_own")

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._known: dict[tuple[str, bool], str] = {}
        self._own: dict[str, str] = {}

    @classmethod
    def of(cls, report: Report, *, others: bool = False) -> Redactor:
        """`others`: hide also third parties that the mail wrongs."""
        return cls(Finder(secrets(report, others=others)))

    def text(self, text: str) -> str:
        """The text with masks; of links in it only host and plain words are left."""
        return self._remembered(text, whole=False)

    def url(self, url: str) -> str:
        """A link, whatever stands in it."""
        return self._remembered(url, whole=True)

    def file(self, path: str) -> str:
        """The last part of a path, for a file's folders tell whose it is; of a mail within a container, of both."""
        return "!".join(self.text(part.replace("\\", "/").rstrip("/").rpartition("/")[2]) for part in path.split("!"))

    def words(self, text: str) -> str:
        """Words of our own, whose links stay as they are; the names of slots stay as well, since they are filled by them."""
        known = self._own.get(text)
        if known is None:
            known = text
            if self._finder.find(text):
                known = _SLOT.sub(lambda found: found[1] or _masked(found[0], self._finder.find(found[0]), ()), text)
            self._own[text] = known
        return known

    def _remembered(self, text: str, *, whole: bool) -> str:
        known = self._known.get((text, whole))
        if known is None:
            links = [*of_url(text), *hidden(text)] if whole else hidden(text)
            known = self._known[text, whole] = _masked(text, self._finder.find(text), links)
        return known

    def edits(self, text: str, links: Iterable[tuple[int, int]]) -> list[Edit]:
        """What to write in place of which stretches of a text, in order; `links` are hidden beside what is the owner's."""
        return _edits(text, self._finder.find(text), links)

    def report(self, report: Report) -> Report:
        """The report, and all that came with it, of masked text. What forms read, and what they decide by, stays."""
        return _Copy(self, {}).of(report)

    def page(self, report: Report, transcript: Transcript | None) -> tuple[Report, Transcript | None]:
        """The report and the mail's own texts, both masked; the report's spans count in the masked texts."""
        if transcript is None:
            return self.report(report), None
        masked, moves = masked_transcript(self, transcript)
        return _Copy(self, moves).of(report), masked


def _masked(text: str, found: Iterable[Place], links: Iterable[tuple[int, int]]) -> str:
    edits = _edits(text, found, links)
    return written(text, edits) if edits else text


def _edits(text: str, found: Iterable[Place], links: Iterable[tuple[int, int]]) -> list[Edit]:
    places = [_placed(place, text) for place in found]
    places += [(start, end, -1, MARK) for start, end in links if start < end and text[start:end] != MARK]
    edits: list[Edit] = []
    for start, end, mask in _merged(sorted(places)) if places else ():
        if text[end : end + 1] == "." and text[end + 1 : end + 2].isalnum():
            mask = mask.removesuffix(".example")  # noqa: PLW2901 - the name goes on: own.example.evil.example
        edits.append((start, end, mask))
    return edits


def _placed(place: Place, text: str) -> tuple[int, int, int, str]:
    sort = place.secret.sort
    if sort is Sort.DOMAIN and "@" in text[place.start : place.end]:
        sort = Sort.ADDRESS  # a mailbox that is not known, of a domain that is
    return place.start, place.end, _ORDER[sort], place.secret.as_sort(sort)


def _merged(places: list[tuple[int, int, int, str]]) -> Iterable[tuple[int, int, str]]:
    """Places that overlap become one, masked as the most telling of them that fills it, else plainly."""
    start, end, order, mask = places[0]
    for first, last, next_order, next_mask in places[1:]:
        if first >= end:
            yield start, end, mask
            start, end, order, mask = first, last, next_order, next_mask
            continue
        if (first, last) == (start, end) or last - first > end - start:
            order, mask = (
                (next_order, next_mask) if last - first > end - start else min((order, mask), (next_order, next_mask))
            )
        elif last > end:
            mask = MARK
        end = max(end, last)
    yield start, end, mask


class _Copy:
    """One walk over a report. What stands in it several times is copied once."""

    def __init__(self, redactor: Redactor, moves: Moves) -> None:
        self._redactor = redactor
        self._moves = moves
        self._done: dict[int, tuple[object, object]] = {}

    def of(self, struct: T) -> T:
        return cast("T", self._copy(struct))

    def _copy(self, value: Any) -> Any:
        if isinstance(value, str):
            return value if isinstance(value, Enum) else self._redactor.text(value)
        if isinstance(value, tuple):
            return tuple(self._copy(one) for one in value) if value else value
        if isinstance(value, Struct):
            known = self._done.get(id(value))
            if known is None:
                # The original is kept as well: its id must not be given to another meanwhile.
                known = self._done[id(value)] = value, self._struct(value)
            return known[1]
        if isinstance(value, Mapping):
            return MappingProxyType({key: self._copy(one) for key, one in value.items()})
        if isinstance(value, list | set | frozenset):
            return type(value)(self._copy(one) for one in value)
        if isinstance(value, bytes):
            return b""
        return value

    def _struct(self, value: Struct) -> Struct:
        redactor = self._redactor
        match value:
            case Owner():
                return Owner()
            case Kind():
                return value
            case Span() if (value.part, value.layer) in self._moves:
                return self._moves[value.part, value.layer].span(value)
            case Url():
                return Url(redactor.url(value.value))
            case Text():
                return self._text(value)
            case Sentence():
                return Sentence(self._text(value.text), self._copy(value.slots))
        kind = type(value)
        fixed = _FIXED.get(kind, frozenset())
        members = {name: getattr(value, name) for name in value.__struct_fields__}
        changed = {name: one if name in fixed else self._copy(one) for name, one in members.items()}
        if kind in _FILES:
            name = _FILES[kind]
            changed[name] = redactor.file(members[name])
        if isinstance(value, Observable) and value.type == "url":
            changed["value"] = redactor.url(value.value)
        if isinstance(value, Hop):
            changed["spans"] = {}
        if isinstance(value, Answer) and "://" not in value.by:
            changed["by"] = redactor.file(value.by)
        if all(changed[name] is members[name] for name in members):
            return value
        return msgspec.structs.replace(value, **changed)

    def _text(self, text: Text) -> Text:
        en, ja = self._redactor.words(text.en), self._redactor.words(text.ja)
        return text if (en, ja) == (text.en, text.ja) else Text(en=en, ja=ja)
