"""Whatever the octets are, reading ends soon, needs little memory and says where it stopped."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from tests.mail import hostile

from gyotaku.mail.limits import Limits
from gyotaku.mail.message import read

SMALL_SECONDS = 1.5  # CPU; the slowest takes a third of it on the machine this was written on
LARGE_SECONDS = 8.0


@pytest.mark.parametrize("name", hostile.SMALL)
def test_small_hostile_mail_is_read_in_bounded_time(name: str) -> None:
    raw = hostile.SMALL[name]()
    start = time.process_time()
    message = read(raw)
    message.read_everything()
    assert time.process_time() - start < SMALL_SECONDS


@pytest.mark.parametrize("name", hostile.LARGE)
def test_one_line_of_100_megabytes_is_read_in_seconds(name: str) -> None:
    raw = hostile.LARGE[name] + b"a" * (100 * hostile.MEGABYTE)
    start = time.process_time()
    read(raw).read_everything()
    assert time.process_time() - start < LARGE_SECONDS


def test_a_large_mail_takes_less_than_four_times_its_size() -> None:
    program = (
        "import resource; from gyotaku.mail.message import read\n"
        "resource.setrlimit(resource.RLIMIT_AS, (450_000_000, 450_000_000))\n"
        "raw = b'Subject: a\\n\\n' + b'a' * 100_000_000\n"
        "print(read(raw).read_everything())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == ("()\n", "")


@pytest.mark.parametrize(
    ("name", "defect"),
    [
        ("nested_multiparts", "too-deep"),
        ("nested_messages", "too-many-messages"),
        ("many_fields", "too-many-fields"),
        ("many_parts", "too-many-parts"),
        ("many_continuations", "field-too-long"),
        ("many_padded_blocks", "base64-truncated"),
    ],
)
def test_what_lies_beyond_a_limit_is_stated(name: str, defect: str) -> None:
    assert defect in {found.id for found in read(hostile.SMALL[name]()).read_everything()}


def test_what_lies_beyond_a_limit_stays_whole() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\npart\n" * 10 + b"--b--\n"
    message = read(raw, Limits(parts=3))
    assert [part.section for part in message.root.children] == ["1", "2", "3", "4"]
    last = message.root.children[-1]
    assert last.data() == raw[last.start :]
    assert last.data().count(b"part") == 7


def test_a_message_inside_many_is_read_to_the_limit_and_kept_beyond() -> None:
    raw = b"Content-Type: message/rfc822\n\n" * 5 + b"Subject: at last\n\ntext\n"
    part = read(raw, Limits(nesting=3)).root
    for _ in range(3):
        assert part.message is not None
        part = part.message
    assert part.message is None
    assert part.data().endswith(b"Subject: at last\n\ntext\n")


def test_doubling_a_hostile_mail_does_not_quadruple_the_time() -> None:
    slow: list[str] = []
    for name in ("many_opened_words", "words_that_almost_close", "many_quotes", "many_stripped_escapes", "many_folds"):
        maker = hostile.SMALL[name]
        times = []
        for count in (100_000, 800_000):
            raw = maker(count)
            start = time.process_time()
            read(raw).read_everything()
            times.append(time.process_time() - start)
        if times[1] > 0.2 and times[1] > times[0] * 24:
            slow.append(f"{name}: {times}")
    assert not slow
