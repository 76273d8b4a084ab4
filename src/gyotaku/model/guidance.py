"""What a published dissection tells its readers beside the facts of the mail: what to do, and which law fits."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from gyotaku.model.text import Text


class LegalNote(Struct, frozen=True):
    """A provision as it stood on the day of the mail. Information, never legal advice."""

    act: Text
    """The act, its number and the article."""
    text: Text


class Guidance(Struct, frozen=True):
    """Steps in the order in which they help, and whom to ask."""

    opened: Text
    """If the link was opened and nothing was entered."""
    steps: tuple[Text, ...]
    contacts: tuple[Text, ...]
    law: tuple[LegalNote, ...]
    written: date
    """The day of the tables."""
    mailed: date | None
    """The day whose law is told; None where the mail tells no day."""
