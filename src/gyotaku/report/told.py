"""What a report for people says at its beginning and of its findings, in whatever form: who, what, why, with which evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from gyotaku.model.evidence import Evidence, Layer, Origin, Reading
from gyotaku.model.finding import Direction, Finding
from gyotaku.model.goal import GoalClass, MailClass
from gyotaku.model.report import Mailbox, MailSummary, Report, VerdictWord
from gyotaku.model.text import Amount, Text
from gyotaku.report import headings as words
from gyotaku.report.layout import safe, shortened, unlinked
from gyotaku.report.plain import written_time
from gyotaku.report.teller import Teller

_QUOTE_COLUMNS = 240
_MOST_MAILBOXES = 3


def is_accused(report: Report) -> bool:
    """Whom it plays and what it wants are told of no mail that shows no sign, or of which nothing can be told."""
    return report.verdict.reason is None and report.verdict.word is not VerdictWord.NO_SIGN


def meaning(teller: Teller, report: Report) -> str:
    """What stands under the verdict: why nothing can be told, what it does not prove, or whom it plays and what it wants."""
    if report.verdict.reason is not None:
        return teller.sentence(report.verdict.reason)
    if not is_accused(report):
        return teller.say(words.NO_SIGN_IS_NOT_SAFE)
    return _pretends(teller, report) + _goal(teller, report)


def _pretends(teller: Teller, report: Report) -> str:
    """Whom it plays, as far as its words and names tell; empty where they name nobody."""
    claim = next(iter(report.pretends_to_be), None)
    if claim is None:
        return ""
    gap = "" if teller.japanese else " "
    if claim.name is None:
        return teller.say(words.PRETENDS_OWN) + gap
    return teller.filled(words.PRETENDS, brand=claim.name) + gap


def _goal(teller: Teller, report: Report) -> str:
    goal = report.goal
    if goal is None:
        return teller.say(words.GOAL_UNKNOWN)
    if goal.goal is GoalClass.ADVERTISING:
        return teller.say(words.GOAL_ADVERTISING)
    kind = report.verdict.mail_class
    if kind is MailClass.NONE:
        kind = goal.goal.mail_class
    return teller.filled(words.GOAL, goal=goal.goal.label, kind=kind.label)


def goal_evidence(report: Report) -> list[Evidence]:
    """The words that tell what it wants, each once; none where that is not told."""
    if report.goal is None or not is_accused(report):
        return []
    return list({(one.span.part if one.span else "", one.quote): one for one in report.goal.evidence}.values())


def struck(teller: Teller, report: Report) -> str | None:
    """The verdict without what the attacker could have arranged, where it is another; and without the reader's marks, where any weighs."""
    told: list[str] = []
    without = report.verdict.without_attacker_clearance
    if without.word is not report.verdict.word:
        told.append(teller.filled(words.CLEARANCE_STRUCK, verdict=without.word.label))
    unmarked = report.verdict.without_marks
    if unmarked is not None and unmarked.word is report.verdict.word:
        told.append(teller.say(words.MARKS_CHANGE_NOTHING))
    elif unmarked is not None:
        told.append(teller.filled(words.MARKS_STRUCK, verdict=unmarked.word.label))
    return ("" if teller.japanese else " ").join(told) or None


def shown_subject(mail: MailSummary) -> str | None:
    return mail.subject_without_stamp if mail.subject_without_stamp is not None else mail.subject


def envelope(teller: Teller, mail: MailSummary) -> list[tuple[str, str]]:
    """Names and texts of the first rows."""
    none = teller.say(words.NOT_THERE)
    subject = shown_subject(mail)
    rows = [
        (words.SUBJECT, teller.foreign(subject) if subject else none),
        (words.SENDER, _mailboxes(teller, mail.senders) or none),
        (words.RECIPIENT, _mailboxes(teller, mail.to) or none),
        (words.DATE, teller.form.time(mail.date, teller.language) if mail.date else none),
    ]
    return [(teller.say(name), text) for name, text in rows]


def stamp(teller: Teller, mail: MailSummary) -> str | None:
    if not mail.subject_stamp:
        return None
    told = words.STAMPED if mail.stamp_is_ours else words.STAMPED_ELSEWHERE
    return teller.aside(teller.foreign(mail.subject_stamp), teller.say(told))


def surroundings(teller: Teller, report: Report) -> Iterator[str]:
    """What was undone to read the mail, what it came in, what it carried."""
    mail = report.mail
    for undone in mail.undone:
        yield teller.say(undone)
    if mail.carrier is not None and mail.carrier.verdict is None:
        yield teller.filled(words.HELD_BY, path=mail.carrier.path)
    elif mail.carrier is not None and mail.carrier.verdict is not None:
        verdict = words.SHORT_VERDICTS[mail.carrier.verdict]
        yield teller.filled(words.CARRIED_BY, path=mail.carrier.path, verdict=verdict)
    for other in report.others:
        if other.mail.carrier is not None and other.mail.carrier.verdict is not None:
            verdict = words.SHORT_VERDICTS[other.verdict.word]
            yield teller.filled(words.CARRIED, path=other.mail.path, verdict=verdict)


