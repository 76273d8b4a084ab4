"""The rules of the house, held by tests."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import gyotaku
from gyotaku.model.finding import Direction
from gyotaku.model.report import VerdictWord
from gyotaku.registry import plan

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "gyotaku"


def test_import_rules_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0


def test_a_dissection_opens_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for mail in sorted((ROOT / "examples").glob("*.eml")):
        assert gyotaku.dissect(mail.read_bytes()).findings


def test_the_plan_holds_every_check_on_disk() -> None:
    folder = SOURCE / "checks"
    on_disk = {
        ".".join(file.relative_to(folder).with_suffix("").parts)
        for file in folder.rglob("*.py")
        if file.name != "__init__.py"
    }
    assert {check.id for check in plan().checks} == on_disk
    assert all(check.kinds for check in plan().checks)


def test_every_fact_on_disk_has_its_maker() -> None:
    on_disk = [file for file in (SOURCE / "mail" / "facts").glob("*.py") if file.name != "__init__.py"]
    assert len(plan().makers) == len(on_disk)


def test_kinds_are_named_for_people() -> None:
    for identifier, kind in plan().kinds.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", identifier)
        assert kind.title.slots() >= kind.why.slots() or kind.why.slots() <= kind.title.slots()


def test_a_kind_that_informs_weighs_nothing_and_says_so() -> None:
    from gyotaku.verdict.weights import weights

    table = weights()
    assert {kind for kind, _, _ in table.measured} <= set(plan().kinds)
    assert table.word(table.prior) is VerdictWord.NO_SIGN
    assert any(kind.direction is Direction.INFORMS for kind in plan().kinds.values())


@pytest.mark.parametrize("file", sorted(SOURCE.rglob("*.py")), ids=lambda file: str(file.relative_to(SOURCE)))
def test_no_broad_except_without_a_reason(file: Path) -> None:
    for line in file.read_text("utf-8").splitlines():
        if re.search(r"except( Exception| BaseException)?\s*(as \w+)?:", line):
            assert "# noqa: BLE001 - " in line, line


def test_tables_have_source_and_date() -> None:
    for file in sorted((SOURCE / "data").glob("*.toml")):
        text = file.read_text("utf-8")
        assert re.search(r"^source = ", text, re.MULTILINE), file.name
        assert re.search(r"^date = ", text, re.MULTILINE), file.name


@pytest.mark.parametrize("file", sorted(SOURCE.rglob("*.py")), ids=lambda file: str(file.relative_to(SOURCE)))
def test_no_group_is_repeated_possessively(file: Path) -> None:
    """Python before 3.11.5, Debian 12's among them, reads such patterns wrong (CPython issue 106052)."""
    for line in file.read_text("utf-8").splitlines():
        assert not re.search(r"\)(?:[*?+]|\{[0-9,]+\})\+|\(\?>", line), line
