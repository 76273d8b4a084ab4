"""The report as JSON has it: the types from which the published schema is generated.

Names and words are those of the report contract, version 1. Members are only ever added.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from gyotaku.model.authentication import Authentication
from gyotaku.model.visit import AnswerClass, Visit

SCHEMA = "gyotaku.report/1"


class Text(Struct, frozen=True, kw_only=True):
    """One sentence in both languages. Links are defanged."""

    en: str
    ja: str


class Raw(Struct, frozen=True, kw_only=True):
    """Octets of the mail, end exclusive."""

    start: int
    end: int


class Reading(Struct, frozen=True, kw_only=True):
    """Where words were read that are no text of the mail, so that no offsets can tell where they stand."""

    of: Literal["picture", "pdf", "pdf-link", "picture-words", "pdf-words", "pdf-text", "characters", "cells"]
    parts: Annotated[tuple[str, ...], Meta(description="Several where the pictures in them make one code together.")]
    code: Annotated[str, Meta(description="The kind of code (`QR Code`), empty for a link.")]
    page: Annotated[int | None, Meta(description="Of a PDF, from 1.")] = None


class Evidence(Struct, frozen=True, kw_only=True):
    """A quotation, who could have written it, and where it stands. Offsets count code points in the text of `layer`."""

    of: Literal["mail", "config", "absence", "answer"]
    principal: Literal["sender", "domain-holder", "address-holder", "relay", "registry", "third-party", "us", "user"]
    quote: str
    principal_name: str | None = None
    part: Annotated[
        str | None,
        Meta(
            description="A header field (`Subject`, `Received[2]`) or a body by its IMAP section number (`1`, `2.1`)."
        ),
    ] = None
    layer: Literal["raw", "header", "body", "visible", "attribute"] | None = None
    start: int | None = None
    end: int | None = None
    raw: Annotated[Raw | None, Meta(description="Octets of the whole field or body that the quotation stands in.")] = (
        None
    )
    source: Annotated[
        str | None, Meta(description="Who said it, where it comes from a look-up; `gyotaku mark` where the reader did.")
    ] = None
    time: Annotated[str | None, Meta(description="When it was said, where it comes from a look-up or a mark.")] = None
    reading: Annotated[
        Reading | None,
        Meta(description="For what was read out of a picture, a PDF or a drawing; `layer` is then null."),
    ] = None


Strength = Literal["strong", "moderate", "weak"]


class Mailbox(Struct, frozen=True, kw_only=True):
    name: str | None
    address: str | None


class Carrier(Struct, frozen=True, kw_only=True):
    """The mail that carried this one; or the file that held it among others, of which only the path is told."""

    path: str
    sha256: str | None
    subject: str | None
    verdict: str | None


class Mail(Struct, frozen=True, kw_only=True):
    path: str
    sha256: str
    size: Annotated[int, Meta(description="Octets.")]
    subject: str | None
    subject_without_stamp: str | None
    subject_stamp: str | None = None
    stamp_is_ours: bool = False
    from_: tuple[Mailbox, ...] = field(name="from")
    to: tuple[Mailbox, ...]
    date: Annotated[str | None, Meta(extra_json_schema={"format": "date-time"})]
    message_id: str | None
    has_body: bool
    carrier: Carrier | None = None
    carries: Annotated[tuple[str, ...], Meta(description="Paths of the mails attached to this one.")] = ()
    undone: Annotated[tuple[Text, ...], Meta(description="What was undone before the mail could be read.")] = ()


Word = Literal["fraud", "likely", "suspicious", "no-sign", "cannot-tell"]
Probability = Annotated[
    Annotated[float, Meta(ge=0, le=1)] | None, Meta(description="Of fraud; null while the weights are not measured.")
]
Score = Annotated[float, Meta(description="Sum of weights, natural log odds.")]


class Weighed(Struct, frozen=True, kw_only=True):
    word: Word
    probability: Probability
    score: Score


class Verdict(Struct, frozen=True, kw_only=True):
    word: Word
    class_: Literal["phish", "scam", "malware", "spam", "none"] = field(name="class")
    probability: Probability
    score: Score
    without_attacker_clearance: Annotated[
        Weighed, Meta(description="The same without every clearing word that the attacker could have arranged.")
    ]
    reason: Text | None = None
    without_marks: Annotated[
        Weighed | None, Meta(description="The same without the reader's own marks; null where none of them weighs.")
    ] = None


class Goal(Struct, frozen=True, kw_only=True):
    class_: str = field(name="class")
    strength: Strength
    evidence: Annotated[tuple[Evidence, ...], Meta(min_length=1)]
    also: Annotated[tuple[str, ...], Meta(description="Other goals that the same words allow.")] = ()
    text: Text


class Hypothesis(Struct, frozen=True, kw_only=True):
    name: Literal["forged-sender", "abused-account", "lookalike-domain", "abused-service", "own-name", "honest"]
    standing: Literal["leads", "stands", "unlikely", "excluded"]
    for_: Annotated[tuple[str, ...], Meta(description="Kinds of the findings that speak for it.")] = field(name="for")
    against: tuple[str, ...]
    decided_by: Annotated[tuple[str, ...], Meta(description="Ids of the questions whose answers would decide.")]
    text: Text


class Claim(Struct, frozen=True, kw_only=True):
    brand: str
    name: Annotated[str | None, Meta(description="What the brand is called; null for the reader's own side.")] = None
    strength: Strength
    evidence: Annotated[tuple[Evidence, ...], Meta(min_length=1)]


class Finding(Struct, frozen=True, kw_only=True):
    kind: str
    group: str
    strength: Strength
    direction: Literal["accuses", "clears", "informs"]
    text: Text
    why: Text
    evidence: Annotated[tuple[Evidence, ...], Meta(min_length=1)]
    excused: Annotated[
        Text | None,
        Meta(description="Why it does not count, where a mark of the reader's excuses it; it then informs."),
    ] = None


class KeyField(Struct, frozen=True, kw_only=True):
    """One of the three fields people look at first."""

    name: Literal["Return-Path", "Message-ID", "Received"]
    evidence: Evidence | None
    worth: Text


class ReverseName(Struct, frozen=True, kw_only=True):
    """A name that DNS gives for an address, and whether it leads back to it."""

    name: str
    confirmed: bool


class Hop(Struct, frozen=True, kw_only=True):
    """One Received line. What it does not state is null; `unread` are stretches that no known form explains."""

    index: int
    ours: Annotated[bool, Meta(description="Our own server wrote the line.")]
    form: str | None
    helo: str | None
    reverse_name: str | None
    reverse_now: Annotated[
        tuple[ReverseName, ...] | None, Meta(description="What DNS says of the address; null: not looked up.")
    ] = None
    address: str | None
    port: int | None
    by: str | None
    software: str | None
    protocol: str | None
    tls: str | None
    id: str | None
    recipient: str | None
    envelope_sender: str | None
    login: str | None
    date: str | None
    delay: Annotated[float | None, Meta(description="Seconds since the line before it in time.")]
    local: bool
    unread: tuple[str, ...]
    text: str


class Boundary(Struct, frozen=True, kw_only=True):
    """Lines 0 to `index` were written by our own servers."""

    index: int
    host: str | None
    source: Literal["configured", "inferred"]
    reason: Text


class HandedOver(Struct, frozen=True, kw_only=True):
    """The machine that handed the mail to our side."""

    index: int
    helo: str | None
    reverse_name: str | None
    address: str | None
    to: str | None


class Path(Struct, frozen=True, kw_only=True):
    hops: tuple[Hop, ...]
    boundary: Boundary | None
    handed_over_by: HandedOver | None
    read_whole: Annotated[int, Meta(description="How many of the lines were read whole.")]


class OwnSide(Struct, frozen=True, kw_only=True):
    """The reader's own domains as they were used, and where they come from."""

    domains: tuple[str, ...]
    source: Literal["configured", "inferred"]
    addresses: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Observable(Struct, frozen=True, kw_only=True):
    type: str
    value: str
    roles: tuple[str, ...]


