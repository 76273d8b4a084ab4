"""Reading the TOML tables of this folder, once each."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table `name`.toml as the standard library reads it. Raises FileNotFoundError."""
    # Beside this module rather than by importlib.resources, whose import costs 5 ms at every start.
    return tomllib.loads(Path(__file__).with_name(name + ".toml").read_text("utf-8"))
