"""DMARC (RFC 9989): does the author domain vouch for this mail, by SPF or by DKIM, and what does it ask if not?

The organizational domain is found by the tree walk, never by a list of public suffixes. Whatever the records say, it makes
at most `MOST_ASKS` look-ups: eight for the author domain, eight for each identifier, two on whether the domain exists.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gyotaku.authentication.dmarc_walk import LONGEST_WALK, Asking, Unanswered, Walks, names, organizational
from gyotaku.authentication.names import LONGEST_NAME, domain_name
from gyotaku.model.asks import Answer, Ask, Inquiry, Outcome
from gyotaku.model.dmarc import (
    DmarcIdentifier,
    DmarcPolicy,
    DmarcRecord,
    DmarcResult,
    DmarcTrouble,
    DmarcVisit,
    DmarcWord,
)

MOST_IDENTIFIERS = 10
"""Domains whose organizational domain is looked for; of more it stays unknown whether they align."""
MOST_ASKS = LONGEST_WALK * (1 + MOST_IDENTIFIERS) + 2
_MOST_SHOWN = 100
_BELOW = {DmarcPolicy.REJECT: DmarcPolicy.QUARANTINE}
_DECIDING = frozenset({"pass", "temperror"})

_Given = tuple[str, str]


def evaluate(author_domain: str, spf: _Given | None, dkim: Sequence[_Given]) -> Inquiry[DmarcResult]:
    """The result for the domain of From.

    `spf` is the domain of the envelope sender (of HELO where that is empty) and SPF's result for it; `dkim` is d= and the
    result of each signature, all by their words of RFC 8601. What had no answer is `temperror`. None says that SPF was not
    evaluated: then a mail may pass by DKIM, but nothing can say that it fails.
    """
    author = domain_name(author_domain)
    if author is None:
        shown = author_domain[:LONGEST_NAME]
        return DmarcResult(result=DmarcWord.NONE, author_domain=shown, error=DmarcTrouble.NOT_A_DOMAIN)
    evaluation = _Evaluation(author)
    try:
        applied = yield from evaluation.discover()
    except Unanswered as unanswered:
        return evaluation.result(DmarcWord.TEMPERROR, error=DmarcTrouble.NO_ANSWER, ask=unanswered.ask)
    record = applied.record if applied else None
    if applied is None or record is None:
        return evaluation.result(DmarcWord.NONE, error=DmarcTrouble.NO_RECORD)
    evaluation.applied = applied.domain, record
    if not record.usable and not record.rua:
        return evaluation.result(DmarcWord.PERMERROR, error=DmarcTrouble.NO_USABLE_POLICY)
    given = [("spf", *spf)] if spf else []
    yield from evaluation.align([*given, *(("dkim", *one) for one in dkim)][:_MOST_SHOWN], record)
    yield from evaluation.choose(applied.domain, record)
    return evaluation.judged(spf is not None)


class _Choice(Struct, frozen=True):
    """The policy that applies."""

    tag: str | None = None
    policy: DmarcPolicy | None = None


class _Evaluation:
    """One author domain, the walks made for it, and what is known so far."""

    def __init__(self, author: str) -> None:
        self.author = author
        self.walks = Walks()
        self.applied: tuple[str, DmarcRecord] | None = None
        self.organization: str | None = None
        self.unanswered: Ask | None = None
        self.identifiers: list[DmarcIdentifier] = []
        self.choice = _Choice()
        self.exists: bool | None = None
        self.existence: list[Answer] = []

    def discover(self) -> Asking[DmarcVisit | None]:
        """The name whose record applies (section 4.10.1): the author domain, its organizational domain, or its public suffix."""
        if names(self.author)[0] == self.author:
            yield from self.walks.ask((self.author,))
            own = self.walks.visit(self.author)
            if own.record is not None:
                return own
        yield from self.walks.ask(names(self.author))
        found = self.walks.walk(self.author)
        self.organization = organizational(self.author, found)
        by_name = {visit.domain: visit for visit in found}
        # Nothing found stands between the organizational domain and a public suffix that says of itself that it is one.
        return by_name.get(self.organization, found[-1] if found else None)

    def align(self, given: list[tuple[str, str, str]], record: DmarcRecord) -> Asking[None]:
        """Hold each identifier against the author domain (section 4.10.2)."""
        modes = {"spf": record.strict_spf, "dkim": record.strict_dkim}
        read = [(method, domain_name(domain), domain, result) for method, domain, result in given]
        relaxed = [
            name
            for method, name, _, result in read
            if name and name != self.author and result in _DECIDING and not modes[method]
        ]
        if relaxed:
            yield from self.organize()
        near = [name for name in dict.fromkeys(relaxed) if self.organization and _within(name, self.organization)]
        near = near[:MOST_IDENTIFIERS]
        yield from self.walks.ask(tuple(dict.fromkeys(name for one in near for name in names(one))))
        organizations = {name: self.organization_of(name) for name in near}
        for method, name, domain, result in read:
            strict = modes[method]
            self.identifiers.append(
                DmarcIdentifier(
                    method=method,
                    domain=name or domain[:LONGEST_NAME],
                    result=result,
                    strict=strict,
                    aligned=self.aligned(name, strict, organizations),
                    identical=name == self.author,
                    organizational_domain=organizations.get(name or ""),
                )
            )

    def organize(self) -> Asking[None]:
        """The organizational domain of the author domain, where discovery did not need it."""
        if self.organization is None:
            yield from self.walks.ask(names(self.author))
            self.organization = self.organization_of(self.author)

    def organization_of(self, domain: str) -> str | None:
        try:
            return organizational(domain, self.walks.walk(domain))
        except Unanswered as unanswered:
            self.unanswered = self.unanswered or unanswered.ask
            return None

    def aligned(self, name: str | None, strict: bool, organizations: dict[str, str | None]) -> bool | None:
        if name is None:
            return False
        if strict or name == self.author:
            return name == self.author
        if name.rpartition(".")[2] != self.author.rpartition(".")[2]:
            return False
        if self.organization is None:
            return None
        # One organizational domain stands above both, so what does not lie within the author's needs no walk.
        if not _within(name, self.organization):
            return False
        own = organizations.get(name)
        return None if own is None else own == self.organization

    def choose(self, domain: str, record: DmarcRecord) -> Asking[None]:
        """The policy that applies: `p` of the domain's own record; of one above it `sp`, or `np` where the domain is not."""
        if not record.usable:
            self.choice = _Choice("p", DmarcPolicy.NONE)
        elif domain == self.author:
            self.choice = _Choice("p", record.p)
        else:
            present = _Choice("p", record.p) if record.sp is None else _Choice("sp", record.sp)
            absent = present if record.np is None else _Choice("np", record.np)
            if present.policy is absent.policy:
                self.choice = present
                return
            yield from self.look_for_the_author()
            if self.exists is not None:
                self.choice = present if self.exists else absent

    def look_for_the_author(self) -> Asking[None]:
        """Whether DNS holds anything under the author domain's name: all but NXDOMAIN says so (RFC 8020)."""
        for kind in ("A", "CNAME"):
            # The NXDOMAIN to a question for addresses may be that of an alias's target: then there is the alias.
            (answer,) = yield (Ask("dns", kind, self.author),)
            self.existence.append(answer)
            if not answer.told:
                return
            if not (answer.outcome is Outcome.NOTHING and answer.detail == "NXDOMAIN"):
                self.exists = True
                return
        self.exists = False

    def judged(self, complete: bool) -> DmarcResult:
        if any(one.aligned and one.result == "pass" for one in self.identifiers):
            return self.result(DmarcWord.PASS)
        if any(one.aligned is None and one.result == "pass" for one in self.identifiers):
            return self.result(DmarcWord.TEMPERROR, error=DmarcTrouble.NO_ANSWER, ask=self.unanswered)
        open_ones = (one for one in self.identifiers if one.aligned is not False and one.result == "temperror")
        if not complete or any(open_ones):
            return self.result(DmarcWord.TEMPERROR, error=DmarcTrouble.IDENTIFIER_UNKNOWN)
        return self.result(DmarcWord.FAIL)

    def result(self, word: DmarcWord, error: DmarcTrouble | None = None, ask: Ask | None = None) -> DmarcResult:
        domain, record = self.applied or (None, None)
        asked = self.choice.policy
        if record is not None and record.testing and asked is not None:
            asked = _BELOW.get(asked, DmarcPolicy.NONE)
        return DmarcResult(
            result=word,
            author_domain=self.author,
            policy_domain=domain,
            record=record,
            policy_tag=self.choice.tag,
            policy=self.choice.policy,
            disposition=asked if word is DmarcWord.FAIL else None,
            organizational_domain=self.organization,
            exists=self.exists,
            identifiers=tuple(self.identifiers),
            walk=tuple(self.walks.visits.values()),
            error=error,
            ask=ask,
            answers=(*self.walks.used(), *self.existence),
        )


def _within(name: str, domain: str) -> bool:
    return name == domain or name.endswith("." + domain)
