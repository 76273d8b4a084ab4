"""Reading the TOML tables of this folder, once each."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table `name`.toml as the standard library reads it. Raises FileNotFoundError."""
    return tomllib.loads(files(__package__).joinpath(name + ".toml").read_text("utf-8"))
