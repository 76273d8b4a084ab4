"""How well the sending tool is recognised: on mails that name their program, with that name struck out.

X-Mailer and User-Agent tell the truth, as far as a row of the table knows the name; then the mail is looked at again without
any word in which it names itself. A forged X-Mailer makes the truth wrong, so fraud and honest mail belong in tables apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from gyotaku.facts import Facts
from gyotaku.mail.facts.authorship import Authorship
from gyotaku.mail.facts.message_identity import MessageIdentities
from gyotaku.mail.message import Message
from gyotaku.mail.software.looks import CLAIMING, Looks
from gyotaku.mail.software.ranking import Ranking, rank
from gyotaku.mail.software.table import beneath, claimed, software
from gyotaku.model.configuration import Config
from gyotaku.model.path import Path
from gyotaku.model.software import Role, Tool
from gyotaku.registry import plan

_NO_CONFIG = Config()


class Outcome(StrEnum):
    """What the answer is worth. The library beneath a tool is no less true; a tool of its family leaves the same traces."""

    EXACT = "exact"
    LIBRARY = "library"
    FAMILY = "family"
    WRONG = "wrong"
    NOTHING = "nothing"
    UNMAPPED = "unmapped"


NAMED_RIGHTLY = frozenset({Outcome.EXACT, Outcome.LIBRARY, Outcome.FAMILY})


class Answer(Struct, frozen=True):
    """One mail: the program it names (`words`), the row that knows it, and what was recognised without it."""

    mail: str
    words: str
    truth: str | None
    named: str | None
    """The tool named in the role of the true one; None where none was."""

    @property
    def outcome(self) -> Outcome:
        tools = software().tools
        if self.truth is None:
            return Outcome.UNMAPPED
        if self.named is None:
            return Outcome.NOTHING
        if self.named == self.truth:
            return Outcome.EXACT
        if self.named in beneath(self.truth):
            return Outcome.LIBRARY
        return Outcome.FAMILY if tools[self.named].family == tools[self.truth].family else Outcome.WRONG


class Confusion(Struct, frozen=True):
    """What was recognised of all the mails that name their program."""

    answers: tuple[Answer, ...]

    @property
    def known(self) -> tuple[Answer, ...]:
        """Those whose program a row of the table knows."""
        return tuple(answer for answer in self.answers if answer.truth is not None)

    @property
    def unmapped(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if answer.truth is None)

    @property
    def table(self) -> Counter[tuple[str, str | None]]:
        """How many mails of each true tool were named what."""
        return Counter((answer.truth or "?", answer.named) for answer in self.known)

    def share(self, *outcomes: Outcome) -> float:
        """The part of the known that ended so."""
        return sum(answer.outcome in outcomes for answer in self.known) / len(self.known) if self.known else 0.0


def recognize(message: Message, *, without_x_mailer: bool = False) -> Ranking:
    """The tools of a mail; `without_x_mailer` strikes out X-Mailer, User-Agent and every other word that names the tool."""
    facts = Facts(plan().makers, message, _NO_CONFIG)
    own_words = not without_x_mailer
    looks = Looks(message, facts.get(Path), facts.get(MessageIdentities), facts.get(Authorship), own_words=own_words)
    return rank(looks, own_words=own_words)


def confusion(mails: Iterable[tuple[str, Message]]) -> Confusion:
    """The table over these mails, each with a name to list it by. Mails that name no program are left out."""
    answers = []
    for name, message in mails:
        words = _claim(message)
        if words is None:
            continue
        truth = claimed(words)
        ranking = recognize(message, without_x_mailer=True)
        answers.append(Answer(name, words, truth, _named(ranking, software().tools.get(truth or ""))))
    return Confusion(tuple(answers))


def _claim(message: Message) -> str | None:
    """X-Mailer, or else User-Agent; the one that a row knows where the first is unknown."""
    fields = [field for name in CLAIMING if (field := message.headers.get(name)) is not None and field.text]
    known = [field for field in fields if claimed(field.text)]
    return (known or fields)[0].text if fields else None


def _named(ranking: Ranking, truth: Tool | None) -> str | None:
    """The true tool where it is among those named, else the first of its role; of a service, what composed for it too."""
    named = [one.tool for one in ranking.named]
    if truth in named and truth is not None:
        return truth.id
    role = Role.COMPOSES if truth is None else truth.role
    in_role = [tool for tool in named if tool.role is role] or [tool for tool in named if role is Role.SENDS]
    return in_role[0].id if in_role else None
