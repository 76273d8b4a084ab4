"""SPF (RFC 7208): may this address send for that domain, and by which term of whose record?

`evaluate` asks for what it needs and returns what every step found. Whatever the records say, it makes at most `MOST_ASKS`
look-ups: one for the domain's own record, eleven for each of ten terms, eleven for `%{p}`, one for the explanation.
"""

from __future__ import annotations

from gyotaku.authentication.names import LONGEST_NAME, askable, domain_name
from gyotaku.authentication.spf_account import LONGEST_TERM, MOST_LOOKUPS, Asking, Ended
from gyotaku.authentication.spf_macros import BadMacro, expand_text, read
from gyotaku.authentication.spf_naming import MOST_PTR, Delivery, Naming
from gyotaku.authentication.spf_record import Network, Record, Term, is_spf, parse
from gyotaku.mail.ip import parsed
from gyotaku.model.asks import Answer, Ask, Inquiry
from gyotaku.model.spf import (
    SpfCaution,
    SpfIdentity,
    SpfOutcome,
    SpfPublished,
    SpfResult,
    SpfStep,
    SpfTrouble,
    SpfWord,
)

MOST_MX = 10
MOST_ASKS = 1 + MOST_LOOKUPS * (1 + MOST_MX) + (1 + MOST_PTR) + 1
MOST_STEPS = 300
_MOST_FOUND = 20
_LONGEST_LOCAL_PART = 256
_Path = tuple[SpfStep, ...]
_NOWHERE: _Path = ()


def evaluate(address: str, mailfrom: str, helo: str, *, receiver: str = "unknown") -> Inquiry[SpfResult]:
    """The result for a client's address, the envelope sender (empty for `<>`) and the HELO name.

    `receiver` is what `%{r}` of an explanation stands for.
    """
    mailfrom = "" if mailfrom == "<>" else mailfrom
    identity = SpfIdentity.MAILFROM if mailfrom else SpfIdentity.HELO
    local, at, domain = (mailfrom or f"postmaster@{helo}").rpartition("@")
    local = local if at and local else "postmaster"
    name = domain_name(domain)
    ip = parsed(address)
    evaluation = _Evaluation(Delivery(ip, local, name or domain, helo[-LONGEST_NAME:], receiver))
    word, path = SpfWord.NONE, _NOWHERE
    try:
        if ip is None:
            evaluation.end(SpfWord.NONE, SpfTrouble.NOT_AN_ADDRESS, domain)
        if name is None or "." not in name or len(local) > _LONGEST_LOCAL_PART:
            evaluation.end(SpfWord.NONE, SpfTrouble.NOT_A_DOMAIN, domain)
        word, path = yield from evaluation.check_host(name, 0)
    except Ended as ended:
        word = ended.word
        evaluation.leave()
    if word is SpfWord.FAIL:
        yield from evaluation.explain()
    return SpfResult(
        result=word,
        domain=(name or domain)[:LONGEST_NAME],
        address=address if ip is None else str(ip),
        identity=identity,
        sender=f"{local[:_LONGEST_LOCAL_PART]}@{(name or domain)[:LONGEST_NAME]}",
        helo=helo[:LONGEST_NAME],
        record=evaluation.records[0].text if evaluation.records else None,
        records=tuple(evaluation.records),
        steps=tuple(evaluation.steps),
        omitted=evaluation.omitted,
        path=path,
        lookups=evaluation.lookups,
        voids=evaluation.voids,
        error=evaluation.error,
        explanation=evaluation.explanation,
        explanation_domain=evaluation.explanation_domain,
        warnings=tuple(evaluation.warnings),
        answers=tuple(evaluation.answers.values()),
    )


