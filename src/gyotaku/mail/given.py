"""A mail as it was handed over: its octets, and what is known of how they came about."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType

from msgspec import Struct

from gyotaku.model.text import Text

_NONE: Mapping[str, Text] = MappingProxyType({})


class Mail(Struct, frozen=True):
    """One mail as octets. `undone` tells what a paste had done to it and was undone; empty for octets as they were."""

    path: str
    raw: bytes
    undone: tuple[Text, ...] = ()
    container: str | None = None
    """The path of the file that held it among others (an mbox, an archive)."""
    partial: Mapping[str, Text] = _NONE
    """Why a header is not the original one, by the SHA-256 of the mail: this one, or one that it carries."""

    @property
    def why_partial(self) -> Text | None:
        """Why this mail's header is not the whole original one; None where nothing says so."""
        return self.partial.get(sha256(self.raw).hexdigest()) if self.partial else None
