"""`dissect --format html`, `markdown` and `csv` on the command line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.report.page import faults, parsed

from gyotaku.cli.main import main
from gyotaku.report.csv import COLUMNS

EXAMPLES = Path(__file__).parents[2] / "examples"
MAILS = sorted(EXAMPLES.glob("*.eml"))


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))


def run(*arguments: str) -> int:
    return main(["dissect", *arguments])


def test_one_page_holds_all_mails_of_a_run(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("--format", "html", "--lang", "ja", *map(str, MAILS)) == 0
    written = capfdbinary.readouterr().out.decode()
    assert list(faults(written)) == []
    assert parsed(written).get("lang") == "ja"
    assert len(list(parsed(written).iter("article"))) == len(MAILS)


def test_what_cannot_be_read_is_no_page(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("--format", "html", "nowhere.eml") == 3
    captured = capfdbinary.readouterr()
    assert captured.out == b""
    assert b"nowhere.eml" in captured.err
    assert run("--format", "html", "nowhere.eml", str(MAILS[0])) == 3
    assert list(faults(capfdbinary.readouterr().out.decode())) == []


def test_a_word_asked_for_is_met_in_every_form(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for form in ("html", "markdown", "csv"):
        assert run("--format", form, "--fail-on", "fraud", str(MAILS[0])) == 1
        assert capfdbinary.readouterr().out


def test_one_table_holds_all_mails_of_a_run(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("--format", "csv", *map(str, MAILS)) == 0
    out = capfdbinary.readouterr().out
    assert out.count(b"\n") == out.count(b"\r\n")
    table = list(csv.DictReader(io.StringIO(out.decode(), newline="")))
    assert tuple(table[0]) == COLUMNS
    assert {row["mail"] for row in table} == {str(mail) for mail in MAILS}


def test_mails_in_markdown_are_set_apart(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("--format", "markdown", "--lang", "en", *map(str, MAILS)) == 0
    out = capfdbinary.readouterr().out.decode()
    assert out.count("\n---\n\n# ") == len(MAILS) - 1
    assert out.startswith("# This mail is fraud.")
