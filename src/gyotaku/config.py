"""Reading `gyotaku.toml`: the working directory's, else the one in the user's configuration folder.

Every key is documented in `KEYS`, from which the documentation page is made. An unknown key is an error that names the
nearest known one: a misspelt `own_domain` that is silently ignored would make a report worse without anybody noticing.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import tomli
from msgspec import Struct

from gyotaku.model.answers import Permission
from gyotaku.model.configuration import Config
from gyotaku.model.text import LANGUAGES, Text

FILE_NAME = "gyotaku.toml"
_MAX_OCTETS = 1 << 20


class ConfigError(Exception):
    """The configuration cannot be used. `problems` holds one sentence each."""

    def __init__(self, file: str, problems: list[str]) -> None:
        super().__init__(f"{file}: " + "; ".join(problems))
        self.file = file
        self.problems = problems


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('must be a list of strings, like ["example.jp"]')
    return tuple(value)


def _hosts(value: object) -> tuple[str, ...]:
    return tuple(item.strip().rstrip(".").lower() for item in _strings(value) if item.strip())


def _language(value: object) -> str:
    if value not in LANGUAGES:
        raise ValueError('must be "ja" or "en"')
    return str(value)


def _online(value: object) -> frozenset[Permission]:
    names = _strings(value)
    try:
        return frozenset(Permission(name) for name in names)
    except ValueError:
        raise ValueError("may hold " + ", ".join(f'"{p}"' for p in Permission)) from None


def _file(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a string: the name of a file")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 600:
        raise ValueError("must be a number of seconds, above 0 and at most 600")
    return float(value)


class Key(Struct, frozen=True):
    """One key of the file: how its value is read, an example as TOML, and what it is for."""

    read: Callable[[object], object]
    example: str
    text: Text


KEYS: Mapping[str, Key] = {
    "own_domains": Key(
        _hosts,
        '["example.jp"]',
        Text(
            en="Domains whose mail arrives here. Left out, they are inferred from the delivery fields of each mail.",
            ja="自社でメールを受けているドメインです。省略すると、メールごとに配送の記録から推定します。",
        ),
    ),
    "own_names": Key(
        _strings,
        '["Example Design", "エグザンプル設計"]',
        Text(
            en="Names of your organization as people write them; an outside sender who uses one is pointed out.",
            ja="自社の名前です。外部の差出人がこの名前を名乗っていれば指摘します。",
        ),
    ),
    "trusted_hosts": Key(
        _hosts,
        '["mx1.example.jp", "*.mail.example.jp"]',
        Text(
            en="Servers whose Received lines and Authentication-Results are your own: they set the trust boundary.",
            ja="自社サーバーです。これらが書いた Received と Authentication-Results だけを自社の記録とみなします。",
        ),
    ),
    "mailboxes": Key(
        _strings,
        '["info", "postmaster", "hanako@example.jp"]',
        Text(
            en="Mailboxes that exist, as local parts or whole addresses. Mail for others is pointed out.",
            ja="実在するメールボックスです。ここにない宛先へのメールを指摘します。",
        ),
    ),
    "spam_stamps": Key(
        _strings,
        '["[spam]"]',
        Text(
            en="What your own server writes before the subject of mail that its filter suspects.",
            ja="迷惑メールと判断したときに自社サーバーが件名の前に付ける文字列です。",
        ),
    ),
    "known_senders": Key(
        _strings,
        '["tanaka@example.com", "example.org"]',
        Text(
            en="Addresses and domains you have dealt with. Others are called strangers, which weighs little.",
            ja="やり取りのある相手のアドレスまたはドメインです。それ以外は面識のない差出人として指摘しますが、弱い手がかりです。",
        ),
    ),
    "language": Key(
        _language,
        '"ja"',
        Text(
            en="Language of reports, ja or en. Left out, the locale decides.",
            ja="報告の言語です（ja または en）。省略するとロケールに従います。",
        ),
    ),
    "online": Key(
        _online,
        '["dns", "registration"]',
        Text(
            en="Look-ups that are allowed: dns, registration, reputation, place, site. Left out, nothing leaves the "
            "machine.",
            ja="許可する照会です（dns、registration、reputation、place、site）。省略すると、外部へは何も送りません。",
        ),
    ),
    "answers": Key(
        _file,
        '"answers.sqlite"',
        Text(en="The file that keeps recorded answers.", ja="照会の結果を保存するファイルです。"),
    ),
    "deadline": Key(
        _seconds,
        "10",
        Text(
            en="Seconds that all look-ups of one mail may take together.",
            ja="一通のメールの照会全体にかけてよい秒数です。",
        ),
    ),
}


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
            near = difflib.get_close_matches(name, KEYS, n=1)
            problems.append(f"unknown key {name!r}" + (f", did you mean {near[0]!r}?" if near else ""))
            continue
        try:
            values[name] = key.read(value)
        except ValueError as error:
            problems.append(f"{name} {error}")
    if problems:
        raise ConfigError(file or "configuration", problems)
    return Config(file=file, **values)  # type: ignore[arg-type]  # each reader gives its member's type
