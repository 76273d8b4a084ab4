"""What one start costs: CPU time of `gyotaku --help` and of one dissection, whole processes, pinned to one core.

    python bench/cold.py [--runs N]

Each command runs in turn with a bare `python -c pass`, whose time is printed beside it, since a slower machine slows
both. Byte code is cached as an installed program has it.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

from figures import tell

MAIL = str(Path(__file__).parents[1] / "examples" / "mailbox-suspended.eml")
GOALS = {"--help": 80.0, "dissect": 250.0, "dissect --format json": 250.0}
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "--help": [sys.executable, "-m", "gyotaku", "--help"],
    "dissect": [sys.executable, "-m", "gyotaku", "dissect", MAIL],
    "dissect --format json": [sys.executable, "-m", "gyotaku", "dissect", "--format", "json", MAIL],
}


def cpu(command: list[str]) -> float:
    """User and system time of one run, in milliseconds."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=11)
    runs = options.parse_args().runs
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(runs + 1):
        for name, command in COMMANDS.items():
            spent = cpu(command)
            if number:  # the first round fills the byte code cache
                times[name].append(spent)
    print(f"{'CPU ms of one process':24}{'min':>8}{'median':>8}{'goal':>8}")
    for name, spent in times.items():
        goal = GOALS.get(name)
        tell(**{name: round(statistics.median(spent), 1)})
        print(f"{name:24}{min(spent):8.0f}{statistics.median(spent):8.0f}{f'{goal:.0f}' if goal else '':>8}")


if __name__ == "__main__":
    main()
