"""Whatever the octets are, a dissection ends soon, needs little memory, and says what it did not look at.

The bounds are CPU seconds on one core. Measured where this was written: 0.9 s for the slowest of the small mails (none
of which is larger than 12 MB), 2.3 s and 520 MB for the worst line of 100 MB (200 MB of which is its making).
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

import gyotaku
from gyotaku.cli.main import DONE, UNREADABLE, main
from gyotaku.dissection import MAX_CARRIED
from gyotaku.mail.defects import DEFECTS, UNREAD
from gyotaku.mail.facts.readability import Gap
from gyotaku.model.answers import Ended
from gyotaku.model.report import Report, VerdictWord
from gyotaku.report.json import encode
from gyotaku.report.terminal import render
from gyotaku.verdict.unknowns import _CARRIED_WHY
from tests import hostile
from tests.fuzz_dissect import check_terminal
from tests.report.test_json import contract, own

SMALL_SECONDS = 2.0
LARGE_SECONDS = 8.0
LARGE_MEGABYTES = 800
JSON_OCTETS = 6
"""Octets of JSON for an octet of mail, above the 200 KB that a report of many attached mails may take."""
TERMINAL_CHARACTERS = 200_000

# Fields of which only so many are read, or only so much. Fields that nobody reads below our own line are not among them.
_READ_TO_A_NUMBER = (
    "From", "Reply-To", "To", "Cc", "Message-ID", "Received", "Received-SPF", "Authentication-Results",
    "ARC-Authentication-Results", "X-Spam-Status", "X-Spam-Flag",
)  # fmt: skip
_READ_TO_A_LENGTH = (*_READ_TO_A_NUMBER, "Sender", "Return-Path", "Subject", "Date")
NOT_READ_WHOLE = (
    *(f"many: {name}" for name in hostile.FIELDS),
    *(f"few: {name}" for name in _READ_TO_A_NUMBER),
    *(f"long: {name}" for name in _READ_TO_A_LENGTH),
    *(f"long repeated: {name}" for name in _READ_TO_A_LENGTH),
    *(f"mailboxes: {name}" for name in ("From", "To", "Cc", "Reply-To", "Return-Path")),
    "nested_multiparts", "message_chain", "many_attached_mails", "body_of_goal_phrases", "mail_within_itself",
    "nested_comments", "reader: many_fields", "reader: many_same_fields", "reader: many_parts",
    "reader: nested_messages", "reader: nested_multiparts", "reader: many_padded_blocks",
)  # fmt: skip


def everything(report: Report) -> tuple[Report, ...]:
    return (report, *report.others)


def holds(report: Report, size: int) -> None:
    """What must hold of the dissection of any octets."""
    for one in everything(report):
        assert not [run for run in one.checks if run.ended is Ended.FAILED]
        assert one.verdict.without_attacker_clearance.word.badness >= one.verdict.word.badness
    encoded = encode(report)
    assert len(encoded) < JSON_OCTETS * size + 200_000
    for line in encoded.splitlines():
        made = json.loads(line)
        own().validate(made)
        contract().validate(made)
    check_terminal(report, 80)
    assert len(render(report, "ja", width=80)) < TERMINAL_CHARACTERS


@pytest.mark.parametrize("name", hostile.SMALL)
def test_a_hostile_mail_is_dissected_in_bounded_time(name: str) -> None:
    raw = hostile.SMALL[name]()
    start = time.process_time()
    report = gyotaku.dissect(raw)
    encode(report)
    render(report, "en")
    assert time.process_time() - start < SMALL_SECONDS
    holds(report, len(raw))
    if name in NOT_READ_WHOLE:
        assert report.verdict.word is not VerdictWord.NO_SIGN
        assert told_as_unread(report)


def told_as_unread(report: Report) -> bool:
    """A finding or an entry of what is unknown says that something was not looked at."""
    unread = {_CARRIED_WHY, Gap.CUT.text, Gap.LEFT_UNREAD.text, Gap.CARRIED.text}
    return any(unknown.why in unread for one in everything(report) for unknown in one.unknown)


def test_the_names_of_what_is_not_read_whole_exist() -> None:
    assert set(NOT_READ_WHOLE) <= hostile.SMALL.keys()
    assert DEFECTS.keys() >= UNREAD


@pytest.mark.parametrize("inner", [10, 60, 1_500])
def test_attached_mails_beyond_the_limit_are_counted_and_told(inner: int) -> None:
    report = gyotaku.dissect(hostile.many_attached_mails(inner))
    assert len(report.others) == min(inner, MAX_CARRIED)
    carrier = next(one for one in everything(report) if one.mail.carrier is None)
    beyond = max(0, inner - MAX_CARRIED)
    told = [
        unknown.question.slots["count"] for unknown in carrier.unknown if "attached mails" in unknown.question.text.en
    ]
    assert [getattr(count, "value", None) for count in told] == ([beyond] if beyond else [])
    if beyond:
        assert carrier.verdict.word is not VerdictWord.NO_SIGN
        assert told_as_unread(report)


def test_a_chain_of_mails_ends_where_the_limit_says_and_says_so() -> None:
    report = gyotaku.dissect(hostile.message_chain())
    assert len(everything(report)) == MAX_CARRIED + 1
    last = max(everything(report), key=lambda one: one.mail.path.count("!"))
    assert any("attached mails" in unknown.question.text.en for unknown in last.unknown)
    assert last.verdict.word is not VerdictWord.NO_SIGN


LARGE = (
    "header", "header-words", "body", "base64", "quoted-printable", "multipart", "received", "from", "html", "html-tag",
    "utf-8",
)  # fmt: skip
_MEASURE = """
import sys, time
import gyotaku
from gyotaku.report.json import encode
from gyotaku.report.terminal import render
from tests import hostile
from tests.fuzz_dissect import check_terminal
raw = hostile.large(sys.argv[1])
start = time.process_time()
report = gyotaku.dissect(raw)
encode(report), render(report, "ja")
# Of this process alone: ru_maxrss begins with what the process that started it held.
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(time.process_time() - start, peak // 1000, report.verdict.word)
"""


@pytest.mark.parametrize("name", LARGE)
def test_one_line_of_100_megabytes_is_dissected_in_seconds(name: str) -> None:
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, name],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={"PYTHONPATH": f"{root / 'src'}:{root}"},
    )
    seconds, megabytes, word = done.stdout.split()
    assert float(seconds) < LARGE_SECONDS
    assert int(megabytes) < LARGE_MEGABYTES
    assert word == "cannot-tell"


@pytest.mark.parametrize("output", ["json", "terminal"])
@pytest.mark.parametrize(
    "name", ["trap: nul", "trap: bidi", "many_attached_mails", "lone_surrogates", "reader: all_octets"]
)
def test_the_command_line_survives(
    name: str, output: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "hostile.eml"
    file.write_bytes(hostile.SMALL[name]())
    assert main(["dissect", "--format", output, "--lang", "ja", str(file)]) in {DONE, UNREADABLE}
    shown = capfdbinary.readouterr()
    assert b"\x1b" not in shown.out + shown.err
    assert b"Traceback" not in shown.err
