"""Tables of what was measured, out of bench/results.json: for docs/performance_table.md, and the rows that the README quotes.

A bench that did not run is a row that says why. `docs/make.py` writes both and holds them against the stored figures.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results.json"
README, PAGE = ROOT / "README.md", ROOT / "docs" / "performance_table.md"
BEGIN, END = "<!-- figures: written by python bench/all.py -->", "<!-- end of figures -->"
OURS, WITH_WORDS = "gyotaku", "gyotaku and tesseract"

GOALS = {
    ("rspamd", "phish"): "1.5, then 2",
    ("rspamd", "ham"): "3",
    ("SpamAssassin", "phish"): "60",
    ("SpamAssassin", "ham"): "60",
}
"""How many times as long others are to take, by class of the development corpora."""
GOAL_P99, GOAL_MEMORY, GOAL_START = "25 ms", "200 MB", "80 ms"

Figures = dict[str, Any]
Rows = Iterator[tuple[str, str]]
"""(what, figure)."""


def _scan(found: Figures) -> Rows:
    for label, row in found["scan"].items():
        ours, words = row[OURS], row.get(WITH_WORDS)
        also = f"; {words['ms']:.1f} ms with the words in pictures read by tesseract" if words else ""
        yield (
            f"a complete offline dissection with JSON, {label} of {row['kB']} kB at the mean, CPU time",
            f"{ours['ms']:.1f} ms, 99th percentile {ours['p99']:.0f} (goal {GOAL_P99}), {row['mails']} mails{also}",
        )
        others = [
            _other(found, label, name) for name in row if isinstance(row[name], dict) and name not in (OURS, WITH_WORDS)
        ]
        missing = [f"{name} is not installed" for name in found["absent"] if name != WITH_WORDS]
        yield f"how many times as long others take on these mails, {label}", "; ".join([*others, *missing])
    work = found["work"][OURS]
    held, own = work["MB"], work.get("MB without files")
    shared = f", of it {held[0] - own} MB pages of files, most of them the Japanese dictionary's" if own else ""
    more = f"; {held[1]} MB of the process that reads pictures" if held[1:] else ""
    yield "memory at most during these mails", f"{held[0]} MB (goal {GOAL_MEMORY}){shared}{more}"
    bare = found["starts"]["python -c pass"]
    yield (
        "`gyotaku --help`, CPU time of a cold start",
        f"{found['starts']['--help']:.0f} ms, a bare interpreter {bare:.0f} (goal {GOAL_START})",
    )


def _other(found: Figures, label: str, name: str) -> str:
    median, least, most, *_ = found["scan"][label][name][f"times {OURS}"]
    goal = f", goal {GOALS[name, label]}" if (name, label) in GOALS else ""
    return f"{name} {_version(found, name)}{median:.2f} ({least:.2f} to {most:.2f}{goal})"


def _version(found: Figures, name: str) -> str:
    version = found["versions"].get(name, "")
    return f"{version.partition('-')[0]}: " if version else ""


def _kinds(found: Figures) -> Rows:
    kinds = found["kinds"]
    sentences = "; ".join(
        f"{label}: sentences of {row['mails']:.0%} of the mails taken apart into words, {row['time']:.1%} of the time"
        for label, row in kinds["sentences"].items()
    )
    yield "what ran", f"{kinds['kinds']} kinds of finding in {kinds['checks']} checks, none off; {sentences}"


def _linear(found: Figures) -> Rows:
    row = found["linear"]
    name, much = row["trends"][0]
    yield (
        "growth of the cost when the size of a mail doubles",
        f"at most {much:.2f} times, mean of four doublings in a row ({name}), {row['shapes']} shapes of up to {row['most'] / 1e6:g} MB; a single doubling beyond {row['limit']}: {len(row['beyond'])} shapes",
    )


def _steps(found: Figures) -> Rows:
    for name, doublings in found["linear"]["beyond"].items():
        yield (
            f"single doubling beyond {found['linear']['limit']}: {name}",
            ", ".join(f"{much} at {size} kB" for size, much in doublings),
        )


def _parse(found: Figures) -> Rows:
    told = ", ".join(f"{row['ratio']} on {name} (least {row['least']})" for name, row in found.items())
    yield "MIME reader, times as fast as Python's `email` at the same work, CPU time", told


def _received(found: Figures) -> Rows:
    share = found["whole"] / max(1, found["lines"])
    yield (
        "Received lines read whole",
        f"{found['whole']:,} of {found['lines']:,} ({share:.1%}), {found['microseconds']:g} µs a line",
    )


def _article(found: Figures) -> Rows:
    told = ", ".join(
        f"{row['median']:.1f} s {name} (most {row['most']:.1f})" for name, row in found.items() if name[0] == "w"
    )
    yield "an article, by the clock", told


def _cold(found: Figures) -> Rows:
    yield (
        "one dissection, CPU time of a cold start",
        f"{found['dissect']:.0f} ms (a bare interpreter {found['python -c pass']:.0f})",
    )


def _lookups(found: Figures) -> Rows:
    yield "authenticating a signed mail with answers at hand, CPU time", f"{found['authenticating']} ms"
    yield (
        f"{found['mails']} signed mails of {found['domains']} domains, DNS on loopback",
        f"{found['nothing known']} mails a second with nothing known, {found['all in memory']} with all in memory",
    )


def _lists(found: Figures) -> Rows:
    yield (
        f"a list of {found['rows']:,} bad URLs",
        f"index built once in {found['built']:.0f} s ({found['megabytes']} MB), opened in {found['opened']} ms, a look-up {found['listed']} µs",
    )


def _scan_many(found: Figures) -> Rows:
    one, two = found["rates"]
    rows = "the same rows" if found["equal"] else "other rows"
    dask = f", {found['dask']:.0%} of that by Dask on the same cores" if "dask" in found else ""
    yield (
        f"a mailbox of {found['mails']:,} mails",
        f"{one} mails a second with one process, {two} with two ({found['ratio']} times){dask}, {rows}",
    )


def _pairs(unit: str) -> Callable[[Figures], Rows]:
    def rows(found: Figures) -> Rows:
        for name, value in found.items():
            if isinstance(value, list):
                yield f"{name}, beside dkimpy", f"{value[0]} {unit}, dkimpy {value[1]}"
            else:
                yield f"{name}", f"{value} {unit}"

    return rows


def _morphology(found: Figures) -> Rows:
    for label, row in found.items():
        yield (
            f"sentences taken apart into words, {label}",
            f"in {row['taken apart']} of {row['mails']} mails, {row['ms']} ms a mail",
        )


def _stages(found: Figures) -> Rows:
    for label, stages in found.items():
        whole = sum(stages.values())
        ordered = sorted(stages.items(), key=lambda row: -row[1])
        yield (
            f"where the time goes, {label}",
            ", ".join(f"{name} {spent / whole:.0%}" for name, spent in ordered if spent / whole >= 0.01),
        )


ROWS: dict[str, tuple[Callable[[Figures], Rows], ...]] = {
    "scan": (_scan, _kinds),
    "linear": (_linear, _steps),
    "scan_many": (_scan_many,),
    "parse": (_parse,),
    "cold": (_cold,),
    "article": (_article,),
    "lookups": (_lookups,),
    "lists": (_lists,),
    "received": (_received,),
    "stages": (_stages,),
    "authentication": (_pairs("µs a mail, answers at hand"),),
    "signatures": (_pairs("µs a mail"),),
    "text": (_pairs("ms a mail for all that reads the text"),),
    "morphology": (_morphology,),
}
_LONG = (_steps,)
QUOTED = ("scan", "linear", "scan_many", "parse", "cold", "article", "lookups", "lists", "received")


def rows(results: Figures, names: tuple[str, ...], *, short: bool = False) -> list[str]:
    lines = ["| what | figure | command |", "| --- | --- | --- |"]
    for name in names:
        bench = results["benches"].get(name, {"command": f"python bench/{name}.py", "why": "not run"})
        told = (
            []
            if "why" in bench
            else [row for write in ROWS[name] if not (short and write in _LONG) for row in write(bench["figures"])]
        )
        for what, figure in told or [(name, f"not measured: {bench.get('why', 'nothing was told')}")]:
            lines.append(f"| {what} | {figure} | `{bench['command']}` |")
    return lines


def machine(results: Figures) -> str:
    seen = results["machine"]
    ran = [bench for bench in results["benches"].values() if "why" not in bench]
    dates, loads = sorted({bench["date"] for bench in ran}), sorted(bench["load"] for bench in ran if "load" in bench)
    when = " to ".join(dict.fromkeys((dates[0], dates[-1]))) if dates else "no day"
    busy = f"; load average {loads[0]} to {loads[-1]} before a bench (an idle machine has 0)" if loads else ""
    return (
        f"Measured on {when}: {seen['cores']} cores of {seen['cpu']}, Python {seen['python']}, {seen['system']}{busy}."
    )


def page(results: Figures) -> str:
    head = [
        "# What was measured",
        "",
        "Written by `python bench/all.py` from bench/results.json; how, and what it means: [performance](performance.md).",
        "",
    ]
    return "\n".join([*head, machine(results), "", *rows(results, tuple(ROWS)), ""])


def block(results: Figures) -> str:
    return "\n".join([BEGIN, "", machine(results), "", *rows(results, QUOTED, short=True), "", END])


def quoted(readme: str, results: Figures) -> str:
    """The README with its block as the stored figures have it."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("README.md has no block of figures")
    return before + block(results) + after


def stored() -> Figures:
    found: Figures = json.loads(RESULTS.read_text("utf-8"))
    return found


def write() -> None:
    results = stored()
    PAGE.write_text(page(results), "utf-8")
    README.write_text(quoted(README.read_text("utf-8"), results), "utf-8")
