"""Chains in every situation that the RFC tells apart, of our own making: tests/authentication/arc/*.toml."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gyotaku.model.asks import Answer, Ask, Outcome
from tests.ask import answered
from tests.authentication.generated import HEADER
from tests.authentication.judging import chain, world_of
from tests.authentication.keys import PrivateKey, ed25519_key, record, rsa_key
from tests.authentication.signer import USUAL, add_set

FOLDER = Path(__file__).parent / "arc"
CASES = [
    pytest.param(case, id=f"{file.stem}-{case['name']}")
    for file in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]
MAIL = (
    HEADER.replace(b"of  the meeting\r\n\tof Monday", b"of the\r\n meeting")
    + b"\r\nplease find the minutes.\r\n\r\nYamada\r\n"
)
KEYS = {
    "arc._domainkey.relay.example": record(rsa_key(1024)),
    "two._domainkey.other.example": record(rsa_key(1024)),
    "short._domainkey.relay.example": record(rsa_key(512)),
    "junk._domainkey.relay.example": "v=DKIM1; k=rsa; hello",
}


def test_there_is_a_case_for_every_situation() -> None:
    assert len(CASES) == 192
    assert not [name for name, count in Counter(case.id for case in CASES).items() if count > 1]


@pytest.mark.parametrize("case", CASES)
def test_situation(case: dict[str, Any]) -> None:
    sets = case.get("sets", []) or [{}] * case.get("repeat", 0)
    raw = case["mail"].encode() if "mail" in case else MAIL
    for number, one in enumerate(sets, start=1):
        raw = _with_set(_edited(raw, one.get("before", [])), number, one)
    raw = _edited(raw, case.get("edit", []))
    keys = {**KEYS, "arc._domainkey.relay.example": record(_key(sets[0]["key"]))} if sets and "key" in sets[0] else KEYS
    result = chain(raw, _world({**keys, **case["keys"]} if case.get("keys") else case.get("keys", keys), case))
    assert (str(result.result), str(result.why)) == (case["expected"], case.get("why", str(result.why))), result.detail
    assert result.at == case.get("at", result.at)
    assert result.oldest_pass == case.get("oldest_pass", result.oldest_pass)


def _world(keys: dict[str, str], case: dict[str, Any]) -> Callable[[Ask], Answer]:
    if outcome := case.get("outcome"):
        return lambda ask: answered(ask, Outcome(outcome))
    return world_of(keys)


def _with_set(raw: bytes, number: int, one: dict[str, Any]) -> bytes:
    tags = {
        f"{part}_tags": {**dict.fromkeys(one.get(f"{part}_without", [])), **one.get(part, {})}
        for part in ("message", "seal")
    }
    more = {name: one[name] for name in ("status", "domain", "selector", "canonical", "results_field") if name in one}
    return add_set(
        raw,
        one.get("instance", number),
        _key(one.get("key", "1024")),
        names=one.get("names", USUAL),
        seal_key=_key(one["seal_key"]) if "seal_key" in one else None,
        blanks_in=one.get("blanks_in", ""),
        message_edit=[(edit["find"], edit["put"]) for edit in one.get("message_edit", [])],
        **tags,
        **more,
    )


def _key(name: str) -> PrivateKey:
    return ed25519_key() if name == "ed25519" else rsa_key(int(name))


def _edited(raw: bytes, edits: list[dict[str, str]]) -> bytes:
    for edit in edits:
        raw, count = re.subn(edit["find"].encode(), edit["put"].encode(), raw, count=1)
        assert count, edit
    return raw
