"""The DNS tree walk of RFC 9989 section 4.10: which names publish a record, and which domain is the organizational one."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

from gyotaku.authentication.dmarc_record import is_dmarc, is_nearly, parse
from gyotaku.authentication.names import LONGEST_NAME
from gyotaku.model.asks import Answer, Ask
from gyotaku.model.dmarc import DmarcFlaw, DmarcRemark, DmarcVisit

LONGEST_WALK = 8
_PREFIX = "_dmarc."
_MOST_DISCARDED = 5
_LONGEST_DISCARDED = 500

T = TypeVar("T")
Asking = Generator[tuple[Ask, ...], tuple[Answer, ...], T]


def names(domain: str) -> tuple[str, ...]:
    """The domain and those above it, eight at most: of longer ones the seven rightmost labels follow at once.

    A name too long to have one for its record is left out: there can be no record.
    """
    labels = domain.split(".")
    shortened = labels[-(LONGEST_WALK - 1) :] if len(labels) >= LONGEST_WALK else labels[1:]
    walked = (domain, *(".".join(shortened[index:]) for index in range(len(shortened))))
    return tuple(name for name in walked if len(name) + len(_PREFIX) <= LONGEST_NAME)


class Unanswered(Exception):  # noqa: N818 - a result, not an error
    """A name of the walk on which all else depends has no answer."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask.id)
        self.ask = ask


class Walks:
    """The walks that one evaluation makes. They share their answers, and what a walk does not reach is not used."""

    def __init__(self) -> None:
        self.answers: dict[Ask, Answer] = {}
        self.visits: dict[str, DmarcVisit] = {}

    def ask(self, domains: tuple[str, ...]) -> Asking[None]:
        """Ask about these names side by side, those known excepted."""
        asks = tuple(Ask("dns", "TXT", _PREFIX + domain) for domain in domains)
        new = tuple(ask for ask in asks if ask not in self.answers)
        if new:
            self.answers.update(zip(new, (yield new), strict=True))

    def visit(self, domain: str) -> DmarcVisit:
        """What is published at a name that was asked about. Raises Unanswered."""
        if domain not in self.visits:
            ask = Ask("dns", "TXT", _PREFIX + domain)
            self.visits[domain] = _read(domain, self.answers[ask])
        visit = self.visits[domain]
        if not visit.told:
            raise Unanswered(visit.ask)
        return visit

    def walk(self, start: str) -> list[DmarcVisit]:
        """The names with a record from `start` upward, up to the first that says what it is. Raises Unanswered."""
        found = []
        for domain in names(start):
            visit = self.visit(domain)
            if visit.record is not None:
                found.append(visit)
                if visit.record.psd != "u":
                    break
        return found

    def used(self) -> tuple[Answer, ...]:
        return tuple(self.answers[visit.ask] for visit in self.visits.values())


def organizational(start: str, found: list[DmarcVisit]) -> str:
    """The organizational domain by what a walk found (section 4.10.2)."""
    last = found[-1] if found else None
    if last is None or last.record is None:
        return start
    if last.record.psd == "y" and last.domain != start:
        return ".".join(start.split(".")[-last.domain.count(".") - 2 :])
    return last.domain


def _read(domain: str, answer: Answer) -> DmarcVisit:
    if not answer.told:
        return DmarcVisit(domain=domain, ask=answer.ask, told=False)
    found = [text for text in answer.records if is_dmarc(text)]
    if len(found) == 1:
        return DmarcVisit(domain=domain, ask=answer.ask, record=parse(found[0]))
    remarks = [DmarcRemark(DmarcFlaw.SEVERAL_RECORDS)] if found else []
    nearly = [text for text in answer.records if not is_dmarc(text) and is_nearly(text)]
    if nearly and not found:
        remarks.append(DmarcRemark(DmarcFlaw.WRONG_VERSION, "v", 0, min(len(nearly[0]), _LONGEST_DISCARDED)))
    discarded = tuple(text[:_LONGEST_DISCARDED] for text in (found or nearly)[:_MOST_DISCARDED])
    return DmarcVisit(domain=domain, ask=answer.ask, remarks=tuple(remarks), discarded=discarded)
