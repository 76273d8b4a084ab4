"""Which header fields our own servers wrote.

Servers put their trace fields on top (RFC 5321 section 4.4), so everything above our boundary line was written after the
mail was ours; no sender can put a field there. Everything below it is the sender's or a relay's word, though a filter
of ours may have added to the end: such a field may accuse, never clear.
"""

from msgspec import Struct

from gyotaku.mail.headers import Field
from gyotaku.mail.message import Message
from gyotaku.model.evidence import Principal
from gyotaku.model.path import Path


class Authorship(Struct, frozen=True):
    """`ours_until` is the octet offset of our boundary's Received field; fields that start before it are ours."""

    ours_until: int

    def ours(self, field: Field) -> bool:
        return field.start < self.ours_until

    def principal(self, field: Field) -> Principal:
        return Principal.US if self.ours(field) else Principal.SENDER


def read(message: Message, path: Path) -> Authorship:
    if path.boundary is None:
        return Authorship(0)
    return Authorship(message.headers.all("Received")[path.boundary.index].start)
