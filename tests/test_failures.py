"""A check that breaks, ours or a plug-in's, costs its answer and says so; it never reads as clean."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

import gyotaku
from gyotaku import dissection
from gyotaku.model.answers import CheckRun, Ended
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Finding
from gyotaku.model.report import VerdictWord
from gyotaku.registry import Check, Recipe, plan
from gyotaku.report.json import encode
from gyotaku.report.terminal import render

VOUCHED = Path(__file__).parent / "kinds" / "organization-itself" / "fires-dmarc.eml"
"""A mail for which its sender's domain speaks, so that nothing but the broken check is in the way of `no-sign`."""
CONFIG = Config(own_domains=("sakuragi.example",), trusted_hosts=("mx.sakuragi.example",))


def broken() -> Iterator[Finding]:
    raise RuntimeError("out of order {0}")
    yield


@pytest.fixture
def with_a_broken_check(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = plan()
    check = Check("plugin.broken", Recipe(broken, (), ()), (), CheckRun("plugin.broken", Ended.RAN))
    monkeypatch.setattr(dissection, "plan", lambda: replace(whole, checks=(*whole.checks, check)))


def test_without_it_the_mail_shows_no_sign() -> None:
    assert gyotaku.dissect(VOUCHED.read_bytes(), CONFIG).verdict.word is VerdictWord.NO_SIGN


@pytest.mark.usefixtures("with_a_broken_check")
def test_a_broken_check_is_no_sign_of_innocence() -> None:
    report = gyotaku.dissect(VOUCHED.read_bytes(), CONFIG)
    assert report.verdict.word is VerdictWord.CANNOT_TELL
    assert report.verdict.without_attacker_clearance.word is VerdictWord.CANNOT_TELL
    assert [run.id for run in report.checks if run.ended is Ended.FAILED] == ["plugin.broken"]
    shown = json.loads(encode(report))
    assert any(check["ended"] == "failed" and "out of order" in check["why"] for check in shown["checks"])
    for language in ("en", "ja"):
        assert "plugin.broken" in render(report, language)
