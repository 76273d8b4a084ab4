"""One mail as a row: what its dissection says, or why there is none."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

from gyotaku.mail.given import Mail
from gyotaku.mail.refusals import Refused
from gyotaku.report.clean import clean, maybe

if TYPE_CHECKING:
    from gyotaku.batch.arrow import Row
    from gyotaku.model.report import Report


class Stamp(Struct, frozen=True):
    """What a scan was made with."""

    program: str
    tables: str


def told(mail: Mail, report: Report, stamp: Stamp) -> Row:
    """The row of a mail and its dissection."""
    summary, verdict = report.mail, report.verdict
    author = summary.senders[0] if summary.senders else None
    address = maybe(author.address) if author else None
    own = sha256(mail.raw).hexdigest() if report.others else summary.sha256
    return _read(mail, own, stamp) | {
        "date": _moment(summary.date),
        "subject": maybe(summary.subject),
        "from_name": maybe(author.name) if author else None,
        "from_address": address,
        "from_domain": address.rpartition("@")[2].lower() or None if address and "@" in address else None,
        "message_id": maybe(summary.message_id),
        "verdict": verdict.word.value,
        "class": verdict.mail_class.value,
        "score": verdict.weighed.score,
        "probability": verdict.weighed.probability,
        "without_clearance": verdict.without_attacker_clearance.word.value,
        "hypotheses": [{"name": one.name.value, "standing": one.standing.value} for one in report.hypotheses],
        "goal": report.goal.goal.value if report.goal else None,
        "pretends_to_be": [
            {"brand": clean(claim.brand), "name": maybe(claim.name), "strength": claim.strength.value}
            for claim in report.pretends_to_be
        ],
        "findings": [
            {"kind": one.kind.id, "strength": one.strength.value, "direction": one.direction.value}
            for one in report.findings
        ],
        "observables": [
            {"type": one.type, "value": clean(one.value), "roles": one.roles} for one in report.observables
        ],
        "software": [
            {"id": one.tool.id, "name": one.tool.name, "role": one.tool.role.value, "strength": one.strength.value}
            for one in report.software
        ],
        "defects": [{"id": one.id, "part": clean(one.part)} for one in report.defects],
        "failed_checks": [run.id for run in report.checks if run.ended.value == "failed"],
        "carries": len(report.others),
        "told_of": None if summary.sha256 == own else summary.sha256,
    }


def failed(mail: Mail, error: str, reason: str, stamp: Stamp) -> Row:
    """The row of a mail that was read, and whose dissection came to nothing."""
    return _read(mail, sha256(mail.raw).hexdigest(), stamp) | {"error": error, "reason": clean(reason)}


def refused(intake: Refused, stamp: Stamp) -> Row:
    """The row of what was not read as a mail."""
    where, _, member = intake.path.rpartition("!")
    return {
        "path": clean(intake.path),
        "container": clean(where) or None,
        "member": clean(member) if where else None,
        "error": intake.id,
        "reason": intake.reason.en,
        "program": stamp.program,
        "tables": stamp.tables,
    }


def paths(mail: Mail) -> dict[str, str | None]:
    """What tells apart two mails of the same octets."""
    member = mail.path.removeprefix(f"{mail.container}!") if mail.container is not None else None
    return {"path": clean(mail.path), "container": maybe(mail.container), "member": maybe(member)}


def _read(mail: Mail, own: str, stamp: Stamp) -> dict[str, object]:
    return {
        **paths(mail),
        "sha256": own,
        "size": len(mail.raw),
        "undone": [text.en for text in mail.undone],
        "program": stamp.program,
        "tables": stamp.tables,
    }


def _moment(when: datetime | None) -> datetime | None:
    """In UTC. None for a moment that the calendar holds in its own zone alone."""
    try:
        return None if when is None else when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC)
    except OverflowError:
        return None
