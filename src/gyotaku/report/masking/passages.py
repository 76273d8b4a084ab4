"""The mail's own texts without anything of their owner, and where their spans are afterwards."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gyotaku.model.evidence import Layer, Span
from gyotaku.model.link_tokens import hidden, of_url
from gyotaku.model.transcript import Passage, Transcript
from gyotaku.report.masking.finder import views
from gyotaku.report.masking.secrets import MARK

if TYPE_CHECKING:
    from gyotaku.report.masking.redactor import Redactor

Edit = tuple[int, int, str]
"""What to write in place of a stretch; edits are in order and do not overlap."""
_LINKING = ("href", "src", "action", "formaction", "background", "srcset", "poster", "cite", "data", "ping", "longdesc")
_ATTRIBUTE = re.compile(
    rf"\b(?:{'|'.join(_LINKING)})[ \t\r\n]{{0,20}}=[ \t\r\n]{{0,20}}(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE
)


class Moved(Struct, frozen=True):
    """One text: how it is called afterwards, and where its edits began and ended, before and after."""

    part: str
    starts: list[int]
    ends: list[int]
    masks: list[tuple[int, int]]

    def span(self, span: Span) -> Span:
        """Where a stretch stands afterwards. One that touches a mask covers all of it."""
        return Span(self.part, span.layer, self._at(span.start, before=True), self._at(span.end, before=False))

    def _at(self, offset: int, *, before: bool) -> int:
        number = bisect_right(self.starts, offset) - 1 if before else bisect_left(self.starts, offset) - 1
        if number < 0:
            return offset
        end, (first, last) = self.ends[number], self.masks[number]
        if offset >= end:
            return last + offset - end
        return first if before else last


Moves = Mapping[tuple[str, Layer], Moved]


def written(text: str, edits: list[Edit]) -> str:
    """The text with its edits."""
    pieces: list[str] = []
    at = 0
    for start, end, mask in edits:
        pieces += (text[at:start], mask)
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def masked_transcript(redactor: Redactor, transcript: Transcript) -> tuple[Transcript, Moves]:
    """The transcript without anything of the owner, and how spans move in each of its texts."""
    moves: dict[tuple[str, Layer], Moved] = {}
    names: dict[tuple[str, Layer], str] = {}

    def masked(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
        return tuple(_masked(redactor, passage, moves, names) for passage in passages)

    copy = replace(
        transcript,
        fields=masked(transcript.fields),
        bodies=masked(transcript.bodies),
        attributes=masked(transcript.attributes),
        raw=_source(redactor, transcript),
        opaque=(),
        masked=True,
    )
    return copy, moves


def _masked(
    redactor: Redactor, passage: Passage, moves: dict[tuple[str, Layer], Moved], names: dict[tuple[str, Layer], str]
) -> Passage:
    edits = redactor.edits(passage.text, _links(passage))
    part = redactor.text(passage.part)
    if names.setdefault((part, passage.layer), passage.part) != passage.part:
        part = f"{part} ({len(names)})"  # two texts that were told apart by what is hidden now
    moves[passage.part, passage.layer] = _moved(part, edits)
    return replace(passage, part=part, text=written(passage.text, edits))


def _moved(part: str, edits: list[Edit]) -> Moved:
    masks = []
    shift = 0
    for start, end, mask in edits:
        masks.append((start + shift, start + shift + len(mask)))
        shift += len(mask) - (end - start)
    return Moved(part, [edit[0] for edit in edits], [edit[1] for edit in edits], masks)


def _links(passage: Passage) -> Iterator[tuple[int, int]]:
    if passage.layer is Layer.ATTRIBUTE and passage.part.rpartition("/")[2] in _LINKING:
        yield from of_url(passage.text)
    if passage.layer is Layer.BODY:
        yield from _in_source(passage.text)
    else:
        yield from hidden(passage.text)


def _in_source(text: str) -> Iterator[tuple[int, int]]:
    """What links hide in a text that is written as programs read it: in attributes, broken into lines, escaped, quoted-printable."""
    yield from hidden(text)
    yield from _in_attributes(text)
    for _, view in views(text):
        for start, end in (*hidden(view.text), *_in_attributes(view.text)):
            if start < end:
                yield view.origin(start, end)


def _in_attributes(text: str) -> Iterator[tuple[int, int]]:
    for found in _ATTRIBUTE.finditer(text):
        group = 1 if found[1] is not None else 2
        begin = found.start(group)
        for start, end in of_url(found[group]):
            yield begin + start, begin + end


def _source(redactor: Redactor, transcript: Transcript) -> bytes:
    """The octets as text, what is encoded left out: its words stand in the bodies, and a file may hold anything."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(transcript.opaque):
        pieces += (_text(transcript.raw[at:start]), f"{MARK}\n")
        at = end
    pieces.append(_text(transcript.raw[at:]))
    text = "".join(pieces)
    return written(text, redactor.edits(text, _in_source(text))).encode("utf-8", "backslashreplace")


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "backslashreplace")
