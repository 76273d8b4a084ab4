"""What DMARC (RFC 9989) says of one mail: the policy that applies, who published it, and which identifiers align."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gyotaku.model.asks import Answer, Ask


class DmarcWord(StrEnum):
    """The results of RFC 8601 section 2.7 for the method dmarc."""

    NONE = "none"
    """No record applies: DMARC has nothing to say of this mail."""
    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


class DmarcPolicy(StrEnum):
    """What the domain's owner asks to do with mail that fails."""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"


class DmarcTrouble(StrEnum):
    """Why there is no pass and no fail."""

    NOT_A_DOMAIN = "not-a-domain"
    """The author domain is malformed."""
    NO_RECORD = "no-record"
    NO_USABLE_POLICY = "no-usable-policy"
    """The record names no valid policy and no address for reports (RFC 9989 section 4.10.1)."""
    NO_ANSWER = "no-answer"
    """A look-up on the way had no usable answer: `ask` says which."""
    IDENTIFIER_UNKNOWN = "identifier-unknown"
    """SPF or a DKIM signature that would decide ended with `temperror`, or SPF was not evaluated at all."""


class DmarcFlaw(StrEnum):
    """What is odd about a record that was met."""

    SEVERAL_RECORDS = "several-records"
    """More than one at this name: none of them counts."""
    WRONG_VERSION = "wrong-version"
    """It begins like a record, but not with `v=DMARC1`: it is none."""
    BAD_TAG = "bad-tag"
    """No tag=value."""
    BAD_VALUE = "bad-value"
    """A value that its tag does not know: the default stands."""
    REPEATED_TAG = "repeated-tag"
    """The first one counts."""
    UNKNOWN_TAG = "unknown-tag"
    REMOVED_TAG = "removed-tag"
    """`pct`, `rf` and `ri` of RFC 7489: RFC 9989 has them ignored."""
    BAD_URI = "bad-uri"
    NO_POLICY = "no-policy"
    """No `p`."""


class DmarcRemark(Struct, frozen=True):
    """A flaw, and where in the record's text it is."""

    flaw: DmarcFlaw
    tag: str = ""
    start: int = 0
    end: int = 0


class DmarcUri(Struct, frozen=True):
    """Where reports go."""

    uri: str
    domain: str | None
    """Of a `mailto:`."""


class DmarcRecord(Struct, frozen=True, kw_only=True):
    """A record as it is published. Tags that are absent or not valid are None, or have the default."""

    text: str
    p: DmarcPolicy | None = None
    sp: DmarcPolicy | None = None
    np: DmarcPolicy | None = None
    strict_dkim: bool = False
    strict_spf: bool = False
    testing: bool = False
    """`t=y`: asks for one level less than the policy says."""
    psd: str = "u"
    fo: tuple[str, ...] = ("0",)
    rua: tuple[DmarcUri, ...] = ()
    ruf: tuple[DmarcUri, ...] = ()
    pct: str | None = None
    """As written; it changes nothing."""
    rf: str | None = None
    ri: str | None = None
    usable: bool = True
    """False where `p`, `sp` or `np` is not valid, or `p` is absent."""
    remarks: tuple[DmarcRemark, ...] = ()


class DmarcVisit(Struct, frozen=True, kw_only=True):
    """One name of a tree walk."""

    domain: str
    """Without the `_dmarc` label."""
    ask: Ask
    record: DmarcRecord | None = None
    """The one record there; None where there is none, or more than one."""
    told: bool = True
    """DNS has said what is there."""
    remarks: tuple[DmarcRemark, ...] = ()
    """On what was discarded."""
    discarded: tuple[str, ...] = ()


class DmarcIdentifier(Struct, frozen=True, kw_only=True):
    """A domain that SPF or DKIM speaks for, held against the author domain."""

    method: str
    """`spf` or `dkim`."""
    domain: str
    result: str
    """As it was given."""
    strict: bool
    aligned: bool | None
    """None: not determined, since it passed nothing or a look-up had no answer."""
    identical: bool
    organizational_domain: str | None = None
    """Where a tree walk found it."""


class DmarcResult(Struct, frozen=True, kw_only=True):
    """The result and all that it rests on."""

    result: DmarcWord
    author_domain: str
    policy_domain: str | None = None
    """Who published the record that applies."""
    record: DmarcRecord | None = None
    policy_tag: str | None = None
    """The tag that applies: `p`, `sp` or `np`."""
    policy: DmarcPolicy | None = None
    """What it says. None where the record is not usable, or where `np` and `sp` differ and it is unknown which applies."""
    disposition: DmarcPolicy | None = None
    """What the owner asks to do with this mail: after `t`, and only of a `fail`."""
    organizational_domain: str | None = None
    """Of the author domain; None where nothing depended on it."""
    exists: bool | None = None
    """Whether the author domain is in DNS; None where nothing depended on it, or nobody said."""
    identifiers: tuple[DmarcIdentifier, ...] = ()
    walk: tuple[DmarcVisit, ...] = ()
    """Every name that was looked at for a record, in order."""
    error: DmarcTrouble | None = None
    ask: Ask | None = None
    """The look-up at fault."""
    answers: tuple[Answer, ...] = ()

    @property
    def passing(self) -> tuple[DmarcIdentifier, ...]:
        """The identifiers by which it passes."""
        return tuple(one for one in self.identifiers if one.aligned and one.result == "pass")
