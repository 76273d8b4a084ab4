"""The beginning of an article: its title, what arrived, what betrays it, and the warning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gyotaku.model.finding import Direction, Finding
from gyotaku.model.goal import GoalClass, MailClass
from gyotaku.model.report import Report, VerdictWord
from gyotaku.model.text import Address, Quote, Text, Url, Word
from gyotaku.report import headings
from gyotaku.report.article import words
from gyotaku.report.article.blocks import Alert, Block, Listing, Prose, Said
from gyotaku.report.article.notes import Notes
from gyotaku.report.article.themes import Theme, theme
from gyotaku.report.teller import Teller
from gyotaku.report.told import is_accused, shown_subject

_MOST_REASONS = 3
_MOST_HOSTS = 3
_ELSEWHERE = frozenset(
    {"brand-claimed", "brand-elsewhere", "brand-in-subject", "brand-in-text", "display-name-unrelated", "freemail-firm"}
)


def title(plain: Teller, report: Report) -> str:
    """As plain text."""
    subject = shown_subject(report.mail) or plain.say(words.NO_SUBJECT)
    mail = _mail(report)
    if not is_accused(report):
        return plain.filled(words.TITLE_UNACCUSED, mail=mail, subject=subject)
    claim = next(iter(report.pretends_to_be), None)
    if claim is None:
        return plain.filled(words.TITLE, mail=mail, subject=subject)
    if claim.name is None:
        return plain.filled(words.TITLE_OWN, mail=mail, subject=subject)
    return plain.filled(words.TITLE_BRAND, mail=mail, brand=claim.name, subject=subject)


def _mail(report: Report) -> Text:
    if not is_accused(report):
        return words.MAIL_UNACCUSED
    if report.verdict.word is VerdictWord.SUSPICIOUS:
        return words.MAIL_SUSPECTED
    told = words.MAIL_LIKELY if report.verdict.word is VerdictWord.LIKELY else words.MAIL_OF
    return told[report.verdict.mail_class]


def tags(plain: Teller, report: Report) -> tuple[str, ...]:
    told = [plain.say(words.TAG_DISSECTION)]
    if is_accused(report):
        suspected = report.verdict.word is VerdictWord.SUSPICIOUS
        told.insert(0, plain.say(words.TAG_SUSPECTED if suspected else words.TAGS[report.verdict.mail_class]))
        told += [plain.foreign(claim.name) for claim in report.pretends_to_be[:1] if claim.name]
    return tuple(told)


def day_of(report: Report) -> tuple[date | None, bool]:
    """The mail's day, and whether it is by our own server's clock."""
    handed = report.path.handed_over_by
    if handed is not None and handed.date is not None:
        return handed.date.date(), True
    return (report.mail.date.date() if report.mail.date is not None else None), False


def written_day(teller: Teller, day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if teller.japanese else day.isoformat()


def summary(teller: Teller, report: Report) -> list[str]:
    """What arrived, as whom, and what it is after."""
    told = [_arrival(teller, report)]
    if report.mail.subject_stamp and report.mail.stamp_is_ours:
        told.append(teller.fill(words.STAMPED, stamp=Quote(report.mail.subject_stamp)))
    who = _poses(teller, report)
    if who:
        told.append(who)
    if is_accused(report):
        told.append(_goal(teller, report))
    return told


def _arrival(teller: Teller, report: Report) -> str:
    subject = shown_subject(report.mail)
    day, ours = day_of(report)
    when = Word(_plain(written_day(teller, day))) if day is not None else None
    if not subject:
        return teller.fill(words.ARRIVED_BARE, day=when) if when and ours else teller.say(words.UNDATED_BARE)
    if when is None:
        return teller.fill(words.UNDATED, subject=Quote(subject))
    return teller.fill(words.ARRIVED if ours else words.DATED, day=when, subject=Quote(subject))


def _plain(text: str) -> Text:
    return Text(en=text, ja=text)


def _poses(teller: Teller, report: Report) -> str:
    sender = next(iter(report.mail.senders), None)
    if sender is None or not sender.address:
        return ""
    address = Address(sender.address)
    claim = next(iter(report.pretends_to_be), None) if is_accused(report) else None
    kinds = {finding.kind.id for finding in report.findings}
    if claim is None:
        return teller.fill(words.FROM, address=address)
    if claim.name is None:
        if "own-domain-pretended" not in kinds or not sender.name:
            return teller.fill(words.FROM, address=address)
        return teller.fill(words.POSES_OWN, name=Quote(sender.name), address=address)
    text = words.POSES_ELSEWHERE if kinds & _ELSEWHERE else words.POSES
    return teller.fill(text, brand=Quote(claim.name), address=address)


def _goal(teller: Teller, report: Report) -> str:
    goal = report.goal
    if goal is None:
        return teller.say(headings.GOAL_UNKNOWN)
    if goal.goal is GoalClass.ADVERTISING:
        return teller.say(headings.GOAL_ADVERTISING)
    kind = report.verdict.mail_class
    kind = goal.goal.mail_class if kind is MailClass.NONE else kind
    return teller.filled(headings.GOAL, goal=goal.goal.label, kind=kind.label)


def lead(teller: Teller, report: Report, notes: Notes) -> Iterator[Block]:
    yield Prose((Said(teller.filled(words.VERDICT, word=report.verdict.word.label)),))
    if report.verdict.reason is not None:
        yield Prose((Said(teller.sentence(report.verdict.reason)),))
    yield Prose(tuple(Said(one) for one in summary(teller, report)))
    chosen = _reasons(report)
    if chosen:
        yield Prose((Said(teller.say(words.REASONS)),))
        yield Listing(tuple(notes.titled(finding) for finding in chosen))
    elif not is_accused(report) and report.verdict.reason is None:
        yield Prose((Said(teller.say(headings.NO_SIGN_IS_NOT_SAFE)),))


def _reasons(report: Report) -> list[Finding]:
    """The strongest findings, no two of one theme: different witnesses are worth more than one that repeats itself."""
    if not is_accused(report):
        return []
    chosen: dict[Theme, Finding] = {}
    for finding in report.findings:
        if finding.direction is Direction.ACCUSES and theme(finding) is not Theme.ARRIVAL:
            chosen.setdefault(theme(finding), finding)
    return list(chosen.values())[:_MOST_REASONS]


def warning(teller: Teller, report: Report, after: str) -> Alert | None:
    """What readers must not do; None where the mail is not accused."""
    if not is_accused(report):
        return None
    kind, goal = report.verdict.mail_class, report.goal.goal if report.goal is not None else None
    hosts = _accused_hosts(report)
    items = [teller.fill(words.WARN_LINK, host=Url(host)) for host in hosts[:_MOST_HOSTS]]
    if not hosts and _link_hosts(report):
        items.append(teller.say(words.WARN_LINKS))
    if kind in {MailClass.PHISH, MailClass.NONE}:
        items.append(teller.say(words.WARN_ENTER))
    if any(claim.name is None for claim in report.pretends_to_be[:1]):
        items.append(teller.say(words.WARN_INSIDE))
    if goal is GoalClass.CALLBACK:
        items.append(teller.say(words.WARN_CALL))
    elif kind is MailClass.SCAM:
        items.append(teller.say(words.WARN_PAY))
    if kind is MailClass.MALWARE:
        items.append(teller.say(words.WARN_FILE))
    if kind is not MailClass.SPAM:
        items.append(teller.filled(words.WARN_AFTER, heading=_plain(after)))
    return Alert(teller.say(words.WARNING), tuple(items))


def _link_hosts(report: Report) -> list[str]:
    """Hosts to which links lead, in the order of the mail."""
    return [
        one.value for one in report.observables if one.type == "host" and {"link", "form", "refresh"} & set(one.roles)
    ]


def _accused_hosts(report: Report) -> list[str]:
    """Those of them that an accusing finding names: a list's or a service's own link beside them is no reason for a warning."""
    named = " ".join(
        slot.value
        for finding in report.findings
        if finding.direction is Direction.ACCUSES
        for slot in finding.title.slots.values()
        if isinstance(slot, Url)
    )
    return [host for host in _link_hosts(report) if host in named]
