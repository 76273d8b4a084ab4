"""Mails whose truth is known: a table of labels, or folders named by label.

`labels.tsv` has a header line and at least the columns `file` and `label`; `subtype`, `source`, `lang`, `goal` and `brand` are used
where present. A `gold.tsv` beside it, read by a person mail by mail, overrules it. Paths are relative to the table, or to
the folder above it. A folder without a table holds folders named `phish`, `scam`, `malware`, `spam`, `ham` or `legit`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

_FOLDERS = ("phish", "scam", "malware", "spam", "ham", "legit")
_UNKNOWN = "-"


class Truth(StrEnum):
    """What a label says about fraud. `other` (spam, auto-replies, unsure) counts for neither side."""

    FRAUD = "fraud"
    HONEST = "honest"
    OTHER = "other"


_TRUTHS = {
    **dict.fromkeys(("phish", "scam", "malware"), Truth.FRAUD),
    **dict.fromkeys(("ham", "legit"), Truth.HONEST),
}


class Sample(Struct, frozen=True):
    """One mail with what is known of it. `gold` tells that a person read it for this label."""

    path: Path
    name: str
    label: str
    subtype: str = _UNKNOWN
    source: str = _UNKNOWN
    language: str = _UNKNOWN
    goal: str = _UNKNOWN
    brand: str = _UNKNOWN
    gold: bool = False

    @property
    def truth(self) -> Truth:
        return _TRUTHS.get(self.label, Truth.OTHER)


class LabelsError(Exception):
    """A table or folder that cannot be read as labelled mails; its text is for the user."""


def samples(where: Path) -> list[Sample]:
    """The labelled mails of a table or folder, in its order. Raises LabelsError."""
    if where.is_file():
        return list(_of_table(where))
    tables = sorted(where.rglob("labels.tsv"))
    if tables:
        return [sample for table in tables for sample in _of_table(table)]
    found = [
        Sample(path, str(path.relative_to(where)), label)
        for label in _FOLDERS
        for path in sorted((where / label).rglob("*"))
        if path.is_file()
    ]
    if not found:
        raise LabelsError(f"{where}: no labels.tsv, and no folder named {', '.join(_FOLDERS)}")
    return found


def _of_table(table: Path) -> Iterator[Sample]:
    gold = {row["file"]: row for row in _rows(table.with_name("gold.tsv"))} if table.name != "gold.tsv" else {}
    for row in _rows(table):
        sample = Sample(
            _path(table, row["file"]),
            row["file"],
            row["label"],
            row.get("subtype") or _UNKNOWN,
            row.get("source") or _UNKNOWN,
            row.get("lang") or _UNKNOWN,
            row.get("goal") or _UNKNOWN,
            row.get("brand") or _UNKNOWN,
            table.name == "gold.tsv",
        )
        better = gold.get(sample.name)
        if better:
            sample = replace(
                sample,
                label=better["label"],
                goal=better.get("goal") or sample.goal,
                brand=better.get("brand") or sample.brand,
                language=better.get("lang") or sample.language,
                gold=True,
            )
        yield sample


def _rows(table: Path) -> list[dict[str, str]]:
    if not table.is_file():
        return []
    try:
        with table.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LabelsError(f"{table}: {error}") from error
    if rows and not {"file", "label"} <= rows[0].keys():
        raise LabelsError(f"{table}: the first line must name the columns file and label")
    return rows


def _path(table: Path, file: str) -> Path:
    beside = table.parent / file
    return beside if beside.exists() else table.parent.parent / file
