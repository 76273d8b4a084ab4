"""What an article is made of. Texts stand in the syntax of the form that is being written, whoever composed them."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Said(Struct, frozen=True):
    """Sentences, and the numbers of the notes that hold their evidence."""

    text: str
    notes: tuple[int, ...] = ()


class Prose(Struct, frozen=True):
    """A paragraph."""

    said: tuple[Said, ...]


class Listing(Struct, frozen=True):
    """Points one under the other; numbered where their order matters."""

    items: tuple[Said, ...]
    ordered: bool = False


class Row(Struct, frozen=True):
    """A name, what stands there, and what it is worth."""

    name: str
    value: str
    remark: str = ""


class Rows(Struct, frozen=True):
    rows: tuple[Row, ...]


class Table(Struct, frozen=True):
    """A table whose first column names the rows."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Alert(Struct, frozen=True):
    """What readers must not miss."""

    heading: str
    items: tuple[str, ...]


class Excerpt(Struct, frozen=True):
    """Words of the mail as a block, safe, its lines kept, not yet in the form's syntax."""

    lines: tuple[str, ...]


class Folded(Struct, frozen=True):
    """What a picture shows, in words, for whom it cannot be seen; left out where nothing can be folded."""

    summary: str
    lines: tuple[str, ...]


class Figure(Struct, frozen=True):
    """A picture that was made for this article, by its key; each form decides how it is put there."""

    key: str
    alt: str
    """What it shows, as plain text."""
    caption: str


Block = Prose | Listing | Rows | Table | Alert | Excerpt | Folded | Figure


class Section(Struct, frozen=True):
    id: str
    heading: str
    blocks: tuple[Block, ...]


class Note(Struct, frozen=True):
    """The evidence of one finding."""

    number: int
    lines: tuple[str, ...]


class Article(Struct, frozen=True, kw_only=True):
    title: str
    """Plain text, in no syntax."""
    description: str
    """Plain text, in no syntax."""
    slug: str
    day: date | None
    """Of the mail."""
    tags: tuple[str, ...]
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    notes_heading: str
    language: str
