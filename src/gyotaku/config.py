"""Reading `gyotaku.toml`: the working directory's, else the one in the user's configuration folder.

An unknown key is an error that names the
nearest known one: a misspelt `own_domain` that is silently ignored would make a report worse without anybody noticing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import tomli

from gyotaku.config_keys import KEYS
from gyotaku.model.configuration import Config

FILE_NAME = "gyotaku.toml"
_MAX_OCTETS = 1 << 20


class ConfigError(Exception):
    """The configuration cannot be used. `problems` holds one sentence each."""

    def __init__(self, file: str, problems: list[str]) -> None:
        super().__init__(f"{file}: " + "; ".join(problems))
        self.file = file
        self.problems = problems


def user_file() -> Path:
    """The file in the user's configuration folder (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CONFIG_HOME", "")
    folder = Path(base) if Path(base).is_absolute() else Path.home() / ".config"
    return folder / "gyotaku" / FILE_NAME


def find() -> Path | None:
    """The file that applies: the working directory's, then the user's. None when there is neither."""
    for file in (Path(FILE_NAME), user_file()):
        if file.is_file():
            return file
    return None


def load(file: Path | None = None) -> Config:
    """Read `file`, or the one that `find` finds; the defaults when there is none. Raises ConfigError."""
    file = file or find()
    if file is None:
        return Config()
    try:
        with file.open("rb") as stream:
            octets = stream.read(_MAX_OCTETS + 1)
    except OSError as error:
        raise ConfigError(str(file), [error.strerror or str(error)]) from error
    if len(octets) > _MAX_OCTETS:
        raise ConfigError(str(file), ["larger than 1 MiB"])
    try:
        table = tomli.loads(octets.decode("utf-8"))
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise ConfigError(str(file), [str(error)]) from error
    return from_table(table, str(file))


def from_table(table: Mapping[str, object], file: str | None = None) -> Config:
    """The settings in a TOML table. Raises ConfigError with every problem at once."""
    problems: list[str] = []
    values: dict[str, object] = {}
    for name, value in table.items():
        key = KEYS.get(name)
        if key is None:
            from difflib import get_close_matches

            near = get_close_matches(name, KEYS, n=1)
            problems.append(f"unknown key {name!r}" + (f", did you mean {near[0]!r}?" if near else ""))
            continue
        try:
            values[name] = key.read(value)
        except ValueError as error:
            problems.append(f"{name} {error}")
    if problems:
        raise ConfigError(file or "configuration", problems)
    return Config(file=file, **values)  # type: ignore[arg-type]  # each reader gives its member's type
