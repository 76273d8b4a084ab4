"""The report as JSON: one compact line a mail."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

import msgspec

from gyotaku.model.answers import CheckRun, Ended, Unknown
from gyotaku.model.evidence import Evidence, Reading
from gyotaku.model.finding import Finding
from gyotaku.model.goal import Goal
from gyotaku.model.hypothesis import Hypothesis
from gyotaku.model.inert import inert
from gyotaku.model.names import Names
from gyotaku.model.path import Hop, Path
from gyotaku.model.report import KeyField, Mailbox, MailSummary, Report, Verdict, Weighed
from gyotaku.model.software import Recognized
from gyotaku.model.text import Sentence, Text
from gyotaku.model.version import __version__
from gyotaku.model.visit import Look, Visit
from gyotaku.report import wire
from gyotaku.report.clean import clean, maybe, moment
from gyotaku.report.json_lookups import answer, plain, reverse_now
from gyotaku.report.plain import Plain

_PLAIN = Plain()


def encode(report: Report, *, pretty: bool = False) -> bytes:
    """The report and the mails that came with it, the leading one first, each on a line of its own without line end.

    With `pretty` each object is indented for people. A lone surrogate, which no JSON text can hold, becomes U+FFFD; characters
    that act on a screen (C1, marks of direction, invisible ones) are escaped.
    """
    lines = [inert(msgspec.json.encode(on_wire(one, report))) for one in (report, *report.others)]
    if pretty:
        lines = [msgspec.json.format(line, indent=1) for line in lines]
    return b"\n".join(lines)


def schema() -> bytes:
    """The JSON Schema of one line, generated from the wire types (JSON Schema 2020-12)."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(wire.Report)}
    return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"


def on_wire(report: Report, leader: Report | None = None) -> wire.Report:
    """One report as its wire type; `leader` holds the others that came with it."""
    family = (leader or report).others
    return wire.Report(
        gyotaku=__version__,
        mail=_mail(report.mail, (leader or report, *family)),
        verdict=_verdict(report.verdict),
        goal=_goal(report.goal) if report.goal else None,
        hypotheses=tuple(_hypothesis(hypothesis) for hypothesis in report.hypotheses),
        pretends_to_be=tuple(
            wire.Claim(
                brand=claim.brand,
                name=claim.name,
                strength=claim.strength.value,
                evidence=_all_evidence(claim.evidence),
            )
            for claim in report.pretends_to_be
        ),
        page_guess=_sentence(report.page_guess) if report.page_guess else None,
        findings=tuple(_finding(finding) for finding in report.findings),
        key_fields=tuple(_key_field(key) for key in report.key_fields),
        path=_path(report.path, report.names),
        authentication=plain(report.authentication),
        visits=None if report.visits is None else tuple(_look(look) for look in report.visits.looks),
        own_side=wire.OwnSide(
            domains=tuple(clean(domain) for domain in report.own_side.domains),
            source=report.own_side.source.value,
            addresses=tuple(clean(address) for address in report.own_side.addresses),
            evidence=_all_evidence(report.own_side.evidence),
        ),
        software=tuple(_software(one) for one in report.software),
        observables=tuple(
            wire.Observable(type=seen.type, value=clean(seen.value), roles=seen.roles) for seen in report.observables
        ),
        defects=tuple(
            wire.Defect(id=defect.id, part=clean(defect.part), text=_text(defect.text), lost=defect.lost)
            for defect in report.defects
        ),
        answers=tuple(answer(given) for given in report.answers),
        checks=tuple(_check(run) for run in report.checks),
        unknown=tuple(_unknown(unknown) for unknown in report.unknown),
        timings=dict(report.timings),
    )


def _look(look: Look) -> wire.Look:
    return wire.Look(
        url=clean(look.url),
        answer=look.answer,
        differs=look.differs,
        visits=tuple(msgspec.convert(plain(visit), Visit) for visit in look.visits),
    )


