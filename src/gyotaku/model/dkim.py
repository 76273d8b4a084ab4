"""What became of a mail's DKIM signatures (RFC 6376, 8301, 8463, 8601), step by step."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from gyotaku.model.asks import Answer


class DkimOutcome(StrEnum):
    """The result of one signature (RFC 8601 section 2.7.1). `none`, not signed, is a mail without any."""

    PASS = "pass"  # noqa: S105 - a result, no password
    FAIL = "fail"
    POLICY = "policy"
    """It may verify, but a rule refuses it: a short key, rsa-sha1, expired."""
    NEUTRAL = "neutral"
    """The signature field cannot be processed."""
    TEMPERROR = "temperror"
    """The key could not be had, or was not asked for."""
    PERMERROR = "permerror"
    """There is no key, or none that may be used."""


class DkimWhy(StrEnum):
    """What decided a result or a step that did not pass."""

    NONE = ""
    BAD_SYNTAX = "bad-syntax"
    MISSING_TAG = "missing-tag"
    VERSION = "version"
    ALGORITHM = "algorithm"
    """Unknown, or refused by RFC 8301 (rsa-sha1)."""
    CANONICALIZATION = "canonicalization"
    QUERY_METHOD = "query-method"
    UNSIGNED_FROM = "unsigned-from"
    SIGNS_SEAL = "signs-seal"
    """An ARC-Message-Signature that covers ARC-Seal fields (RFC 8617 section 4.1.2)."""
    IDENTITY_OUTSIDE = "identity-outside"
    """i= is not below d=, or not d= itself where the key demands it (t=s)."""
    HEADER_NOT_READ = "header-not-read"
    """The header is beyond our bounds, so that what was signed is not all there."""
    KEY_NOT_ASKED = "key-not-asked"
    """Not permitted, or beyond a bound on asks."""
    KEY_NOT_RECORDED = "key-not-recorded"
    ASK_FAILED = "ask-failed"
    ASK_LATE = "ask-late"
    NO_KEY = "no-key"
    KEY_REVOKED = "key-revoked"
    KEY_SYNTAX = "key-syntax"
    KEY_TYPE = "key-type"
    """The key is of another algorithm than the signature."""
    KEY_HASH = "key-hash"
    """The key's h= does not allow the signature's hash."""
    KEY_SERVICE = "key-service"
    """The key's s= does not allow mail."""
    KEY_TOO_SHORT = "key-too-short"
    KEY_TOO_LONG = "key-too-long"
    BODY_CHANGED = "body-changed"
    BODY_SHORTER = "body-shorter"
    """l= is greater than what there is of the body."""
    HEADERS_CHANGED = "headers-changed"
    """This very key signed other fields than these: their hash stands in the signature (RSA)."""
    OTHER_KEY = "other-key"
    """The signature was not made with this key, or is damaged (RSA)."""
    SIGNATURE_MISMATCH = "signature-mismatch"
    """The key does not confirm the fields; which of them changed cannot be told (Ed25519)."""
    NOT_COMPUTED = "not-computed"
    """The library at hand refuses the computation."""
    EXPIRED = "expired"
    SIGNED_LATER = "signed-later"
    """t= lies after the moment that it was judged for; it decides nothing."""


class StepName(StrEnum):
    """The steps of RFC 6376 section 6.1, in our order: what needs nobody comes first."""

    SYNTAX = "syntax"
    BODY_HASH = "body-hash"
    KEY_FETCHED = "key-fetched"
    KEY_USABLE = "key-usable"
    HEADER_HASH = "header-hash"
    TIME = "time"


class StepOutcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    REFUSED = "refused"
    """The computation may hold; a rule says that it must not count."""
    NOT_DONE = "not-done"


class DkimStep(Struct, frozen=True):
    """One step. `detail` is the tag, the size or the answer's outcome that decided it, as it was written."""

    name: StepName
    outcome: StepOutcome
    why: DkimWhy = DkimWhy.NONE
    detail: str = ""


