"""Pictures of real mail with a recipient planted in it, read back for codes and words: `python -m tests.masked_pictures [--mails N]`.

All 200 mails of the leak test take some ten minutes; the test draws a few of them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

import gyotaku
from gyotaku.cli.masking import pictures as read_back
from gyotaku.mail.intake import Mail
from gyotaku.model.configuration import Config
from gyotaku.pictures.picture import NoPicture, picture
from gyotaku.report.masking.leaks import Guard, Leak
from tests.recipient_forms import ENCODINGS
from tests.test_masked_corpora import ADDRESS, COUNT, mails, planted


class Drawn(Struct, frozen=True):
    """One masked picture: what of the owner was read in it, or why there is none."""

    path: str
    way: str
    leaks: tuple[Leak, ...] = ()
    absent: str = ""
    unread: tuple[str, ...] = ()


def drawn(count: int) -> Iterator[Drawn]:
    """Spread over all the mails and encodings of the leak test."""
    ways = sorted(ENCODINGS)
    for number, mail in list(enumerate(mails()))[:: max(1, COUNT // count)][:count]:
        yield _one(mail, ways[number % len(ways)])


def _one(mail: Mail, way: str) -> Drawn:
    raw = planted(mail.raw, ENCODINGS[way](ADDRESS).encode())
    report = gyotaku.dissect(raw, Config(own_domains=("kuramochi-kogei.example",)), for_masking=True)
    made = picture(raw, "ja", hidden=report)
    if isinstance(made, NoPicture):
        return Drawn(mail.path, way, absent=made.reason.en)
    checked = Guard.of(report).octets(made.png, read_back)
    return Drawn(mail.path, way, checked.leaks, unread=tuple(why.en for _, why in checked.unread))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=COUNT)
    told: Counter[str] = Counter()
    for one in drawn(options.parse_args().mails):
        told["leaks" if one.leaks else one.absent or "nothing of the owner read"] += 1
        for why in one.unread:
            told[f"not searched: {why}"] += 1
        if one.leaks:
            print(one.path, one.way, *(f"{leak.where} {leak.sort.value}" for leak in one.leaks), sep=" · ")  # noqa: T201
    for what, times in told.most_common():
        print(f"{times:5} {what}")  # noqa: T201


if __name__ == "__main__":
    main()