def _mail(mail: MailSummary, family: tuple[Report, ...]) -> wire.Mail:
    carrier = mail.carrier
    return wire.Mail(
        path=clean(mail.path),
        sha256=mail.sha256,
        size=mail.size,
        subject=maybe(mail.subject),
        subject_without_stamp=maybe(mail.subject_without_stamp),
        subject_stamp=maybe(mail.subject_stamp),
        stamp_is_ours=mail.stamp_is_ours,
        from_=_mailboxes(mail.senders),
        to=_mailboxes(mail.to),
        date=moment(mail.date),
        message_id=maybe(mail.message_id),
        has_body=mail.has_body,
        carrier=None
        if carrier is None
        else wire.Carrier(
            path=clean(carrier.path),
            sha256=carrier.sha256,
            subject=maybe(carrier.subject),
            verdict=carrier.verdict.value if carrier.verdict else None,
        ),
        carries=tuple(
            clean(other.mail.path)
            for other in family
            if other.mail.carrier is not None and other.mail.carrier.path == mail.path
        ),
        undone=tuple(_text(text) for text in mail.undone),
    )


def _mailboxes(boxes: Iterable[Mailbox]) -> tuple[wire.Mailbox, ...]:
    return tuple(wire.Mailbox(name=maybe(box.name), address=maybe(box.address)) for box in boxes)


def _verdict(verdict: Verdict) -> wire.Verdict:
    weighed = verdict.weighed
    return wire.Verdict(
        word=weighed.word.value,
        class_=verdict.mail_class.value,
        probability=weighed.probability,
        score=weighed.score,
        without_attacker_clearance=_weighed(verdict.without_attacker_clearance),
        reason=_sentence(verdict.reason) if verdict.reason else None,
        without_marks=_weighed(verdict.without_marks) if verdict.without_marks else None,
    )


def _weighed(weighed: Weighed) -> wire.Weighed:
    return wire.Weighed(word=weighed.word.value, probability=weighed.probability, score=weighed.score)


def _goal(goal: Goal) -> wire.Goal:
    return wire.Goal(
        class_=goal.goal.value,
        strength=goal.strength.value,
        evidence=_all_evidence(goal.evidence),
        also=tuple(other.value for other in goal.also),
        text=_text(goal.goal.label),
    )


def _hypothesis(hypothesis: Hypothesis) -> wire.Hypothesis:
    return wire.Hypothesis(
        name=hypothesis.name.value,
        standing=hypothesis.standing.value,
        for_=_kinds(hypothesis.speaking_for),
        against=_kinds(hypothesis.speaking_against),
        decided_by=tuple(clean(question.id) for question in hypothesis.decided_by),
        text=_text(hypothesis.name.meaning),
    )


def _kinds(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.kind.id for finding in findings))


def _finding(finding: Finding) -> wire.Finding:
    return wire.Finding(
        kind=finding.kind.id,
        group=finding.kind.group.value,
        strength=finding.strength.value,
        direction=finding.direction.value,
        text=_sentence(finding.title),
        why=_sentence(finding.why),
        evidence=_all_evidence(finding.evidence),
        excused=_sentence(finding.excused) if finding.excused else None,
    )


def _key_field(key: KeyField) -> wire.KeyField:
    return wire.KeyField(
        name=key.name,
        evidence=_evidence(key.evidence) if key.evidence else None,
        worth=_sentence(key.worth),
    )


def _check(run: CheckRun) -> wire.Check:
    # What a failure says is the mail's doing; all else is said of every other mail too.
    if run.ended is Ended.RAN:
        return _ran(run.id)
    return _outcome(run) if run.ended is Ended.FAILED else _known_outcome(run)


def _outcome(run: CheckRun) -> wire.Check:
    why = run.why
    return wire.Check(
        id=run.id,
        ended=run.ended.value,
        why=clean(why.en) if why else None,
        why_ja=clean(why.template("ja")) if why else None,
    )


@cache
def _ran(check: str) -> wire.Check:
    return wire.Check(id=check, ended=Ended.RAN.value, why=None, why_ja=None)


