"""What spam filters wrote on the mail: in fields of their own, and before the subject.

A stamp counts as our server's only where it stands above our own Received line or is configured; anybody can write
`X-Spam-Status: No` into the mail he sends.
"""

import re
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.facts.authorship import Authorship
from gyotaku.mail.headers import Field
from gyotaku.mail.message import Message
from gyotaku.model.configuration import Config

_MAX_FIELDS = 50
"""Fields of one filter; a mail passes a few."""


class FilterField(Struct, frozen=True):
    """A field that a filter writes: `spam` and `clean` tell its two answers apart."""

    name: str
    product: str
    spam: re.Pattern[str]
    clean: re.Pattern[str]


class Stamp(Struct, frozen=True):
    """One stamp. `says_spam` is None where the field gives figures without an answer."""

    field: Field
    quote: str
    product: str
    says_spam: bool | None
    ours: bool
    in_subject: bool = False
    configured: bool = False


class Stamps(Struct, frozen=True):
    """All stamps in the order of the fields; `subject` is the subject without what was stamped before it."""

    all: tuple[Stamp, ...]
    subject: str | None
    subject_start: int
    """Where the sender's own words begin in the Subject field's text."""

    @property
    def ours(self) -> tuple[Stamp, ...]:
        return tuple(stamp for stamp in self.all if stamp.ours)


@cache
def _known() -> tuple[tuple[FilterField, ...], re.Pattern[str]]:
    rows = table("stamps")
    fields = tuple(
        FilterField(
            row["field"],
            row["product"],
            re.compile(row["spam"], re.IGNORECASE),
            re.compile(row["clean"], re.IGNORECASE),
        )
        for row in rows["field"]
    )
    return fields, re.compile(rows["subject"]["pattern"], re.IGNORECASE)


def read(message: Message, authorship: Authorship, config: Config) -> Stamps:
    fields, subject_pattern = _known()
    stamps = [
        _of_field(field, known, authorship)
        for known in fields
        for field in message.headers.first(known.name, _MAX_FIELDS)
    ]
    subject = message.headers.get("Subject")
    if subject is None:
        return Stamps(tuple(stamps), None, 0)
    we_said_spam = any(stamp.ours and stamp.says_spam for stamp in stamps)
    stamp = _of_subject(subject, subject_pattern, config, we_said_spam)
    if stamp is None:
        return Stamps(tuple(stamps), subject.text, 0)
    start = subject.text.index(stamp.quote) + len(stamp.quote)
    start += len(subject.text[start:]) - len(subject.text[start:].lstrip(" \t:"))
    return Stamps((stamp, *stamps), subject.text[start:], start)


def subject_stamp(subject: str) -> str | None:
    """What a filter's usual stamp is at the beginning of a subject."""
    match = _known()[1].match(subject)
    return match.group(0).strip() if match else None


def _of_field(field: Field, known: FilterField, authorship: Authorship) -> Stamp:
    head = field.text[:2000]
    clean, spam = known.clean.search(head), known.spam.search(head)
    answer = clean or spam
    quote = answer.group(0) if answer else head[:60]
    return Stamp(field, quote, known.product, None if answer is None else clean is None, authorship.ours(field))


def _of_subject(subject: Field, pattern: re.Pattern[str], config: Config, we_said_spam: bool) -> Stamp | None:
    """The stamp before the subject. Without configuration it is ours only if a field of ours says spam as well."""
    text = subject.text.lstrip()
    for stamp in config.spam_stamps:
        if stamp and text.lower().startswith(stamp.lower()):
            return Stamp(subject, text[: len(stamp)], "", True, ours=True, in_subject=True, configured=True)
    match = pattern.match(text)
    if match is None:
        return None
    return Stamp(subject, match.group(0).strip(), "", True, ours=we_said_spam, in_subject=True)
