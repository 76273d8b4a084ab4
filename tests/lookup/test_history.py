"""Passive DNS files: what they saw is told, and so is what could not be read of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from gyotaku.lookup import history

HOST = "gone.example"
GOOD = {"rrname": HOST, "rrtype": "A", "rdata": ["192.0.2.9"], "time_first": 1_600_000_000, "time_last": 1_600_086_400}


def written(folder: Path, *lines: bytes) -> Path:
    file = folder / "passive-dns.jsonl"
    file.write_bytes(b"\n".join(lines) + b"\n")
    return file


def test_what_was_seen_and_when(tmp_path: Path) -> None:
    later = GOOD | {"rdata": "192.0.2.10", "time_last": 1_700_000_000}
    other = GOOD | {"rrname": "other.example"}
    file = written(tmp_path, *(json.dumps(one).encode() for one in (GOOD, later, other)))
    found = history.look([file], [HOST], None)
    assert [seen.address for seen in found.seen] == ["192.0.2.10", "192.0.2.9"]
    assert found.unread == ()
    then = history.look([file], [HOST], datetime(2021, 1, 1, tzinfo=UTC))
    assert [seen.address for seen in then.seen] == ["192.0.2.9"]


def test_lines_that_name_the_host_and_are_no_records_are_told(tmp_path: Path) -> None:
    file = written(
        tmp_path, b'{"rrname": "gone.example", "rrtype"', b"gone.example 192.0.2.9", b'["gone.example"]', b"another line",
        json.dumps(GOOD).encode(), json.dumps(GOOD | {"time_last": "long ago"}).encode(),
    )  # fmt: skip
    found = history.look([file], [HOST], None)
    assert [seen.address for seen in found.seen] == ["192.0.2.9"]
    ((name, problem),) = found.unread
    assert name == "passive-dns.jsonl"
    assert problem.startswith("4 lines")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert history.look([tmp_path / "none.jsonl"], [HOST], None).unread == (
        ("none.jsonl", "No such file or directory"),
    )