_known_outcome = lru_cache(maxsize=1024)(_outcome)


def _unknown(unknown: Unknown) -> wire.Unknown:
    return wire.Unknown(
        question=_sentence(unknown.question),
        why=_text(unknown.why),
        permission=unknown.permission.value if unknown.permission else None,
        id=clean(unknown.id) or None,
        detail=clean(unknown.detail) or None,
    )


def _software(one: Recognized) -> wire.Software:
    return wire.Software(
        id=one.tool.id,
        name=one.tool.name,
        kind=one.tool.kind.value,
        role=one.tool.role.value,
        strength=one.strength.value,
        evidence=_all_evidence(one.evidence),
    )


def _path(path: Path, names: Names | None) -> wire.Path:
    boundary, handed = path.boundary, path.handed_over_by
    return wire.Path(
        hops=tuple(_hop(hop, path, names) for hop in path.hops),
        boundary=None
        if boundary is None
        else wire.Boundary(
            index=boundary.index,
            host=maybe(boundary.host),
            source=boundary.source.value,
            reason=_sentence(boundary.reason),
        ),
        handed_over_by=None
        if handed is None
        else wire.HandedOver(
            index=handed.index,
            helo=maybe(handed.helo),
            reverse_name=maybe(handed.reverse_name),
            address=maybe(handed.address),
            to=maybe(handed.by),
        ),
        read_whole=sum(hop.read_whole for hop in path.hops),
    )


def _hop(hop: Hop, path: Path, names: Names | None) -> wire.Hop:
    delay = path.delay(hop)
    return wire.Hop(
        index=hop.index,
        ours=path.ours(hop),
        form=hop.form,
        helo=maybe(hop.helo),
        reverse_name=maybe(hop.reverse_name),
        reverse_now=reverse_now(hop, names),
        address=maybe(hop.address),
        port=hop.port,
        by=maybe(hop.by),
        software=maybe(hop.software),
        protocol=maybe(hop.protocol),
        tls=maybe(hop.tls),
        id=maybe(hop.id),
        recipient=maybe(hop.recipient),
        envelope_sender=maybe(hop.envelope_sender),
        login=maybe(hop.login),
        date=moment(hop.date),
        delay=None if delay is None else delay.total_seconds(),
        local=hop.local,
        unread=tuple(clean(stretch) for stretch in hop.unread),
        text=clean(hop.text),
    )


def _all_evidence(evidence: Iterable[Evidence]) -> tuple[wire.Evidence, ...]:
    return tuple(_evidence(one) for one in evidence)


def _evidence(evidence: Evidence) -> wire.Evidence:
    span, raw, reading = evidence.span, evidence.raw, evidence.reading
    return wire.Evidence(
        of=evidence.of.value,
        principal=evidence.principal.value,
        quote=clean(evidence.quote),
        principal_name=maybe(evidence.principal_name),
        part=clean(span.part) if span else clean(reading.parts[0]) if reading else None,
        layer=span.layer.value if span else None,
        start=span.start if span else None,
        end=span.end if span else None,
        raw=wire.Raw(start=raw[0], end=raw[1]) if raw else None,
        source=maybe(evidence.source),
        time=moment(evidence.time),
        reading=_reading(reading) if reading else None,
    )


def _reading(reading: Reading) -> wire.Reading:
    return wire.Reading(
        of=reading.of.value,
        parts=tuple(clean(part) for part in reading.parts),
        code=clean(reading.code),
        page=reading.page,
    )


def _sentence(sentence: Sentence) -> wire.Text:
    if not sentence.slots:
        return _text(sentence.text)
    return wire.Text(en=clean(sentence.render("en", _PLAIN)), ja=clean(sentence.render("ja", _PLAIN)))


@lru_cache(maxsize=1024)
def _text(text: Text) -> wire.Text:
    """Sentences without slots are our own, so there are only so many."""
    return wire.Text(en=clean(text.template("en")), ja=clean(text.template("ja")))
