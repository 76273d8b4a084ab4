"""A table of organizations in the form of `data/brands.tsv`, read with every mistake told by its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from gyotaku.mail.domains import registrable
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.lettering import lettering, skeleton
from gyotaku.model.goal import GoalClass
from gyotaku.model.own_brands import BrandRow, OwnBrands
from gyotaku.model.text import Text

COLUMNS = BrandRow.__struct_fields__
NONE = "-"
_LARGEST = 1 << 20
_LEAST_NAME = 3
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_URL = re.compile(r"https?://[^\s/]+(?:/\S*)?")
_COUNTRY = re.compile(r"[A-Z]{2}")

_HEAD = Text(
    en="the first line must name the columns, apart by tabs: {value}",
    ja="最初の行には列の名前をタブ区切りで書いてください：{value}",
)
_WIDTH = Text(en="{value} columns, but {wanted} are needed", ja="列が {value} 個あります。{wanted} 個必要です")
_BAD_ID = Text(
    en="id {value}: small letters, digits and single hyphens only",
    ja="id {value}：英小文字、数字、ハイフンで書いてください",
)
_AGAIN = Text(en="{value} stands in line {wanted} too", ja="{value} は {wanted} 行目にもあります")
_NO_NAME = Text(en="no name in names or whole", ja="names と whole のどちらにも名前がありません")
_SHORT = Text(
    en="name {value}: fewer than three Latin letters, so it belongs in whole",
    ja="名前 {value}：英数字が3文字未満です。whole に書いてください",
)
_EMPTY = Text(en="name {value}: has no letters", ja="名前 {value}：文字がありません")
_NO_DOMAIN = Text(en="no domain", ja="ドメインがありません")
_BAD_HOST = Text(
    en="domain {value}: not a host name in small letters", ja="ドメイン {value}：小文字のホスト名ではありません"
)
_SUFFIX = Text(
    en="domain {value}: a public suffix, under which anybody registers",
    ja="ドメイン {value}：誰でもその下に登録できる公開サフィックスです",
)
_FREEMAIL = Text(
    en="domain {value}: anybody can have a mailbox there, so it belongs in shared",
    ja="ドメイン {value}：誰でもメールアドレスを取得できます。shared に書いてください",
)
_SECTOR = Text(en="sector {value}: none of {wanted}", ja="sector {value}：次のどれでもありません：{wanted}")
_BAD_COUNTRY = Text(en="country {value}: two capital letters", ja="country {value}：大文字2字で書いてください")
_SOURCE = Text(
    en="verified {value}: a URL and a day, like https://example.jp/ 2026-11-22, or -",
    ja="verified {value}：URL と日付（https://example.jp/ 2026-11-22 のように）、または - と書いてください",
)


class Problem(Struct, frozen=True):
    """One mistake: its line, counted from 1, and what it is."""

    line: int
    text: Text


class Read(Struct, frozen=True):
    """The rows of a table with their lines, and what is wrong with it."""

    rows: tuple[tuple[int, BrandRow], ...]
    problems: tuple[Problem, ...]


def of_file(file: str) -> OwnBrands:
    """The reader's own table. Raises ValueError that tells every problem."""
    found = read(text_of(file))
    if found.problems:
        told = "; ".join(f"line {problem.line}: {problem.text.en}" for problem in found.problems)
        raise ValueError(f"{file}: {told}")
    return OwnBrands(file, tuple(row for _, row in found.rows))


def text_of(file: str) -> str:
    """What the file holds. Raises ValueError."""
    try:
        with Path(file).open("rb") as stream:
            octets = stream.read(_LARGEST + 1)
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror or error}") from error
    if len(octets) > _LARGEST:
        raise ValueError(f"{file}: larger than 1 MiB")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{file}: not UTF-8 ({error.reason} at octet {error.start})") from error


