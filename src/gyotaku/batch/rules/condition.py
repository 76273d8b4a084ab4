"""What a proposed rule tests, as every filter can: a rule fires where any of its clauses has all of its tests met.

Forms write these tests in a filter's language, and the backtest evaluates them over the rows of a scan. Values come out of
hostile mail: those that no filter's language could be trusted with are no tests at all (`usable`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from gyotaku.mail.domains import registrable
from gyotaku.model.text import Text
from gyotaku.report.layout import columns, safe

_HOST = re.compile(r"(?=[a-z0-9._-]{4,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+\Z")
_LOCAL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}\Z")
_SHORTEST, _LONGEST = 12, 120
"""Columns of a phrase."""
_LETTERS = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})


class What(StrEnum):
    """What of a mail is tested. A host is met by itself and by every name below it; letters A to Z without their case."""

    LINK = "link"
    FROM_ADDRESS = "from-address"
    FROM_DOMAIN = "from-domain"
    REPLY_ADDRESS = "reply-to-address"
    REPLY_DOMAIN = "reply-to-domain"
    MESSAGE_ID = "message-id-host"
    SUBJECT = "subject"
    FROM_NAME = "from-name"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    What.LINK: Text(en="a link to", ja="リンク先"),
    What.FROM_ADDRESS: Text(en="From is", ja="差出人（From）"),
    What.FROM_DOMAIN: Text(en="From is at", ja="差出人（From）のドメイン"),
    What.REPLY_ADDRESS: Text(en="Reply-To is", ja="返信先（Reply-To）"),
    What.REPLY_DOMAIN: Text(en="Reply-To is at", ja="返信先（Reply-To）のドメイン"),
    What.MESSAGE_ID: Text(en="Message-ID is of", ja="Message-ID のホスト"),
    What.SUBJECT: Text(en="the subject has", ja="件名に含む語句"),
    What.FROM_NAME: Text(en="the display name has", ja="表示名に含む語句"),
}
PHRASES = frozenset({What.SUBJECT, What.FROM_NAME})
ADDRESSES = frozenset({What.FROM_ADDRESS, What.REPLY_ADDRESS})


class Seen(Struct, frozen=True):
    """What a row shows of all that can be tested, in small letters."""

    links: frozenset[str]
    authors: frozenset[str]
    replies: frozenset[str]
    message_id: str
    """Its host."""
    subject: str
    name: str

    def addresses(self, what: What) -> frozenset[str]:
        return self.authors if what in {What.FROM_ADDRESS, What.FROM_DOMAIN} else self.replies


class Condition(Struct, frozen=True, order=True):
    """One test and its value: a host, an address or a phrase in small letters."""

    what: What
    value: str

    def met(self, seen: Seen) -> bool:
        what, value = self.what, self.value
        if what is What.LINK:
            return any(_below(host, value) for host in seen.links)
        if what is What.MESSAGE_ID:
            return _below(seen.message_id, value)
        if what is What.SUBJECT:
            return value in seen.subject
        if what is What.FROM_NAME:
            return value in seen.name
        if what in ADDRESSES:
            return value in seen.addresses(what)
        return any(_below(address.rpartition("@")[2], value) for address in seen.addresses(what))


class Clause(Struct, frozen=True):
    """Met where all of its tests are."""

    tests: tuple[Condition, ...]

    def met(self, seen: Seen) -> bool:
        return all(test.met(seen) for test in self.tests)


class Rule(Struct, frozen=True):
    """Fires where any clause is met."""

    clauses: tuple[Clause, ...]

    def fires(self, seen: Seen) -> bool:
        return any(clause.met(seen) for clause in self.clauses)


def small(text: str) -> str:
    """Letters A to Z made small, all others as they are: as far as every filter agrees."""
    return text.translate(_LETTERS)


def _below(host: str, name: str) -> bool:
    return host == name or host.endswith("." + name)


def usable(test: Condition) -> bool:
    """Every form can write the value, and it can mean nothing but itself there."""
    if test.what in PHRASES:
        return is_phrase(test.value) and (test.what is What.SUBJECT or not _in_addresses(test.value))
    if test.what in ADDRESSES:
        local, _, host = test.value.rpartition("@")
        return _LOCAL.match(local) is not None and _HOST.match(host) is not None
    return _HOST.match(test.value) is not None


def is_phrase(text: str) -> bool:
    """As a terminal may show it, without spaces that filters unfold in different ways, neither a word nor a tale."""
    return _SHORTEST <= columns(text) <= _LONGEST and text == " ".join(text.split()) == safe(text)


def _in_addresses(phrase: str) -> bool:
    """It could stand in an address as well, where a filter that knows no display names would find it."""
    return phrase.isascii() and " " not in phrase


def tests_of(seen: Seen) -> Iterator[Condition]:
    """Every usable condition but of phrases that the row meets and that names something registered; some more than once."""
    for host in seen.links:
        yield from _at(What.LINK, host)
    for address in seen.authors:
        yield from _of(What.FROM_ADDRESS, What.FROM_DOMAIN, address)
    for address in seen.replies:
        yield from _of(What.REPLY_ADDRESS, What.REPLY_DOMAIN, address)
    yield from _at(What.MESSAGE_ID, seen.message_id)


def _of(whole: What, domain: What, address: str) -> Iterator[Condition]:
    if usable(Condition(whole, address)):
        yield Condition(whole, address)
    yield from _at(domain, address.rpartition("@")[2])


@lru_cache(65_536)
def _at(what: What, host: str) -> tuple[Condition, ...]:
    """The host, and the domain that somebody registered."""
    names = (host, registrable(host)) if host else ()
    return tuple(Condition(what, name) for name in dict.fromkeys(names) if name and usable(Condition(what, name)))
