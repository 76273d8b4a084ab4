"""Runs every bench, one after the other, and writes what the documentation quotes: `python bench/all.py [--quick] [NAME ...]`.

Figures go to bench/results.json, from there into docs/performance_table.md and the README's block. A bench that cannot run here (no corpora, a
program that is not installed) is a row that says so. With names, only these run, and the other figures stay. Nothing else should run meanwhile: the load
average is written down beside the figures. `--quick` runs each with little, for trying; it writes nothing unless `--write` is given.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import FILE
from peers.installing import install
from samples import SHARED
from table import RESULTS, ROOT, ROWS, page, write

HERE = Path(__file__).parent
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "received": (str(SHARED / "mail"), str(SHARED / "ham_ja"), str(SHARED / "fixtures"))
}
QUICK: dict[str, tuple[str, ...]] = {
    "scan": ("--mails", "20", "--slow", "4", "--rounds", "2", "--starts", "3"),
    "linear": ("--most", "20000", "--only", "text"),
    "scan_many": ("--mails", "200"),
    "parse": ("--rounds", "1"),
    "cold": ("--runs", "2"),
    "article": ("--runs", "1"),
    "lookups": ("40", "10"),
    "lists": ("--rows", "20000"),
    "received": ARGUMENTS["received"],
    "stages": ("--mails", "20"),
    "authentication": ("--rounds", "100"),
    "text": ("--rounds", "1", "--most", "10"),
}
NEEDS_CORPORA = frozenset({"parse", "received", "scan_many", "text", "morphology"})
PATIENCE = 3600
"""Seconds for one bench."""


def machine() -> dict[str, object]:
    cpu = platform.processor() or "an unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    return {
        "cores": os.cpu_count(),
        "cpu": cpu,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def run(name: str, arguments: tuple[str, ...]) -> dict[str, object]:
    """What one bench told, or why it told nothing."""
    shown = f"python bench/{name}.py" + (" FOLDER..." if name in ARGUMENTS else "")
    if name in NEEDS_CORPORA and not SHARED.is_dir():
        return {"command": shown, "why": "the corpora are not here"}
    load, started = round(os.getloadavg()[0], 1), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "figures.json")
        command = [sys.executable, str(HERE / f"{name}.py"), *arguments]
        try:
            done = subprocess.run(command, env={**os.environ, FILE: str(told)}, check=False, timeout=PATIENCE, cwd=ROOT)
        except subprocess.TimeoutExpired:
            return {"command": shown, "why": f"not done after {PATIENCE} seconds"}
        found = json.loads(told.read_text("utf-8")) if told.exists() else None
    if found is None or done.returncode:
        return {"command": shown, "why": f"it ended with {done.returncode}" + ("" if found else " and told nothing")}
    return {
        "command": shown,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "load": load,
        "seconds": round(time.monotonic() - started),
        "figures": found,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*ROWS, []], help="these alone")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true", help="keep the figures of a quick run")
    parser.add_argument(
        "--install", action="store_true", help="first install the programs that bench/scan.py compares with"
    )
    options = parser.parse_args()
    if options.install:
        install()
    known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {"benches": {}}
    results = {"machine": machine(), "benches": dict(known["benches"])}
    for name in options.names or ROWS:
        arguments = (QUICK if options.quick else ARGUMENTS).get(name, ())
        print(f"\n=== {name} {' '.join(arguments)}", flush=True)
        results["benches"][name] = run(name, arguments)
    if options.quick and not options.write:
        print("\n" + page(results))
        return
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    write()


if __name__ == "__main__":
    main()