class Restoration(StrEnum):
    """A change by storing that was undone before hashing. Those of the body are proven: with it, the hash matches."""

    LINE_ENDS = "line-ends"
    """The mail is stored with bare LF; on the way its lines ended in CRLF."""
    MIXED_LINE_ENDS = "mixed-line-ends"
    FROM_QUOTING = "from-quoting"
    """Lines that began with `From ` had been given a `>`, as mailbox files do."""


class SignatureKey(Struct, frozen=True, kw_only=True):
    """A key record (RFC 6376 section 3.6.1)."""

    name: str
    """Where it stands in DNS."""
    record: str
    type: str
    bits: int
    """Size of the modulus (RSA) or of the key (Ed25519: 256); 0 where it cannot be read."""
    testing: bool
    """t=y: the domain says that it is testing."""
    strict: bool
    """t=s: i= must have the very domain of d=."""
    hashes: tuple[str, ...]
    services: tuple[str, ...]
    notes: str


class Coverage(Struct, frozen=True):
    """How one field that readers see, or that decides what they see, is covered."""

    name: str
    present: int
    """How many there are in the mail."""
    listed: int
    """How often h= names it."""

    @property
    def unsigned(self) -> int:
        """How many of them, from the top, are not covered."""
        return max(self.present - self.listed, 0)

    @property
    def sealed(self) -> bool:
        """Nobody can add one without breaking the signature (oversigned, RFC 6376 section 8.15)."""
        return self.listed > self.present


class DkimResult(Struct, frozen=True, kw_only=True):
    """One signature. What could not be read is empty or None."""

    field: str
    """As spans name it: `DKIM-Signature[1]`."""
    index: int
    domain: str = ""
    selector: str = ""
    identity: str = ""
    """i=, or `@` and d= where there is none."""
    algorithm: str = ""
    header_canonicalization: str = ""
    body_canonicalization: str = ""
    signed: tuple[str, ...] = ()
    """The names in h=, in lower case, in their order."""
    coverage: tuple[Coverage, ...] = ()
    body_length: int | None = None
    """l=."""
    body_octets: int | None = None
    """Of the whole canonical body."""
    signed_at: datetime | None = None
    expires: datetime | None = None
    judged_for: datetime
    """The moment for which expiry was judged."""
    key: SignatureKey | None = None
    body_hash_matches: bool | None = None
    verifies: bool | None = None
    """What the mathematics says of body and fields together, whatever rule refuses it; None where it needs the key."""
    restored: tuple[Restoration, ...] = ()
    steps: tuple[DkimStep, ...]
    result: DkimOutcome
    why: DkimWhy
    answers: tuple[Answer, ...] = ()

    @property
    def passed(self) -> bool:
        return self.result is DkimOutcome.PASS

    @property
    def line_ends_restored(self) -> bool:
        return Restoration.LINE_ENDS in self.restored or Restoration.MIXED_LINE_ENDS in self.restored

    @property
    def unsigned_octets(self) -> int:
        """Octets at the end of the body that anybody could have added or changed (l=)."""
        if self.body_length is None or self.body_octets is None:
            return 0
        return max(self.body_octets - self.body_length, 0)

    @property
    def unsigned(self) -> tuple[str, ...]:
        """Fields that matter and are there, but are not covered, or not all of that name."""
        return tuple(one.name for one in self.coverage if one.unsigned)

    @property
    def oversigned(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.coverage if one.sealed)

    def step(self, name: StepName) -> DkimStep:
        """The step of that name; one that was not come to is not done."""
        return next((step for step in self.steps if step.name is name), DkimStep(name, StepOutcome.NOT_DONE))


class Dkim(Struct, frozen=True):
    """All signatures of one mail, from the top; none: it is not signed."""

    signatures: tuple[DkimResult, ...] = ()
    left_out: int = 0
    """How many more there are that were not looked at."""
