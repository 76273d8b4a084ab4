"""What reading the text costs: `python bench/text.py`.

The checks of language, contradictions, hidden text and story with the facts that only they ask for, of which everything
else (reading, laying out, folding, names, links) is made beforehand; CPU time of one warm process pinned to one core, the
least of the rounds. First the mean over the mails of each class, without the dearest hundredth; then three texts repeated
to 1, 2, 4 ... 256 kB: where the time is linear in the length, milliseconds per kB stay what they are.
"""

from __future__ import annotations

import argparse
import gc
import os
import time
from contextlib import suppress
from pathlib import Path

from figures import tell
from gyotaku.facts import Facts
from gyotaku.mail import message
from gyotaku.mail.facts.alternatives import Alternatives
from gyotaku.mail.facts.asked import Asked
from gyotaku.mail.facts.japanese import Japanese
from gyotaku.mail.facts.mentions import Mentions
from gyotaku.mail.facts.particulars import Particulars
from gyotaku.mail.facts.said import Sayings
from gyotaku.mail.facts.salutation import Salutation
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.mail.facts.wording import Wording
from gyotaku.model.answers import Ending
from gyotaku.model.configuration import Config
from gyotaku.registry import plan

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "shared")) / "corpora"
CLASSES = (SHARED / "mail" / "phish", SHARED / "mail" / "ham", SHARED / "ham_ja")
FOLDERS = ("contradiction.", "hidden.", "language.", "story.")
FACTS = (Alternatives, Asked, Japanese, Mentions, Particulars, Salutation, Sayings, Tongue)
STEPS = tuple(2**power for power in range(9))

JAPANESE = """\
お客様各位

平素よりみどり銀行をご利用いただき、誠にありがとうございます。
下記の日程でシステムの更新を実施いたします。更新中はインターネットバンキングをご利用いただけません。

■ 日時：2026年11月28日（土）22時00分から翌6時00分まで
■ 対象：残高照会、振込、口座振替（手数料 ５５０円）
■ お問い合わせ番号：AB-20261122

作業の状況により、終了時刻が前後する場合があります。ご不便をおかけしますが、ご理解をお願いいたします。
"""
ENGLISH = """\
Dear customer,

thank you for your order of 22 November 2026. Your parcel leaves our warehouse on Tuesday, 24 November,
and arrives between 9:00 and 12:00. Please keep your order number at hand.

Order number: 4711-2026
Item: Garden lamp, two pieces, 24.90 EUR each
Shipping: 4.90 EUR
Total: 54.70 EUR

If you did not place this order, reply to this message within 14 days.

Best regards
The Lamp House Team

"""
HTML = """\
<table width="600"><tr><td><h2>News of this week</h2>
<p>Our shop opens on <b>1 December</b> at 10:00. <a href="https://www.lamps.example/opening?id=20261201">See what is new</a>,
and take 15&nbsp;% off until 5 December.</p>
<ul><li>Garden lamps from $24.90</li><li>Desk lamps from $19.90</li><li>Light bulbs, four in a box</li></ul>
<p style="font-size:11px;color:#888">You read this since you ordered from us. <a href="https://www.lamps.example/leave">Leave the list</a></p>
</td></tr></table>
"""
TEXTS = (
    ("Japanese notice", "plain", JAPANESE),
    ("English notice", "plain", ENGLISH),
    ("HTML newsletter", "html", HTML),
)


def prepared(raw: bytes) -> Facts:
    """The facts of a mail, all made but those of the text."""
    facts = Facts(plan().makers, message.read(raw), Config())
    for passage in facts.get(Wording):
        _ = passage.folded
    for kind in plan().makers:
        if kind not in FACTS and not any(need.type in FACTS for need in plan().makers[kind].needs):
            with suppress(Ending, KeyError):
                facts.get(kind)
    return facts


def cost(raw: bytes, rounds: int) -> float:
    """CPU milliseconds of the text's checks and facts, the least of the rounds."""
    checks = [check for check in plan().checks if check.id.startswith(FOLDERS)]
    best = float("inf")
    for _ in range(rounds):
        facts = prepared(raw)
        start = time.process_time_ns()
        for check in checks:
            with suppress(Ending, KeyError):
                list(check.run(facts.arguments(check.recipe)))
        best = min(best, (time.process_time_ns() - start) / 1e6)
    return best


def repeated(text: str, subtype: str, size: int) -> bytes:
    """A mail whose body is the text as often as it takes to fill so many octets."""
    octets = text.encode()
    body = octets * (-(-size // len(octets)))
    header = f"From: Notices <notices@lamps.example>\nSubject: Notice\nContent-Type: text/{subtype}; charset=utf-8\n\n"
    return header.encode() + body[:size]


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU time of all that reads the text.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=int, default=300, help="mails of each class")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    gc.disable()
    print("| mails | number | ms a mail |\n| --- | ---: | ---: |")
    for folder in CLASSES:
        paths = sorted(folder.rglob("*.eml"))
        paths = paths[:: max(1, len(paths) // arguments.most)][: arguments.most]
        spent = sorted(cost(path.read_bytes(), arguments.rounds) for path in paths)
        kept = spent[: len(spent) - len(spent) // 100]
        if kept:
            tell(**{folder.name: round(sum(kept) / len(kept), 3)})
            print(f"| {folder.name} | {len(spent)} | {sum(kept) / len(kept):.3f} |")
        gc.collect()
    print("\n| text | kB | ms | ms per kB |\n| --- | ---: | ---: | ---: |")
    for name, subtype, text in TEXTS:
        for step in STEPS:
            spent_on = cost(repeated(text, subtype, step * 1000), arguments.rounds)
            print(f"| {name} | {step} | {spent_on:.2f} | {spent_on / step:.3f} |")


if __name__ == "__main__":
    main()
