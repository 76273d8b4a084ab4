"""What a complete dissection costs beside other programs, on the same mails: `python bench/scan.py [FOLDER ...]`.

    python bench/scan.py --install           installs them first (Debian packages take root)
    python bench/scan.py PHISH HAM           folders with one mail a file; each is a class of its own

gyotaku: every check on, no look-ups, one line of JSON a mail. rspamd: Debian's package, local modules, one worker. SpamAssassin: Debian's
package, local tests, rules compiled, a loop within one Perl process. eml_parser and mail-parser only parse, to their own JSON.

CPU time (user and system) of the process that does the work and of those it starts, by the kernel's clock of them; all pinned to one
core, the program that sends the mails is on another one and counts for nobody. They take turns block by block, and the order turns with
every block. The first mails warm each of them up, and are others than those measured. A ratio is theirs divided by ours on the same
mails: the median over the rounds with the least and the most, then the quartiles over single blocks.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
from collections import Counter, defaultdict
from pathlib import Path

from cold import COMMANDS, cpu
from figures import tell
from peers.installing import install
from peers.program import Absent, Program
from peers.programs import SAYS, SLOW, STARTS, versions
from ratios import Times, by_block, each_mail, percentile, ratio, spread
from samples import folders, sample

GOALS = {("rspamd", "phish"): 1.5, ("rspamd", "ham"): 3.0, ("SpamAssassin", "phish"): 60.0, ("SpamAssassin", "ham"): 60.0}  # fmt: skip
BLOCK = 20


class Measured:
    """All times: `spent[program][class]` is a list of rounds; `own` counts without the processes that a program started."""

    def __init__(self) -> None:
        self.spent: dict[str, dict[str, list[Times]]] = defaultdict(lambda: defaultdict(list))
        self.own: dict[str, dict[str, list[Times]]] = defaultdict(lambda: defaultdict(list))
        self.signs: Counter[str] = Counter()
        self.silent: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.peaks: dict[str, list[int]] = {}


def run_block(program: Program, mails: list[bytes], numbers: list[int], label: str, at: int, into: Measured) -> None:
    spent, own = into.spent[program.name][label], into.own[program.name][label]
    while len(spent) <= at:
        spent.append({})
        own.append({})
    for number in numbers:
        program.settle()
        before, before_own = program.spent(), program.own()
        answer = program.ask(mails[number])
        program.settle()
        spent[at][number] = program.spent() - before
        own[at][number] = program.own() - before_own
        if at == 0:
            note(program, answer, into)


def note(program: Program, answer: bytes, into: Measured) -> None:
    into.asked[program.name] += 1
    if answer.startswith(b"failed: "):
        into.failed[program.name] += 1
        return
    count = program.signs(answer)
    into.signs[program.name] += count
    into.silent[program.name] += not count


def measure(running: list[Program], classes: dict[str, list[bytes]], rounds: int, slow: int, seed: int) -> Measured:
    into = Measured()
    order = random.Random(seed)
    for at in range(rounds):
        for label, mails in classes.items():
            for number, block in enumerate(blocks(len(mails))):
                programs = [one for one in running if one.name not in SLOW or number * BLOCK < slow]
                order.shuffle(programs)
                for program in programs:
                    run_block(program, mails, block, label, at, into)
        print(f"round {at + 1} of {rounds} done, load {os.getloadavg()[0]:.1f}", flush=True)
    into.peaks = {program.name: program.peaks() for program in running}
    return into


def blocks(count: int) -> list[list[int]]:
    return [list(range(first, min(first + BLOCK, count))) for first in range(0, count, BLOCK)]


def show(label: str, mails: list[bytes], measured: Measured) -> dict[str, object]:
    ours = measured.spent["gyotaku"][label]
    figures: dict[str, object] = {"mails": len(mails), "kB": round(statistics.fmean(map(len, mails)) / 1000, 1)}
    print(f"\n{label}: {len(mails)} mails, mean {figures['kB']} kB, {len(ours)} rounds\n")
    print(
        "| program | mails | CPU ms a mail | p99 | most | times gyotaku: median (least to most of rounds; quartiles of blocks) | goal |"
    )
    print("| --- | ---: | ---: | ---: | ---: | --- | ---: |")
    for name in filter(measured.spent.get, STARTS):
        rounds = measured.spent[name][label]
        each = each_mail(rounds)
        mean = statistics.median(sum(one.values()) / len(one) for one in rounds) * 1000
        row: dict[str, object] = {
            "mails": len(each), "ms": round(mean, 3), "p99": round(percentile(each, 0.99) * 1000, 2), "most": round(each[-1] * 1000, 1),
        }  # fmt: skip
        if name == "gyotaku":
            row["own ms"] = round(
                statistics.median(sum(one.values()) / len(one) for one in measured.own[name][label]) * 1000, 3
            )
            told = f"(its own process {row['own ms']} ms, the rest is of the processes that read pictures)"
        else:
            median, least, _, _, most = spread([ratio(theirs, our) for theirs, our in zip(rounds, ours, strict=True)])
            _, _, first, third, _ = spread(by_block(rounds, ours, blocks(len(mails))))
            row["ratio"] = [round(value, 2) for value in (median, least, most, first, third)]
            own = measured.own["gyotaku"][label]
            row["ratio to own"] = round(
                statistics.median(ratio(theirs, our) for theirs, our in zip(rounds, own, strict=True)), 2
            )
            told = f"{median:.2f} ({least:.2f} to {most:.2f}; {first:.2f} to {third:.2f}); to its own process {row['ratio to own']}"
        goal = GOALS.get((name, label), "")
        print(f"| {name} | {row['mails']} | {row['ms']} | {row['p99']} | {row['most']} | {told} | {goal} |")
        figures[name] = row
    return figures


def show_work(measured: Measured) -> dict[str, object]:
    print(
        "\n| program | answers | failed | named in them | answers that name nothing | resident at most, MB |\n| --- | ---: | ---: | --- | ---: | --- |"
    )
    figures: dict[str, object] = {}
    for name in filter(measured.asked.get, STARTS):
        asked = measured.asked[name]
        peaks = [size // 1_000_000 for size in measured.peaks[name]]
        told = f"{measured.signs[name] / max(1, asked - measured.failed[name]):.1f} {SAYS[name]} a mail"
        print(
            f"| {name} | {asked} | {measured.failed[name]} | {told} | {measured.silent[name]} | {' + '.join(map(str, peaks))} |"
        )
        figures[name] = {"failed": measured.failed[name], "signs": measured.signs[name], "MB": peaks}
    return figures


def show_own(classes: dict[str, list[bytes]]) -> dict[str, object]:
    """What the dissection looked at. Untimed, after the measurement."""
    from peers import what_ran

    figures: dict[str, object] = dict(what_ran.kinds())
    ended, why, found = what_ran.endings([raw for mails in classes.values() for raw in mails])
    told = ", ".join(f"{count} {how}" for how, count in ended.most_common())
    print(
        f"\ngyotaku: {figures['kinds']} kinds of finding in {figures['checks']} checks, none off; {len(found)} kinds found. Checks over all mails: {told}"
    )
    for check, reason in sorted(why.items()):
        print(f"  {check}: {reason}")
    figures |= {"found": len(found), "ended": dict(ended)}
    for label, mails in classes.items():
        taken, count, share = what_ran.sentences(mails)
        figures[label] = {"sentences": count, "mails": round(taken / len(mails), 4), "time": round(share, 4)}
        print(
            f"  {label}: sentences of {taken / len(mails):.1%} of the mails taken apart into words ({count}), {share:.1%} of the time"
        )
    return figures


def start_time(runs: int) -> dict[str, float]:
    """CPU milliseconds of a cold `gyotaku --help`, median, after one that fills the byte code cache."""
    names = ("python -c pass", "--help")
    times = {name: [cpu(COMMANDS[name]) for _ in range(runs + 1)][1:] for name in names}
    found = {name: round(statistics.median(spent), 1) for name, spent in times.items()}
    print(f"\ngyotaku --help: {found['--help']} ms (python -c pass: {found['python -c pass']}), median of {runs}")
    return found


def start(names: list[str], core: int, warm: list[bytes]) -> list[Program]:
    running: list[Program] = []
    for name in names:
        try:
            program = STARTS[name]()
        except Absent as why:
            print(f"left out: {why}")
            continue
        program.pin(core)
        few = warm[:: 8 if name in SLOW else 1]
        for raw in few:
            program.ask(raw)
        program.pin(core)
        running.append(program)
        print(f"{name} is warm after {len(few)} mails that are not measured", flush=True)
    return running


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--install", action="store_true", help="install the programs first")
    parser.add_argument("--mails", type=int, default=300, help="of each class (300)")
    parser.add_argument(
        "--slow", type=int, default=40, help="of each class for those that take a hundred times as long (40)"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--starts", type=int, default=21, help="cold starts (21)")
    parser.add_argument("--only", action="append", choices=list(STARTS), help="beside gyotaku, these programs alone")
    options = parser.parse_args()
    if options.install:
        install()
    cores = sorted(os.sched_getaffinity(0))
    samples = {name: sample(files, options.mails, options.seed) for name, files in folders(options.folders).items()}
    classes = {name: measured for name, (measured, _) in samples.items()}
    if len(cores) > 1:
        os.sched_setaffinity(0, set(cores[:-1]))
    print(f"load {os.getloadavg()[0]:.1f}; {', '.join(f'{name} {number}' for name, number in versions().items())}")
    names = ["gyotaku", *(name for name in STARTS if name != "gyotaku" and name in (options.only or STARTS))]
    running = start(names, cores[-1], [raw for _, warm in samples.values() for raw in warm])
    try:
        measured = measure(running, classes, options.rounds, options.slow, options.seed)
    finally:
        for program in running:
            program.close()
    shown = {label: show(label, mails, measured) for label, mails in classes.items()}
    tell(
        scan=shown,
        work=show_work(measured),
        kinds=show_own(classes),
        starts=start_time(options.starts),
        versions=versions(),
    )


if __name__ == "__main__":
    main()
