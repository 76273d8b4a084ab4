"""On which mails sentences are taken apart into words (the extra `ja`), what that costs, and how the cost grows with the text.

    python bench/morphology.py [folder with labelled mails] [--free sentences.txt]

`--free`: the false firings on free Japanese text, as bench/free_text.py prints it. CPU time of one warm process; each mail's least of the rounds.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter, defaultdict
from pathlib import Path

from figures import tell
from gyotaku.evaluation.labels import samples
from gyotaku.evaluation.stripping import stripped
from gyotaku.facts import Facts
from gyotaku.mail import message
from gyotaku.mail.facts.grammar import Grammar, read
from gyotaku.mail.facts.japanese import Japanese
from gyotaku.mail.facts.wording import Passage
from gyotaku.mail.language.sheet import Sheet
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Layer
from gyotaku.registry import plan

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "shared")) / "corpora"
ROUNDS = 3
SENTENCE = "{number}番の会員ページをログインして、ご登録の内容をご覧ください。このたびはご迷惑をおかけいたしました。\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED / "mail")
    parser.add_argument("--free", type=Path)
    asked = parser.parse_args()
    _of_mails(asked.folder)
    _of_lengths()
    if asked.free:
        _of_free_text(asked.free)


def _timed(japanese: Japanese) -> tuple[Grammar, float]:
    best = float("inf")
    found = read(japanese)
    for _ in range(ROUNDS):
        start = time.process_time()
        found = read(japanese)
        best = min(best, time.process_time() - start)
    return found, best * 1000


def _of_mails(folder: Path) -> None:
    mails: Counter[str] = Counter()
    japanese_ones: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    sentences: Counter[str] = Counter()
    spent: defaultdict[str, float] = defaultdict(float)
    for sample in samples(folder):
        mails[sample.label] += 1
        facts = Facts(plan().makers, message.read(stripped(sample.path.read_bytes())), Config())
        japanese = facts.get(Japanese)
        if not japanese.sheets:
            continue
        japanese.slips("phrasing")
        found, cost = _timed(japanese)
        japanese_ones[sample.label] += 1
        taken[sample.label] += bool(found.sentences)
        sentences[sample.label] += found.sentences
        spent[sample.label] += cost
    print("| mails | all | with kana | some sentence taken apart | sentences | ms a mail with kana | ms a mail |")
    print("|---|---|---|---|---|---|---|")
    for label, count in mails.most_common():
        kana = japanese_ones[label]
        each = spent[label] / kana if kana else 0.0
        tell(**{label: {"mails": count, "taken apart": taken[label], "ms": round(spent[label] / count, 4)}})
        share = f"{taken[label]} ({taken[label] / count:.1%})"
        print(
            f"| {label} | {count} | {kana} | {share} | {sentences[label]} | {each:.3f} | {spent[label] / count:.4f} |"
        )


def _of_lengths() -> None:
    print("\n| characters | sentences taken apart | ms | µs a character |\n|---|---|---|---|")
    for count in (5, 10, 20, 40, 80, 160, 640, 2560):
        text = "".join(SENTENCE.format(number=number) for number in range(count))
        found, cost = _timed(Japanese((Sheet(Passage("1", Layer.BODY, text)),)))
        print(f"| {len(text)} | {found.sentences} | {cost:.2f} | {cost * 1000 / len(text):.2f} |")


def _of_free_text(file: Path) -> None:
    """Translations have faults of their own, so this is the most that can be false."""
    rules: Counter[str] = Counter()
    count = 0
    for line in file.read_text("utf-8").splitlines():
        count += 1
        sheet = Sheet(Passage("1", Layer.BODY, line.partition("\t")[2]))
        for rule, slips in read(Japanese((sheet,))).slips.items():
            for slip in slips:
                rules[f"{rule}: {slip.rule}"] += 1
    print(f"\n{count} free sentences\n\n| rule | firings in 1,000 sentences |\n|---|---|")
    for rule, found in rules.most_common():
        print(f"| {rule} | {found * 1000 / count:.3f} |")


if __name__ == "__main__":
    main()
