"""One link of a mail: where it stands, what it shows, where it leads."""

from __future__ import annotations

from gyotaku.mail.links.mark import Mark, Place
from gyotaku.mail.links.services import real
from gyotaku.mail.links.target import Target
from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, Reading, Span

CLICKABLE = frozenset(
    {Place.ANCHOR, Place.AREA, Place.FORM, Place.REFRESH, Place.TEXT, Place.BARE, Place.QR, Place.PDF}
)
"""What a person follows, or what leads him on by itself."""
_LONGEST_QUOTE = 1_000
_LONGEST_TEXT = 300


class Link:
    """`part` is the section of the text it stands in. `shown` is what a reader sees of it; None where that is nothing."""

    __slots__ = (
        "_layer",
        "_shown",
        "_source",
        "_start",
        "fields",
        "hidden",
        "mark",
        "part",
        "place",
        "reading",
        "shown",
        "target",
    )

    def __init__(
        self,
        place: Place,
        part: str,
        target: Target,
        layer: Layer,
        start: int,
        mark: Mark | None = None,
        shown: tuple[str, Span | None] | None = None,
        source: str | None = None,
        reading: Reading | None = None,
    ) -> None:
        self.place = place
        self.part = part
        self.target = target
        self.mark = mark
        """The attribute it stands in; None for one written in text."""
        self.reading = reading
        """Where it was read, for one that is no text of the mail."""
        self.hidden = mark is not None and mark.hidden
        """Within markup that is not shown."""
        self.fields = mark.fields or [] if mark is not None else []
        """What a form asks for."""
        self._layer = layer
        self._start = start
        self._source = target.written if source is None else source
        self._shown = shown
        self.shown = shown[0] if shown else None

    @property
    def clickable(self) -> bool:
        return self.place in CLICKABLE and not self.hidden

    @property
    def end(self) -> Target:
        """Where it leads in the end, by the words of the services it leads through."""
        return real(self.target)

    @property
    def name(self) -> str:
        """What spans in its attribute call it: section, tag, offset of the tag in the part's text, attribute."""
        mark = self.mark
        return self.part if mark is None or not mark.attribute else f"{self.part}/{mark.tag}@{mark.at}/{mark.attribute}"

    def evidence(self, start: int = 0, end: int | None = None) -> Evidence:
        """Quote the target as it is written, or a piece of it. What is longer than anybody reads is cut."""
        written = self._source
        if written is not self.target.written:
            start, end = 0, None  # line ends or full-width letters stand in it
        end = min(len(written) if end is None else end, start + _LONGEST_QUOTE)
        if self.reading is not None:
            return Evidence(Origin.MAIL, Principal.SENDER, written[start:end], reading=self.reading)
        span = Span(self.name, self._layer, self._start + start, self._start + end)
        return Evidence(Origin.MAIL, Principal.SENDER, written[start:end], span=span)

    def evidence_of(self, piece: str) -> Evidence:
        """Quote a lower-case piece of the target, such as its host; all of it where the piece is not written so."""
        at = self.target.written.lower().find(piece)
        return self.evidence(at, at + len(piece)) if at >= 0 else self.evidence()

    def shown_evidence(self, start: int = 0, end: int | None = None) -> Evidence | None:
        """Quote what it shows, or a piece of it; None where it shows nothing that has a place."""
        text, span = self._shown or ("", None)
        if span is None:
            return None
        end = min(len(text) if end is None else end, start + _LONGEST_TEXT)
        span = Span(span.part, span.layer, span.start + start, span.start + end)
        return Evidence(Origin.MAIL, Principal.SENDER, text[start:end], span=span)

    def field_evidence(self, field: Mark) -> Evidence:
        """Quote what one input of a form is."""
        part = f"{self.part}/{field.tag}@{field.at}/{field.attribute}"
        return Evidence(
            Origin.MAIL, Principal.SENDER, field.value, span=Span(part, Layer.ATTRIBUTE, 0, len(field.value))
        )
