"""How the text greets its reader: by a name, as anybody, by his address, or not at all."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.facts.recipients import Recipients
from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.model.evidence import Evidence

_READ = 900
"""Characters of a body in which its greeting stands, after headings and the like."""
_LONGEST = 60
_QUOTED = 60
_MOST_WORDS = 5
"""A name and titles; what is longer is a sentence."""
_HEADING = 40
"""Letters that may stand before an address that stands alone as a greeting."""
_CLOSES = ("grüße", "gruß", "grüsse", "groet", "regards")
_MAILBOX = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,100}")
_FIRST_WORDS = re.compile(rf"[^\W\d_][^\r\n]{{2,{_QUOTED}}}(?<!\s)")
_AROUND = " \t\r\xa0>*"
_BEHIND = " \t\r\xa0:,"
_PUNCTUATION = ",:!.;"
_APART = re.compile(r"[\s,/]+")
_NO_NAME = re.compile(r"[\d._+-]")
"""What user names have and names of people do not."""


class Greeting(StrEnum):
    NAME = "name"
    ANYBODY = "anybody"
    MANY = "many"
    ADDRESS = "address"
    NONE = "none"
    UNKNOWN = "unknown"
    """Words of greeting, or none to read, but not one that can be told from others."""


class Salutation(Struct, frozen=True):
    """`passage` is the body's, `start` and `end` the greeting's words in it; its first words where nobody is greeted."""

    greeting: Greeting
    passage: Passage | None = None
    start: int = 0
    end: int = 0
    name: str = ""
    """Who is greeted, by name or by address, folded; empty for everybody else."""

    def evidence(self) -> tuple[Evidence, ...]:
        return () if self.passage is None else (self.passage.evidence(self.start, self.end),)


class _Line(Struct, frozen=True):
    """What is greeted in one line; `title` is what follows a Japanese name, None where an address stands alone."""

    name: str
    title: str | None
    start: int
    end: int


class _Usage(Struct, frozen=True):
    latin: re.Pattern[str]
    japanese: re.Pattern[str]
    first: frozenset[str]
    """The first words of those before a name."""
    after: tuple[str, ...]
    anybody: frozenset[str]
    anybody_ja: tuple[str, ...]
    many: frozenset[str]


@cache
def _usage() -> _Usage:
    data = table("salutations")
    before = sorted((word for words in data["before"].values() for word in words), key=len, reverse=True)
    after = tuple(sorted(data["after"]["ja"], key=len, reverse=True))
    latin = "|".join(map(re.escape, before))
    return _Usage(
        re.compile(rf"[ \t>*\xa0]*(?:{latin})(?![\w(])[ \t:,]*(?P<name>[^,;:!。、]{{0,{_LONGEST}}})"),
        re.compile(rf"(?P<name>[^。、,:]{{1,{_LONGEST}}}?)[ \t]?(?P<title>{'|'.join(after)})(?=[、,。:!\s]|$)"),
        frozenset(word.partition(" ")[0] for word in before),
        after,
        frozenset(word for language, words in data["anybody"].items() if language != "ja" for word in words),
        tuple(data["anybody"]["ja"]),
        frozenset(word for words in data["many"].values() for word in words),
    )


def read(wording: Wording, recipients: Recipients) -> Salutation:
    """The greeting of the first body that has one; one by name before any other."""
    found: Salutation | None = None
    ours = _ours(recipients)
    for passage in wording.bodies[:2]:
        for line in _lines(passage.folded[:_READ]):
            greeting = _greeting(line, ours)
            if greeting in (Greeting.NAME, Greeting.MANY):
                return Salutation(
                    greeting, passage, line.start, line.end, _named(line) if greeting is Greeting.NAME else ""
                )
            if greeting is Greeting.ADDRESS or (greeting is not None and found is None):
                name = _named(line) if greeting is Greeting.ADDRESS else ""
                found = Salutation(greeting, passage, line.start, line.end, name)
    return found or _none(wording)


def _lines(text: str) -> Iterator[_Line]:
    """The lines that may greet: by their first word, by an honorific, or because nothing but an address stands in them."""
    usage = _usage()
    begin = letters = 0
    for line in text.split("\n"):
        words = line.strip(_AROUND)
        if words and not words.isspace():
            at = begin + line.index(words)
            first = (words.split(None, 1) or ("",))[0].rstrip(_PUNCTUATION)
            if first in usage.first and (greeted := usage.latin.match(words)):
                yield _Line(greeted["name"], "", at, at + len(greeted[0].rstrip(_BEHIND)))
            elif (
                not words.isascii()
                and any(title in words for title in usage.after)
                and (greeted := usage.japanese.match(words))
            ):
                yield _Line(greeted["name"], greeted["title"], at, at + greeted.end())
            elif letters <= _HEADING and "@" in words and _MAILBOX.fullmatch(words):
                # Further down it is a list's or a writer's address at the end of a short mail.
                yield _Line(words, None, at, at + len(words))
            letters += len(words)
        begin += len(line) + 1


def _none(wording: Wording) -> Salutation:
    """Nobody is greeted, told only where no word of greeting stands anywhere near the beginning."""
    if not wording.bodies:
        return Salutation(Greeting.UNKNOWN)
    passage = wording.bodies[0]
    usage = _usage()
    beginnings = [body.folded[:_READ] for body in wording.bodies[:2]]
    if any(_greets(text, usage) for text in beginnings):
        return Salutation(Greeting.UNKNOWN)
    first = _FIRST_WORDS.search(passage.text[:_READ])
    return Salutation(Greeting.NONE, passage, *first.span()) if first else Salutation(Greeting.UNKNOWN)


def _greets(text: str, usage: _Usage) -> bool:
    """A word of greeting stands anywhere in it."""
    return not usage.first.isdisjoint(word.rstrip(_PUNCTUATION) for word in text.split()) or any(
        title in text for title in usage.after
    )


def _named(line: _Line) -> str:
    return line.name.strip(" \t\r\xa0.*\"'「」【】<>()")


def _greeting(line: _Line, ours: frozenset[str]) -> Greeting | None:
    name = _named(line)
    alone = line.title is None
    if name in ours or (_MAILBOX.search(name) and not alone):
        return Greeting.ADDRESS
    if alone or name.count(" ") > _MOST_WORDS or name.startswith(_CLOSES):
        return None
    usage = _usage()
    if line.title:
        if line.title == "各位" or f"{name}{line.title}".endswith(tuple(usage.many)):
            return Greeting.MANY
        return Greeting.ANYBODY if name.endswith(usage.anybody_ja) else Greeting.NAME
    if name.endswith(("お客様", "お客さま", "会員様", "ユーザー様")):
        return Greeting.ANYBODY
    words = set(_APART.split(name)) if name else set()
    if name in usage.many or words & usage.many:
        return Greeting.MANY
    return Greeting.ANYBODY if not name or name in usage.anybody or words & usage.anybody else Greeting.NAME


def _ours(recipients: Recipients) -> frozenset[str]:
    """The reader's addresses and those of their parts that are no name of a person, in lower case."""
    written: set[str] = set()
    addresses = [delivery.address for delivery in recipients.delivered[:5]]
    addresses += [party.address for party in recipients.addressed[:5] if party.address]
    roles = table("role_accounts")["names"]
    for address in addresses:
        local, _, domain = address.lower().rpartition("@")
        written |= {f"{local}@{domain}", domain, domain.partition(".")[0]}
        if _NO_NAME.search(local) or local in roles:
            written.add(local)
    return frozenset(written - {""})
