"""What the reader's marks of other mails say of this one, and what he said of this very mail.

A ham mark makes its sender known together with what proved him then: a mail that lacks that proof is not his. A phish mark
accuses by what both mails have. Of several marks the newest holds.
"""

import hashlib
from collections.abc import Iterable, Sequence

from msgspec import Struct

from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.provenance import Provenance
from gyotaku.mail.facts.readability import Readability
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.software import Software
from gyotaku.mail.house import organization
from gyotaku.mail.message import Message
from gyotaku.mail.proofs import Way
from gyotaku.mail.traits import Spared, traits
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence
from gyotaku.model.lazy import Lazy
from gyotaku.model.marks import Mark, Marks, MarkWord, Sort, Thing, Trait
from gyotaku.model.own_side import OwnSide
from gyotaku.model.path import Path


class Covered(Struct, frozen=True):
    """A mark that speaks of this mail's sender or list. `proof` is what showed him then and shows him now; None where nothing does."""

    mark: Mark
    whom: Thing
    shown: Evidence
    proof: Trait | None


class Accused(Struct, frozen=True):
    """What this mail has in common with one that was marked as fraud."""

    mark: Mark
    trait: Trait
    at_home: bool = False
    """It is of the author's own organization: whoever wants him accused need only link to him in a fraud."""


class Disagreement(Struct, frozen=True):
    """Two marks that say the opposite of one thing; the newer holds."""

    newer: Mark
    older: Mark
    thing: Thing


class Marked(Struct, frozen=True):
    """`itself` are the marks of this very mail, newest first."""

    itself: tuple[Mark, ...] = ()
    sender: Covered | None = None
    """The newest mark that holds this sender for honest, where none that is newer says otherwise."""
    listed: Covered | None = None
    """The same of the mailing list."""
    accused: tuple[Accused, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    excuses: tuple[tuple[Thing, Mark], ...] = ()
    """Kinds that accused honest mails of the same proven sender or list."""


_NONE = Marked()
_PLACES = frozenset({Sort.LINK_HOST, Sort.LINK_DOMAIN, Sort.REPLY_TO})


def read(
    marks: Marks,
    message: Message,
    provenance: Lazy[Provenance],
    senders: Senders,
    links: Links,
    path: Path,
    own: OwnSide,
    config: Config,
    software: Lazy[Software],
    readability: Lazy[Readability],
) -> Marked:
    if not marks:
        return _NONE
    digest = hashlib.sha256(message.raw).hexdigest()
    itself = marks.by_mail.get(digest, ())
    if not marks.by_thing:
        return Marked(itself)
    origin = provenance()
    covering = _Covering(marks, digest)
    if origin.author is not None and origin.anybody is None:
        whom = [Thing(Sort.ADDRESS, origin.address or "")]
        whom += [Thing(Sort.DOMAIN, origin.domain)] if origin.domain else []
        sender = covering.of(whom, origin.author.quote_address(), origin.of_author)
    else:
        sender = None
    listed = None
    if origin.list_id is not None and origin.list_shown is not None:
        listed = covering.of([Thing(Sort.LIST, origin.list_id)], origin.list_shown, origin.of_list)
    # Files are hashed only where there is a hash to hold them against.
    files = readability().attachments if Sort.ATTACHMENT in marks.sorts else ()
    found = traits(links, senders, Way(message, path, software().named), files)
    spared = Spared(own, config.brands, None, False, origin.by_list)
    home = senders.author.organization if senders.author is not None else None
    covering.hold((trait for trait in found if not spared.spares(trait.thing)), home)
    return Marked(
        itself, sender, listed, tuple(covering.accused), tuple(covering.disagreements), tuple(covering.excuses)
    )


class _Covering:
    """The marks of other mails held against this one, and what comes of it."""

    def __init__(self, marks: Marks, digest: str) -> None:
        self._marks = marks
        self._digest = digest
        self.accused: list[Accused] = []
        self.disagreements: list[Disagreement] = []
        self.excuses: list[tuple[Thing, Mark]] = []

    def of(self, whom: Sequence[Thing], shown: Evidence, proofs: Sequence[Trait]) -> Covered | None:
        """What marks say of this sender or list. A phish mark of one who is proven again accuses; his word alone accuses nobody."""
        found = {mark.number: (mark, thing) for thing in reversed(whom) for mark in self._marks.of(thing, self._digest)}
        ordered = sorted(found.values(), key=lambda one: (one[0].time, one[0].number), reverse=True)
        proven = [
            Covered(mark, thing, shown, proof)
            for mark, thing in ordered
            if (proof := next((trait for trait in proofs if trait.thing in mark.proofs), None)) is not None
        ]
        if not proven:
            honest = next(((mark, thing) for mark, thing in ordered if mark.word is MarkWord.HAM), None)
            return Covered(*honest, shown, None) if honest is not None else None
        newest = proven[0]
        other = next((one for one in proven if one.mark.word is not newest.mark.word), None)
        if other is not None:
            self.disagreements.append(Disagreement(newest.mark, other.mark, newest.whom))
        if newest.mark.word is MarkWord.PHISH:
            self.accused.append(Accused(newest.mark, Trait(newest.whom, shown)))
            return None
        for one in proven:
            if one.mark.word is MarkWord.PHISH:
                break
            self.excuses += [(thing, one.mark) for thing in one.mark.of(Sort.FINDING)]
        return newest

    def hold(self, traits: Iterable[Trait], home: str | None) -> None:
        """Accuse by the first of each sort whose newest mark says fraud."""
        told: set[Sort] = set()
        for trait in traits:
            found = self._marks.of(trait.thing, self._digest)
            if not found or trait.thing.sort in told:
                continue
            other = next((mark for mark in found if mark.word is not found[0].word), None)
            if other is not None:
                self.disagreements.append(Disagreement(found[0], other, trait.thing))
            if found[0].word is MarkWord.PHISH and not self._told_closer(trait.thing):
                told.add(trait.thing.sort)
                host = trait.thing.value.rpartition("@")[2]
                at_home = home is not None and trait.thing.sort in _PLACES and organization(host) == home
                self.accused.append(Accused(found[0], trait, at_home))

    def _told_closer(self, thing: Thing) -> bool:
        """A host of this domain accuses already."""
        return thing.sort is Sort.LINK_DOMAIN and any(
            ("." + one.trait.thing.value).endswith("." + thing.value)
            for one in self.accused
            if one.trait.thing.sort is Sort.LINK_HOST
        )
