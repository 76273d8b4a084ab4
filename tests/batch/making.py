"""Mails to scan, an engine without processes, and the rows of a scan as a test compares them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from gyotaku.batch.arrow import unpacked
from gyotaku.batch.folder import Begun, Folder, list_parts, read_part
from gyotaku.batch.handing import Setting, dissected, pickled
from gyotaku.batch.row import Stamp
from gyotaku.batch.scan import Counts, Scan
from gyotaku.mail.given import Mail
from gyotaku.mail.intake import collect
from gyotaku.model.configuration import Config

EXAMPLES = Path(__file__).parents[2] / "examples"
STAMP = Stamp("0", "t")
SEPARATOR = b"From hanako@partner.example Mon Jun  5 09:12:44 2023\n"


def mail(number: int, words: str = "") -> bytes:
    return (
        f"From: Hanako <hanako{number % 7}@partner.example>\nTo: taro@office.example\nDate: Mon, 5 Jun 2023 09:12:44 +0900\n"
        f"Message-ID: <{number}@partner.example>\nSubject: Number {number}\n\nThe minutes of meeting {number}. {words}\n"
    ).encode()


def mbox(path: Path, mails: Sequence[bytes]) -> Path:
    path.write_bytes(b"".join(SEPARATOR + raw + b"\n" for raw in mails))
    return path


class Now:
    """A promise that is kept."""

    def __init__(self, rows: list[pa.RecordBatch]) -> None:
        self._rows = rows

    def result(self) -> list[pa.RecordBatch]:
        return self._rows

    def done(self) -> bool:
        return True


class Here:
    """Dissects at once, in this process; keeps how many mails it was given."""

    at_once = 1

    def __init__(self) -> None:
        self.given = 0

    def submit(self, mails: Sequence[Mail]) -> Now:
        self.given += len(mails)
        return Now([unpacked(dissected(pickled(mails), Setting(Config(), STAMP)))])

    def close(self) -> None:
        pass


def begun(*sources: Path) -> Begun:
    return Begun(
        program="0", tables="t", configuration="c", sources=tuple(map(str, sources)), folder="/", begun="2026-11-22"
    )


def scanned(
    out: Path, *sources: Path, engine: Here | None = None, resume: bool = False, part_rows: int = 1000
) -> Counts:
    folder = Folder(out)
    try:
        folder.open(begun(*sources), resume=resume)
        scanning = Scan(folder, engine or Here(), STAMP, part_rows)
        try:
            for intake in collect([str(source) for source in sources], io.BytesIO()):
                scanning.take(intake)
            scanning.finish(lambda: False)
        finally:
            scanning.end()
    finally:
        folder.close()
    return scanning.counts


def rows(out: Path) -> list[dict[str, Any]]:
    """All rows in their order."""
    return [row for part in list_parts(out) for row in read_part(part).to_pylist()]
