"""What one article takes: seconds by the clock of whole processes, with and without a picture of the mail.

    python bench/article.py [--runs N] [MAIL ...]

Without mails, the two examples. By the clock, since a person waits for it, and Chromium and tesseract run beside the program; so nothing else
should run. A bare `python -c pass` runs in turn, since a slower machine slows all. Byte code is cached as an installed program has it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import tell

EXAMPLES = Path(__file__).parents[1] / "examples"
GOALS = {"without pictures": 1.5, "with pictures": 6.0}


def seconds(command: list[str]) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=environment)
    return time.monotonic() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("mail", nargs="*", default=[str(file) for file in sorted(EXAMPLES.glob("*.eml"))])
    given = options.parse_args()
    times: dict[str, list[float]] = {"python -c pass": [], "without pictures": [], "with pictures": []}
    with tempfile.TemporaryDirectory() as folder:
        whole = [
            sys.executable,
            "-m",
            "gyotaku",
            "article",
            "--force",
            "--config",
            str(EXAMPLES / "gyotaku.toml"),
            "-o",
            folder,
        ]
        for number in range(given.runs + 1):
            for mail in given.mail:
                spent = {
                    "python -c pass": seconds([sys.executable, "-c", "pass"]),
                    "without pictures": seconds([*whole, "--no-pictures", mail]),
                    "with pictures": seconds([*whole, mail]),
                }
                for name, taken in spent.items():
                    if number:  # the first round fills the byte code cache
                        times[name].append(taken)
    print(f"{'seconds of one article':24}{'min':>8}{'median':>8}{'most':>8}{'goal':>8}")
    for name, taken in times.items():
        goal = f"{GOALS[name]:.1f}" if name in GOALS else ""
        tell(**{name: {"median": round(statistics.median(taken), 2), "most": round(max(taken), 2)}})
        print(f"{name:24}{min(taken):8.2f}{statistics.median(taken):8.2f}{max(taken):8.2f}{goal:>8}")


if __name__ == "__main__":
    main()
