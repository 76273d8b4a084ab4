"""How much of the Received lines of a corpus is read: `python bench/received.py FOLDER... [--unread N] [--sample N]`.

Prints how many lines there are, how many were read whole, how many of each form, and the shapes of those that were not
read whole, most frequent first; then the time a line takes.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from figures import tell
from gyotaku.mail import message
from gyotaku.mail.intake import Mail, recognized
from gyotaku.mail.received import read


def lines(octets: bytes) -> Iterator[tuple[int, str]]:
    """(place, unfolded value) of every Received field of one mail."""
    for index, field in enumerate(message.read(octets).headers.all("Received")):
        yield index, field.text


def shape(text: str) -> str:
    """`text` without what differs from mail to mail."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\[[^\]]*\]", "[]", text)
    text = re.sub(r"<[^>]*>", "<>", text)
    text = re.sub(r"\b[\w-]+(?:\.[\w-]+)+\b", "HOST", text)
    return re.sub(r"[\w.:+=-]*\d[\w.:+=/-]*", "N", text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--unread", type=int, default=40, help="how many shapes of unread lines to print")
    parser.add_argument(
        "--sample", type=int, default=0, help="print this many lines of different shapes with their members"
    )
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    mails = 0
    texts: list[tuple[int, str]] = []
    for path in sorted(path for folder in wanted.folders for path in folder.rglob("*") if path.is_file()):
        seen = recognized(str(path), path.read_bytes())
        if isinstance(seen, Mail):
            mails += 1
            texts += lines(seen.raw)
    start = time.process_time()
    hops = [read(text, index) for index, text in texts]
    spent = time.process_time() - start
    whole = sum(hop.read_whole for hop in hops)
    print(f"{mails} mails, {len(hops)} Received lines, {whole} read whole ({whole / max(1, len(hops)):.2%})")
    print(f"{spent / max(1, len(hops)) * 1e6:.1f} microseconds a line")
    tell(mails=mails, lines=len(hops), whole=whole, microseconds=round(spent / max(1, len(hops)) * 1e6, 1))
    for form, count in Counter(hop.form or "(none)" for hop in hops).most_common():
        print(f"{count:7} {form}")
    unread: dict[str, list[str]] = {}
    for hop in hops:
        if not hop.read_whole:
            unread.setdefault(shape(" | ".join(hop.unread) or hop.text), []).append(
                f"{hop.unread}  in  {hop.text.strip()}"
            )
    print(f"\n{sum(map(len, unread.values()))} lines not read whole, {len(unread)} shapes")
    for _, examples in sorted(unread.items(), key=lambda item: -len(item[1]))[: wanted.unread]:
        print(f"{len(examples):5} {examples[0][:500]}")
    if wanted.sample:
        shapes = {shape(hop.text): hop for hop in hops}
        chosen = random.Random(wanted.seed).sample(sorted(shapes), min(wanted.sample, len(shapes)))
        for name in chosen:
            hop = shapes[name]
            print("\n" + re.sub(r"\s+", " ", hop.text.strip()))
            shown = {member: getattr(hop, member) for member in hop.spans} | {"local": hop.local, "unread": hop.unread}
            print("   ", hop.form, {member: str(value) for member, value in shown.items() if value})


if __name__ == "__main__":
    main()
