"""Permissions, the preview of look-ups, and recorded answers, from the command line against a server on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.world import knot

import gyotaku
from gyotaku.cli.look_ups import moment
from gyotaku.model.configuration import Config

MAIL = (
    b"Return-Path: <a@sender.example>\r\n"
    b"Received: from mail.sender.example (mail.sender.example [192.0.2.7])\r\n"
    b"\tby mx.reader.example (Postfix) with ESMTP id 4XyZ12; Wed, 18 Nov 2026 10:00:00 +0900\r\n"
    b"From: A <a@sender.example>\r\nTo: b@reader.example\r\nSubject: hello\r\n"
    b"Date: Wed, 18 Nov 2026 09:59:58 +0900\r\nMessage-ID: <1@sender.example>\r\n\r\n"
    b"See https://www.sender.example/ and https://bobby-smith.track.elsewhere.example/x\r\n"
)
WORLD = {
    "dns": {
        "txt": {"sender.example": ["v=spf1 ip4:192.0.2.0/24 -all"]},
        "a": {"mail.sender.example": ["192.0.2.7"], "www.sender.example": ["192.0.2.8"]},
        "ptr": {"192.0.2.7": "mail.sender.example"},
    }
}


class Place:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.mail = folder / "mail.eml"
        self.mail.write_bytes(MAIL)
        self.config = folder / "gyotaku.toml"
        self.config.write_text(f'dns_servers = ["127.0.0.1:{port}"]\nanswers = "{folder}/answers.sqlite"\n')

    def run(self, *arguments: str, stdin: bytes = b"", code: int = 0) -> bytes:
        environment = {**os.environ, "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder)}
        command = [sys.executable, "-m", "gyotaku.cli.main", *arguments, "--config", str(self.config)]
        done = subprocess.run(
            command, input=stdin, capture_output=True, cwd=self.folder, env=environment, timeout=60, check=False
        )
        assert done.returncode == code, done.stderr.decode()
        return done.stdout or done.stderr

    def report(self, *arguments: str) -> dict[str, object]:
        made: dict[str, object] = json.loads(self.run("dissect", str(self.mail), "--format", "json", *arguments))
        return made


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with knot.serving(WORLD, tmp_path_factory.mktemp("knot")) as port:
        yield port


@pytest.fixture
def place(tmp_path: Path, port: int) -> Place:
    return Place(tmp_path, port)


def test_offline_is_the_default_and_says_what_each_permission_would_answer(place: Place) -> None:
    report = place.report()
    assert report["answers"] == []
    assert report["authentication"] is None
    open_ones = {unknown["id"]: unknown["permission"] for unknown in report["unknown"] if unknown["id"]}  # type: ignore[attr-defined]
    assert open_ones["spf:sender.example"] == "dns"
    assert open_ones["owner:sender.example"] == "registration"
    assert not (place.folder / "answers.sqlite").exists()


def test_with_permission_the_mail_is_authenticated_and_each_answer_has_source_and_time(place: Place) -> None:
    report = place.report("--online", "dns")
    assert report["authentication"]["spf"]["result"] == "pass"  # type: ignore[index]
    answers = {answer["question"]: answer for answer in report["answers"]}  # type: ignore[attr-defined]
    spf = answers["dns:TXT:sender.example"]
    assert spf["result"] == ["v=spf1 ip4:192.0.2.0/24 -all"]
    assert spf["source"].startswith("DNS 127.0.0.1:")
    assert spf["time"].endswith("+00:00")
    assert answers["dns:TXT:_dmarc.sender.example"]["reason"] == "NXDOMAIN"
    open_ones = {unknown["id"] for unknown in report["unknown"]}  # type: ignore[attr-defined]
    assert "spf:sender.example" not in open_ones
    assert "owner:sender.example" in open_ones


def test_a_host_name_made_for_one_reader_is_not_asked_for(place: Place) -> None:
    place.mail.write_bytes(
        MAIL.replace(b"b@reader", b"bobby-smith@reader").replace(
            b"4XyZ12;", b"4XyZ12\r\n\tfor <bobby-smith@reader.example>;"
        )
    )
    asked = {answer["question"] for answer in place.report("--online", "dns")["answers"]}  # type: ignore[attr-defined]
    assert "dns:A:elsewhere.example" in asked
    assert not any("bobby" in question for question in asked)


def test_recorded_answers_are_replayed_moved_and_refreshed(place: Place, tmp_path: Path) -> None:
    first = place.report("--online", "dns")
    again = place.report("--online", "dns")
    assert not any(answer["recorded"] for answer in first["answers"])  # type: ignore[attr-defined]
    assert all(answer["recorded"] for answer in again["answers"])  # type: ignore[attr-defined]
    assert not any(answer["recorded"] for answer in place.report("--online", "dns", "--refresh")["answers"])  # type: ignore[attr-defined]
    moved = place.run("answers", "export", str(place.mail))
    other = Place(tmp_path / "other", 9) if (tmp_path / "other").mkdir() is None else place
    assert b"new answers" in other.run("answers", "import", "-", "--lang", "en", stdin=moved)
    replayed = other.report("--as-of", "9999-01-01")
    assert replayed["authentication"]["spf"]["result"] == "pass"  # type: ignore[index]
    assert other.run("answers", "info").count(b"dns ") == 1
    before = other.report("--as-of", "2001-01-01")
    assert {answer["outcome"] for answer in before["answers"]} == {"not-recorded"}  # type: ignore[attr-defined]


def test_lookups_lists_what_would_be_asked_of_whom_and_asks_nobody(place: Place) -> None:
    listed = json.loads(place.run("lookups", str(place.mail), "--format", "json", "--online", "dns"))
    by_id = {question["id"]: question for question in listed["questions"]}
    spf = by_id["spf:sender.example"]
    assert spf["allowed"] is True
    assert spf["asks"][0]["ask"] == "dns:TXT:sender.example"
    assert spf["asks"][0]["whom"].startswith("DNS 127.0.0.1:")
    assert by_id["owner:sender.example"]["allowed"] is False
    assert all(one["allowed"] for asked, one in by_id.items() if asked.startswith("place:"))
    shown = place.run("lookups", str(place.mail), "--lang", "en").decode()
    assert "--online place" not in shown
    assert all(question["tells"]["en"] and question["tells"]["ja"] for question in listed["questions"])
    place.report("--online", "dns")
    listed = json.loads(place.run("lookups", str(place.mail), "--format", "json"))
    assert {question["id"]: question for question in listed["questions"]}["spf:sender.example"]["asks"][0]["recorded"]
    for tongue in ("en", "ja"):
        assert "sender.example" in place.run("lookups", str(place.mail), "--lang", tongue).decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--online", "dns,telepathy"),
        ("--as-of", "yesterday"),
        ("--deadline", "0"),
        ("--online", "dns", "--answers", "/dev/null/no"),
    ],
)
def test_wrong_usage_is_told(place: Place, arguments: tuple[str, ...]) -> None:
    assert place.run("dissect", str(place.mail), *arguments, code=2).startswith(b"gyotaku: ")


def test_a_damaged_file_of_answers_is_told(place: Place) -> None:
    (place.folder / "answers.sqlite").write_bytes(b"no database at all" * 100)
    assert b"not a database" in place.run("dissect", str(place.mail), "--online", "dns", code=2)
    assert b"not a database" in place.run("answers", "export", code=3)
    assert b"line 1" in place.run("answers", "import", "-", "--answers", "new.sqlite", stdin=b"nonsense\n", code=3)


@pytest.mark.parametrize("text", ["2022-09-07", "20220907", "2022-W36-3", "2022W363"])
def test_a_day_is_its_end_however_it_is_written(text: str) -> None:
    assert moment(text).isoformat() == "2022-09-07T23:59:59+00:00"


def test_a_moment_keeps_its_zone() -> None:
    assert moment("2022-09-07T10:45+09:00").astimezone(UTC).isoformat() == "2022-09-07T01:45:00+00:00"
    assert moment("20220907T10").isoformat() == "2022-09-07T10:00:00+00:00"


def test_a_moment_without_zone_is_refused_from_python(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="zone"):
        gyotaku.open_session(Config(answers=str(tmp_path / "a.sqlite")), as_of=datetime(2022, 9, 7))  # noqa: DTZ001 - the point


@pytest.mark.parametrize("when", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-10:00"])
@pytest.mark.parametrize("form", ["json", "terminal"])
def test_no_moment_of_a_replay_breaks_the_report(place: Place, when: str, form: str) -> None:
    place.report("--online", "dns")
    assert place.run("dissect", str(place.mail), "--as-of", when, "--format", form)
