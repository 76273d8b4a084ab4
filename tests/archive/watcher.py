"""A watcher that is a process of its own, so that it can be killed and measured. `python watcher.py FILE LOG endless|once|grow`."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.archive.watching import BEGIN, Clock, look

from gyotaku.archive.watch import Watcher
from gyotaku.archive.watch_store import WatchStore
from gyotaku.model.visit import AnswerClass, Look

LEASE = timedelta(seconds=0.3)


def now() -> datetime:
    return datetime.now(UTC)


def alive(file: str, log: str, *, once: bool) -> None:
    """Visits by the real clock; writes down when each begins and ends, and what it tells."""
    store = WatchStore(Path(file))
    out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def visit(url: str) -> Look:
        os.write(out, f"begin {url}\n".encode())
        time.sleep(0.01)
        os.write(out, f"end {url}\n".encode())
        answer = AnswerClass.CLOSED if time.time_ns() % 3 == 0 else AnswerClass.LOGIN_PAGE
        return look(url, answer, when=now())

    def told() -> None:
        for change in store.untold(now()):
            os.write(out, f"told {change.number}\n".encode())

    watcher = Watcher(store, visit, now, time.sleep, LEASE)
    if once:
        watcher.round(told, lambda claim, why: None)
    else:
        watcher.watch(told, lambda claim, why: None)


def peak() -> int:
    """kB."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def grow(file: str, rounds: int) -> None:
    """Many rounds of many links by a clock of its own; prints the peak of memory after the second round and after the last."""
    store = WatchStore(Path(file))
    store._connection.execute("PRAGMA synchronous = OFF")  # what is measured is memory, not the disk
    clock = Clock()
    count = 0

    def visit(url: str) -> Look:
        nonlocal count
        count += 1
        answer = (AnswerClass.LOGIN_PAGE, AnswerClass.CLOSED, AnswerClass.ERROR)[(clock.now - BEGIN).days % 3]
        return look(url, answer, answer, title=f"{count} " * 2_000, when=clock.now)

    def told() -> None:
        for _ in store.untold(clock()):
            pass

    watcher = Watcher(store, visit, clock, clock.sleep)
    early = 0
    for number in range(rounds):
        watcher.round(told, lambda claim, why: None)
        clock.now = store.due(clock()) or clock.now
        clock.sleep(3600)
        if number == 1:
            early = peak()
    told_of = {"early": early, "late": peak(), "visits": count, "size": Path(file).stat().st_size}
    sys.stdout.write(json.dumps(told_of))


if __name__ == "__main__":
    _, file, log, how, *more = sys.argv
    if how == "grow":
        grow(file, int(more[0]))
    else:
        alive(file, log, once=how == "once")
