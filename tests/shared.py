"""The founding mails and the development corpora, which lie beside the project and are no part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "shared"))


def require(*names: str) -> Path:
    """The path below the shared folder. Skips the test where it is missing; with CI=true its absence is a failure."""
    path = SHARED.joinpath(*names)
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{path} is missing")
        pytest.skip(f"{path} is not here; set GYOTAKU_SHARED to the folder that holds it")
    return path
