"""Amounts, numbers of papers, telephones and persons that the subject and the bodies state, with their labels."""

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.mentions import particulars as reader
from gyotaku.mail.mentions.particulars import Particular, Sum
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.model.evidence import Evidence


class Stated(Struct, frozen=True):
    """One passage and what it states."""

    passage: Passage
    all: tuple[Particular, ...]

    @property
    def text(self) -> str:
        return self.passage.folded

    def of(self, kind: str, group: str | None = None) -> list[Particular]:
        return [one for one in self.all if one.kind == kind and (group is None or one.group == group)]

    def sums(self) -> tuple[Sum, ...]:
        return reader.sums(self.text)

    def evidence(self, one: Particular) -> Evidence:
        """Quotes the label with its value."""
        return self.passage.evidence(one.start, one.end)


class Particulars(Struct, frozen=True):
    """Bodies that state nothing are left out. `several`: the mail says that it corrects, splits or replaces something."""

    subject: Stated | None
    bodies: tuple[Stated, ...]
    several: bool = False


def read(wording: Wording) -> Particulars:
    bodies = tuple(stated for body in wording.bodies[:4] if (stated := _stated(body)).all)
    subject = next((passage for passage in wording.headers if passage.part == "Subject"), None)
    first = _stated(subject) if subject is not None and bodies else None
    texts = [one.text for one in bodies] + ([first.text] if first else [])
    several = bool(bodies) and any(word in text for text in texts for word in table("particulars")["several"]["words"])
    return Particulars(first, bodies, several)


def _stated(passage: Passage) -> Stated:
    found = reader.particulars(passage.folded)
    others = words_of_others(passage.folded) if found else ()
    if others:
        found = tuple(one for one in found if not any(begin <= one.start < end for begin, end in others))
    return Stated(passage, found)
