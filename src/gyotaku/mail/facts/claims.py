"""Whom the mail claims to be from: known names in the display name, at the head of the subject, in how it addresses the reader."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from gyotaku.mail.brands import Brand, Naming, namings, spoken_for
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.mail.facts.stamps import Stamps
from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.pattern import Pattern
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence, Layer
from gyotaku.model.own_brands import OwnBrands

_LONGEST = 200
# What stands before a name in a subject that speaks for that name: 【重要】, [Alert], Fw:. An answer (Re:) speaks about it.
_HEAD = Pattern(
    r"(?i)(?:\s*(?:fwd?|enc|wg|tr|rv|i)\s?:|\s*[【\[(（「『＜<《][^】\])）」』＞>》]{0,20}[】\])）」』＞>》]){0,3}\s*",
)


class Place(StrEnum):
    """Where a mail names whom it is from."""

    NAME = "name"
    SUBJECT = "subject"
    TEXT = "text"


class Claim(Struct, frozen=True):
    """A known name where the mail speaks for itself; `leads`, `alone` and `disguised` as in gyotaku.mail.brands."""

    brand: Brand
    evidence: Evidence
    place: Place
    leads: bool = False
    alone: bool = False
    disguised: bool = False


class Claims(Struct, frozen=True):
    """Claims of the display name first, then of the subject, then of the text."""

    all: tuple[Claim, ...]


def read(senders: Senders, stamps: Stamps, wording: Wording, config: Config) -> Claims:
    author = senders.author
    claims = list(_of_name(author, config.brands)) if author else []
    if stamps.subject:
        claims += _of_subject(stamps.subject, stamps.subject_start, config.brands)
    claims += _of_text(wording, config.brands)
    return Claims(tuple(claims))


def _claim(naming: Naming, evidence: Evidence, place: Place) -> Claim:
    return Claim(naming.brand, evidence, place, naming.leads, naming.alone, naming.disguised)


def _of_subject(subject: str, start: int, own: OwnBrands) -> Iterator[Claim]:
    found = namings(subject[:_LONGEST], own)
    head = _HEAD.compiled.match(subject) if found else None
    begin = head.end() if head else 0
    passage = Passage("Subject", Layer.HEADER, subject, start)
    for naming in found:
        if naming.start <= begin:  # at the head, or in the brackets before it
            yield _claim(naming, passage.evidence(naming.start, naming.end), Place.SUBJECT)


def _of_text(wording: Wording, own: OwnBrands) -> Iterator[Claim]:
    """Each brand once, at its first place."""
    known: set[str] = set()
    for passage in wording.bodies:
        for spoken in spoken_for(passage.folded, own):
            if spoken.brand.id not in known:
                known.add(spoken.brand.id)
                yield Claim(spoken.brand, passage.evidence(spoken.start, spoken.end), Place.TEXT)


def _of_name(author: Party, own: OwnBrands) -> tuple[Claim, ...]:
    name = author.name
    if not name or name not in author.field.text:
        return ()
    return tuple(
        _claim(naming, author.quote_name(piece=name[naming.start : naming.end]), Place.NAME)
        for naming in namings(name[:_LONGEST], own)
    )