class _Evaluation(Naming):
    """One check_host() and all that it calls: section 4, with the counters that all share."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__(delivery)
        self.explaining: tuple[str, Record] | None = None
        self.explanation: str | None = None
        self.explanation_domain: str | None = None

    def check_host(self, domain: str, depth: int) -> Asking[tuple[SpfWord, _Path]]:
        """The result of the domain's record, and the steps that led to it."""
        record = yield from self.record(domain, depth)
        for term in record.directives:
            if term.network is not None:
                matched = self.network(domain, term, term.network, depth)
            else:
                matched = yield from self.directive(domain, term, depth)
            if matched is not None:
                self.explaining = (domain, record)
                return term.word, matched
        if record.redirect is None:
            return SpfWord.NEUTRAL, ()
        return (yield from self.redirect(domain, record.redirect, depth))

    def record(self, domain: str, depth: int) -> Asking[Record]:
        """The one SPF record of a domain, without faults (section 4.4 to 4.6)."""
        answer = yield from self.answer(domain, Ask("dns", "TXT", domain), None)
        found = [text for text in answer.records if is_spf(text)]
        if len(found) != 1:
            self.end(
                SpfWord.PERMERROR if found or depth else SpfWord.NONE,
                SpfTrouble.SEVERAL_RECORDS if found else SpfTrouble.NO_RECORD,
                domain,
            )
        record = parse(found[0])
        self.records.append(SpfPublished(domain, record.text, answer.ask))
        for caution, term in record.cautions:
            self.warn(caution, domain, term)
        if record.faults:
            fault = record.faults[0]
            written = record.text[fault.start : fault.end][:LONGEST_TERM]
            self.end(SpfWord.PERMERROR, fault.why, domain, written, fault.start, fault.end)
        return record

    def redirect(self, domain: str, term: Term, depth: int) -> Asking[tuple[SpfWord, _Path]]:
        """Section 6.1: the other record's result is ours, its explanation too."""
        place = self.begin(domain, term, depth)
        self.count(domain, term)
        name = yield from self.target(domain, term)
        if name is None or not askable(name):
            self.fault(SpfTrouble.REDIRECT_WITHOUT_RECORD, domain, term)
        self.set(place, name=name, asked=(*self.asked(), Ask("dns", "TXT", name)))
        word, path = yield from self.other(name, SpfTrouble.REDIRECT_WITHOUT_RECORD, domain, term, depth)
        step = self.set(place, outcome=SpfOutcome.FOLLOWED, result=word)
        return word, (step, *path)

    def other(
        self, name: str, trouble: SpfTrouble, domain: str, term: Term, depth: int
    ) -> Asking[tuple[SpfWord, _Path]]:
        """check_host() of another domain; where that has no record, the term that named it is at fault."""
        try:
            return (yield from self.check_host(name, depth + 1))
        except Ended:
            if self.error is not None and self.error.why is SpfTrouble.NO_RECORD:
                self.error = None
                self.fault(trouble, domain, term, Ask("dns", "TXT", name))
            raise

    def directive(self, domain: str, term: Term, depth: int) -> Asking[_Path | None]:
        """The steps of a directive that matches; None where it does not."""
        if term.name == "all":
            return (self.step(domain, term, depth, matched=True),)
        place = self.begin(domain, term, depth)
        self.count(domain, term)
        name = yield from self.target(domain, term)
        if name is None or not askable(name):
            self.warn(SpfCaution.UNUSABLE_NAME, domain, term)
            if name is not None and term.name == "include":
                self.fault(SpfTrouble.INCLUDE_WITHOUT_RECORD, domain, term)
            self.set(place, outcome=SpfOutcome.NOT_MATCHED, name=(name or "")[:LONGEST_NAME])
            return None
        self.set(place, name=name)
        if term.name == "include":
            return (yield from self.include(domain, term, depth, name, place))
        matched, found = yield from self.addresses(domain, term, name)
        outcome = SpfOutcome.MATCHED if matched else SpfOutcome.NOT_MATCHED
        result = term.word if matched else None
        step = self.set(place, outcome=outcome, result=result, found=found[:_MOST_FOUND], asked=self.asked())
        return (step,) if matched else None

    def network(self, domain: str, term: Term, network: Network, depth: int) -> _Path | None:
        """`ip4` and `ip6`, of which a record may have hundreds."""
        matched = network.version == self.version and self.number & network.mask == network.base
        if not matched and len(self.steps) >= MOST_STEPS:
            self.omitted += 1
            return None
        step = self.step(domain, term, depth, matched)
        return (step,) if matched else None

    def include(self, domain: str, term: Term, depth: int, name: str, place: int) -> Asking[_Path | None]:
        """Section 5.2: matches where the other domain's record passes. Its explanation is never ours."""
        self.set(place, asked=(*self.asked(), Ask("dns", "TXT", name)))
        explaining, self.explaining = self.explaining, None
        word, path = yield from self.other(name, SpfTrouble.INCLUDE_WITHOUT_RECORD, domain, term, depth)
        self.explaining = explaining
        outcome = SpfOutcome.MATCHED if word is SpfWord.PASS else SpfOutcome.NOT_MATCHED
        step = self.set(place, outcome=outcome, result=word)
        return (step, *path) if word is SpfWord.PASS else None

    def addresses(self, domain: str, term: Term, name: str) -> Asking[tuple[bool, tuple[str, ...]]]:
        """Whether `a`, `mx`, `exists` or `ptr` matches, and what was compared."""
        if term.name == "ptr":
            names = yield from self.reverse_names(domain, term)
            return any(one == name or one.endswith("." + name) for one in names), names
        if term.name == "mx":
            return (yield from self.exchanges(domain, term, name))
        kind = "A" if term.name == "exists" else self.type
        answer = yield from self.answer(domain, Ask("dns", kind, name), term)
        self.void(domain, term, (answer,))
        matched = bool(answer.records) if term.name == "exists" else self.holds(term, answer)
        return matched, answer.records

    def exchanges(self, domain: str, term: Term, name: str) -> Asking[tuple[bool, tuple[str, ...]]]:
        """Section 5.4. Exchanges have no order here: one that matches decides, whatever the others fail to answer."""
        answer = yield from self.answer(domain, Ask("dns", "MX", name), term)
        if len(answer.records) > MOST_MX:
            self.fault(SpfTrouble.TOO_MANY_MX, domain, term, answer.ask)
        named = (record.partition(" ")[2].lower() for record in answer.records)
        hosts = dict.fromkeys(host for host in named if askable(host))
        answers = yield from self.ask(tuple(Ask("dns", self.type, host) for host in hosts))
        found = tuple(record for one in answers for record in one.records)
        if any(self.holds(term, one) for one in answers):
            return True, found
        for one in answers:
            self.need(domain, one, term)
        self.void(domain, term, (answer, *answers))
        return False, found

    def holds(self, term: Term, answer: Answer) -> bool:
        """Whether the client's address lies in a network around one of the answer's addresses."""
        if str(self.ip) in answer.records:
            return True
        shift = 32 - term.prefix4 if self.version == 4 else 128 - term.prefix6
        if not shift:
            return False
        others = (parsed(record) for record in answer.records)
        # A mapped address in an AAAA record reads as IPv4, and is none for this client.
        return any(
            one is not None and one.version == self.version and int(one) >> shift == self.number >> shift
            for one in others
        )

    def explain(self) -> Asking[None]:
        """The explanation of a `fail` (section 6.2). Whatever is wrong with it, there is none."""
        domain, record = self.explaining or ("", None)
        term = record.explanation if record else None
        if term is None or term.target is None:
            return
        try:
            name = yield from self.target(domain, term)
            if name is None or not askable(name):
                return
            (answer,) = yield from self.ask((Ask("dns", "TXT", name),))
            if len(answer.records) != 1 or not answer.records[0].isascii():
                return
            template = read(answer.records[0], explanation=True)
            if "p" in template.letters:
                yield from self.reverse_names(domain, term)
        except (Ended, BadMacro):
            self.error = None
            return
        moment = str(int(answer.time.timestamp()))
        self.explanation = expand_text(template, lambda letter: moment if letter == "t" else self.value(letter, domain))
        self.explanation_domain = name
