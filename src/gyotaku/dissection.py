"""The one door behind all doors: a mail's octets in, a frozen report out."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gyotaku.facts import Facts
from gyotaku.lookup.questions import MOST_LINK_DOMAINS, Raised, link_domains
from gyotaku.lookup.world import look_up
from gyotaku.mail import message as mail_message
from gyotaku.mail.carried import carried
from gyotaku.mail.defects import UNREAD
from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.codes import Codes
from gyotaku.mail.facts.destinations import Destinations
from gyotaku.mail.facts.identity import Identity
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.marked import Marked
from gyotaku.mail.facts.message_identity import MessageIdentities
from gyotaku.mail.facts.readability import Gap, Readability
from gyotaku.mail.facts.recipients import Recipients
from gyotaku.mail.facts.recorded import Recorded
from gyotaku.mail.facts.said import Sayings
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.mail.facts.software import Software
from gyotaku.mail.facts.stamps import Stamps
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.mail.given import Mail
from gyotaku.mail.message import Message
from gyotaku.model.answers import CheckRun, Ended, Ending
from gyotaku.model.authentication import Authentication
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Finding
from gyotaku.model.marks import Marks
from gyotaku.model.names import Names
from gyotaku.model.own_side import OwnSide
from gyotaku.model.owner import Owner
from gyotaku.model.path import Path
from gyotaku.model.place import Places
from gyotaku.model.report import Carrier, Departure, Mailbox, MailSummary, Report
from gyotaku.model.text import Text
from gyotaku.model.visit import Visits
from gyotaku.registry import plan
from gyotaku.verdict import judge
from gyotaku.verdict.goal import goal
from gyotaku.verdict.hypotheses import hypotheses
from gyotaku.verdict.key_fields import key_fields
from gyotaku.verdict.marking import lesson
from gyotaku.verdict.observables import observables
from gyotaku.verdict.page_guess import page_guess
from gyotaku.verdict.unknowns import unknowns
from gyotaku.verdict.whereabouts import located

if TYPE_CHECKING:
    from gyotaku.lookup.session import Session


class Wanted(Struct, frozen=True):
    """What a report is for, beside being read."""

    masking: bool
    marking: bool
    marks: Marks


MAX_CARRIED = 50
"""Mails within one mail that are dissected, at any depth."""


def dissect(
    raw: bytes,
    config: Config | None = None,
    *,
    path: str = "-",
    undone: tuple[Text, ...] = (),
    session: Session | None = None,
    for_masking: bool = False,
    marks: Marks | None = None,
) -> Report:
    """Dissect the octets of one mail and of every mail it carries. Never raises on any octets.

    Of several mails the one with the worse verdict leads (its carrier where both are equal); the rest are its `others`.
    `path` names the mail in the report; `undone` tells what was undone to get at these octets. Look-ups that the configuration
    permits go through `session` (`gyotaku.open_session`); left out, one is opened for this mail alone. `for_masking`: the report also
    holds what a masked copy of it hides. `marks` are the reader's own words on other mails (`gyotaku mark`); they are his alone, so
    a report that is masked for others does not rest on them.
    """
    return dissect_mail(Mail(path, raw, undone), config, session, for_masking=for_masking, marks=marks)


def dissect_mail(
    mail: Mail,
    config: Config | None = None,
    session: Session | None = None,
    *,
    for_masking: bool = False,
    marks: Marks | None = None,
    for_marking: bool = False,
) -> Report:
    """Dissect a mail as `mail.intake` yields it, with what is known of how its octets came about.

    `for_marking`: the report also holds what a mark of it would keep.
    """
    config = config or Config()
    wanted = Wanted(for_masking, for_marking, Marks() if marks is None or for_masking else marks)
    if session is None and config.online:
        from gyotaku.lookup.opening import open_session

        with open_session(config) as opened:
            return _leading(_with_carried(mail, config, opened, wanted))
    return _leading(_with_carried(mail, config, session, wanted))


def _leading(found: Iterator[Report]) -> Report:
    reports = list(found)
    leader = max(reports, key=lambda report: (report.verdict.word.badness, report.verdict.weighed.score))
    if leader.verdict.word == reports[0].verdict.word:
        leader = reports[0]
    return replace(leader, others=tuple(report for report in reports if report is not leader))


def _with_carried(mail: Mail, config: Config, session: Session | None, wanted: Wanted) -> Iterator[Report]:
    """The mail itself, then what it carries, breadth first."""
    container = None if mail.container is None else Carrier(mail.container)
    waiting: list[tuple[Mail, Carrier | None]] = [(mail, container)]
    done = 0
    while done < len(waiting):
        given, carrier = waiting[done]
        message = mail_message.read(given.raw, partial=given.why_partial)
        taken, left_out = carried(message, given, MAX_CARRIED + 1 - len(waiting))
        report = _one(message, config, given, carrier, left_out, session, wanted)
        mine = Carrier(given.path, report.mail.sha256, report.mail.subject, report.verdict.word)
        waiting += [(inner, mine) for inner in taken]
        waiting[done] = (Mail(given.path, b""), None)
        done += 1
        yield report


def questions_of(mail: Mail, config: Config) -> Raised:
    """What raises questions in a mail; nothing is asked. `lookup.questions.questions` lists them."""
    message = mail_message.read(mail.raw, partial=mail.why_partial)
    return _raised(Facts(plan().makers, message, config), message)


def _raised(facts: Facts, message: Message) -> Raised:
    senders, route, own, links = facts.get(Senders), facts.get(Path), facts.get(OwnSide), facts.get(Links)
    return Raised(senders, route, own, facts.get(Recorded), links, message, facts.get(Config))


def _one(
    message: Message,
    config: Config,
    given: Mail,
    carrier: Carrier | None,
    left_out: int,
    session: Session | None,
    wanted: Wanted,
) -> Report:
    started = time.process_time()
    facts = Facts(plan().makers, message, config, wanted.marks)
    raised = _raised(facts, message)
    senders, route, own, links = raised.senders, raised.path, raised.own, raised.links
    world = look_up(raised, session, config.online)
    facts.give(world.given)
    asked_by = time.process_time()
    findings, runs = _run_checks(facts)
    checked = time.process_time()
    readability = facts.get(Readability)
    domains_left_out = max(0, len(link_domains(links, own)) - MOST_LINK_DOMAINS)
    gaps = readability.gaps + ((Gap.CARRIED,) if left_out else ())
    if any(run.ended is Ended.FAILED for run in runs):
        gaps += (Gap.CHECK_FAILED,)
    verdict, told, aim = judge.judge(
        findings, gaps, lambda: goal(facts.get(Sayings), facts.get(Identity)), facts.get(Marked)
    )
    claimed = judge.claims(told, verdict, facts.get(Identity), config.brands)
    visits = world.fact(Visits)
    report = Report(
        mail=_summary(facts, message, given, carrier),
        verdict=verdict,
        goal=aim,
        hypotheses=hypotheses(told, verdict.word, world.deciding, raised.domain),
        pretends_to_be=claimed,
        # What was seen needs no guess.
        page_guess=None if visits is not None else page_guess(verdict, aim, claimed, facts.get(Destinations)),
        findings=told,
        key_fields=key_fields(facts, route),
        path=route,
        own_side=own,
        owner=facts.get(Owner) if wanted.masking else None,
        lesson=lesson(facts, findings) if wanted.marking else None,
        software=facts.get(Software).named,
        observables=observables(senders, route, facts.get(MessageIdentities), links),
        defects=tuple(
            Departure(defect.id, defect.part, defect.text, defect.id in UNREAD) for defect in readability.defects
        ),
        checks=runs,
        unknown=unknowns(
            world,
            runs,
            readability,
            facts.get(Codes),
            facts.get(Sayings),
            facts.get(Tongue),
            left_out,
            domains_left_out,
        ),
        answers=world.answers,
        authentication=world.fact(Authentication),
        names=world.fact(Names),
        visits=visits,
        places=located(world.fact(Places)),
        timings={},
    )
    ended = time.process_time()
    timings = {
        "read and look up": (asked_by - started) * 1000,
        "check": (checked - asked_by) * 1000,
        "judge": (ended - checked) * 1000,
    }
    return replace(report, timings={stage: round(spent, 3) for stage, spent in timings.items()})


def _run_checks(facts: Facts) -> tuple[list[Finding], tuple[CheckRun, ...]]:
    findings: list[Finding] = []
    runs: list[CheckRun] = []
    for check in plan().checks:
        try:
            findings.extend(check.run(facts.arguments(check.recipe)))
            runs.append(check.ran)
        except Ending as absent:
            runs.append(CheckRun(check.id, absent.ended, absent.reason))
        except Exception as error:  # noqa: BLE001 - one broken check, ours or a plug-in's, must cost its answer, not the report
            reason = f"{type(error).__name__}: {error}"
            runs.append(CheckRun(check.id, Ended.FAILED, Text(en=reason, ja=reason)))
    return findings, tuple(runs)


def _summary(facts: Facts, message: Message, given: Mail, carrier: Carrier | None) -> MailSummary:
    senders, recipients, stamps = facts.get(Senders), facts.get(Recipients), facts.get(Stamps)
    subject = message.headers.get("Subject")
    identity = facts.get(MessageIdentities).first
    return MailSummary(
        path=given.path,
        sha256=hashlib.sha256(message.raw).hexdigest(),
        size=len(message.raw),
        subject=subject.text if subject else None,
        subject_without_stamp=stamps.subject,
        subject_stamp=next((stamp.quote for stamp in stamps.all if stamp.in_subject), None),
        stamp_is_ours=any(stamp.in_subject and stamp.ours for stamp in stamps.all),
        senders=tuple(_mailbox(party) for party in senders.authors),
        to=tuple(_mailbox(party) for party in recipients.to),
        date=facts.get(Clock).written,
        message_id=identity.id if identity else None,
        has_body=message.has_body,
        carrier=carrier,
        undone=given.undone,
    )


def _mailbox(party: Party) -> Mailbox:
    return Mailbox(party.name, party.address)
