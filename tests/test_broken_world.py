"""A founding mail against servers that break in every way at once: the report comes in time, and says what stayed open."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

import gyotaku
from gyotaku.model.answers import Permission
from gyotaku.model.report import Report, VerdictWord
from gyotaku.report.json import encode
from tests.shared import require
from tests.test_founding_cases import CONFIG, FILES
from tests.world import rdap_server, whois_server, world

DEADLINE = 2.0
ANSWERS: dict[str, Callable[[bytes], bytes | None]] = {
    "silent": lambda query: None,
    "garbage": lambda query: b"\xff\x00" * 30,
    "SERVFAIL": lambda query: query[:2] + b"\x81\x82" + query[4:],
    "refused": lambda query: query[:2] + b"\x81\x85" + query[4:],
    "cut, and no TCP": lambda query: query[:2] + b"\x83\x80" + query[4:],
    "no such name, ever": lambda query: query[:2] + b"\x81\x83" + query[4:12] + query[12:],
}
FAULTS = [
    (dns, rdap, whois)
    for dns, rdap, whois in zip(
        ANSWERS,
        ["redirect-for-ever", "delay=5", "bomb", "truncated", "html=404", "endless"],
        ["never-closes", "endless", "garbage", "half", "empty", "delay=5"],
        strict=True,
    )
]


@pytest.fixture
def dns() -> Iterator[Callable[[str], int]]:
    opened: list[socket.socket] = []

    def start(name: str) -> int:
        listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        listening.bind(("127.0.0.1", 0))
        opened.append(listening)

        def run() -> None:
            while True:
                try:
                    query, peer = listening.recvfrom(4096)
                    reply = ANSWERS[name](query)
                    if reply is not None:
                        listening.sendto(reply, peer)
                except OSError:
                    return

        threading.Thread(target=run, daemon=True).start()
        return int(listening.getsockname()[1])

    yield start
    for listening in opened:
        listening.close()


def dissected(file: str, faults: tuple[str, str, str], port: int, folder: Path) -> tuple[Report, float]:
    answered = world(require("cases", "world.toml"))
    with rdap_server.serving(answered) as rdap, whois_server.serving(answered) as whois:
        rdap.faults[""], whois.faults[""] = faults[1], faults[2]
        config = replace(
            CONFIG,
            online=frozenset(Permission) - {Permission.SITE},  # visits have bounds of their own: tests/lookup/site
            dns_servers=(f"127.0.0.1:{port}",),
            rdap_servers={"*": rdap.base},
            whois_servers={"*": whois.place},
            deadline=DEADLINE,
            timeout=1.0,
            answers=str(folder / "answers.sqlite"),
        )
        began = time.monotonic()
        with gyotaku.open_session(config) as session:
            report = gyotaku.dissect(require("cases", file).read_bytes(), config, path=file, session=session)
            return report, time.monotonic() - began


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("faults", FAULTS, ids=lambda faults: f"{faults[0]}; {faults[1]}; {faults[2]}")
def test_the_report_comes_in_time_and_tells_what_stayed_open(
    file: str, faults: tuple[str, str, str], dns: Callable[[str], int], tmp_path: Path
) -> None:
    report, seconds = dissected(file, faults, dns(faults[0]), tmp_path)
    assert seconds < DEADLINE + 2
    assert report.verdict.word.badness >= VerdictWord.LIKELY.badness
    assert not [run for run in report.checks if run.ended == "failed"]
    open_ones = {unknown.id: unknown for unknown in report.unknown if unknown.id}
    asked = {one.id for one in report.hypotheses for one in one.decided_by}
    told = [answer for answer in report.answers if answer.told]
    if faults[0] != "no such name, ever":
        assert not [answer for answer in told if answer.ask.source == "dns"]
        silent = {name for name in asked if name.startswith(("spf:", "mx:", "dmarc:"))}
        assert silent
        assert silent <= open_ones.keys()
        assert all(open_ones[name].detail for name in silent)
    assert not [answer for answer in told if answer.ask.source in {"rdap", "whois"} and answer.outcome == "found"]
    # Nobody's failure is told as a fact about the mail.
    kinds = {finding.kind.id for finding in report.findings}
    if faults[0] != "no such name, ever":
        assert not kinds & {"sender-domain-gone", "dmarc-not-published", "link-host-gone", "spf-not-authorized"}
    assert json.loads(encode(report).splitlines()[0])["answers"]
