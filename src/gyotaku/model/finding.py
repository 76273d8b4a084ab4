"""Kinds of finding, and findings."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gyotaku.model.bearing import Bearing
from gyotaku.model.evidence import Evidence
from gyotaku.model.text import Sentence, Slot, Text


class Group(StrEnum):
    """What a kind looks at. The words of the report contract."""

    STAMP = "stamp"
    SENDER = "sender"
    RECIPIENT = "recipient"
    PATH = "path"
    MESSAGE_ID = "message-id"
    DATE = "date"
    TOOL = "tool"
    AUTHENTICATION = "authentication"
    LINK = "link"
    IDENTITY = "identity"
    CONTRADICTION = "contradiction"
    LANGUAGE = "language"
    HIDDEN = "hidden"
    ATTACHMENT = "attachment"
    REGISTRATION = "registration"
    PLACE = "place"
    REPUTATION = "reputation"
    SITE = "site"
    MESSAGE = "message"


class Strength(StrEnum):
    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"

    @property
    def label(self) -> Text:
        return _STRENGTHS[self]


_STRENGTHS = {
    Strength.STRONG: Text(en="strong", ja="強い"),
    Strength.MODERATE: Text(en="moderate", ja="中程度"),
    Strength.WEAK: Text(en="weak", ja="弱い"),
}


class Direction(StrEnum):
    """Whether a finding speaks for fraud, against it, or only tells what is so."""

    ACCUSES = "accuses"
    CLEARS = "clears"
    INFORMS = "informs"


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of finding, declared once in the file of its check; docs, `explain` and every report come from it.

    `title` is the sentence of a finding, `why` says what it means and how much it is worth, `innocent` when an honest
    mail shows the same. `bears` tells what the finding speaks for or against among the hypotheses of who sent it.
    `strength` and `direction` are the usual ones; a check may state others for one finding.
    """

    id: str
    group: Group
    title: Text
    why: Text
    innocent: Text
    strength: Strength = Strength.WEAK
    direction: Direction = Direction.ACCUSES
    bears: tuple[Bearing, ...] = ()
    when_bad: bool = False
    """Told only beside a verdict of suspicious or worse; it would be noise in an honest mail's report."""
    pretends: str | None = None
    """The brand's id, or `own-domain`, that a mail with this finding pretends to be; a check may state it for one finding."""

    def found(
        self,
        *evidence: Evidence,
        strength: Strength | None = None,
        direction: Direction | None = None,
        bears: tuple[Bearing, ...] | None = None,
        pretends: str | None = None,
        **slots: Slot,
    ) -> Finding:
        """A finding of this kind; what is quoted twice is shown once. Raises ValueError without evidence: nothing is said that quotes nothing."""
        if not evidence:
            raise ValueError(f"{self.id}: a finding needs evidence")
        return Finding(
            kind=self,
            evidence=tuple(dict.fromkeys(evidence)),
            title=self.title.filled(**slots),
            why=self.why.filled(**slots),
            strength=strength or self.strength,
            direction=direction or self.direction,
            bears=self.bears if bears is None else bears,
            pretends=pretends or self.pretends,
        )


class Finding(Struct, frozen=True, kw_only=True):
    """What the facts mean, with the evidence it follows from."""

    kind: Kind
    evidence: tuple[Evidence, ...]
    title: Sentence
    why: Sentence
    strength: Strength
    direction: Direction
    bears: tuple[Bearing, ...]
    pretends: str | None = None
    """Whom the mail pretends to be: a brand's id, or `own-domain`."""
    excused: Sentence | None = None
    """Why it does not count, where a mark of the reader's excuses it; then it only informs."""