def _mailboxes(teller: Teller, boxes: tuple[Mailbox, ...]) -> str:
    shown = [_mailbox(teller, box) for box in boxes[:_MOST_MAILBOXES]]
    if len(boxes) > len(shown):
        shown.append(teller.filled(words.AND_MORE, count=len(boxes) - len(shown)))
    return ", ".join(shown)


def _mailbox(teller: Teller, box: Mailbox) -> str:
    if not box.name:
        return teller.foreign(box.address)
    return teller.foreign(f"{box.name} <{box.address}>" if box.address else box.name)


def groups(report: Report) -> Iterator[tuple[Text, Direction, list[Finding]]]:
    """The findings under their headings, those that accuse first."""
    suspected = report.verdict.word not in {VerdictWord.NO_SIGN, VerdictWord.CANNOT_TELL}
    for heading, direction in (
        (words.WHY if suspected else words.HINTS, Direction.ACCUSES),
        (words.CLEARING, Direction.CLEARS),
        (words.ALSO, Direction.INFORMS),
    ):
        found = [finding for finding in report.findings if finding.direction is direction]
        if found:
            yield heading, direction, found


def why(teller: Teller, findings: Sequence[Finding], number: int) -> str | None:
    """What explains several findings alike is said once, under the last of them."""
    told = teller.sentence(findings[number].why)
    excused = findings[number].excused
    again = any(told == teller.sentence(following.why) for following in findings[number + 1 : number + 2])
    if excused is None:
        return None if again else told
    reason = teller.sentence(excused)
    return reason if again else reason + ("" if teller.japanese else " ") + told


def together(evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    """Words that stand in one answer and that the same could have written, told in one line; all others by themselves."""
    return [list(same) for _, same in groupby(evidence, key=_origin)]


def _origin(evidence: Evidence) -> tuple[object, ...]:
    if evidence.of is not Origin.ANSWER or "://" not in (evidence.source or ""):
        return (id(evidence),)
    return evidence.source, evidence.time, evidence.principal, evidence.principal_name


def quoted(evidence: Evidence) -> str:
    """The words as a person may see them, their links broken."""
    quote = safe(evidence.quote)
    if evidence.of is not Origin.ANSWER or "://" in quote or "www." in quote.lower():
        quote = unlinked(quote)  # records of DNS hold hosts and networks, but nothing that a terminal makes a link of
    return shortened(quote, _QUOTE_COLUMNS)


def evidence_line(teller: Teller, same: Sequence[Evidence]) -> str:
    """Where it stands, the words themselves, and who could have written them."""
    evidence = same[0]
    place = _place(teller, evidence)
    if evidence.of is Origin.CONFIG:
        return f"{place}: {teller.foreign(quoted(evidence))}"
    quotes = [teller.form.quote(quoted(one), teller.language) for one in same]
    shown = "".join(quotes) if teller.japanese else ", ".join(quotes)
    who = teller.say(evidence.principal.label)
    if evidence.principal_name:
        name = teller.foreign(evidence.principal_name)
        who += f"（{name}）" if teller.japanese else f" ({name})"
    if evidence.source and evidence.time:
        when = teller.foreign(f"{evidence.source}, {written_time(evidence.time)}")
        shown = f"{shown}（{when}）" if teller.japanese else f"{shown} ({when})"
    if teller.japanese:
        return f"{place}{shown} {teller.say(words.WRITTEN_BY)}: {who}".strip()
    return f"{place} {shown}, {teller.say(words.WRITTEN_BY)} {who}".strip()


def _place(teller: Teller, evidence: Evidence) -> str:
    origin = words.ORIGINS.get(evidence.of)
    if origin is not None:
        return teller.say(words.MARK if evidence.of is Origin.CONFIG and evidence.source else origin)
    if evidence.reading is not None:
        return _read_from(teller, evidence.reading)
    if evidence.span is None:
        return ""
    part = teller.foreign(evidence.span.part)
    if evidence.span.layer is Layer.HEADER:
        return part
    return f"{teller.say(words.LAYERS[evidence.span.layer])} {part}".strip()


def _read_from(teller: Teller, reading: Reading) -> str:
    """The picture, page or drawing that words were read out of."""
    page = "" if reading.page is None else teller.filled(words.PAGE, page=Amount(reading.page))
    return f"{teller.say(words.READ_FROM[reading.of])} {teller.foreign('+'.join(reading.parts))}{page}"
