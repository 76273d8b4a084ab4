"""The watch keeps its promises when it is killed at any moment, when two of it run, and with a thousand links."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from tests.archive.watcher import LEASE, now
from tests.archive.watching import BEGIN

from gyotaku.archive.watch_store import WatchStore

PROGRAM = [sys.executable, str(Path(__file__).with_name("watcher.py"))]
KILLS = 15
LINKS = 40


def _started(file: Path, log: Path, how: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*PROGRAM, str(file), str(log), how])


def _links(file: Path, count: int, every: timedelta) -> None:
    store = WatchStore(file)
    for number in range(count):
        url = f"https://site{number}.example/"
        store.add(url, url, now(), now() + timedelta(days=90), every)
    store.close()


def test_killed_at_any_moment(tmp_path: Path) -> None:
    file, log = tmp_path / "watch.sqlite", tmp_path / "log"
    _links(file, LINKS, timedelta(seconds=0.02))
    log.touch()
    dice = random.Random(8)  # noqa: S311
    for _ in range(KILLS):
        before = log.stat().st_size
        process = _started(file, log, "endless")
        waiting = time.monotonic()
        while log.stat().st_size == before and time.monotonic() - waiting < 20:
            time.sleep(0.005)
        time.sleep(dice.uniform(0, 0.15))
        process.kill()
        process.wait()
    time.sleep(LEASE.total_seconds())
    assert _started(file, log, "once").wait(60) == 0
    lines = log.read_text("ascii").splitlines()
    ended = Counter(line for line in lines if line.startswith("end"))
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    kept = connection.execute("SELECT sum(visits) FROM links").fetchone()[0]
    assert ended.total() - KILLS <= kept <= ended.total(), "at most the visit that was killed is not kept"
    assert kept == connection.execute("SELECT sum(visits) FROM periods").fetchone()[0]
    assert connection.execute("SELECT count(*) FROM links WHERE claim IS NOT NULL").fetchone() == (0,)
    connection.close()
    # A visit begun and not ended was begun again.
    last = {line.split()[1]: line.split()[0] for line in lines if not line.startswith("told")}
    assert set(last.values()) == {"end"}
    assert len(last) == LINKS
    assert sum(line.startswith("begin") for line in lines) > ended.total(), "nobody was killed in the middle"
    store = WatchStore(file)
    told = {int(line.split()[1]) for line in lines if line.startswith("told")}
    told |= {change.number for change in store.untold(now() + timedelta(hours=1))}
    assert told == set(range(1, max(told) + 1)), "every change was told"
    store.close()


def test_two_watchers_do_not_visit_twice(tmp_path: Path) -> None:
    file, log = tmp_path / "watch.sqlite", tmp_path / "log"
    _links(file, 120, timedelta(days=1))
    pair = [_started(file, log, "once") for _ in range(2)]
    assert [process.wait(60) for process in pair] == [0, 0]
    lines = Counter(log.read_text("ascii").splitlines())
    begun = [line for line in lines if line.startswith("begin")]
    assert len(begun) == 120
    assert set(lines.values()) == {1}


def test_a_thousand_links_in_flat_memory_and_bounded_history(tmp_path: Path) -> None:
    file = tmp_path / "watch.sqlite"
    store = WatchStore(file)
    store._connection.execute("PRAGMA synchronous = OFF")
    for number in range(1_000):
        url = f"https://site{number}.example/login?id=xxxxxxxx"
        store.add(url, url, BEGIN, BEGIN + timedelta(days=900), timedelta(days=1))
    store.close()
    out = subprocess.run(
        [*PROGRAM, str(file), "-", "grow", "12"], stdout=subprocess.PIPE, check=True, timeout=120
    ).stdout
    told = json.loads(out)
    assert told["visits"] == 12_000
    assert told["late"] - told["early"] < 3_000, told
    assert told["size"] < 12_000_000, told
