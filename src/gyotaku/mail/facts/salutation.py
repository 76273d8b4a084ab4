"""How the text greets its reader: by a name, as anybody, by his address, or not at all."""

import re
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
_MOST = 12
"""Lines with words of greeting that are looked at."""
_QUOTED = 60
_MOST_WORDS = 5
"""A name and titles; what is longer is a sentence."""
_HEADING = 40
"""Letters that may stand before an address that stands alone as a greeting."""
_CLOSES = ("grüße", "gruß", "grüsse", "groet", "regards")
_MAILBOX = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,100}")
_FIRST_WORDS = re.compile(rf"[^\W\d_][^\r\n]{{2,{_QUOTED}}}(?<!\s)")
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

    def evidence(self) -> tuple[Evidence, ...]:
        return () if self.passage is None else (self.passage.evidence(self.start, self.end),)


class _Usage(Struct, frozen=True):
    line: re.Pattern[str]
    hint: re.Pattern[str]
    anybody: frozenset[str]
    anybody_ja: tuple[str, ...]
    many: frozenset[str]


@cache
def _usage() -> _Usage:
    data = table("salutations")
    before = sorted((word for words in data["before"].values() for word in words), key=len, reverse=True)
    after = "|".join(sorted(data["after"]["ja"], key=len, reverse=True))
    latin = rf"(?:{'|'.join(map(re.escape, before))})(?![\w(])[ \t:,]*(?P<name>[^\r\n,;:!。、]{{0,{_LONGEST}}})"
    japanese = rf"(?P<whom>[^\r\n。、,:]{{1,{_LONGEST}}}?)[ \t]?(?P<title>{after})(?=[、,。:!\s]|$)"
    alone = rf"(?P<mailbox>{_MAILBOX.pattern})[ \t]*,?[ \t]*$"
    return _Usage(
        re.compile(rf"^[ \t>*\xa0]*(?:{latin}|{alone}|{japanese})", re.MULTILINE),
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, before))})(?!\w)|{after}"),
        frozenset(word for language, words in data["anybody"].items() if language != "ja" for word in words),
        tuple(data["anybody"]["ja"]),
        frozenset(word for words in data["many"].values() for word in words),
    )


def read(wording: Wording, recipients: Recipients) -> Salutation:
    """The greeting of the first body that has one; one by name before any other."""
    found: Salutation | None = None
    ours = _ours(recipients)
    for passage in wording.bodies[:2]:
        for number, line in enumerate(_usage().line.finditer(passage.folded[:_READ])):
            greeting = _greeting(line, ours)
            if greeting in (Greeting.NAME, Greeting.MANY):
                return Salutation(greeting, passage, *_written(line))
            if greeting is Greeting.ADDRESS or (greeting is not None and found is None):
                found = Salutation(greeting, passage, *_written(line))
            if number >= _MOST:
                break
    return found or _none(wording)


def _written(line: re.Match[str]) -> tuple[int, int]:
    start = line.start() + len(line[0]) - len(line[0].lstrip(" \t>*\xa0"))
    return start, line.start() + len(line[0].rstrip(" \t\r\xa0:,"))


def _none(wording: Wording) -> Salutation:
    """Nobody is greeted, told only where no word of greeting stands anywhere near the beginning."""
    if not wording.bodies:
        return Salutation(Greeting.UNKNOWN)
    passage = wording.bodies[0]
    if any(_usage().hint.search(body.folded[:_READ]) for body in wording.bodies[:2]):
        return Salutation(Greeting.UNKNOWN)
    first = _FIRST_WORDS.search(passage.text[:_READ])
    return Salutation(Greeting.NONE, passage, *first.span()) if first else Salutation(Greeting.UNKNOWN)


def _greeting(line: re.Match[str], ours: frozenset[str]) -> Greeting | None:
    name = (line["name"] or line["mailbox"] or line["whom"] or "").strip(" \t\xa0.*\"'「」【】<>()")
    if line["mailbox"] and len("".join(line.string[: line.start()].split())) > _HEADING:
        return None  # a list's or a writer's address at the end of a short mail
    if name in ours or (_MAILBOX.search(name) and not line["mailbox"]):
        return Greeting.ADDRESS
    if line["mailbox"] or name.count(" ") > _MOST_WORDS or name.startswith(_CLOSES):
        return None
    usage = _usage()
    if line["title"]:
        if line["title"] == "各位" or f"{name}{line['title']}".endswith(tuple(usage.many)):
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
