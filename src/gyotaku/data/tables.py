"""Reading the tables of this folder, once each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import tomli  # compiled: the standard library's takes three times as long, 20 ms more at every start

# Beside this module rather than by importlib.resources, whose import costs 5 ms at every start.
_FOLDER = Path(__file__)


@cache
def table(name: str) -> dict[str, Any]:
    """The table `name`.toml. Raises FileNotFoundError."""
    return tomli.loads(_FOLDER.with_name(name + ".toml").read_text("utf-8"))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `name`.tsv by its column names; lines with `#` are comments. Raises FileNotFoundError.

    For long tables: a thousand rows of TOML take 50 ms at every start.
    """
    lines = _FOLDER.with_name(name + ".tsv").read_text("utf-8").splitlines()
    head, *body = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(dict(zip(head, row, strict=True)) for row in body)


def every() -> Iterator[tuple[str, bytes]]:
    """Each table's file name and octets, by name."""
    for file in sorted(_FOLDER.parent.iterdir()):
        if file.suffix in {".toml", ".tsv"}:
            yield file.name, file.read_bytes()
