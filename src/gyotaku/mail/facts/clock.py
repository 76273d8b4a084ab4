"""The times of a mail: what the sender's Date says, and what our own server's clock said."""

from datetime import datetime, timedelta

from msgspec import Struct

from gyotaku.mail import dates
from gyotaku.mail.dates import Moment
from gyotaku.mail.headers import Field
from gyotaku.mail.message import Message
from gyotaku.model.path import Hop, Path


class Clock(Struct, frozen=True):
    """`date` is the Date field as read, None when there is no such field; `receipt` the boundary line's own time."""

    field: Field | None
    date: Moment | None
    receipt: Hop | None

    @property
    def written(self) -> datetime | None:
        return self.date.when if self.date else None

    @property
    def received(self) -> datetime | None:
        return self.receipt.date if self.receipt else None

    @property
    def ahead(self) -> timedelta | None:
        """How far Date lies after our server's clock; negative when before. None when either is unknown."""
        if self.written is None or self.received is None:
            return None
        return self.written - self.received


def read(message: Message, path: Path) -> Clock:
    field = message.headers.get("Date")
    return Clock(field, dates.read(field.text) if field else None, path.handed_over_by)
