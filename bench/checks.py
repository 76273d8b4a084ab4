"""What a complete offline dissection costs: `python bench/checks.py [folder with mails ...]`.

Reading, facts, checks, verdict and one line of JSON, of mails that lie in memory; CPU time of one warm process pinned to
one core, each mail's least of the rounds. Printed per folder: milliseconds a mail as mean, median, 99th percentile and
maximum, then the mean by stage, and with `--facts` what each fact and check costs by itself (a fact counts where it is
first asked for).
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

import gyotaku
from figures import tell
from gyotaku.facts import Facts
from gyotaku.mail import message
from gyotaku.model.answers import Ending
from gyotaku.model.configuration import Config
from gyotaku.registry import plan
from gyotaku.report.json import encode

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "shared")) / "corpora"
FOLDERS = [SHARED / "mail" / "phish", SHARED / "mail" / "ham"]


def once(raw: bytes) -> dict[str, float]:
    """CPU milliseconds of one mail by stage, the mails it carries included."""
    start = time.process_time_ns()
    report = gyotaku.dissect(raw)
    dissected = time.process_time_ns()
    encode(report)
    ended = time.process_time_ns()
    stages = {"whole": (ended - start) / 1e6, "JSON": (ended - dissected) / 1e6}
    for one in (report, *report.others):
        for stage, spent in one.timings.items():
            stages[stage] = stages.get(stage, 0.0) + spent
    return stages


def measure(mails: list[bytes], rounds: int) -> list[dict[str, float]]:
    """Of each mail the cheapest of the rounds."""
    best: list[dict[str, float]] = [{} for _ in mails]
    for _ in range(rounds):
        gc.collect()
        for number, raw in enumerate(mails):
            stages = once(raw)
            if not best[number] or stages["whole"] < best[number]["whole"]:
                best[number] = stages
    return best


def costs(mails: list[bytes]) -> dict[str, float]:
    """Mean milliseconds that each fact (without the facts it asks for) and each check takes."""
    spent: dict[str, float] = defaultdict(float)
    for raw in mails:
        start = time.process_time_ns()
        facts = Facts(plan().makers, message.read(raw), Config())
        spent["read"] += time.process_time_ns() - start
        for check in plan().checks:
            for need in check.recipe.needs:
                if not need.lazy:
                    _make(facts, need.type, spent)
            start = time.process_time_ns()
            with suppress(Ending, KeyError):
                list(check.run(facts.arguments(check.recipe)))
            spent[check.id] += time.process_time_ns() - start
    return {name: total / 1e6 / len(mails) for name, total in spent.items()}


def _make(facts: Facts, wanted: type, spent: dict[str, float], made: str = "fact ") -> None:
    recipe = plan().makers.get(wanted)
    if recipe is None:
        return
    for need in recipe.needs:
        _make(facts, need.type, spent)
    start = time.process_time_ns()
    with suppress(Ending, KeyError):
        facts.get(wanted)
    spent[made + wanted.__name__] += time.process_time_ns() - start


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU time of whole dissections.")
    parser.add_argument("folders", nargs="*", type=Path, default=FOLDERS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--facts", action="store_true", help="also what each fact and check costs")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for folder in arguments.folders:
        mails = [path.read_bytes() for path in sorted(folder.rglob("*.eml"))]
        if not mails:
            raise SystemExit(f"no .eml under {folder}")
        measure(mails[:50], 1)
        best = measure(mails, arguments.rounds)
        whole = sorted(stages["whole"] for stages in best)
        print(
            f"{folder.name:8} {len(mails)} mails, mean {sum(map(len, mails)) / len(mails) / 1000:.1f} kB: "
            f"mean {statistics.fmean(whole):.3f} ms, p50 {statistics.median(whole):.3f}, "
            f"p99 {whole[int(len(whole) * 0.99)]:.3f}, max {whole[-1]:.3f}"
        )
        milliseconds = {
            "mean": statistics.fmean(whole),
            "p50": statistics.median(whole),
            "p99": whole[int(len(whole) * 0.99)],
            "most": whole[-1],
        }
        tell(**{folder.name: {"mails": len(mails), **{name: round(value, 2) for name, value in milliseconds.items()}}})
        for stage in best[0]:
            if stage != "whole":
                print(f"  {stage:16} {statistics.fmean(stages[stage] for stages in best):.3f}")
        if arguments.facts:
            for name, milliseconds in sorted(costs(mails).items(), key=lambda pair: -pair[1])[:20]:
                print(f"    {name:40} {milliseconds:.3f}")


if __name__ == "__main__":
    main()