def read(text: str) -> Read:
    """Read a table. Rows with the wrong number of columns are left out of the rows."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line and not line.startswith("#")]
    if not lines or tuple(lines[0][1].split("\t")) != COLUMNS:
        return Read((), (_problem(lines[0][0] if lines else 1, _HEAD, " ".join(COLUMNS)),))
    rows: list[tuple[int, BrandRow]] = []
    problems: list[Problem] = []
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            problems.append(_problem(number, _WIDTH, str(len(cells)), str(len(COLUMNS))))
        else:
            rows.append((number, BrandRow(*cells)))
    problems += _repeated(rows)
    for number, row in rows:
        problems += (Problem(number, text) for text in of_row(row))
    return Read(tuple(rows), tuple(sorted(problems, key=lambda problem: problem.line)))


def of_row(row: BrandRow) -> Iterator[Text]:
    """What is wrong with one row by itself."""
    if not _ID.fullmatch(row.id):
        yield _filled(_BAD_ID, row.id)
    yield from _of_names(row)
    if row.domains.split() in ([], [NONE]):
        yield _NO_DOMAIN
    for domain in row.domains.split():
        yield from _of_domain(domain)
    for domain in row.shared.split():
        yield from _of_shared(domain)
    if row.sector not in set(GoalClass):
        yield _filled(_SECTOR, row.sector, " ".join(GoalClass))
    if not _COUNTRY.fullmatch(row.country):
        yield _filled(_BAD_COUNTRY, row.country)
    if row.verified != NONE and not _is_source(row.verified):
        yield _filled(_SOURCE, row.verified)


def _of_names(row: BrandRow) -> Iterator[Text]:
    names, whole = _names(row.names), _names(row.whole)
    if not names + whole:
        yield _NO_NAME
    for name in names + whole:
        length = len(lettering(name).plain)
        if not length:
            yield _filled(_EMPTY, name)
        elif length < _LEAST_NAME and name.isascii() and name in names:
            yield _filled(_SHORT, name)


def _of_domain(domain: str) -> Iterator[Text]:
    if domain == NONE:
        return
    host = domain.rpartition("@")[2].removeprefix(".")
    if not _HOST.fullmatch(host):
        yield _filled(_BAD_HOST, domain)
    elif registrable(host, private=False) is None and not host.startswith("gov."):  # `gov.uk` is the government's own
        yield _filled(_SUFFIX, domain)
    elif freemail(host) and domain == registrable(host):
        yield _filled(_FREEMAIL, domain)


def _of_shared(domain: str) -> Iterator[Text]:
    if domain != NONE and not _HOST.fullmatch(domain.removeprefix(".")):
        yield _filled(_BAD_HOST, domain)


def _repeated(rows: list[tuple[int, BrandRow]]) -> Iterator[Problem]:
    """Ids and names that stand twice; in rows of different organizations, names as a reader takes them in."""
    known: dict[str, int] = {}
    for number, row in rows:
        names = _names(row.names) + _names(row.whole)
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield _problem(number, _AGAIN, name, str(number))
        keys = {"id " + row.id: "id " + row.id}
        keys |= {"name " + skeleton(lettering(name).plain): name for name in reversed(names)}
        for key, told in keys.items():
            if known.setdefault(key, number) != number:
                yield _problem(number, _AGAIN, told, str(known[key]))


def _names(cell: str) -> list[str]:
    return [] if cell in ("", NONE) else cell.split(";")


def _is_source(cell: str) -> bool:
    url, _, day = cell.partition(" ")
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return _URL.fullmatch(url) is not None


def _problem(line: int, text: Text, value: str, wanted: str = "") -> Problem:
    return Problem(line, _filled(text, value, wanted))


def _filled(text: Text, value: str, wanted: str = "") -> Text:
    return Text(
        en=text.en.replace("{value}", value).replace("{wanted}", wanted),
        ja=text.ja.replace("{value}", value).replace("{wanted}", wanted),
    )
