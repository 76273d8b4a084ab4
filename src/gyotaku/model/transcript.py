"""The texts of a mail in which its evidence stands, as far as a page shows them."""

from __future__ import annotations

from msgspec import Struct

from gyotaku.model.evidence import Layer


class Passage(Struct, frozen=True):
    """A text that spans count in. `left_out` code points at its end are not here."""

    part: str
    layer: Layer
    text: str
    left_out: int = 0


class Transcript(Struct, frozen=True, kw_only=True):
    """A mail's fields, bodies and quoted attributes, and its octets; all of them bounded."""

    fields: tuple[Passage, ...]
    bodies: tuple[Passage, ...]
    attributes: tuple[Passage, ...]
    left_out: int
    """Fields, bodies and attributes that are not here."""
    raw: bytes
    """The beginning of the mail as it arrived."""
    shown: int
    """Octets of the mail that `raw` stands for."""
    opaque: tuple[tuple[int, int], ...] = ()
    """Stretches of `raw` that nobody reads as they stand: bodies in base64, pictures, other files."""
    masked: bool = False
    size: int
    """Octets of the whole mail."""
