"""Whole mailboxes: `python bench/scan_many.py [--mails N] [--folder DIR ...]`.

Makes an mbox of N mails out of the corpora's (each with a header field of its own, so that none is the duplicate of
another) in a folder of its own, scans it by one worker process and by two, and prints for each: mails, seconds, rate, the
highest resident memory of the first process and of each worker (VmHWM), that at a third of the way, which tells
whether memory grows with the mailbox, and CPU time a mail of the first process and of all others: where cores are shared
with other work, these two still tell what a second worker can give. Then the ratio of the rates, and whether both wrote the same rows.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "shared")) / "corpora"
FOLDERS = [SHARED / "mail" / "phish", SHARED / "mail" / "ham"]
SEPARATOR = b"From bench@example.com Mon Jun  5 09:12:44 2023\n"


def make(target: Path, count: int, folders: list[Path]) -> int:
    """An mbox of so many mails; its size."""
    mails = [file.read_bytes() for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    mails = [b"X-Number: %d\n" + raw.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ") for raw in mails]
    with target.open("wb") as file:
        for number in range(count):
            raw = mails[number % len(mails)].replace(b"X-Number: %d\n", b"X-Number: %d\n" % number, 1)
            file.write(SEPARATOR + raw.rstrip(b"\n") + b"\n\n")
        return file.tell()


def peaks(pid: int) -> dict[int, int]:
    """Megabytes of each process of the tree, at its highest."""
    found: dict[int, int] = {}
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        try:
            status = Path(f"/proc/{one}/status").read_text()
            for task in Path(f"/proc/{one}/task").glob("*/children"):  # each thread has children of its own
                waiting += map(int, task.read_text().split())
        except OSError:
            continue
        for line in status.splitlines():
            if line.startswith("VmHWM"):
                found[one] = int(line.split()[1]) // 1024
    return found


def worked(pid: int) -> float:
    """CPU seconds of one process, without its children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def scan(mbox: Path, out: Path, processes: int, extra: list[str]) -> tuple[float, list[dict[int, int]], float, float]:
    """Seconds, the memory every second, CPU seconds of the first process and of all."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "gyotaku", "scan", str(mbox), "-o", str(out), "--no-summary", "--lang", "en"]
    start = time.monotonic()
    running = subprocess.Popen([*command, "--processes", str(processes), *extra])
    seen: list[dict[int, int]] = []
    own = 0.0
    while running.poll() is None:
        seen.append(peaks(running.pid))
        own = worked(running.pid)
        time.sleep(0.5)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    whole = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - start, seen, own, whole


def highest(seen: list[dict[int, int]]) -> str:
    most: dict[int, int] = {}
    for one in seen:
        for pid, size in one.items():
            most[pid] = max(size, most.get(pid, 0))
    return " ".join(f"{size}" for size in sorted(most.values(), reverse=True)[:4])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=4000)
    parser.add_argument("--folder", type=Path, action="append", help="mails to make others of (default: the corpora)")
    parser.add_argument("--where", type=Path, help="folder for mailbox and tables (default: a temporary one)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.where) as name:
        mbox = Path(name, "many.mbox")
        size = make(mbox, options.mails, options.folder or FOLDERS)
        print(f"{options.mails:,} mails, {size / 1e6:,.0f} MB; load {os.getloadavg()[0]:.1f} before")
        rates: list[float] = []
        for processes in (1, 2):
            out = Path(name, f"out{processes}")
            seconds, seen, own, whole = scan(mbox, out, processes, [])
            rates.append(options.mails / seconds)
            third = seen[: max(len(seen) // 3, 1)]
            print(
                f"{processes} process(es): {seconds:.1f} s, {rates[-1]:.0f} mails/s; MB at most: {highest(seen)} "
                f"(after a third: {highest(third)}); CPU ms a mail: {own / options.mails * 1000:.2f} to read and write, "
                f"{(whole - own) / options.mails * 1000:.2f} to dissect; load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
        print(f"ratio {rates[1] / rates[0]:.2f}; rows equal: {same(Path(name, 'out1'), Path(name, 'out2'))}")


def same(one: Path, other: Path) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = [pa.concat_tables(pq.read_table(part) for part in sorted(out.glob("part-*"))) for out in (one, other)]
    return bool(tables[0].equals(tables[1]))


if __name__ == "__main__":
    main()
