"""Whom the mail claims to be from: known names in the display name and at the head of the subject."""

import re

from msgspec import Struct

from gyotaku.mail.brands import Brand, Naming, namings
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.mail.facts.stamps import Stamps
from gyotaku.mail.facts.wording import Passage
from gyotaku.model.evidence import Evidence, Layer

_LONGEST = 200
# What stands before a name in a subject that speaks for that name: 【重要】, [Alert], Re: is none of these.
_HEAD = re.compile(r"(?:\s*[【\[(（「『＜<《][^】\])）」』＞>》]{0,20}[】\])）」』＞>》]){0,3}\s*")


class Claim(Struct, frozen=True):
    """A known name where the mail speaks for itself. `in_name`: in the display name; otherwise in the subject."""

    naming: Naming
    evidence: Evidence
    in_name: bool

    @property
    def brand(self) -> Brand:
        return self.naming.brand


class Claims(Struct, frozen=True):
    """Claims of the display name first, then of the subject."""

    all: tuple[Claim, ...]


def read(senders: Senders, stamps: Stamps) -> Claims:
    author = senders.author
    claims = list(_of_name(author)) if author else []
    if stamps.subject:
        passage = Passage("Subject", Layer.HEADER, stamps.subject, stamps.subject_start)
        head = _HEAD.match(stamps.subject)
        begin = head.end() if head else 0
        for naming in namings(stamps.subject[:_LONGEST]):
            bracketed = naming.start < begin
            if bracketed or naming.start == begin:
                claims.append(Claim(naming, passage.evidence(naming.start, naming.end), in_name=False))
    return Claims(tuple(claims))


def _of_name(author: Party) -> tuple[Claim, ...]:
    name = author.name
    if not name or name not in author.field.text:
        return ()
    return tuple(
        Claim(naming, author.quote_name(piece=name[naming.start : naming.end]), in_name=True)
        for naming in namings(name[:_LONGEST])
    )
