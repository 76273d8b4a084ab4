"""A Dask scheduler and two worker processes, one of them killed in the middle."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.batch.making import STAMP, Here, mail, mbox, rows, scanned

from gyotaku.batch.cluster import Cluster
from gyotaku.batch.handing import Setting
from gyotaku.batch.processes import EngineError
from gyotaku.model.configuration import Config

SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
WORKER = "from distributed.cli.dask_worker import main; main()"


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    log = tmp_path / "log"
    started: list[subprocess.Popen[bytes]] = []

    def start(code: str, *arguments: str) -> None:
        with log.open("ab") as file:
            command = [sys.executable, "-W", "ignore", "-c", code, *arguments]
            started.append(subprocess.Popen(command, stderr=file, stdout=file, cwd=tmp_path))

    start(SCHEDULER, "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter")
    until = time.monotonic() + 60
    while (found := re.search(r"tcp://127\.0\.0\.1:[0-9]+", log.read_text())) is None and time.monotonic() < until:
        time.sleep(0.1)
    assert found, log.read_text()
    for _ in range(2):
        start(WORKER, found[0], "--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(tmp_path))
    yield found[0], started[1:]
    for process in reversed(started):
        process.kill()
        process.wait()


class Killing(Cluster):
    """Kills a worker when some batches are under way."""

    victim: subprocess.Popen[bytes] | None = None
    submitted = 0

    def asked(self, mails: object) -> object:
        self.submitted += 1
        if self.submitted == 6 and self.victim is not None:
            os.kill(self.victim.pid, signal.SIGKILL)
        return super().asked(mails)  # type: ignore[arg-type]


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_of_a_cluster_loses_nothing_and_repeats_nothing(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    source = mbox(tmp_path / "many.mbox", [mail(number % 650, "Please. " * 40) for number in range(700)])
    engine = Killing(address, Setting(Config(), STAMP))
    engine._client.wait_for_workers(2, timeout=60)
    engine.victim = workers[0]
    scanned(tmp_path / "out", source, engine=engine)  # type: ignore[arg-type]
    assert workers[0].wait(10) == -signal.SIGKILL
    scanned(tmp_path / "here", source, engine=Here())
    assert rows(tmp_path / "out") == rows(tmp_path / "here")


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gyotaku.batch.cluster._PATIENCE", 1)
    with pytest.raises(EngineError, match="cannot be used"):
        Cluster("tcp://127.0.0.1:9", Setting(Config(), STAMP))
