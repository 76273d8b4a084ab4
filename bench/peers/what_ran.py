"""What the complete dissection looked at: its checks and how they ended, and the sentences that were taken apart into words."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import suppress

import gyotaku
from gyotaku.facts import Facts
from gyotaku.mail import message
from gyotaku.mail.facts import grammar
from gyotaku.mail.facts.japanese import Japanese
from gyotaku.model.answers import Ending
from gyotaku.model.configuration import Config
from gyotaku.registry import plan


def kinds() -> dict[str, int]:
    return {"kinds": len(plan().kinds), "checks": len(plan().checks)}


def endings(mails: list[bytes]) -> tuple[Counter[str], dict[str, str], set[str]]:
    """How the checks ended, over all mails; of those that were unavailable or failed, why; which kinds were found."""
    ended: Counter[str] = Counter()
    why: dict[str, str] = {}
    found: set[str] = set()
    for raw in mails:
        whole = gyotaku.dissect(raw)
        for report in (whole, *whole.others):
            found.update(finding.kind.id for finding in report.findings)
            for run in report.checks:
                ended[run.ended.value] += 1
                if run.ended.value in {"unavailable", "failed"}:
                    why[run.id] = run.why.en if run.why else ""
    return ended, why, found


def sentences(mails: list[bytes]) -> tuple[int, int, float]:
    """Mails of which some sentence was taken apart, how many sentences, and which share of the whole CPU time that took with its rules."""
    taken = count = 0
    spent = whole = 0.0
    for raw in mails:
        start = time.process_time()
        gyotaku.dissect(raw)
        whole += time.process_time() - start
        with suppress(Ending):
            japanese = Facts(plan().makers, message.read(raw), Config()).get(Japanese)
            if japanese.sheets:
                japanese.slips("phrasing")
                start = time.process_time()
                found = grammar.read(japanese)
                spent += time.process_time() - start
                taken += bool(found.sentences)
                count += found.sentences
    return taken, count, spent / whole if whole else 0.0
