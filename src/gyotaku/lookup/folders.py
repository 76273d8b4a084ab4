"""The user's folders for what is kept and what can be made again (XDG Base Directory Specification)."""

from __future__ import annotations

import os
from pathlib import Path


def data() -> Path:
    return _folder("XDG_DATA_HOME", ".local/share")


def cache() -> Path:
    return _folder("XDG_CACHE_HOME", ".cache")


def _folder(variable: str, usual: str) -> Path:
    base = os.environ.get(variable, "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / usual) / "gyotaku"
