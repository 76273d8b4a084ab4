"""Where marks are kept, and those that hold for one run."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from gyotaku.cli.look_ups import moment
from gyotaku.lookup import folders
from gyotaku.model.marks import Marks

FILE_NAME = "marks.sqlite"


def marks_file(named: str | None) -> Path:
    return Path(named) if named else folders.data() / FILE_NAME


def held(options: argparse.Namespace) -> Marks | None:
    """The marks that hold now, or held on the day of --as-of; None where they are not wanted. Raises ValueError with what is wrong.

    What is masked is for others: it must not rest on what the reader keeps for himself.
    """
    if options.no_marks or options.mask:
        return None
    file = marks_file(options.marks)
    if not options.marks and not file.exists():
        return None
    from gyotaku.archive.mark_store import MarkError, read

    if options.marks and not file.exists():
        raise ValueError(f"{file}: there is no such file of marks")
    try:
        return read(file, moment(options.as_of) if options.as_of is not None else datetime.now(UTC))
    except MarkError as error:
        raise ValueError(f"{error}; --no-marks judges without it") from error
