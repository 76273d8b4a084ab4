"""Many mails on the command line: progress, the table at the end, containers, and how to get a mail's source."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from pathlib import Path

import pytest
from tests.wrap import mboxrd

from gyotaku.cli.main import main
from gyotaku.cli.progress import Progress
from gyotaku.data.tables import table
from gyotaku.model.report import VerdictWord
from gyotaku.report.layout import columns
from gyotaku.report.summary import Row, render

EXAMPLES = Path(__file__).parents[2] / "examples"
MAILS = sorted(EXAMPLES.glob("*.eml"))


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))


def run(*arguments: str) -> int:
    return main(list(arguments))


def test_a_table_ends_a_run_of_many_mails(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("dissect", "--lang", "en", *map(str, MAILS)) == 0
    out = capsys.readouterr().out
    table_ = out.rpartition("2 mails")[2]
    assert re.search(r"^ +fraud +2\n", table_, re.MULTILINE)
    assert table_.count(".eml") == 2
    assert run("dissect", "--lang", "ja", str(MAILS[0])) == 0
    assert "通のメール" not in capsys.readouterr().out


def test_with_json_there_is_no_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("dissect", "--format", "json", *map(str, MAILS)) == 0
    captured = capsys.readouterr()
    assert [json.loads(line)["mail"]["carrier"] for line in captured.out.splitlines()] == [None, None]
    assert captured.err == ""


def test_what_was_not_read_inside_a_container_makes_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile("mails.zip", "w") as archive:
        archive.write(MAILS[0], "a.eml")
        archive.writestr("readme.txt", "no mail\n")
    assert run("dissect", "--format", "json", "mails.zip") == 3
    captured = capsys.readouterr()
    mail = json.loads(captured.out)["mail"]
    assert mail["path"] == "mails.zip!a.eml"
    assert mail["carrier"] == {"path": "mails.zip", "sha256": None, "subject": None, "verdict": None}
    assert "mails.zip!readme.txt" in captured.err
    assert run("dissect", "--fail-on", "likely", "mails.zip") == 1
    Path("inbox").write_bytes(mboxrd(MAILS[0].read_bytes()) * 2)
    assert run("dissect", "--lang", "en", "inbox") == 0
    out = capsys.readouterr().out
    assert "inbox!2" in out
    assert "This mail is from the file inbox" in out


def test_table_lines_fit_and_hostile_words_cannot_write_to_the_terminal() -> None:
    rows = [Row(word, "件名" * 60, "x" * 300, "p" * 300) for word in VerdictWord]
    for language in ("en", "ja"):
        for width in (40, 80, 160):
            text = render(rows, 3, language, width=width)
            assert all(columns(line) <= max(width, 60) for line in text.splitlines())


def test_progress_writes_only_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, written in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        clock = iter(range(100))
        monkeypatch.setattr("gyotaku.cli.progress.time.monotonic", lambda clock=clock: float(next(clock)))
        progress = Progress()
        progress.step(1, "a")
        assert stream.getvalue() == ""
        progress.step(2, "b.eml")
        assert ("b.eml" in stream.getvalue()) is written
        progress.clear()
        assert stream.getvalue().endswith("\x1b[K") is written


def test_howto_source(capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("ja", "en"):
        assert run("howto", "source", "--lang", language) == 0
        out = capsys.readouterr().out
        for client in table("howto")["client"]:
            assert client["id"] in out
        assert "2026-11-22" in out
    assert run("howto", "source", "--client", "gmail", "--lang", "ja") == 0
    out = capsys.readouterr().out
    assert "メッセージのソースを表示" in out
    assert "Thunderbird" not in out
    assert run("howto", "source", "--client", "pine") == 2
    assert "thunderbird" in capsys.readouterr().err


def test_howto_is_whole() -> None:
    from gyotaku.cli.arguments import _CLIENTS

    clients = table("howto")["client"]
    assert tuple(client["id"] for client in clients) == _CLIENTS
    for client in clients:
        for way in client["way"]:
            assert len(way["en"]) == len(way["ja"]) > 1
            assert all(step.endswith("。") for step in way["ja"])
