"""The two founding mails with what was seen of their sites: recorded once, and told again by a replay that visits nobody."""

from __future__ import annotations

import json
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import gyotaku
from gyotaku.lookup.store import Store
from gyotaku.model.answers import Permission
from gyotaku.model.asks import Answer, Ask
from gyotaku.model.report import Report
from gyotaku.model.text import LANGUAGES
from gyotaku.report.json import encode
from gyotaku.report.terminal import render
from tests.shared import SHARED, require
from tests.test_founding_cases import CONFIG, texts_of
from tests.world import NOW, world
from tests.world.sites import Sites


def items() -> list[Any]:
    file = SHARED / "cases" / "expected.toml"
    cases = tomllib.loads(file.read_text("utf-8"))["case"] if file.exists() else []
    return [
        pytest.param(case["file"], item, id=f"{case['file'][:4]}-{name}")
        for case in cases
        for name, item in case["says"].items()
        if item["needs"] == "site"
    ]


def replayed(file: str, folder: Path) -> Report:
    """Dissected from a file of answers alone, as at a later day."""
    raw, answers = require("cases", file).read_bytes(), folder / "answers.sqlite"
    store = Store(answers)
    store.add(visits(file, raw))
    store.close()
    config = replace(CONFIG, online=frozenset({Permission.SITE}), answers=str(answers))
    with gyotaku.open_session(config, as_of=NOW + timedelta(days=30)) as session:
        return gyotaku.dissect(raw, config, path=file, session=session)


def visits(file: str, raw: bytes) -> list[Answer]:
    sites = Sites(world(require("cases", "world.toml")), lambda: NOW)
    links = {seen.value for seen in gyotaku.dissect(raw, CONFIG).observables if seen.type == "url"}
    asks = [Ask("site", f"{device} ja", link) for link in links for device in ("desktop", "phone")]
    return [sites.answer(ask) for ask in asks]


def test_the_cases_are_here() -> None:
    require("cases", "expected.toml")
    assert len(items()) == 2


@pytest.mark.parametrize(("file", "item"), items())
def test_what_the_site_answered_is_said(file: str, item: dict[str, Any], tmp_path: Path) -> None:
    report = replayed(file, tmp_path)
    found = json.loads(encode(report).splitlines()[0])["findings"]
    group = [finding for finding in found if finding["group"] == item["group"]]
    assert any(all(quote in texts_of(finding) for quote in item["quotes"]) for finding in group), group
    kinds = {finding.kind.id for finding in report.findings}
    assert kinds & {"site-error", "site-closed"} == {"site-error" if file.startswith("2022") else "site-closed"}
    assert all(answer.recorded for answer in report.answers if answer.told)
    for language in LANGUAGES:
        assert NOW.strftime("%Y-%m-%d") in render(report, language)
