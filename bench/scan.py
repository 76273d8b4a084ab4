"""What a complete dissection costs beside other programs, on the same mails: `python bench/scan.py [FOLDER ...]`.

    python bench/scan.py --install           installs them first (Debian packages take root)
    python bench/scan.py PHISH HAM           folders with one mail a file; each is a class of its own

gyotaku: every check on, no look-ups, one line of JSON a mail; once as the Python packages install it, once with the program tesseract,
which reads the words in pictures. rspamd: Debian's package, local modules, one worker. SpamAssassin: Debian's package, local tests, rules
compiled, a loop within one Perl process. eml_parser and mail-parser only parse, to their own JSON.

CPU time (user and system) of the process that does the work and of those it starts, by the kernel's clock of them; all pinned to one
core, the program that sends the mails is on another one and counts for nobody. They take turns block by block, in an order that is drawn
for every block. Each round starts them anew, so that nobody remembers a mail, and warms them up with mails that are not measured. A ratio is
theirs divided by ours on the same mails: the median over the rounds with the least and the most, then the quartiles over single blocks.
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
from table import GOALS, OURS, WITH_WORDS

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
        self.anonymous: dict[str, int] = {}
        self.absent: dict[str, str] = {}


def run_block(program: Program, mails: list[bytes], numbers: list[int], spent: Times, own: Times) -> list[bytes]:
    answers = []
    for number in numbers:
        program.settle()
        before, before_own = program.spent(), program.own()
        answers.append(program.ask(mails[number]))
        program.settle()
        spent[number] = program.spent() - before
        own[number] = program.own() - before_own
    return answers


def note(program: Program, answers: list[bytes], into: Measured) -> None:
    """Whether the work was done."""
    for answer in answers:
        into.asked[program.name] += 1
        if answer.startswith(b"failed: "):
            into.failed[program.name] += 1
            continue
        count = program.signs(answer)
        into.signs[program.name] += count
        into.silent[program.name] += not count


def measure(
    names: list[str], classes: dict[str, list[bytes]], warm: list[bytes], core: int, options: argparse.Namespace
) -> Measured:
    into = Measured()
    order = random.Random(options.seed)
    for at in range(options.rounds):
        running = start([name for name in names if name not in into.absent], core, warm, into)
        try:
            for label, mails in classes.items():
                one_round(running, label, mails, order, options.slow, into)
            for program in running:
                peaks = program.peaks()
                into.peaks[program.name] = max(peaks, into.peaks.get(program.name, peaks))
                into.anonymous[program.name] = max(program.anonymous(), into.anonymous.get(program.name, 0))
        finally:
            for program in running:
                program.close()
        print(f"round {at + 1} of {options.rounds}, load {os.getloadavg()[0]:.1f}", flush=True)
    return into


def one_round(
    running: list[Program], label: str, mails: list[bytes], order: random.Random, slow: int, into: Measured
) -> None:
    for program in running:
        into.spent[program.name][label].append({})
        into.own[program.name][label].append({})
    for number, block in enumerate(blocks(len(mails))):
        programs = [one for one in running if one.name not in SLOW or number * BLOCK < slow]
        order.shuffle(programs)
        for program in programs:
            spent, own = into.spent[program.name][label][-1], into.own[program.name][label][-1]
            note(program, run_block(program, mails, block, spent, own), into)


def start(names: list[str], core: int, warm: list[bytes], into: Measured) -> list[Program]:
    running: list[Program] = []
    for name in names:
        try:
            program = STARTS[name]()
        except Absent as why:
            print(f"left out: {why}")
            into.absent[name] = str(why)
            continue
        program.pin(core)
        for raw in warm[:: 8 if name in SLOW else 1]:
            program.ask(raw)
        program.pin(core)
        running.append(program)
    return running


def blocks(count: int) -> list[list[int]]:
    return [list(range(first, min(first + BLOCK, count))) for first in range(0, count, BLOCK)]


def mean(rounds: list[Times]) -> float:
    """Milliseconds a mail, the median of the rounds."""
    return round(statistics.median(sum(one.values()) / len(one) for one in rounds) * 1000, 3)


def times(theirs: list[Times], ours: list[Times], count: int) -> list[float]:
    """Ratios: median, least and most of the rounds, first and third quartile of the blocks."""
    median, least, _, _, most = spread([ratio(their, our) for their, our in zip(theirs, ours, strict=True)])
    _, _, first, third, _ = spread(by_block(theirs, ours, blocks(count)))
    return [round(value, 2) for value in (median, least, most, first, third)]


def show(label: str, mails: list[bytes], measured: Measured) -> dict[str, object]:
    kilobytes = round(statistics.fmean(map(len, mails)) / 1000, 1)
    figures: dict[str, object] = {"mails": len(mails), "kB": kilobytes}
    print(f"\n{label}: {len(mails)} mails, mean {kilobytes} kB\n")
    print(f"| program | mails | CPU ms a mail | p99 | most | times {OURS} | times {WITH_WORDS} | goal |")
    print("| --- | ---: | ---: | ---: | ---: | --- | --- | ---: |")
    for name in filter(measured.spent.get, STARTS):
        rounds = measured.spent[name][label]
        each = [1000 * spent for spent in each_mail(rounds)]
        row: dict[str, object] = {"mails": len(each), "ms": mean(rounds), "p99": round(percentile(each, 0.99), 1)}
        row |= {"most": round(each[-1], 1), "own ms": mean(measured.own[name][label])}
        cells = []
        for other in (OURS, WITH_WORDS):
            if name in (OURS, other) or other not in measured.spent:
                cells.append("")
                continue
            row[f"times {other}"] = found = times(rounds, measured.spent[other][label], len(mails))
            cells.append("{:.2f} ({:.2f} to {:.2f}; {:.2f} to {:.2f})".format(*found))
        told = " | ".join([name, *(str(row[key]) for key in ("mails", "ms", "p99", "most")), *cells])
        print(f"| {told} | {GOALS.get((name, label), '')} |")
        figures[name] = row
    return figures


def show_work(measured: Measured) -> dict[str, object]:
    print("\n| program | answers | failed | named in them | answers that name nothing | resident at most, MB |")
    print("| --- | ---: | ---: | --- | ---: | --- |")
    figures: dict[str, object] = {}
    for name in filter(measured.asked.get, STARTS):
        asked, failed, signs = measured.asked[name], measured.failed[name], measured.signs[name]
        peaks = [size // 1_000_000 for size in measured.peaks[name]]
        each = round(signs / max(1, asked - failed), 1)
        anonymous = measured.anonymous[name] // 1_000_000
        memory = " + ".join(map(str, peaks)) + f" ({anonymous} of the first without files)"
        print(f"| {name} | {asked} | {failed} | {each} {SAYS[name]} a mail | {measured.silent[name]} | {memory} |")
        figures[name] = {
            "failed": failed,
            "answers": asked,
            "signs a mail": each,
            "MB": peaks,
            "MB without files": anonymous,
        }
    return figures


def show_own(classes: dict[str, list[bytes]]) -> dict[str, object]:
    """What the dissection looked at. Untimed, after the measurement."""
    from peers import what_ran

    figures: dict[str, object] = dict(what_ran.kinds())
    ended, why, found = what_ran.endings([raw for mails in classes.values() for raw in mails])
    told = ", ".join(f"{count} {how}" for how, count in ended.most_common())
    print(f"\n{figures['kinds']} kinds of finding in {figures['checks']} checks, none off; {len(found)} kinds found.")
    print(f"How the checks ended, over all mails: {told}")
    for check, reason in sorted(why.items()):
        print(f"  {check}: {reason}")
    figures |= {"found": len(found), "ended": dict(ended), "sentences": {}}
    for label, mails in classes.items():
        taken, count, share = what_ran.sentences(mails)
        figures["sentences"][label] = {
            "mails": round(taken / len(mails), 4),
            "sentences": count,
            "time": round(share, 4),
        }  # type: ignore[index]
        told = (
            f"{taken / len(mails):.1%} of the mails taken apart into words ({count} sentences), {share:.1%} of the time"
        )
        print(f"  {label}: sentences of {told}")
    return figures


def start_time(runs: int) -> dict[str, float]:
    """CPU milliseconds of a cold `gyotaku --help`, median, after one that fills the byte code cache."""
    names = ("python -c pass", "--help")
    found = {name: round(statistics.median([cpu(COMMANDS[name]) for _ in range(runs + 1)][1:]), 1) for name in names}
    print(f"\ngyotaku --help: {found['--help']} ms (python -c pass: {found['python -c pass']}), median of {runs}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--install", action="store_true", help="install the programs first")
    parser.add_argument("--mails", type=int, default=300, help="of each class (300)")
    parser.add_argument(
        "--slow", type=int, default=40, help="of each class for what takes a hundred times as long (40)"
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
    warm = [raw for _, others in samples.values() for raw in others]
    if len(cores) > 1:
        os.sched_setaffinity(0, set(cores[:-1]))
    print(f"load {os.getloadavg()[0]:.1f}; {', '.join(f'{name} {number}' for name, number in versions().items())}")
    names = [name for name in STARTS if name == OURS or name in (options.only or STARTS)]
    measured = measure(names, classes, warm, cores[-1], options)
    tell(
        scan={label: show(label, mails, measured) for label, mails in classes.items()},
        work=show_work(measured),
        kinds=show_own(classes),
        starts=start_time(options.starts),
        versions=versions(),
        absent=measured.absent,
    )


if __name__ == "__main__":
    main()
