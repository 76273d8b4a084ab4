"""What `dissect` and `lookups` have in common: permissions and rules of a session, from options and configuration."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gyotaku.model.answers import Permission
from gyotaku.model.configuration import Config

if TYPE_CHECKING:
    from gyotaku.lookup.session import Session


def permitted(options: argparse.Namespace, config: Config) -> Config:
    """The configuration with what the command line allows. Raises ValueError for a word that is no permission."""
    changes: dict[str, object] = {}
    if options.online is not None:
        changes["online"] = _permissions(options.online)
    if options.answers is not None:
        changes["answers"] = options.answers
    if options.deadline is not None:
        if not 0 < options.deadline <= 600:
            raise ValueError("--deadline must be above 0 and at most 600")
        changes["deadline"] = options.deadline
    if options.as_of is not None and options.online is None and not config.online:
        # A replay asks nobody, so every kind of recorded answer may be used.
        changes["online"] = frozenset(Permission)
    return replace(config, **changes)


def _permissions(words: str) -> frozenset[Permission]:
    names = [word.strip() for word in words.split(",") if word.strip()]
    if names == ["none"]:
        return frozenset()
    if names == ["all"]:
        return frozenset(Permission) - {Permission.SITE}
    try:
        return frozenset(Permission(name) for name in names)
    except ValueError:
        known = ", ".join(permission.value for permission in Permission)
        raise ValueError(f"--online takes {known}, all (without site) or none, not {words!r}") from None


def moment(text: str) -> datetime:
    """A day (its end, UTC) or a moment in ISO 8601. Raises ValueError."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"--as-of takes a day or a time like 2022-09-07 or 2022-09-07T10:45+09:00, not {text!r}"
        ) from None
    if _is_day(text):
        return when.replace(tzinfo=UTC) + timedelta(days=1, seconds=-1)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def session(options: argparse.Namespace, config: Config, pictures: Path | None = None) -> Session | None:
    """A session; None where nothing may be asked or replayed. `pictures` is where those of visited sites are kept. Raises ValueError with what is wrong."""
    as_of = moment(options.as_of) if options.as_of is not None else None
    if as_of is None and not config.online:
        return None
    from gyotaku.lookup.opening import open_session
    from gyotaku.lookup.store import StoreError

    try:
        return open_session(config, as_of=as_of, refresh=options.refresh, pictures=pictures)
    except StoreError as error:
        raise ValueError(str(error)) from error


def close(opened: Session | None) -> None:
    """End a session, and tell on standard error what went wrong with its file of answers."""
    if opened is not None:
        opened.close()
        for problem in opened.problems:
            print(f"gyotaku: {problem}", file=sys.stderr)
