"""The Message-ID, and whether a relay on the path wrote it."""

import re

from msgspec import Struct

from gyotaku.mail.headers import Field
from gyotaku.mail.message import Message
from gyotaku.model.path import Hop, Path

# Postfix cleanup(8) adds "<YYYYMMDDhhmmss.QUEUEID@myhostname>" where the client gave none; sendmail and Exim build theirs
# from their queue id likewise, so the queue id of a Received line by the same host is what tells.
_ID = re.compile(r"<\s*([^<>\s]{1,998})\s*>")
# Short queue ids are hexadecimal and nearly always hold a letter, long ones have no vowels (postconf(5),
# enable_long_queue_ids); so mutt's and quilt's ids, which begin with the same kind of date, are not taken for them.
_POSTFIX = re.compile(
    r"\d{14}\.(?:(?=[0-9]*[A-F])[0-9A-F]{6,15}|(?=.*[A-Za-z])[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{12,20})"
)
_COMMENTED = re.compile(r"\s*<[^<>\s]{1,998}>(?:\s*\([^()]*\))*\s*")


_MAX_FIELDS = 20


class MessageIdentity(Struct, frozen=True):
    """`left` and `right` are the parts beside the @ (RFC 5322 section 3.6.4); `relay` the hop whose queue id it bears."""

    field: Field
    id: str
    left: str
    right: str
    well_formed: bool
    postfix_form: bool
    relay: Hop | None


def identifier(value: str) -> str:
    """What stands between the angle brackets, or the whole value where there are none."""
    match = _ID.search(value)
    return match.group(1) if match else value.strip()


class MessageIdentities(Struct, frozen=True):
    """The Message-ID fields; a mail should have exactly one. `count` counts those beyond what is read too."""

    all: tuple[MessageIdentity, ...]
    count: int

    @property
    def first(self) -> MessageIdentity | None:
        return self.all[0] if self.all else None


def read(message: Message, path: Path) -> MessageIdentities:
    fields = message.headers.first("Message-ID", _MAX_FIELDS)
    return MessageIdentities(tuple(_one(field, path) for field in fields), len(message.headers.all("Message-ID")))


def _one(field: Field, path: Path) -> MessageIdentity:
    whole = identifier(field.text)
    left, at, right = whole.rpartition("@")
    match = _POSTFIX.fullmatch(left)
    return MessageIdentity(
        field=field,
        id=whole,
        left=left if at else whole,
        right=right.rstrip(".").lower() if at else "",
        well_formed=bool(at and left and right and _COMMENTED.fullmatch(field.text)),
        postfix_form=match is not None,
        relay=_relay(left, right, path),
    )


def _relay(left: str, right: str, path: Path) -> Hop | None:
    """The oldest hop by the Message-ID's own host whose queue id stands in its left part."""
    for hop in reversed(path.hops):
        if hop.id and len(hop.id) >= 6 and hop.by and hop.by.lower() == right.lower() and hop.id in left:
            return hop
    return None
