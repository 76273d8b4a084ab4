"""What SPF (RFC 7208) says of one delivery, and every step by which it was found."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gyotaku.model.asks import Answer, Ask


class SpfWord(StrEnum):
    """The results of RFC 7208 section 2.6."""

    NONE = "none"
    NEUTRAL = "neutral"
    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    SOFTFAIL = "softfail"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


class SpfIdentity(StrEnum):
    """Whose domain was evaluated (RFC 7208 section 2.3 and 2.4)."""

    MAILFROM = "mailfrom"
    HELO = "helo"
    """The envelope sender was empty: postmaster at the HELO name."""


class SpfTrouble(StrEnum):
    """Why there is no result but `none`, `permerror` or `temperror`, or why a term could not be used."""

    NOT_AN_ADDRESS = "not-an-address"
    """The client's address is none."""
    NOT_A_DOMAIN = "not-a-domain"
    """The name is malformed, has one label alone, or the mailbox is longer than RFC 5321 allows."""
    NO_RECORD = "no-record"
    SEVERAL_RECORDS = "several-records"
    RECORD_TOO_LONG = "record-too-long"
    NOT_ASCII = "not-ascii"
    UNKNOWN_MECHANISM = "unknown-mechanism"
    BAD_MACRO = "bad-macro"
    BAD_DOMAIN = "bad-domain"
    """A domain-spec that ends in no top label and no macro, or is empty."""
    BAD_PREFIX_LENGTH = "bad-prefix-length"
    BAD_NETWORK = "bad-network"
    """What stands behind `ip4:` or `ip6:` is no address."""
    MISSING_ARGUMENT = "missing-argument"
    UNEXPECTED_ARGUMENT = "unexpected-argument"
    REPEATED_MODIFIER = "repeated-modifier"
    TOO_MANY_LOOKUPS = "too-many-lookups"
    TOO_MANY_VOIDS = "too-many-voids"
    TOO_MANY_MX = "too-many-mx"
    INCLUDE_WITHOUT_RECORD = "include-without-record"
    REDIRECT_WITHOUT_RECORD = "redirect-without-record"
    NO_ANSWER = "no-answer"
    """A look-up had no usable answer: `ask` says which, and its answer among the result's why."""


class SpfCaution(StrEnum):
    """What a reader of the record should know whatever the result is."""

    PASSES_ANYBODY = "passes-anybody"
    """`+all`, or a network of length 0: the domain vouches for every address there is."""
    WIDE_NETWORK = "wide-network"
    """An IPv4 network wider than /8, or an IPv6 network wider than /16, that passes."""
    PTR = "ptr"
    """The mechanism that RFC 7208 section 5.5 advises against."""
    AFTER_ALL = "after-all"
    """Terms behind `all`, which are never looked at."""
    NO_ENDING = "no-ending"
    """Neither `all` nor `redirect`: what matches nothing is neutral."""
    UNUSABLE_NAME = "unusable-name"
    """The macros of a term made a name that cannot be asked for."""
    PTR_IGNORED = "ptr-ignored"
    """More than ten reverse names: the rest was not looked at (section 4.6.4)."""


class SpfOutcome(StrEnum):
    """How one term ended."""

    MATCHED = "matched"
    NOT_MATCHED = "not-matched"
    FOLLOWED = "followed"
    """`redirect`: the result is that of the other record."""
    ERROR = "error"
    """Here the evaluation ended with `temperror` or `permerror`."""


class SpfStep(Struct, frozen=True, kw_only=True):
    """One term that was evaluated, in the order of evaluation; what an include led to follows it, one deeper."""

    domain: str
    """Whose record it stands in."""
    term: str
    """As it is written there."""
    start: int
    end: int
    """Where in that record."""
    depth: int
    """0 in the record of the domain itself."""
    outcome: SpfOutcome
    name: str = ""
    """The name that was asked about, macros expanded; empty for `all`, `ip4` and `ip6`."""
    result: SpfWord | None = None
    """What the included or redirected-to record said; the result of a directive that matched."""
    found: tuple[str, ...] = ()
    """What the address was compared with: networks, addresses, reverse names. Twenty at most."""
    asked: tuple[Ask, ...] = ()
    """Its look-ups; their answers are among the result's."""


class SpfPublished(Struct, frozen=True):
    """A record that was read."""

    domain: str
    text: str
    ask: Ask


class SpfError(Struct, frozen=True, kw_only=True):
    """Why there is no better result, and where."""

    why: SpfTrouble
    domain: str
    term: str = ""
    start: int = 0
    end: int = 0
    """Where the term stands in that domain's record; both 0 where it is no term's fault."""
    ask: Ask | None = None


class SpfWarning(Struct, frozen=True, kw_only=True):
    """A caution and the term it is about."""

    caution: SpfCaution
    domain: str
    term: str = ""
    start: int = 0
    end: int = 0


class SpfResult(Struct, frozen=True, kw_only=True):
    """The result and all that it rests on."""

    result: SpfWord
    domain: str
    """Whose policy was asked for: lower case, A-labels."""
    address: str
    """The client's address: the one that connected."""
    identity: SpfIdentity
    sender: str
    """The mailbox as macros see it."""
    helo: str
    record: str | None = None
    """The record of `domain` itself."""
    records: tuple[SpfPublished, ...] = ()
    """Every record read, in order."""
    steps: tuple[SpfStep, ...] = ()
    omitted: int = 0
    """Steps beyond the bound, which are not listed: terms that did not match."""
    path: tuple[SpfStep, ...] = ()
    """What led to the result: includes and redirects from the outside in, last the mechanism that matched. Empty when none did."""
    lookups: int = 0
    """Terms that took look-ups, of 10 allowed."""
    voids: int = 0
    """Terms a look-up of which found nothing, of 2 allowed."""
    error: SpfError | None = None
    explanation: str | None = None
    """What the domain asks to tell the sender of a `fail` (`exp=`): the domain holder's own words."""
    explanation_domain: str | None = None
    warnings: tuple[SpfWarning, ...] = ()
    answers: tuple[Answer, ...] = ()
    """Every answer used, in order."""

    @property
    def matched(self) -> SpfStep | None:
        """The mechanism that matched, in the innermost record."""
        last = self.path[-1] if self.path else None
        return last if last is not None and last.outcome is SpfOutcome.MATCHED else None

    @property
    def through(self) -> tuple[str, ...]:
        """The domains of the includes and redirects that led to it, from the outside in."""
        return tuple(step.name for step in self.path[:-1])
