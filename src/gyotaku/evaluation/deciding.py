"""Classes of mail between which a verdict is hard, and how it goes with each: honest mail that looks like phish, phish that looks like honest mail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.evaluation.intervals import Rate, rate
from gyotaku.evaluation.labels import Truth
from gyotaku.mail.message import Message

_PROGRAMS = ("X-Mailer", "User-Agent", "Message-ID", "X-Apple-Base-Url")


class Class(Struct, frozen=True):
    """One row of `data/mail_classes.toml`."""

    name: str
    subject: tuple[str, ...]
    fields: tuple[str, ...]
    programs: tuple[str, ...]
    kinds: frozenset[str]

    def holds(self, message: Message, kinds: Collection[str]) -> bool:
        subject, programs = _text(message, ("Subject",)), _text(message, _PROGRAMS)
        return (
            not self.kinds.isdisjoint(kinds)
            or any(name in message.headers for name in self.fields)
            or any(word in subject for word in self.subject)
            or any(word in programs for word in self.programs)
        )


class ClassRow(Struct, frozen=True):
    """One class: of its fraud and of its honest mail, how much is accused."""

    name: str
    fraud: Rate
    honest: Rate


@cache
def classes() -> tuple[Class, ...]:
    return tuple(
        Class(
            name,
            tuple(row.get("subject", ())),
            tuple(row.get("fields", ())),
            tuple(row.get("programs", ())),
            frozenset(row.get("kinds", ())),
        )
        for name, row in table("mail_classes")["class"].items()
    )


def classes_of(message: Message, kinds: Collection[str]) -> frozenset[str]:
    """The classes of a mail; `kinds` are those that were found in it."""
    return frozenset(one.name for one in classes() if one.holds(message, kinds))


def class_rows(judged: Sequence[tuple[frozenset[str], Truth, bool]]) -> tuple[ClassRow, ...]:
    """Each class in the order of the table, of mails with their classes, truth and whether they are accused."""
    return tuple(
        ClassRow(one.name, _rate(one.name, Truth.FRAUD, judged), _rate(one.name, Truth.HONEST, judged))
        for one in classes()
    )


def _rate(name: str, truth: Truth, judged: Iterable[tuple[frozenset[str], Truth, bool]]) -> Rate:
    accused = [blamed for of, is_so, blamed in judged if is_so is truth and name in of]
    return rate(sum(accused), len(accused))


def _text(message: Message, names: Iterable[str]) -> str:
    return " ".join(field.text for name in names if (field := message.headers.get(name)) is not None).lower()
