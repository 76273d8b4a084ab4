"""One row a mail, in the order of the mails, whatever they lie in."""

from __future__ import annotations

import errno
import gzip
import os
import stat
import zipfile
from pathlib import Path

import pytest
from tests.batch.making import EXAMPLES, Here, begun, mail, mbox, rows, scanned

import gyotaku
from gyotaku.batch.arrow import schema
from gyotaku.batch.folder import Folder, FolderError, list_parts, read_begun, read_part
from gyotaku.batch.kept import Done, Seen, key
from gyotaku.batch.schema import COLUMNS

FRAUD = EXAMPLES / "mailbox-suspended.eml"


def test_a_row_says_what_the_dissection_says(tmp_path: Path) -> None:
    scanned(tmp_path / "out", FRAUD)
    row = rows(tmp_path / "out")[0]
    report = gyotaku.dissect(FRAUD.read_bytes())
    assert row["verdict"] == report.verdict.word
    assert row["score"] == report.verdict.weighed.score
    assert [(one["kind"], one["strength"], one["direction"]) for one in row["findings"]] == [
        (one.kind.id, one.strength, one.direction) for one in report.findings
    ]
    assert [(one["type"], one["value"], tuple(one["roles"])) for one in row["observables"]] == [
        (one.type, one.value, one.roles) for one in report.observables
    ]
    assert [(one["name"], one["standing"]) for one in row["hypotheses"]] == [
        (one.name, one.standing) for one in report.hypotheses
    ]
    assert (row["sha256"], row["size"], row["date"]) == (report.mail.sha256, report.mail.size, report.mail.date)
    assert (row["path"], row["container"], row["error"]) == (str(FRAUD), None, None)


def test_rows_stand_in_the_order_of_the_mails_and_tell_where_each_lay(tmp_path: Path) -> None:
    box = mbox(tmp_path / "b.mbox", [mail(number) for number in range(120)])
    packed = tmp_path / "c.gz"
    packed.write_bytes(gzip.compress(mail(500)))
    archive = tmp_path / "d.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("in/1.eml", mail(600))
        file.writestr("in/1.txt", "no mail\n")
    counts = scanned(tmp_path / "out", box, packed, archive, tmp_path / "absent", part_rows=50)
    found = rows(tmp_path / "out")
    assert [row["subject"] for row in found[:121]] == [f"Number {number}" for number in [*range(120), 500]]
    assert [(row["container"], row["member"]) for row in found[118:123]] == [
        (str(box), "119"),
        (str(box), "120"),
        (None, None),
        (str(archive), "in/1.eml"),
        (str(archive), "in/1.txt"),
    ]
    assert found[120]["undone"] == ["the file was unpacked (gzip, bzip2 or xz)"]
    assert [(row["verdict"], row["error"]) for row in found[122:]] == [(None, "no-headers"), (None, "missing")]
    assert (counts.met, counts.unread) == (124, 2)
    assert [read_part(part).num_rows for part in list_parts(tmp_path / "out")] == [50, 50, 24]


def test_the_same_octets_are_dissected_once_and_told_twice(tmp_path: Path) -> None:
    mails = [mail(number % 40) for number in range(100)]
    engine = Here()
    counts = scanned(
        tmp_path / "out", mbox(tmp_path / "a", mails), mbox(tmp_path / "b", mails), engine=engine, part_rows=30
    )
    assert (engine.given, counts.shared) == (40, 160)
    apart = Here()
    for number, raw in enumerate(mails):
        (tmp_path / f"{number}.eml").write_bytes(raw)
        if number < 45:
            scanned(tmp_path / f"out{number}", tmp_path / f"{number}.eml", engine=apart)
    found = rows(tmp_path / "out")
    assert [row["path"] for row in found] == [f"{tmp_path}/{box}!{n}" for box in "ab" for n in range(1, 101)]
    for number, row in enumerate(found[:45]):
        alone = rows(tmp_path / f"out{number}")[0]
        assert row == alone | {"path": row["path"], "container": str(tmp_path / "a"), "member": str(number + 1)}


def test_a_carried_mail_with_a_worse_verdict_is_what_the_row_tells_of(tmp_path: Path) -> None:
    outer = (
        b"From: taro@office.example\nTo: admin@office.example\nSubject: look\nDate: Mon, 5 Jun 2023 09:12:44 +0900\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nWhat is this?\n"
        b"--b\nContent-Type: message/rfc822\n\n" + FRAUD.read_bytes() + b"\n--b--\n"
    )
    (tmp_path / "a.eml").write_bytes(outer)
    scanned(tmp_path / "out", tmp_path / "a.eml")
    row = rows(tmp_path / "out")[0]
    leader = gyotaku.dissect(outer)
    assert (row["size"], row["carries"], row["told_of"]) == (len(outer), 1, leader.mail.sha256)
    assert row["sha256"] != row["told_of"]
    assert row["verdict"] == "fraud"


