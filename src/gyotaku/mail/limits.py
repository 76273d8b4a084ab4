"""How much of a mail is taken apart. What lies beyond stays whole and is stated as a defect."""

from __future__ import annotations

from msgspec import Struct


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds of reading one mail, far above what honest mail needs."""

    depth: int = 100
    """Multiparts inside each other."""
    parts: int = 10_000
    """Parts of one mail, those of attached messages included."""
    messages: int = 1_000
    """Attached messages of one mail."""
    nesting: int = 20
    """Messages attached to each other."""
    fields: int = 10_000
    """Fields of one header."""
    header_octets: int = 1024 * 1024
    """Octets of one header."""
    field_octets: int = 64 * 1024
    """Octets of one field."""
