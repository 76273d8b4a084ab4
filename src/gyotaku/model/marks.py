"""The reader's own words on mails he examined: what he marked as honest or as fraud, and what such a mark teaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from gyotaku.model.evidence import Evidence
from gyotaku.model.text import Text


class MarkWord(StrEnum):
    HAM = "ham"
    PHISH = "phish"

    @property
    def label(self) -> Text:
        return _WORDS[self]


_WORDS = {MarkWord.HAM: Text(en="honest", ja="正当"), MarkWord.PHISH: Text(en="fraud", ja="詐欺")}


class Scope(StrEnum):
    """For whose mails a mark holds, beside the mail itself."""

    SENDER = "sender"
    DOMAIN = "domain"
    LIST = "list"
    THIS = "this"


class Sort(StrEnum):
    """What is kept of a marked mail."""

    # Whom the mark is about.
    ADDRESS = "address"
    DOMAIN = "domain"
    LIST = "list"
    # What showed to our own server that he sent it.
    DMARC = "dmarc"
    DKIM = "dkim"
    SPF = "spf"
    SERVER = "server"
    """The machine that handed it over has a confirmed name in his own domain."""
    MACHINE = "machine"
    """The machine that handed it over, by its address, where it is nobody's that serves many."""
    # What else was in the mail.
    LINK_HOST = "link-host"
    LINK_DOMAIN = "link-domain"
    LINK = "link"
    """A whole address, where anybody can put something at its host."""
    REPLY_TO = "reply-to"
    SENT_FROM = "sent-from"
    ATTACHMENT = "attachment"
    FINDING = "finding"
    """A kind that accused the mail, then the domains that it spoke of."""

    @property
    def label(self) -> Text:
        return _SORTS[self]


_SORTS = {
    Sort.ADDRESS: Text(en="sender", ja="差出人"),
    Sort.DOMAIN: Text(en="sender's domain", ja="差出人のドメイン"),
    Sort.LIST: Text(en="mailing list", ja="メーリングリスト"),
    Sort.DMARC: Text(en="DMARC", ja="DMARC"),
    Sort.DKIM: Text(en="a DKIM signature", ja="DKIM 署名"),
    Sort.SPF: Text(en="SPF and the same machine", ja="SPF と送信元サーバー"),
    Sort.SERVER: Text(en="a server with a name of the same domain", ja="同じドメインのサーバー名"),
    Sort.MACHINE: Text(en="the IP address that handed it over", ja="引き渡し元のIPアドレス"),
    Sort.LINK_HOST: Text(en="host of a link", ja="リンク先のホスト"),
    Sort.LINK_DOMAIN: Text(en="domain of a link", ja="リンク先のドメイン"),
    Sort.LINK: Text(en="link", ja="リンク"),
    Sort.REPLY_TO: Text(en="address for answers", ja="返信先"),
    Sort.SENT_FROM: Text(en="sending IP address", ja="送信元のIPアドレス"),
    Sort.ATTACHMENT: Text(en="attached file", ja="添付ファイル"),
    Sort.FINDING: Text(en="finding", ja="所見"),
}
WHOM = frozenset({Sort.ADDRESS, Sort.DOMAIN, Sort.LIST})
PROOFS = frozenset({Sort.DMARC, Sort.DKIM, Sort.SPF, Sort.SERVER, Sort.MACHINE})
OF_DOMAIN = PROOFS - {Sort.MACHINE}
"""Proofs that the domain itself had to do with the mail; a machine is the same, whosever name it sends under."""
AUTHENTICATION = frozenset({Sort.DMARC, Sort.DKIM})
"""Proofs that rest on a signature or on the domain's own policy, and not on a machine alone."""


class Thing(Struct, frozen=True, order=True):
    """One observable. Never the words of a mail."""

    sort: Sort
    value: str


class Trait(Struct, frozen=True):
    """An observable with the place in the mail that shows it."""

    thing: Thing
    evidence: Evidence


class Lesson(Struct, frozen=True, kw_only=True):
    """What a mark of this mail would keep. Made for marking alone; no form shows it."""

    address: str | None = None
    """The author's, lower case; None where From names nobody or several."""
    domain: str | None = None
    """Of the author's organization; None where anybody can have an address there."""
    list_id: str | None = None
    of_author: tuple[Thing, ...] = ()
    """Proofs that the author's domain sent it."""
    of_list: tuple[Thing, ...] = ()
    """Proofs that the mailing list's did."""
    traits: tuple[Thing, ...] = ()
    genuine: bool = False
    """The author's domain is the reader's own or a known organization's: no fraud of which it was proved accuses it."""
    anybody: str | None = None
    """The service that sent it, where anybody can have it send a mail."""


class Mark(Struct, frozen=True, kw_only=True):
    """What the reader said of one mail, and what it teaches until it runs out."""

    number: int
    sha256: str
    time: datetime
    until: datetime
    word: MarkWord
    scope: Scope
    note: str = ""
    things: tuple[Thing, ...] = ()

    def of(self, *sorts: Sort) -> tuple[Thing, ...]:
        return tuple(thing for thing in self.things if thing.sort in sorts)

    @property
    def proofs(self) -> frozenset[Thing]:
        return frozenset(thing for thing in self.things if thing.sort in PROOFS)

    def evidence(self) -> Evidence:
        """The mark as the command writes it down, with its day and note."""
        note = f' --note "{self.note}"' if self.note else ""
        said = f"#{self.number} {self.word} --scope {self.scope} --until {self.until:%Y-%m-%d}{note}"
        return Evidence.marked(said, self.time)


class Marks(Struct, frozen=True):
    """The marks that hold at one moment; empty where there are none. `made` finds out which hold."""

    by_mail: Mapping[str, tuple[Mark, ...]] = MappingProxyType({})
    """By SHA-256, newest first: what was said of a mail itself never runs out."""
    by_thing: Mapping[Thing, tuple[Mark, ...]] = MappingProxyType({})
    """Newest first."""
    sorts: frozenset[Sort] = frozenset()
    """Of these things."""

    @classmethod
    def made(cls, marks: Iterable[Mark], at: datetime) -> Marks:
        """Of these marks, those that had been made at this moment; what they teach, only where they had not run out."""
        by_mail: dict[str, list[Mark]] = {}
        by_thing: dict[Thing, list[Mark]] = {}
        for mark in sorted(marks, key=lambda mark: (mark.time, mark.number), reverse=True):
            if mark.time > at:
                continue
            by_mail.setdefault(mark.sha256, []).append(mark)
            if mark.until > at:
                for thing in mark.things:
                    by_thing.setdefault(thing, []).append(mark)
        return cls(
            MappingProxyType({digest: tuple(found) for digest, found in by_mail.items()}),
            MappingProxyType({thing: tuple(found) for thing, found in by_thing.items()}),
            frozenset(thing.sort for thing in by_thing),
        )

    def __bool__(self) -> bool:
        return bool(self.by_mail)

    def of(self, thing: Thing, besides: str) -> tuple[Mark, ...]:
        """Marks of other mails that teach this, newest first: no mail is judged by its own mark."""
        return tuple(mark for mark in self.by_thing.get(thing, ()) if mark.sha256 != besides)