def test_what_is_written_is_its_owners_alone(tmp_path: Path) -> None:
    scanned(tmp_path / "out", FRAUD)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "out").iterdir()} == {0o600}


def test_the_columns_are_as_documented(tmp_path: Path) -> None:
    scanned(tmp_path / "out", FRAUD)
    table = read_part(list_parts(tmp_path / "out")[0])
    assert table.schema.equals(schema(), check_metadata=True)
    assert table.column_names == [column.name for column in COLUMNS]


def test_going_on_adds_what_has_come_and_repeats_nothing(tmp_path: Path) -> None:
    box = mbox(tmp_path / "a", [mail(number) for number in range(60)])
    scanned(tmp_path / "out", box, part_rows=25)
    before = rows(tmp_path / "out")
    mbox(box, [mail(number) for number in range(70)])
    engine = Here()
    counts = scanned(tmp_path / "out", box, engine=engine, resume=True)
    assert (engine.given, counts.passed) == (10, 60)
    after = rows(tmp_path / "out")
    assert after[:60] == before
    assert [row["subject"] for row in after] == [f"Number {number}" for number in range(70)]


def test_a_part_that_is_gone_is_scanned_again(tmp_path: Path) -> None:
    box = mbox(tmp_path / "a", [mail(number % 50) for number in range(60)])
    scanned(tmp_path / "out", box, part_rows=20)
    before = rows(tmp_path / "out")
    (tmp_path / "out" / "part-00002.parquet").write_bytes(b"no table")
    with pytest.raises(FolderError, match="part-00002"):
        scanned(tmp_path / "out", box, resume=True)
    (tmp_path / "out" / "part-00002.parquet").unlink()
    scanned(tmp_path / "out", box, resume=True)
    assert sorted(map(str, rows(tmp_path / "out"))) == sorted(map(str, before))


def test_a_mail_is_passed_over_as_often_as_it_has_rows() -> None:
    done = Done(iter([key("a", "1"), key("b", "1"), key("a", "1")]))
    assert [done.passes(key("a", "1")) for _ in range(3)] == [True, True, False]
    assert not done.passes(key("c", "1"))
    assert done.left == 1


def test_what_was_seen_is_forgotten_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gyotaku.batch.kept._REMEMBERED", 10)
    seen = Seen()
    for number in range(25):
        seen.note(number, number)
    assert (seen.row(24), seen.row(12), seen.row(3)) == (24, 12, None)


def test_a_folder_is_used_by_one_scan_and_for_one(tmp_path: Path) -> None:
    scanned(tmp_path / "out", FRAUD)
    with pytest.raises(FolderError, match="--resume"):
        scanned(tmp_path / "out", FRAUD)
    with pytest.raises(FolderError, match="another list of sources"):
        scanned(tmp_path / "out", EXAMPLES, resume=True)
    with pytest.raises(FolderError, match="is no scan"):
        scanned(EXAMPLES, FRAUD)
    held = Folder(tmp_path / "out")
    held.open(begun(FRAUD), resume=True)
    with pytest.raises(FolderError, match="another scan"):
        scanned(tmp_path / "out", FRAUD, resume=True)
    held.close()


def test_a_full_disk_keeps_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = mbox(tmp_path / "a", [mail(number) for number in range(200)])
    scanned(tmp_path / "whole", box, part_rows=48)
    sync, calls = os.fsync, 0

    def full(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls > 6:  # scan.json and two parts, each with the folder
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        scanned(tmp_path / "out", box, part_rows=48)
    monkeypatch.undo()
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "part-00001.parquet",
        "part-00002.parquet",
        "scan.json",
    ]
    assert rows(tmp_path / "out") == rows(tmp_path / "whole")[:96]
    scanned(tmp_path / "out", box, resume=True)
    assert rows(tmp_path / "out") == rows(tmp_path / "whole")


def test_sources_that_break_off_or_vanish_become_rows(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    for number in range(100):
        (folder / f"{number}.eml").write_bytes(mail(number))
    (folder / "50.eml").unlink()
    (folder / "50.eml").symlink_to(tmp_path / "gone")
    counts = scanned(tmp_path / "out", folder)
    assert [(row["path"][-6:], row["error"]) for row in rows(tmp_path / "out") if row["error"]] == [
        ("50.eml", "unreadable")
    ]
    assert (counts.met, counts.unread) == (100, 1)
    assert read_begun(tmp_path / "out") is not None
