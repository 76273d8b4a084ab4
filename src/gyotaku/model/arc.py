"""What became of a mail's ARC chain (RFC 8617), set by set."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from gyotaku.model.asks import Answer
from gyotaku.model.dkim import DkimOutcome, DkimResult, DkimStep, DkimWhy, SignatureKey


class ArcOutcome(StrEnum):
    """The chain's validation status (RFC 8617 section 4.4), or that it could not be found out."""

    NONE = "none"
    PASS = "pass"  # noqa: S105 - a result, no password
    FAIL = "fail"
    TEMPERROR = "temperror"
    """A key could not be had, or was not asked for. The RFC has no word for it; a chain is never failed for it."""


class ArcWhy(StrEnum):
    """The rule of RFC 8617 section 5.2 that ended the validation."""

    NONE = ""
    TOO_MANY = "too-many"
    """More fields than fifty sets have."""
    BAD_INSTANCE = "bad-instance"
    """A field of ARC whose i= is missing, or no number from 1 to 50."""
    BAD_SYNTAX = "bad-syntax"
    INCOMPLETE = "incomplete"
    """A set lacks a field, has one twice, or is missing altogether."""
    CHAIN_FAILED = "chain-failed"
    """The newest seal says cv=fail."""
    CHAIN_STATUS = "chain-status"
    """A cv= that its place in the chain does not allow."""
    MESSAGE_SIGNATURE = "message-signature"
    """The newest ARC-Message-Signature does not verify: the mail was changed after it."""
    SEAL = "seal"
    """An ARC-Seal does not verify."""
    KEY = "key"
    """A key could not be had or was not asked for."""


class ArcSeal(Struct, frozen=True, kw_only=True):
    """An ARC-Seal. `result` is None where the validation ended before it."""

    field: str
    domain: str
    selector: str
    algorithm: str
    status: str
    """cv= as written."""
    signed_at: datetime | None
    key: SignatureKey | None = None
    steps: tuple[DkimStep, ...] = ()
    result: DkimOutcome | None = None
    why: DkimWhy = DkimWhy.NONE


class ArcSet(Struct, frozen=True, kw_only=True):
    """What one handler added. A field that is missing or stands there twice is None."""

    instance: int
    results_field: str | None
    """The ARC-Authentication-Results, as spans name it."""
    authserv_id: str
    """Who says that it wrote the results; anybody could, unless the chain passes."""
    seal: ArcSeal | None
    message_domain: str = ""
    """d= of the ARC-Message-Signature."""
    message_signature: DkimResult | None = None
    """None where the validation ended before it."""


class ArcResult(Struct, frozen=True, kw_only=True):
    """The chain, oldest set first. `at` is the instance at which the validation ended."""

    result: ArcOutcome
    why: ArcWhy = ArcWhy.NONE
    at: int | None = None
    detail: str = ""
    sets: tuple[ArcSet, ...] = ()
    oldest_pass: int | None = None
    """Of a chain that passes: the oldest set whose message signature still verifies, with all newer ones; 0: all do."""
    answers: tuple[Answer, ...] = ()
