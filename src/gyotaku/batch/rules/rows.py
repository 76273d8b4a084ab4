"""Rows of a scan as a rule sees them: one pass over all of them for each call, a thousand in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from msgspec import Struct

from gyotaku.batch.questions import Asking, QuestionError
from gyotaku.batch.rules.condition import Seen, small

_FOLLOWED = "['link', 'form', 'refresh']"
_SQL = (  # the condition is the user's own, over what DuckDB was given and nothing else
    "SELECT path, verdict, subject, from_name, message_id, "  # noqa: S608
    "[o.value FOR o IN observables IF o.type = 'mailbox' AND list_contains(o.roles, 'from')] AS authors, "
    "[o.value FOR o IN observables IF o.type = 'mailbox' AND list_contains(o.roles, 'reply-to')] AS replies, "
    "[o.value FOR o IN observables IF o.type = 'host' AND list_has_any(o.roles, " + _FOLLOWED + ")] AS links, "
    "coalesce((\n{where}\n), false) AS chosen FROM mails WHERE error IS NULL AND told_of IS NULL"
)
_CARRIED = "SELECT count(*) FROM mails WHERE told_of IS NOT NULL"
_DIGEST = re.compile(r"[0-9a-f]{8,64}\Z")


class Group(StrEnum):
    """What a row is to a backtest."""

    CHOSEN = "chosen"
    ACCUSED = "accused"
    """Fraud or likely fraud by the scan, and not among the chosen."""
    UNSUSPECTED = "unsuspected"
    """Neither accused nor suspicious, and not among the chosen: `no-sign`, or `cannot-tell`, which most honest mail is."""
    OTHER = "other"


class Line(Struct, frozen=True):
    """A row."""

    path: str
    group: Group
    seen: Seen


Lines = Callable[[], Iterator[Line]]
"""All rows, from the first on at each call."""


def lines(asking: Asking, where: str) -> Iterator[Line]:
    """Every dissected mail; those that the SQL expression holds for are the chosen. Raises QuestionError.

    A filter tests the mail that was delivered: rows that tell of a mail which it carries are left out.
    """
    for path, verdict, subject, name, identity, authors, replies, links, chosen in asking.ask(
        _SQL.replace("{where}", where)
    ).rows:
        if not isinstance(chosen, bool):
            raise QuestionError("--where is no condition")
        yield Line(path, _group(verdict, chosen), _seen(subject, name, identity, authors, replies, links))


def carried(asking: Asking) -> int:
    """How many rows `lines` leaves out since they tell of a carried mail."""
    (count,) = next(iter(asking.ask(_CARRIED).rows))
    return int(count)


def of_mail(mail: str) -> str:
    """The SQL expression for a mail that is named by its path, or by the beginning of its SHA-256."""
    quoted = "'" + mail.replace("'", "''") + "'"
    return f"path = {quoted}" + (f" OR starts_with(sha256, {quoted})" if _DIGEST.match(mail) else "")


def _group(verdict: str | None, chosen: bool) -> Group:
    if chosen:
        return Group.CHOSEN
    return {
        "fraud": Group.ACCUSED,
        "likely": Group.ACCUSED,
        "no-sign": Group.UNSUSPECTED,
        "cannot-tell": Group.UNSUSPECTED,
    }.get(verdict or "", Group.OTHER)


def _seen(subject: Any, name: Any, identity: Any, authors: Any, replies: Any, links: Any) -> Seen:
    return Seen(
        links=frozenset(map(small, links or ())),
        authors=frozenset(map(small, authors or ())),
        replies=frozenset(map(small, replies or ())),
        message_id=small((identity or "").rpartition("@")[2]) if "@" in (identity or "") else "",
        subject=small(subject or ""),
        name=small(name or ""),
    )
