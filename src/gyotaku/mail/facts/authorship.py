"""Which header fields our own servers wrote.

Servers put their trace fields on top (RFC 5321 section 4.4), so everything above our boundary line was written after the
mail was ours; no sender can put a field there. Everything below it is the sender's or a relay's word, though a filter
of ours may have added to the end: such a field may accuse, never clear.
"""

from msgspec import Struct

from gyotaku.mail.headers import Field
from gyotaku.mail.house import owned_fields
from gyotaku.mail.message import Message
from gyotaku.model.evidence import Principal
from gyotaku.model.path import Path


class Authorship(Struct, frozen=True):
    """`ours_until` is the octet offset of our boundary's Received field; fields that start before it are ours."""

    ours_until: int
    block_until: int = 0
    """Where the next older Received field begins. Filters of ours write before it, and so can a sender."""
    owned_names: tuple[str, ...] = ()
    """Beginnings of field names, in lower case, that our provider lets nobody else write, wherever they stand."""

    def ours(self, field: Field) -> bool:
        return field.start < self.ours_until or field.name.lower().startswith(self.owned_names)

    def principal(self, field: Field) -> Principal:
        return Principal.US if self.ours(field) else Principal.SENDER


def read(message: Message, path: Path) -> Authorship:
    if path.boundary is None:
        return Authorship(0)
    start = message.headers.all("Received")[path.boundary.index].start
    return Authorship(start, _block_end(message, start), owned_fields(path.boundary.host))


def _block_end(message: Message, start: int) -> int:
    """The offset of the next Received field below our line: what a filter of ours added stands before it."""
    return next((field.start for field in message.headers.all("Received") if field.start > start), len(message.raw))
