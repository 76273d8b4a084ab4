"""`gyotaku query`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from gyotaku.batch.arrow import MissingExtraError
from gyotaku.batch.folder import FolderError
from gyotaku.batch.questions import QUESTIONS, Answer, Asking, QuestionError
from gyotaku.cli.main import DONE, USAGE
from gyotaku.cli.paths import printable
from gyotaku.cli.settings import language, settings
from gyotaku.model.inert import inert
from gyotaku.model.text import Text
from gyotaku.report import csv
from gyotaku.report.layout import columns, padded, safe, shortened, unlinked

_SHOWN = 100
_WIDEST = 60
_MORE = Text(en="… more rows are there: --limit N", ja="… ほかにも行があります（--limit N）")


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    if (options.sql is None) == (options.ask is None):
        print("gyotaku: query needs either SQL or --ask QUESTION", file=sys.stderr)
        return USAGE
    try:
        asking = Asking(Path(options.scan))
        answer = asking.ask(QUESTIONS[options.ask] if options.sql is None else options.sql)
        _write(answer, options.format, options.limit, language(options, config) == "ja")
    except (FolderError, MissingExtraError, QuestionError) as error:
        print(f"gyotaku: {printable(options.scan)}: {safe(str(error))}", file=sys.stderr)
        return USAGE
    sys.stdout.flush()
    return DONE


def _write(answer: Answer, form: str, limit: int | None, japanese: bool) -> None:
    if form == "text":
        most = limit or _SHOWN
        shown = list(islice(answer.rows, most + 1))
        for line in table(answer.columns, shown[:most]):
            print(line)
        if len(shown) > most:
            print(_MORE.template("ja" if japanese else "en"))
        return
    rows = islice(answer.rows, limit)
    if form == "csv":
        sys.stdout.write(csv.line(answer.columns))
        for row in rows:
            sys.stdout.write(csv.line(["" if cell is None else str(cell) for cell in row]))
        return
    for row in rows:
        members = msgspec.json.encode(dict(zip(answer.columns, row, strict=True)), enc_hook=str)
        sys.stdout.write(inert(members).decode() + "\n")


def table(names: Sequence[str], rows: Sequence[Sequence[Any]], widest: int = _WIDEST) -> Iterator[str]:
    """Lines of a table for a terminal: what comes out of mails is made safe, links are broken, numbers stand to the right."""
    cells = [[shortened(_shown(cell), widest) for cell in row] for row in rows]
    widths = [max(columns(text) for text in column) for column in zip(names, *cells, strict=True)]
    right = [bool(rows) and all(isinstance(row[index], int | None) for row in rows) for index in range(len(names))]
    for line in (list(names), *cells):
        pieces = (
            " " * (width - columns(text)) + text if ranged else padded(text, width)
            for text, width, ranged in zip(line, widths, right, strict=True)
        )
        yield "  ".join(pieces).rstrip()


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool | int):
        return str(cell)
    return unlinked(safe(str(cell)))
