"""How fast mails are read, beside the standard library: `python bench/parse.py [folder with mails ...]`.

Both sides do the same work on the same octets: parse, walk every part (attached messages entered), undo every transfer
encoding, decode every text/* body by its declared charset (UTF-8 where none is declared or it is unknown, with
replacement), and decode every header value, encoded words included. Ours does more on the way: it records defects and
guesses where a charset lies.

CPU time of one process pinned to one core; the two sides take turns mail by mail within a round, and who goes first
changes each round. Printed per folder: the ratio of the sums, as median and minimum over the rounds.
"""

from __future__ import annotations

import argparse
import email
import email.header
import gc
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from figures import tell
from gyotaku.mail.message import read

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "shared")) / "corpora"
FOLDERS = [SHARED / "mail" / "phish", SHARED / "mail" / "ham"]


def stdlib(raw: bytes) -> int:
    """Characters decoded."""
    total = 0
    for part in email.message_from_bytes(raw).walk():
        for value in part.values():
            try:
                text = str(email.header.make_header(email.header.decode_header(value)))
            except (LookupError, ValueError, email.errors.HeaderParseError):
                text = str(value)
            total += len(text)
        if part.is_multipart():
            continue
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            continue
        if part.get_content_maintype() == "text":
            try:
                total += len(data.decode(part.get_content_charset() or "utf-8", "replace"))
            except LookupError:
                total += len(data.decode("utf-8", "replace"))
    return total


def ours(raw: bytes) -> int:
    """Characters decoded."""
    total = 0
    for part in read(raw).walk_all():
        for field in part.headers:
            total += len(field.text)
        if part.children or part.message is not None:
            continue
        data = part.data()
        if part.content_type.startswith("text/"):
            total += len(part.text())
        del data
    return total


def seconds(side: Callable[[bytes], int], raw: bytes) -> float:
    start = time.process_time_ns()
    side(raw)
    return (time.process_time_ns() - start) / 1e9


def measure(mails: list[bytes], rounds: int) -> list[tuple[float, float]]:
    """Seconds of (standard library, ours) for all mails, a pair a round."""
    sums = []
    for number in range(rounds):
        theirs = own = 0.0
        gc.collect()
        for raw in mails:
            if number % 2:
                own += seconds(ours, raw)
                theirs += seconds(stdlib, raw)
            else:
                theirs += seconds(stdlib, raw)
                own += seconds(ours, raw)
        sums.append((theirs, own))
    return sums


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU time of reading mails, beside the standard library's email.")
    parser.add_argument("folders", nargs="*", type=Path, default=FOLDERS)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for folder in arguments.folders:
        mails = [path.read_bytes() for path in sorted(folder.rglob("*.eml"))]
        if not mails:
            raise SystemExit(f"no .eml under {folder}")
        measure(mails[:50], 1)
        sums = measure(mails, arguments.rounds)
        ratios = [theirs / own for theirs, own in sums]
        theirs, own = (statistics.median(column) / len(mails) * 1000 for column in zip(*sums, strict=True))
        print(
            f"{folder.name:8} {len(mails)} mails, mean {sum(map(len, mails)) / len(mails) / 1000:.1f} kB: "
            f"email {theirs:.3f} ms, gyotaku {own:.3f} ms, "
            f"ratio median {statistics.median(ratios):.2f}, min {min(ratios):.2f} over {len(ratios)} rounds"
        )
        tell(
            **{
                folder.name: {
                    "mails": len(mails),
                    "ratio": round(statistics.median(ratios), 2),
                    "least": round(min(ratios), 2),
                }
            }
        )


if __name__ == "__main__":
    main()
