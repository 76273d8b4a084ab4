"""What a tag of HTML refers to, as the reader of the markup notes it in passing."""

from __future__ import annotations

from enum import StrEnum


class Place(StrEnum):
    """Where a link stands: what a reader must do, or need not do, to follow it."""

    ANCHOR = "anchor"
    AREA = "area"
    FORM = "form"
    REFRESH = "refresh"
    IMAGE = "image"
    """Images, video and sound: loaded where the reader lets remote content in."""
    BACKGROUND = "background"
    FRAME = "frame"
    RESOURCE = "resource"
    """Scripts, style sheets, fonts."""
    TEXT = "text"
    """An address written out in text, which mail programs make clickable."""
    BARE = "bare"
    """One without scheme: `www.example.jp`, `example.jp/path`."""
    QR = "qr"
    """A QR code or the like, which a phone follows."""
    PDF = "pdf"
    """A place on a page of a PDF that is clicked."""
    DEFANGED = "defanged"
    """Written so that nobody follows it (`hxxps://ex[.]ample`): no link."""


class Mark:
    """One attribute that refers to something. Offsets of tags count in the HTML, those of text in the visible text."""

    __slots__ = (
        "alt", "at", "attribute", "end", "fields", "first", "hidden", "last", "place", "shift", "start", "tag", "unseen", "value", "words",
    )  # fmt: skip

    def __init__(
        self, place: Place, tag: str, attribute: str, value: str, at: int, shift: int = 0, *, hidden: bool = False
    ) -> None:
        self.place = place
        self.tag = tag
        self.attribute = attribute
        self.value = value
        self.at = at
        """Where the tag begins."""
        self.shift = shift
        """Where in the attribute's value `value` begins."""
        self.hidden = hidden
        self.first = self.last = -1
        """Runs of text from the first that the anchor shows to the one after the last."""
        self.start = self.end = -1
        """The same as offsets in the visible text; negative where it shows none."""
        self.alt: tuple[str, int] | None = None
        """What stands in for an image, or for the first one that an anchor shows, and where that image's tag begins."""
        self.words: list[str] | None = None
        """What it shows where that is no part of the visible text: in conditional comments and `data:` URIs."""
        self.unseen = hidden
        """It shows nothing: within what is not shown, or a picture of no size."""
        self.fields: list[Mark] | None = None
        """What a form asks for: `words` holds the type, which is `value` as written where it stands there."""
