"""What SPF and DMARC of a usual mail cost with all answers at hand: `python bench/authentication.py`.

CPU time of one warm process pinned to one core, the least of many rounds. SPF: two includes, of which the second matches, each
with twenty networks. DMARC: a record at the organizational domain, SPF and one signature that align, one that does not.
First as in a running process, whose parsed records are kept; then with nothing kept.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from typing import Any

from figures import tell
from gyotaku.authentication import dmarc, dmarc_record, names, spf, spf_record
from gyotaku.model.asks import Answer, Ask, Outcome

TIME = datetime(2026, 11, 1, tzinfo=UTC)
NETWORKS = [" ".join(f"ip4:198.51.{one}.{two}/28" for two in range(0, 160, 8)) for one in range(2)]
RECORDS = {
    ("TXT", "bounce.example.org"): ("v=spf1 mx include:a.example.net include:b.example.net -all",),
    ("MX", "bounce.example.org"): ("10 mx.example.org",),
    ("A", "mx.example.org"): ("192.0.2.9",),
    ("TXT", "a.example.net"): (f"v=spf1 {NETWORKS[0]} ~all",),
    ("TXT", "b.example.net"): (f"v=spf1 {NETWORKS[1]} ip4:192.0.2.0/24 ~all",),
    ("TXT", "_dmarc.example.org"): ("v=DMARC1; p=reject; rua=mailto:reports@example.org",),
}


def answer(ask: Ask) -> Answer:
    records = RECORDS.get((ask.what, ask.of), ())
    outcome = Outcome.FOUND if records else Outcome.NOTHING
    return Answer(ask=ask, outcome=outcome, time=TIME, expires=TIME, records=records)


KEPT: dict[Ask, Answer] = {}


def drive(inquiry: Generator[tuple[Ask, ...], tuple[Answer, ...], Any]) -> Any:
    try:
        asks = next(inquiry)
        while True:
            asks = inquiry.send(tuple([KEPT.get(ask) or KEPT.setdefault(ask, answer(ask)) for ask in asks]))
    except StopIteration as end:
        return end.value


def spf_once() -> Any:
    return drive(spf.evaluate("192.0.2.1", "bounce+1@bounce.example.org", "mx.example.net"))


def dmarc_once() -> Any:
    signatures = [("example.org", "pass"), ("sender.example.net", "pass")]
    return drive(dmarc.evaluate("news.example.org", ("bounce.example.org", "pass"), signatures))


def forget() -> None:
    spf_record._parse_once.cache_clear()  # noqa: SLF001 - so that each round parses anew
    dmarc_record._parse_once.cache_clear()  # noqa: SLF001 - so that each round parses anew
    names.domain_name.cache_clear()


def least(call: Callable[[], Any], rounds: int, before: Callable[[], None] | None = None) -> float:
    """Microseconds of the cheapest round."""
    best = 1e9
    for _ in range(rounds):
        if before is not None:
            before()
        start = time.perf_counter_ns()
        call()
        best = min(best, (time.perf_counter_ns() - start) / 1e3)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU time of SPF and DMARC with the answers at hand.")
    parser.add_argument("--rounds", type=int, default=3_000)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    assert spf_once().result == "pass"
    assert dmarc_once().result == "pass"
    for name, call in (("SPF", spf_once), ("DMARC", dmarc_once)):
        warm, cold = least(call, arguments.rounds), least(call, arguments.rounds // 10, forget)
        tell(**{name: round(warm, 1)})
        print(f"{name:5} {warm:7.1f} µs a mail, {cold:7.1f} with no record parsed before")


if __name__ == "__main__":
    main()
