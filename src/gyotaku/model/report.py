"""The report: everything a dissection says. Frozen; the same for the same mail, configuration and answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Literal

from msgspec import Struct

from gyotaku.model.answers import CheckRun, Unknown
from gyotaku.model.asks import Answer
from gyotaku.model.authentication import Authentication
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Strength
from gyotaku.model.goal import Goal, MailClass
from gyotaku.model.hypothesis import Hypothesis
from gyotaku.model.marks import Lesson
from gyotaku.model.names import Names
from gyotaku.model.own_side import OwnSide
from gyotaku.model.owner import Owner
from gyotaku.model.path import Path
from gyotaku.model.place import Located
from gyotaku.model.software import Recognized
from gyotaku.model.text import Sentence, Text
from gyotaku.model.visit import Visits


class VerdictWord(StrEnum):
    """The five words, from worst to least. None of them means that a mail may be trusted."""

    FRAUD = "fraud"
    LIKELY = "likely"
    SUSPICIOUS = "suspicious"
    CANNOT_TELL = "cannot-tell"
    NO_SIGN = "no-sign"

    @property
    def label(self) -> Text:
        return _WORDS[self]

    @property
    def badness(self) -> int:
        """Order for "the worse leads": higher is worse."""
        return _BADNESS[self]


_WORDS = {
    VerdictWord.FRAUD: Text(en="This mail is fraud.", ja="詐欺メールです。"),
    VerdictWord.LIKELY: Text(en="This mail is likely fraud.", ja="詐欺メールの可能性が高いです。"),
    VerdictWord.SUSPICIOUS: Text(en="This mail is suspicious.", ja="不審な点があります。"),
    VerdictWord.NO_SIGN: Text(en="No sign of fraud was found.", ja="詐欺の兆候は見つかりませんでした。"),
    VerdictWord.CANNOT_TELL: Text(en="Whether this mail is fraud cannot be told.", ja="判定できません。"),
}
_BADNESS = {
    VerdictWord.NO_SIGN: 0,
    VerdictWord.CANNOT_TELL: 1,
    VerdictWord.SUSPICIOUS: 2,
    VerdictWord.LIKELY: 3,
    VerdictWord.FRAUD: 4,
}


class Weighed(Struct, frozen=True):
    """A verdict's word, with the sum of weights behind it (natural log odds)."""

    word: VerdictWord
    score: float
    probability: float | None = None
    """Of fraud. None as long as the share of fraud among examined mails is unknown: a figure would claim too much."""


class Verdict(Struct, frozen=True):
    """The verdict, and what it would be without every clearing word that the attacker could have arranged."""

    weighed: Weighed
    mail_class: MailClass
    without_attacker_clearance: Weighed
    reason: Sentence | None = None
    """Why nothing can be told, where the word is `cannot-tell`."""
    without_marks: Weighed | None = None
    """What it would be without the reader's own marks; None where none of them weighs."""

    @property
    def word(self) -> VerdictWord:
        return self.weighed.word


class Mailbox(Struct, frozen=True):
    """A display name and an address as the mail gives them."""

    name: str | None
    address: str | None


class Carrier(Struct, frozen=True):
    """The mail that carried this one, or the file that held it among others: then there is a path and nothing else."""

    path: str
    sha256: str | None = None
    subject: str | None = None
    verdict: VerdictWord | None = None


class MailSummary(Struct, frozen=True, kw_only=True):
    """Which mail this is about."""

    path: str
    sha256: str
    size: int
    subject: str | None
    subject_without_stamp: str | None
    subject_stamp: str | None
    """What a filter wrote before the subject."""
    stamp_is_ours: bool
    senders: tuple[Mailbox, ...]
    to: tuple[Mailbox, ...]
    date: datetime | None
    message_id: str | None
    has_body: bool
    carrier: Carrier | None = None
    undone: tuple[Text, ...] = ()
    """What was undone before the mail could be read (quoting, indentation of pasted headers)."""


class Departure(Struct, frozen=True):
    """Where the mail does not keep the rules of its format. `lost`: something was left unread because of it."""

    id: str
    part: str
    text: Text
    lost: bool


class KeyField(Struct, frozen=True):
    """One of the three fields people look at first: what it says, who could have written it, what it is worth."""

    name: Literal["Return-Path", "Message-ID", "Received"]
    evidence: Evidence | None
    worth: Sentence


class Claim(Struct, frozen=True):
    """Whom the mail pretends to be: a brand's id, or `own-domain`."""

    brand: str
    name: str | None
    """What the brand is called; None for the reader's own side."""
    strength: Strength
    evidence: tuple[Evidence, ...]


class Observable(Struct, frozen=True):
    """Something of the mail that the world could be asked about. `type` is mailbox, address, host, url, helo or message-id.

    `links-left-out` says that links have more of them than are listed.
    """

    type: str
    value: str
    roles: tuple[str, ...]
    """Where it stands: `from`, `reply-to`, `return-path`, `handed-over-by`, `hop`, `helo`, `link`, `form`, `refresh`, `image`, `frame`, `resource`."""


class Report(Struct, frozen=True, kw_only=True):
    """One dissected mail."""

    mail: MailSummary
    verdict: Verdict
    goal: Goal | None
    hypotheses: tuple[Hypothesis, ...]
    pretends_to_be: tuple[Claim, ...]
    page_guess: Sentence | None = None
    """What the page behind the link would have shown, guessed from the claim; nobody looked."""
    findings: tuple[Finding, ...]
    """Strongest first; accusing before clearing before informing."""
    key_fields: tuple[KeyField, ...]
    path: Path
    own_side: OwnSide
    owner: Owner | None = None
    """What a masked copy hides; None where no such copy was asked for."""
    lesson: Lesson | None = None
    """What a mark of this mail would keep; None where nobody marks it."""
    software: tuple[Recognized, ...]
    """What composed the mail, then what sent it, where traces suffice to name it."""
    observables: tuple[Observable, ...]
    defects: tuple[Departure, ...]
    checks: tuple[CheckRun, ...]
    unknown: tuple[Unknown, ...]
    answers: tuple[Answer, ...]
    """What the world said, and why where it said nothing."""
    authentication: Authentication | None = None
    """None: not looked up."""
    names: Names | None = None
    """What DNS says of names and addresses; None: not looked up."""
    visits: Visits | None = None
    """What the sites of links answered; None: nobody visited them."""
    places: tuple[Located, ...] = ()
    """Where the machines of the mail are, as far as this machine can tell; of some only the country of registration."""
    timings: Mapping[str, float]
    """Milliseconds of CPU time by stage."""
    others: tuple[Report, ...] = ()
    """Mails that came with this one: its carrier, or what it carried."""
