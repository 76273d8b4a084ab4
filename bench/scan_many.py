"""Whole mailboxes: `python bench/scan_many.py [--mails N] [--folder DIR ...]`.

Makes an mbox of N mails out of the corpora's (each with a header field of its own, so that none is the duplicate of
another) in a folder of its own, and scans it by one worker process, by two, and by two workers of a Dask scheduler on the
same cores. Prints for each: seconds, rate, CPU time a mail of the first process and of all others (where cores are shared with other
work, these still tell what a second worker can give), and the highest resident memory so far (VmHWM) of the first process, of the
largest worker and of the largest other process, and of all together (what they share counted once), at each quarter of the way: memory is
flat where the quarters agree. Then the ratios, and whether all wrote the same rows. The mails take 30 KB each on the disk.

`--flat GB` makes one mbox of so many gigabytes of mails that cost next to nothing to dissect, scans it by one worker and prints the memory alone.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from figures import tell

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "shared")) / "corpora"
FOLDERS = [SHARED / "mail" / "phish", SHARED / "mail" / "ham"]
SEPARATOR = b"From bench@example.com Mon Jun  5 09:12:44 2023\n"
EVERY = 3.0
SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
WORKER = "from distributed.cli.dask_worker import main; main()"
ADVISED = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
Memory = dict[str, int]
"""Megabytes at most so far, by `first`, `worker`, `other`, `together`."""


def make(target: Path, count: int, folders: list[Path]) -> int:
    """An mbox of so many mails; its size."""
    mails = [file.read_bytes() for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    # A mail that was saved with a mailbox's separator would have two of them.
    mails = [re.sub(rb"\A>?From [^\n]*\n", b"", raw) for raw in mails]
    mails = [raw.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ") for raw in mails]
    with target.open("wb") as file:
        for number in range(count):
            head, end, body = mails[number % len(mails)].partition(b"\n\n")
            file.write(SEPARATOR + head + b"\nX-Number: %d" % number + (end + body).rstrip(b"\n") + b"\n\n")
        return file.tell()


def make_large(target: Path, octets: int) -> int:
    """An mbox of so many octets, of mails of 6 to 120 KB; how many mails."""
    count = 0
    with target.open("wb") as file:
        while file.tell() < octets:
            head = b"From: a@example.com\nTo: b@example.com\nDate: Mon, 5 Jun 2023 09:12:44 +0900\nMessage-ID: <%d@example.com>\nSubject: %d\n"
            body = (
                b"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n" + b"QUJD" * 18 + b"\n"
            )
            lines = b"QUJDREVG" * 9 + b"\n"
            file.write(SEPARATOR + head % (count, count) + body + lines * (80 + count % 1600) + b"\n")
            count += 1
    return count


class Watch:
    """Memory and CPU time of a tree of processes, seen again and again."""

    def __init__(self) -> None:
        self.memory: Memory = {}
        self.first = 0.0
        """CPU seconds of the first process alone."""
        self.whole = 0.0

    def look(self, pids: list[int], first: int) -> None:
        waiting = list(pids)
        whole = together = 0.0
        while waiting:
            one = waiting.pop()
            try:
                status = Path(f"/proc/{one}/status").read_text()
                command = Path(f"/proc/{one}/cmdline").read_bytes()
                shared = re.search(r"\nPss:\s*(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text())
                fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
                for task in Path(f"/proc/{one}/task").glob("*/children"):  # each thread has children of its own
                    waiting += map(int, task.read_text().split())
            except OSError:
                continue
            together += int(shared[1]) / 1024 if shared else 0
            own, ended = (sum(map(int, part)) / os.sysconf("SC_CLK_TCK") for part in (fields[11:13], fields[13:15]))
            whole += own + ended  # children that have ended are not met any more
            self.first = own if one == first else self.first
            peak = re.search(r"VmHWM:\s*(\d+)", status)
            role = (
                "first"
                if one == first
                else "worker"
                if b"batch.worker" in command or WORKER.encode() in command
                else "other"
            )
            self.memory[role] = max(int(peak[1]) // 1024 if peak else 0, self.memory.get(role, 0))
        self.whole = max(whole, self.whole)
        self.memory["together"] = max(round(together), self.memory.get("together", 0))


class Run:
    """One scan: how long, what memory at each moment, what CPU time."""

    def __init__(self, source: Path, out: Path, arguments: list[str], also: list[int]) -> None:
        command = [
            sys.executable,
            "-m",
            "gyotaku",
            "scan",
            str(source),
            "-o",
            str(out),
            "--no-summary",
            "--lang",
            "en",
            *arguments,
        ]
        watch = Watch()
        watch.look(also, 0)
        before = watch.whole
        start = time.monotonic()
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self.moments: list[Memory] = []
        while True:
            watch.look([running.pid, *also], running.pid)
            self.moments.append(dict(watch.memory))
            try:
                running.wait(EVERY)
            except subprocess.TimeoutExpired:
                continue
            break
        assert running.returncode in {0, 3}, running.returncode
        self.seconds = time.monotonic() - start
        self.first = watch.first
        self.others = watch.whole - before - watch.first

    def quarters(self) -> list[Memory]:
        return [self.moments[min(len(self.moments) * n // 4, len(self.moments) - 1)] for n in range(1, 5)]

    def told(self) -> str:
        quarters = self.quarters()
        roles = sorted({role for moment in quarters for role in moment})
        return "; ".join(f"{role} {' '.join(str(moment.get(role, 0)) for moment in quarters)}" for role in roles)


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and two workers of one thread each, on this machine, as docs/scan.md advises; its address and their process ids."""
    log = folder / "dask.log"
    log.write_bytes(b"")
    started: list[subprocess.Popen[bytes]] = []

    def start(code: str, *arguments: str) -> None:
        with log.open("ab") as file:
            started.append(
                subprocess.Popen(
                    [sys.executable, "-W", "ignore", "-c", code, *arguments],
                    stderr=file,
                    stdout=file,
                    cwd=folder,
                    env=os.environ | ADVISED,
                )
            )

    try:
        start(SCHEDULER, "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter")
        until = time.monotonic() + 60
        while (found := re.search(r"tcp://127\.0\.0\.1:[0-9]+", log.read_text())) is None:
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        for _ in range(2):
            start(WORKER, found[0], "--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder))
        while log.read_text().count("Registered to") < 2:
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        yield found[0].replace("tcp", "dask"), [process.pid for process in started]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def compare(folder: Path, count: int, folders: list[Path]) -> None:
    mbox = folder / "many.mbox"
    size = make(mbox, count, folders)
    print(
        f"{count:,} mails, {size / 1e6:,.0f} MB; {len(os.sched_getaffinity(0))} cores; load {os.getloadavg()[0]:.1f} before"
    )
    rates: dict[str, float] = {}
    memory: dict[str, list[Memory]] = {}
    for name in ("1 process", "2 processes", "dask, 2 workers"):
        out = folder / name
        if name.startswith("dask"):
            with cluster(folder) as (address, pids):
                run = Run(mbox, out, ["--engine", address], pids)
        else:
            run = Run(mbox, out, ["--processes", name[0]], [])
        rates[name] = count / run.seconds
        memory[name] = run.quarters()
        print(
            f"{name}: {run.seconds:.1f} s, {rates[name]:.1f} mails/s; CPU ms a mail: {run.first / count * 1000:.2f} first process, "
            f"{run.others / count * 1000:.2f} all others; MB at each quarter: {run.told()}; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    one, two, dask = rates.values()
    equal = same([folder / name for name in rates])
    print(f"two processes / one: {two / one:.2f}; dask / two processes: {dask / two:.2f}; rows equal: {equal}")
    tell(
        mails=count,
        rates=[round(one), round(two)],
        ratio=round(two / one, 2),
        dask=round(dask / two, 2),
        megabytes=memory,
        equal=equal,
    )


def flat(folder: Path, gigabytes: float) -> None:
    mbox = folder / "large.mbox"
    count = make_large(mbox, int(gigabytes * 1e9))
    run = Run(mbox, folder / "out", ["--processes", "1"], [])
    print(f"{gigabytes} GB in one mbox, {count:,} mails: {run.seconds:.0f} s; MB at each quarter: {run.told()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=4000)
    parser.add_argument("--folder", type=Path, action="append", help="mails to make others of (default: the corpora)")
    parser.add_argument("--where", type=Path, help="folder for mailbox and tables (default: a temporary one)")
    parser.add_argument("--flat", type=float, metavar="GB", help="memory alone, with a mailbox of so many gigabytes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.where) as name:
        if options.flat:
            flat(Path(name), options.flat)
        else:
            compare(Path(name), options.mails, options.folder or FOLDERS)


def same(outs: list[Path]) -> bool:
    """All rows, in their order."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = [pa.concat_tables(pq.read_table(part) for part in sorted(out.glob("part-*"))) for out in outs]
    return all(table.equals(tables[0]) for table in tables)


if __name__ == "__main__":
    main()
