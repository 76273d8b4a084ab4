"""What the reader's marks do to the weighing: findings that his honest mails of this sender had as well do not count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from gyotaku.facts import Facts
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.marked import Marked
from gyotaku.mail.facts.provenance import Provenance
from gyotaku.mail.facts.readability import Readability
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.software import Software
from gyotaku.mail.house import organization
from gyotaku.mail.message import Message
from gyotaku.mail.proofs import Way
from gyotaku.mail.traits import Spared, genuine, traits
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Direction, Finding, Group
from gyotaku.model.marks import Lesson, Sort, Thing
from gyotaku.model.own_side import OwnSide
from gyotaku.model.path import Path
from gyotaku.model.text import Address, Host, Text, Url, day

# What the world or the reader himself says of something is no habit of a sender, and a file is another one every time.
_NEVER = frozenset({Group.REPUTATION, Group.SITE, Group.ATTACHMENT})
_OF_MARKS = frozenset({"known-by-mark", "marked-before"})
_STRANGER = "stranger"
_EXCUSED = Text(
    en="Does not count: the mail that you marked as honest on {day} had it as well. The mark holds until {until}.",
    ja="判定に数えていません。あなたが {day} に「正当」の印を付けたメールにも、同じ所見がありました。印の期限は {until} です。",
)


def excuse(finding: Finding) -> Thing | None:
    """How a mark keeps what accused the marked mail: the kind, and the domains it spoke of. None for what is never excused."""
    if finding.direction is not Direction.ACCUSES or finding.kind.group in _NEVER:
        return None
    return Thing(Sort.FINDING, " ".join((finding.kind.id, *sorted(_domains(finding)))))


def excused(findings: Iterable[Finding], marked: Marked) -> list[Finding]:
    """The findings; those that a mark excuses inform only, and say so.

    The kind must be the same and speak of no other domain: that a sender's newsletters lead to one click counter excuses no link
    of the same kind to another place.
    """
    found = list(findings)
    known = marked.sender is not None and marked.sender.proof is not None
    if not (known or marked.excuses):
        return found
    return [_excused(finding, marked, known=known) for finding in found]


def _excused(finding: Finding, marked: Marked, *, known: bool) -> Finding:
    now = excuse(finding)
    if now is None:
        return finding
    mark = next((mark for then, mark in marked.excuses if _covers(then, now)), None)
    if mark is None and known and marked.sender is not None and finding.kind.id == _STRANGER:
        mark = marked.sender.mark
    if mark is None:
        return finding
    told = _EXCUSED.filled(day=day(mark.time), until=day(mark.until))
    return replace(
        finding,
        evidence=(*finding.evidence, mark.evidence()),
        direction=Direction.INFORMS,
        bears=(),
        pretends=None,
        excused=told,
    )


def _covers(then: Thing, now: Thing) -> bool:
    kind, *seen = then.value.split(" ")
    same, *domains = now.value.split(" ")
    return same == kind and set(domains) <= set(seen)


def _domains(finding: Finding) -> set[str]:
    """Of every host, link and address in what the finding says."""
    hosts = (
        slot.value.rpartition("@")[2]
        if isinstance(slot, Address)
        else slot.value.partition("://")[2].partition("/")[0] or slot.value
        for slot in finding.title.slots.values()
        if isinstance(slot, Address | Host | Url)
    )
    return {domain for host in hosts if (domain := organization(host)) and " " not in domain}


def unmarked(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding] | None:
    """The findings as they would weigh without any mark; None where no mark weighs."""
    left = [finding for finding in before if finding.kind.id not in _OF_MARKS]
    weighed = len(left) < len(before) or any(finding.excused is not None for finding in after)
    return left if weighed else None


def lesson(facts: Facts, findings: Iterable[Finding]) -> Lesson:
    """What a mark of this mail would keep: observables and kinds, no words."""
    origin, senders = facts.get(Provenance), facts.get(Senders)
    files = facts.get(Readability).attachments
    way = Way(facts.get(Message), facts.get(Path), facts.get(Software).named)
    found = traits(facts.get(Links), senders, way, files)
    spared = Spared.of(senders, origin, facts.get(OwnSide), facts.get(Config).brands)
    kept = {trait.thing for trait in found if not spared.spares(trait.thing)}
    kept |= {thing for finding in findings if (thing := excuse(finding)) is not None}
    return Lesson(
        address=origin.address,
        domain=origin.domain,
        list_id=origin.list_id,
        of_author=tuple(sorted({trait.thing for trait in origin.of_author})),
        of_list=tuple(sorted({trait.thing for trait in origin.of_list})),
        traits=tuple(sorted(kept)),
        genuine=origin.author is not None
        and genuine(origin.author.domain or "", facts.get(OwnSide), facts.get(Config).brands),
        anybody=origin.anybody,
    )
