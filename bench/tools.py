"""How well the sending tool is recognised without its name: `python bench/tools.py folder ... [--list]`.

Per folder: how many mails name their program, how many names no row knows, and of the known how many were named rightly
(the tool itself, or the library beneath it), wrongly or not at all; then the same by tool, and each wrong answer.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from gyotaku.evaluation.tool_confusion import NAMED_RIGHTLY, Confusion, Outcome, confusion
from gyotaku.mail import message
from gyotaku.mail.message import Message


def mails(folder: Path) -> Iterator[tuple[str, Message]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.name, message.read(file.read_bytes())


def show(title: str, result: Confusion, *, all_unmapped: bool) -> None:
    known = len(result.known)
    print(
        f"{title}: {len(result.answers)} name a program, {len(result.unmapped)} by a name no row knows, {known} known"
    )
    shares = ", ".join(f"{outcome} {result.share(outcome):.1%}" for outcome in Outcome if outcome != Outcome.UNMAPPED)
    print(f"  named rightly {result.share(*NAMED_RIGHTLY):.1%}: {shares}")
    by_truth: dict[str, Counter[str]] = {}
    for (truth, named), count in result.table.items():
        by_truth.setdefault(truth, Counter())[named or "-"] += count
    for truth, row in sorted(by_truth.items(), key=lambda item: -item[1].total()):
        print(f"  {truth:28} {row.total():4}  " + "  ".join(f"{named} {count}" for named, count in row.most_common()))
    for answer in result.known:
        if answer.outcome in {Outcome.WRONG, Outcome.FAMILY}:
            print(f"  {answer.outcome}: {answer.mail} says {answer.words[:60]!r}, named {answer.named}")
    names = Counter(re.sub(r"[0-9].*", "", answer.words)[:40] for answer in result.unmapped)
    shown = names.most_common(None if all_unmapped else 12)
    print("  unmapped: " + "; ".join(f"{name!r} {count}" for name, count in shown))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--list", action="store_true", help="every unmapped name")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        show(folder.name, confusion(mails(folder)), all_unmapped=arguments.list)


if __name__ == "__main__":
    main()
