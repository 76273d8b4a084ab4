"""A program under measurement: a process that waits for a mail, answers, and waits again.

Its CPU time (user and system, every thread) is read from the kernel's clock of that process to the nanosecond, once it
sleeps again; that of the processes it started is added: running ones by their clocks, ended ones as the kernel counted
them in (to 10 ms, which sums do not lose). Who sends the mails is another process and counts for nobody.
"""

from __future__ import annotations

import os
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

LENGTH = struct.Struct(">Q")
_TICK = 1 / os.sysconf("SC_CLK_TCK")
_WAIT = 20_000


class Absent(Exception):  # noqa: N818 - as the endings of checks are named
    """The program is not installed here; says what to do."""


class Program:
    """`pid` is the process that does the work."""

    name = ""
    pid = 0

    def ask(self, raw: bytes) -> bytes:
        """The answer to one mail."""
        raise NotImplementedError

    def signs(self, answer: bytes) -> int:
        """How many symbols, rules, findings or fields an answer names: what shows that the work was done."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def pin(self, core: int) -> None:
        for pid in tree(self.pid):
            os.sched_setaffinity(pid, {core})

    def own(self) -> float:
        """CPU seconds of the process itself so far."""
        return time.clock_gettime((~self.pid << 3) | 2)

    def spent(self) -> float:
        """CPU seconds so far of the process and of all it started."""
        return sum(time.clock_gettime((~pid << 3) | 2) + reaped(pid) for pid in tree(self.pid))

    def settle(self) -> None:
        """Returns when the process waits for the next mail."""
        stat = Path(f"/proc/{self.pid}/stat")
        for _ in range(_WAIT):
            if stat.read_text().rpartition(")")[2].split()[0] == "S":
                return
            os.sched_yield()

    def peaks(self) -> list[int]:
        """Highest resident memory in octets: of the process, then of each one that it started and that still runs."""
        return [_status(pid, "VmHWM") for pid in tree(self.pid)]

    def anonymous(self) -> int:
        """Resident memory of the process, in octets, that is no page of a file; such pages are shared by all who read that file."""
        return _status(self.pid, "RssAnon")


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name)), 0)


class Piped(Program):
    """Speaks by pipes: eight octets of length, then the mail, and the answer in the same form."""

    def __init__(
        self, name: str, command: list[str], *, path: str | None = None, complaints: int | None = subprocess.DEVNULL
    ) -> None:
        self.name = name
        world = None if path is None else {**os.environ, "PATH": path}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, env=world
        )
        self.pid = self._process.pid
        self._ready()

    def _ready(self) -> None:
        if self._read() != b"":
            raise Absent(f"{self.name} did not start")

    def ask(self, raw: bytes) -> bytes:
        assert self._process.stdin is not None
        self._process.stdin.write(LENGTH.pack(len(raw)) + raw)
        self._process.stdin.flush()
        answer = self._read()
        if answer is None:
            raise SystemExit(f"{self.name} ended in the middle")
        return answer

    def _read(self) -> bytes | None:
        assert self._process.stdout is not None
        head = self._process.stdout.read(LENGTH.size)
        return self._process.stdout.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


def tree(pid: int) -> Iterator[int]:
    """The process and all that it started and that still run."""
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        try:
            waiting += [
                int(child)
                for task in Path(f"/proc/{one}/task").iterdir()
                for child in (task / "children").read_text().split()
            ]
        except OSError:
            continue
        yield one


def reaped(pid: int) -> float:
    """CPU seconds of the ended children of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) * _TICK
