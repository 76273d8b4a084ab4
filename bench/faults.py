"""How many of the faults that an examiner would point out are found, in mails written before the rules, and what genuine notices are told.

    python bench/faults.py [--missed]

The mails and what stands in them: tests/language/mails. A fault is found where findings on the text quote every string that it names, or a piece of
it, or more around it. Half of the mails may be read while rules are written ("tune"); the other half ("held") only measures.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import gyotaku
from gyotaku.evaluation.intervals import rate
from gyotaku.evaluation.report import shown
from gyotaku.model.finding import Direction, Group, Strength
from gyotaku.model.report import Report

MAILS = Path(__file__).parents[1] / "tests" / "language" / "mails"
TEXT = frozenset({Group.LANGUAGE, Group.CONTRADICTION, Group.HIDDEN, Group.RECIPIENT})
LEAST = 2
"""Characters that a quotation shares at least with what it is to find."""


def main() -> None:
    expected: dict[str, Any] = tomllib.loads((MAILS / "expected.toml").read_text("utf-8"))
    reports = {name: gyotaku.dissect((MAILS / name).read_bytes(), path=name) for name in expected}
    for half in ("tune", "held"):
        print(f"## {half}\n")
        names = [name for name in expected if expected[name]["half"] == half]
        phish = [name for name in names if "phish" in name]
        _faults({name: expected[name]["faults"] for name in phish}, reports)
        _genuine([name for name in names if "genuine" in name], reports)
    if "--missed" in sys.argv:
        for name, row in expected.items():
            for fault in row["faults"] if row["half"] == "tune" else ():
                if not found(fault, reports[name]):
                    print(name, fault["category"], fault["quotes"])


def _faults(faults: dict[str, list[dict[str, Any]]], reports: dict[str, Report]) -> None:
    every: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for name, rows in faults.items():
        for row in rows:
            language = name.partition("-")[0]
            for key in (row["category"], f"all, {language}"):
                every[key] += 1
                hits[key] += found(row, reports[name])
    print("| fault | found |\n|---|---|")
    for key, count in sorted(every.items(), key=lambda item: (not item[0].startswith("all"), -item[1])):
        print(f"| {key} | {shown(rate(hits[key], count))} |")


def found(fault: dict[str, Any], report: Report) -> bool:
    quotes = [
        evidence.quote for finding in report.findings if finding.kind.group in TEXT for evidence in finding.evidence
    ]
    return all(any(_overlap(wanted, quote) for quote in quotes) for wanted in fault["quotes"])


def _overlap(wanted: str, quote: str) -> bool:
    wanted, quote = "".join(wanted.split()), "".join(quote.split())
    return wanted in quote or (len(quote) >= LEAST and quote in wanted)


def _genuine(names: list[str], reports: dict[str, Report]) -> None:
    moderate = [name for name in names if any(_accuses(finding) for finding in reports[name].findings)]
    accused = [name for name in names if reports[name].verdict.word.value in ("fraud", "likely")]
    print(
        f"\nGenuine mails with a finding on the text of moderate strength or more: {shown(rate(len(moderate), len(names)))} {moderate}"
    )
    print(f"Genuine mails called likely fraud or fraud: {shown(rate(len(accused), len(names)))} {accused}\n")


def _accuses(finding: Any) -> bool:
    return (
        finding.kind.group in TEXT and finding.direction is Direction.ACCUSES and finding.strength is not Strength.WEAK
    )


if __name__ == "__main__":
    main()
