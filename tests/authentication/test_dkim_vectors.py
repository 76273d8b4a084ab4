"""The example mails of RFC 6376 and RFC 8463 verify, and no other way of reading them does."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from gyotaku.model.dkim import DkimWhy
from tests.ask import World
from tests.authentication.judging import signatures

FOLDER = Path(__file__).parent / "vectors"
VECTORS = {
    name: vector
    for name, vector in tomllib.loads((FOLDER / "vectors.toml").read_text("utf-8")).items()
    if isinstance(vector, dict)
}


@pytest.mark.parametrize("name", VECTORS)
def test_the_rfcs_own_mail_verifies(name: str) -> None:
    raw = (FOLDER / f"{name}.eml").read_bytes()
    world = World({key: {"TXT": [record]} for key, record in VECTORS[name]["keys"].items()})
    results = signatures(raw, world)
    assert [result.algorithm for result in results] == VECTORS[name]["signatures"]
    assert all(result.passed and result.verifies for result in results)
    changed = signatures(raw.replace(b"hungry", b"sleepy"), world)
    assert {result.why for result in changed} == {DkimWhy.BODY_CHANGED}