class Check(Struct, frozen=True, kw_only=True):
    id: str
    ended: Literal["ran", "not-applicable", "not-permitted", "unavailable", "failed"]
    why: str | None = None
    why_ja: str | None = None


class Unknown(Struct, frozen=True, kw_only=True):
    question: Text
    why: Text
    permission: Literal["dns", "registration", "reputation", "place", "site"] | None = None
    id: str | None = None
    detail: Annotated[str | None, Meta(description="Who was asked and gave no answer, and in what words.")] = None


class Defect(Struct, frozen=True, kw_only=True):
    """One departure of the mail from the rules of its format, or one step of reading that had to guess."""

    id: str
    part: str
    text: Text
    lost: Annotated[bool, Meta(description="Something was left unread because of it.")]


class Software(Struct, frozen=True, kw_only=True):
    """A program or service, recognised by the traces it left."""

    id: str
    name: str
    kind: Literal["library", "client", "webmail", "service", "bulk-service", "server", "hosting", "mass-mailer"]
    role: Literal["composes", "sends"]
    strength: Strength
    evidence: tuple[Evidence, ...]


class Answer(Struct, frozen=True, kw_only=True):
    """What the world said to one thing that was asked: `result`, or the `reason` why there is none."""

    question: Annotated[str, Meta(description="Source, what was asked, of what: `dns:TXT:example.org`.")]
    source: Annotated[str | None, Meta(description="Who said it, or should have.")] = None
    time: Annotated[str, Meta(description="When it was said.")]
    outcome: Literal["found", "nothing", "failed", "late", "not-permitted", "not-recorded", "not-asked"]
    result: tuple[str, ...] | None = None
    reason: str | None = None
    note: str | None = None
    expires: Annotated[str | None, Meta(description="Until when it may be used again.")] = None
    recorded: Annotated[bool, Meta(description="It comes out of the recorded answers; nobody was asked now.")] = False


