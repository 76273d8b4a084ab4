"""Every report is valid under the contract and under the project's own schema."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.shared import require

import gyotaku
from gyotaku.report.json import encode, schema

ROOT = Path(__file__).parents[2]
MAILS = sorted((ROOT / "examples").glob("*.eml")) + sorted((ROOT / "tests" / "kinds").glob("*/*.eml"))


@cache
def own() -> Draft202012Validator:
    made = json.loads(schema())
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


@cache
def contract() -> Draft202012Validator:
    return Draft202012Validator(json.loads(require("report.schema.json").read_text("utf-8")))


def objects(octets: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in encode(gyotaku.dissect(octets)).splitlines()]


@pytest.mark.parametrize("mail", MAILS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_valid_under_both_schemas(mail: Path) -> None:
    for one in objects(mail.read_bytes()):
        own().validate(one)
        contract().validate(one)


@pytest.mark.parametrize(
    "octets", [b"", b"\x00", b"From:", b"\xff" * 100, b"Subject: =?utf-8?B?7aCA?=\r\n\r\n\xed\xa0\x80"]
)
def test_valid_for_what_is_hardly_a_mail(octets: bytes) -> None:
    for one in objects(octets):
        own().validate(one)
        contract().validate(one)
        assert one["verdict"]["word"] in {"cannot-tell", "no-sign"}


def test_own_schema_requires_what_the_contract_requires() -> None:
    published = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
    assert published == json.loads(schema()), "run python docs/make.py"
    mine = published["$defs"]["Report"]
    theirs = json.loads(require("report.schema.json").read_text("utf-8"))
    assert set(theirs["properties"]) <= set(mine["properties"])


def test_same_mail_same_report() -> None:
    for mail in MAILS[:2]:
        first, second = (objects(mail.read_bytes()) for _ in range(2))
        for one in (*first, *second):
            one.pop("timings")
        assert first == second
