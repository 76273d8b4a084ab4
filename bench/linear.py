"""Whether the cost of a dissection grows with the size of the mail and no faster: `python bench/linear.py`.

Mails of some fifty shapes, plain and hostile, of 10 kB, 20 kB ... 10 MB; of some hundred more (what expressions repeat, as a body of text and of HTML)
from 80 to 640 kB. CPU time of the dissection and its JSON, of this process and of those it starts; the least of several runs. Printed: milliseconds by size, and the
ratio of each doubling. A doubling that costs more than 2.3 times as much is measured again, and named if it stays so; so is
what grows most over four doublings in a row, which tells a step (a store of names that is full, a cache of the processor) from a trend.
"""

from __future__ import annotations

import argparse
import gc
import math
import os
import resource
import time

import gyotaku
import shapes
from figures import tell
from gyotaku.report.json import encode

LEAST, MOST = 10_000, 10_240_000
OF_TRAPS = (80_000, 640_000)
LIMIT = 2.3
BUDGET = 0.3
"""Seconds after which a mail is not measured once more."""
RUN = 4
FLOOR = 5.0
"""Milliseconds: below, a doubling is noise and first use."""


def now() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def cost(raw: bytes, runs: int) -> float:
    """Milliseconds, the least of the runs."""
    best, spent = float("inf"), 0.0
    for _ in range(runs):
        gc.collect()
        start = now()
        encode(gyotaku.dissect(raw))
        took = now() - start
        best, spent = min(best, took), spent + took
        if spent > BUDGET:
            break
    return best * 1000


def measure(shape: shapes.Shape, least: int, most: int) -> list[tuple[int, float]]:
    """(octets, milliseconds), doubling."""
    found = []
    size = least
    while size <= most:
        raw = shape(size)
        found.append((len(raw), cost(raw, 5)))
        size *= 2
    return found


def steep(shape: shapes.Shape, least: int, found: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """(kilobytes after it, ratio) of the doublings beyond the limit, after measuring them again."""
    named = []
    for at in range(1, len(found)):
        if found[at][1] > FLOOR and ratio(found, at) > LIMIT:
            for near in (at - 1, at) * 3:
                found[near] = (found[near][0], min(found[near][1], cost(shape(least * 2**near), 3)))
            if ratio(found, at) > LIMIT:
                named.append((found[at][0] // 1000, round(ratio(found, at), 2)))
    return named


def ratio(found: list[tuple[int, float]], at: int) -> float:
    """Of a doubling, by what the mail really grew: 2 where the cost is in proportion."""
    (size, before), (larger, after) = found[at - 1], found[at]
    return after / before * 2 * size / larger


def trend(ratios: list[float]) -> float:
    """The steepest mean of four doublings in a row: a step in one of them is no trend, and a square would be 4."""
    runs = [ratios[at : at + RUN] for at in range(max(1, len(ratios) - RUN + 1))]
    return max((math.prod(run) ** (1 / len(run)) for run in runs if run), default=0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=MOST, help=f"octets of the largest mail ({MOST})")
    parser.add_argument("--only", help="shapes whose name holds this")
    options = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    groups = (
        (shapes.PLAIN, LEAST, options.most),
        (shapes.HOSTILE, LEAST, options.most),
        (shapes.of_readers(), LEAST, options.most),
        (shapes.of_traps(), OF_TRAPS[0], min(options.most, OF_TRAPS[1])),
    )
    gyotaku.dissect(shapes.PLAIN["Japanese text"](LEAST))
    named: dict[str, list[tuple[int, float]]] = {}
    worst, count = 0.0, 0
    trends: dict[str, float] = {}
    for group, least, most in groups:
        for name, shape in group.items():
            if options.only and options.only not in name:
                continue
            found = measure(shape, least, most)
            beyond = steep(shape, least, found)
            ratios = [ratio(found, at) for at in range(1, len(found))]
            trends[name] = trend(ratios)
            counted = [one for at, one in enumerate(ratios, 1) if found[at][1] > FLOOR]
            count, worst = count + 1, max([worst, *counted])
            told = " ".join(f"{one:.2f}" for one in ratios)
            print(
                f"{name}: {' '.join(f'{spent:.1f}' for _, spent in found)} ms; {told}; {1000 * found[-1][1] / found[-1][0]:.3f} ms/kB",
                flush=True,
            )
            if beyond:
                named[name] = beyond
    print(f"\n{count} shapes, the steepest doubling costs {worst:.2f} times as much; beyond {LIMIT}: {len(named)}")
    steepest = sorted(trends.items(), key=lambda row: -row[1])[:5]
    print("steepest over four doublings in a row: " + ", ".join(f"{name} {much:.2f}" for name, much in steepest))
    for name, doublings in named.items():
        print(f"  {name}: " + ", ".join(f"{much} at {kilobytes} kB" for kilobytes, much in doublings))
    tell(
        linear={
            "shapes": count,
            "most": options.most,
            "steepest": round(worst, 2),
            "limit": LIMIT,
            "trends": steepest,
            "beyond": named,
        }
    )


if __name__ == "__main__":
    main()