class Look(Struct, frozen=True, kw_only=True):
    """All visits of one link."""

    url: Annotated[
        str, Meta(description="The link as the mail has it; what was visited has decoys in the place of tokens.")
    ]
    answer: Annotated[
        AnswerClass | None, Meta(description="What the site answered; `differs` where the visits do not agree.")
    ]
    differs: bool
    visits: tuple[Visit, ...]


class Report(Struct, frozen=True, kw_only=True):
    """What `gyotaku dissect --format json` prints: one object a mail, one line each."""

    schema: Annotated[str, Meta(pattern=r"^gyotaku\.report/1(\.[0-9]+)?$")] = SCHEMA
    gyotaku: Annotated[str, Meta(description="Version of the program.")]
    mail: Mail
    verdict: Verdict
    goal: Goal | None
    hypotheses: Annotated[tuple[Hypothesis, ...], Meta(description="Who sent it; exclusive of each other, best first.")]
    pretends_to_be: tuple[Claim, ...]
    page_guess: Annotated[
        Text | None, Meta(description="What the page behind the link would have shown: a guess, nobody looked.")
    ] = None
    findings: tuple[Finding, ...]
    key_fields: tuple[KeyField, ...]
    path: Path
    own_side: OwnSide
    software: tuple[Software, ...] = ()
    observables: tuple[Observable, ...]
    defects: tuple[Defect, ...] = ()
    authentication: Annotated[
        Authentication | None, Meta(description="SPF, DKIM, DMARC and ARC as we evaluated them; null: not looked up.")
    ] = None
    visits: Annotated[
        tuple[Look, ...] | None, Meta(description="What the sites of links answered; null: nobody visited them.")
    ] = None
    answers: tuple[Answer, ...] = ()
    checks: tuple[Check, ...]
    unknown: tuple[Unknown, ...]
    timings: Annotated[dict[str, float], Meta(description="Milliseconds of CPU time by stage.")]
