"""Where the time of a dissection goes: `python bench/stages.py [--mails N] [--top N] [FOLDER ...]`.

CPU milliseconds a mail, mean over a seeded sample, of one warm process: reading, the facts, the checks by their folder, the verdict with
the rest of the report, and JSON. A fact counts where it is first asked for, and without the facts it asks for. `--top` names the dearest
facts and checks, and with `--functions` the functions that cost most by themselves, as the profiler tells them (which slows calls, not loops).
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import statistics
import time
from collections import defaultdict
from pathlib import Path

import gyotaku
from checks import costs, once
from figures import tell
from gyotaku.registry import plan
from gyotaku.report.json import encode
from samples import folders, sample


def stages(mails: list[bytes]) -> tuple[dict[str, float], dict[str, float]]:
    """Milliseconds a mail by stage, and by single fact or check."""
    single = costs(mails)
    known = {check.id: check.id.partition(".")[0] for check in plan().checks}
    found: dict[str, float] = defaultdict(float)
    for name, spent in single.items():
        stage = f"checks: {known[name]}" if name in known else "facts" if name.startswith("fact ") else "reading"
        found[stage] += spent
    whole = [once(raw) for raw in mails]
    found["verdict and the rest of the report"] = statistics.fmean(one["judge"] for one in whole)
    found["JSON"] = statistics.fmean(one["JSON"] for one in whole)
    return dict(found), single


def functions(mails: list[bytes], count: int) -> list[tuple[str, float]]:
    """Milliseconds a mail that functions take by themselves under the profiler, the dearest first."""
    profiler = cProfile.Profile(time.process_time)
    profiler.enable()
    for raw in mails:
        encode(gyotaku.dissect(raw))
    profiler.disable()
    rows = []
    for (file, line, name), (_, _, own, _, _) in pstats.Stats(profiler).stats.items():  # type: ignore[attr-defined]
        where = file.partition("/gyotaku/")[2] or Path(file).name
        rows.append((f"{where}:{line} {name}" if line else name, 1000 * own / len(mails)))
    return sorted(rows, key=lambda row: -row[1])[:count]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--mails", type=int, default=300, help="of each class (300)")
    parser.add_argument("--top", type=int, default=10)
    parser.add_argument("--functions", action="store_true")
    options = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for label, files in folders(options.folders).items():
        mails, warm = sample(files, options.mails, 8)
        for raw in warm:
            encode(gyotaku.dissect(raw))
        found, single = stages(mails)
        print(f"\n{label}: {len(mails)} mails\n\n| stage | ms a mail | share |\n| --- | ---: | ---: |")
        whole = sum(found.values())
        for stage, spent in sorted(found.items(), key=lambda row: -row[1]):
            print(f"| {stage} | {spent:.3f} | {spent / whole:.0%} |")
        print(
            "\ndearest: "
            + ", ".join(
                f"{name} {spent:.3f}" for name, spent in sorted(single.items(), key=lambda row: -row[1])[: options.top]
            )
        )
        tell(**{label: {stage: round(spent, 3) for stage, spent in found.items()}})
        if options.functions:
            for name, spent in functions(mails, options.top):
                print(f"  {spent:.3f} {name}")


if __name__ == "__main__":
    main()
