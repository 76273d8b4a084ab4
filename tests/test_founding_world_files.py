"""What files on the reader's machine tell of the founding mails: places, lists, what DNS had been seen to say."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import gyotaku
from gyotaku.model.answers import Permission
from gyotaku.model.report import Report
from gyotaku.report.json import encode
from tests.shared import SHARED, require
from tests.test_founding_cases import CONFIG
from tests.world import session, world
from tests.world.files import with_files

WITH_WORLD = ("place", "link-place", "listed", "link-gone")
OFFLINE = ("cloud-region",)


def items(names: tuple[str, ...]) -> list[Any]:
    file = SHARED / "cases" / "expected.toml"
    cases = tomllib.loads(file.read_text("utf-8"))["case"] if file.exists() else []
    return [
        pytest.param(case["file"], case["says"][name], id=f"{case['file'][:4]}-{name}")
        for case in cases
        for name in names
        if name in case["says"]
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("world")


@cache
def founding(file: str, folder: Path, online: bool) -> Report:
    octets = require("cases", file).read_bytes()
    if not online:
        return gyotaku.dissect(octets, CONFIG, path=file)
    around = world(require("cases", "world.toml"))
    config = with_files(replace(CONFIG, online=frozenset(Permission)), around, folder)
    with session(around) as opened:
        return gyotaku.dissect(octets, config, path=file, session=opened)


def said(report: Report, item: dict[str, Any]) -> bool:
    found = [one for one in json.loads(encode(report).splitlines()[0])["findings"] if one["group"] == item["group"]]
    texts = [json.dumps([one["text"], one["why"], one["evidence"]], ensure_ascii=False) for one in found]
    return any(all(quote in text for quote in item["quotes"]) for text in texts)


@pytest.mark.parametrize(("file", "item"), items(WITH_WORLD))
def test_every_item_is_said(file: str, item: dict[str, Any], folder: Path) -> None:
    assert said(founding(file, folder, True), item)


@pytest.mark.parametrize(("file", "item"), items(OFFLINE))
def test_offline_without_any_file(file: str, item: dict[str, Any], folder: Path) -> None:
    assert said(founding(file, folder, False), item)


def test_the_items_are_here() -> None:
    require("cases", "expected.toml")
    assert len(items(WITH_WORLD)) == 5
    assert len(items(OFFLINE)) == 1


def texts(report: Report, kind: str) -> list[str]:
    from gyotaku.report.plain import Plain

    return [
        finding.title.render(language, Plain())
        for finding in report.findings
        if finding.kind.id == kind
        for language in ("en", "ja")
    ]


def test_places_have_a_radius_and_a_source(folder: Path) -> None:
    english, japanese = texts(founding("2022-09-07-mailbox-suspended.eml", folder, True), "place-of-sender")
    assert "within 50 km" in english
    assert "Test-City of the test" in english
    assert "2026-11-01" in english
    assert "Amazon AWS" in english
    assert "50 km" in japanese
    assert "東京都杉並区" in japanese


def test_listed_by_whom_and_when(folder: Path) -> None:
    english, japanese = texts(founding("2022-09-07-mailbox-suspended.eml", folder, True), "link-listed")
    for text in (english, japanese):
        assert "site-safety export" in text
        assert "2022-09-07" in text
        assert "becausenails[.]com" in text


def test_then_and_now_each_with_source_and_date(folder: Path) -> None:
    english, japanese = texts(founding("2021-10-27-service-restored.eml", folder, True), "link-resolved-then")
    for text in (english, japanese):
        assert "passive DNS export" in text
        assert "2021-10-26" in text
        assert "198.51.100.77" in text
        assert "シカゴ" in text
        assert "2026-11-22" in text
