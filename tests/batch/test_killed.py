"""Processes that end: ours by SIGKILL at any moment, a worker's by whatever hand; and what SQL may not reach."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.batch.making import EXAMPLES, STAMP, mail, mbox, rows, scanned

from gyotaku.batch import processes
from gyotaku.batch.handing import Setting
from gyotaku.batch.processes import EngineError, Processes
from gyotaku.batch.questions import QUESTIONS, Asking, QuestionError
from gyotaku.cli.main import main
from gyotaku.mail.given import Mail
from gyotaku.model.configuration import Config

KILLS = 10


def run(source: Path, out: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "gyotaku",
        "scan",
        str(source),
        "-o",
        str(out),
        "--part-rows",
        "15",
        "--processes",
        "1",
        "--no-summary",
    ]
    return subprocess.Popen([*command, *more], stderr=subprocess.DEVNULL)


def children(process: subprocess.Popen[bytes]) -> list[int]:
    tasks = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


def test_ten_kills_at_random_moments_lose_nothing_and_repeat_nothing(tmp_path: Path) -> None:
    chance = random.Random(8)  # noqa: S311
    # Enough mails for every kill to meet a scan at work; some are the same.
    source = mbox(tmp_path / "many.mbox", [mail(number % 1150, "Please. " * 40) for number in range(1200)])
    assert run(source, tmp_path / "whole").wait(120) == 0
    met = 0
    for _ in range(KILLS):
        running = run(source, tmp_path / "out", "--resume")
        parts = len(list((tmp_path / "out").glob("part-*"))) if (tmp_path / "out").exists() else 0
        until = time.monotonic() + 60
        # At first it only loads: what is killed then has begun nothing.
        while (
            not list((tmp_path / "out").glob(f"part-{parts + 1:05}*"))
            and time.monotonic() < until
            and running.poll() is None
        ):
            time.sleep(0.005)
        time.sleep(chance.random() * 0.06)
        met += running.poll() is None
        running.kill()
        running.wait()
    assert met >= KILLS - 2
    assert run(source, tmp_path / "out", "--resume").wait(120) == 0
    assert rows(tmp_path / "out") == rows(tmp_path / "whole")
    assert not list((tmp_path / "out").glob("*.writing"))


def test_a_worker_that_is_killed_costs_no_row_and_leaves_none_behind(tmp_path: Path) -> None:
    source = mbox(tmp_path / "many.mbox", [mail(number, "Please. " * 40) for number in range(400)])
    running = run(source, tmp_path / "out")
    while not list((tmp_path / "out").glob("part-*.parquet")) and running.poll() is None:
        time.sleep(0.01)
    victims = children(running)
    assert victims
    os.kill(victims[0], signal.SIGKILL)
    assert running.wait(120) == 0
    found = rows(tmp_path / "out")
    assert [row["subject"] for row in found] == [f"Number {number}" for number in range(400)]
    assert not [row for row in found if row["error"]]


def test_the_first_signal_ends_a_scan_in_order(tmp_path: Path) -> None:
    source = mbox(tmp_path / "many.mbox", [mail(number, "Please. " * 40) for number in range(2000)])
    running = run(source, tmp_path / "out")
    while not list((tmp_path / "out").glob("part-*.parquet")) and running.poll() is None:
        time.sleep(0.01)
    workers = children(running)
    running.terminate()
    assert running.wait(30) == 130
    found = rows(tmp_path / "out")
    assert 0 < len(found) < 2000
    assert [row["subject"] for row in found] == [f"Number {number}" for number in range(len(found))]
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


def test_a_mail_that_ends_its_process_becomes_a_row_and_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = (
        "import os, gyotaku.batch.handing as handing, gyotaku.batch.worker as worker\n"
        "whole = handing.dissected\n"
        "def dissected(mails, given):\n"
        "    if b'END-ME' in mails: os.abort()\n"
        "    return whole(mails, given)\n"
        "handing.dissected = dissected\n"
        "worker.main()\n"
    )
    monkeypatch.setattr(processes, "COMMAND", [sys.executable, "-c", program])
    monkeypatch.setattr("gyotaku.batch.scan._BATCH_MAILS", 4)
    mails = [mail(number, "END-ME" if number == 5 else "") for number in range(10)]
    engine = Processes(1, Setting(Config(), STAMP))
    counts = scanned(tmp_path / "out", mbox(tmp_path / "a.mbox", mails), engine=engine)
    found = rows(tmp_path / "out")
    assert [row["error"] for row in found] == [None] * 5 + ["died"] + [None] * 4
    assert "SIGABRT" in found[5]["reason"]
    assert found[5]["verdict"] is None
    assert counts.unread == 1


def test_workers_that_cannot_start_are_no_mails_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "COMMAND", [sys.executable, "-c", "raise SystemExit(7)"])
    engine = Processes(1, Setting(Config(), STAMP))
    with pytest.raises(EngineError, match="ended with 7"):
        engine.submit([Mail("a", mail(1))]).result()
    engine.close()


def test_a_worker_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "import sys, time\nsys.stdout.buffer.write(bytes(8)); sys.stdout.flush(); time.sleep(60)"
    monkeypatch.setattr(processes, "COMMAND", [sys.executable, "-c", program])
    monkeypatch.setattr(processes, "_PATIENCE", 0.05)
    engine = Processes(1, Setting(Config(), STAMP))
    assert engine.submit([Mail("a", mail(1))]).result()[0].to_pylist()[0]["error"] == "died"
    engine.close()


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    out = tmp_path_factory.mktemp("asked")
    scanned(out / "out", EXAMPLES)
    return Asking(out / "out")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_ready_question_is_answered(asking: Asking, name: str) -> None:
    answer = asking.ask(QUESTIONS[name])
    assert answer.columns
    assert list(answer.rows)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM 'http://192.0.2.1/x.parquet'",
        "COPY mails TO 'x.parquet'",
        "COPY (SELECT 1) TO '/dev/stdout'",
        "EXPORT DATABASE 'x'",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "LOAD 'x'",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SELECT getenv('HOME')",
        "SELECT * FROM STAMP",
        "SELECT 1; SELECT 2",
        "",
        "SELECT nothing FROM mails",
        "SELECT error('x')",
    ],
)
def test_sql_reaches_the_rows_and_nothing_else(
    asking: Asking, sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QuestionError):
        list(asking.ask(sql).rows)
    assert not list(tmp_path.iterdir())


def test_the_command_line_shows_what_mails_say_and_lets_none_of_it_act(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    hostile = mail(1).replace(b"Subject: Number 1", "Subject: \x1b[2J=1+1 http://bad.example/x \u202e".encode())
    (tmp_path / "a.eml").write_bytes(hostile)
    scanned(tmp_path / "out", tmp_path / "a.eml")
    sql = "SELECT subject, 1 AS one FROM mails"
    assert main(["query", str(tmp_path / "out"), sql]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "hxxp://bad[.]example/x" in shown
    assert main(["query", str(tmp_path / "out"), sql.replace("subject", "'=1' AS subject"), "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == ['"subject","one"', '"\'=1","1"']
    assert main(["query", str(tmp_path / "out"), sql, "--format", "json"]) == 0
    assert capsys.readouterr().out.isascii()
    assert main(["query", str(tmp_path / "out")]) == 2
    assert main(["query", str(tmp_path / "absent"), "--ask", "brands"]) == 2
    assert "no scan is there" in capsys.readouterr().err
