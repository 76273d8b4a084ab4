"""The file of marks: kept, replaced, taken back; damaged, of others, of another version; two processes at once."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from gyotaku.archive.mark_store import MarkError, MarkStore, read
from gyotaku.model.marks import Mark, MarkWord, Scope, Sort, Thing

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
THING = Thing(Sort.ADDRESS, "ada@kitchen.example")
MARK = Mark(
    number=0,
    sha256="a" * 64,
    time=NOW,
    until=NOW + timedelta(days=10),
    word=MarkWord.HAM,
    scope=Scope.SENDER,
    note="met at the fair, 名刺あり",
    things=(THING, Thing(Sort.DKIM, "kitchen.example")),
)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    store = MarkStore(tmp_path / "folder" / "marks.sqlite")
    made, before = store.add(MARK)
    store.close()
    assert before is None
    again = MarkStore(store.file)
    assert again.all() == [made] == [replace(MARK, number=1)]
    again.close()
    assert stat.S_IMODE(store.file.stat().st_mode) == 0o600


def test_the_newer_word_on_a_mail_stands_in_place_of_the_older(tmp_path: Path) -> None:
    store = MarkStore(tmp_path / "marks.sqlite")
    store.add(MARK)
    made, before = store.add(replace(MARK, word=MarkWord.PHISH, things=()))
    assert (made.number, made.word, made.things) == (2, "phish", ())
    assert before is not None
    assert before.word == "ham"
    assert store.all() == [made]
    store.close()


def test_a_mark_is_taken_back_by_number_and_by_mail(tmp_path: Path) -> None:
    store = MarkStore(tmp_path / "marks.sqlite")
    store.add(MARK)
    store.add(replace(MARK, sha256="b" * 64))
    assert store.remove(number=7) is None
    assert (gone := store.remove(number=1)) is not None
    assert gone.sha256 == "a" * 64
    assert store.remove(sha256="b" * 64) is not None
    assert store.all() == []
    assert store.add(MARK)[0].number == 3  # a number is never given twice
    store.close()
    with sqlite3.connect(store.file) as connection:
        assert connection.execute("SELECT count(*) FROM things").fetchone() == (2,)
    connection.close()


def test_marks_hold_from_their_day_until_theirs(tmp_path: Path) -> None:
    store = MarkStore(tmp_path / "marks.sqlite")
    store.add(MARK)
    store.close()
    for days, itself, teaches in ((-1, 0, 0), (0, 1, 1), (9, 1, 1), (10, 1, 0), (1000, 1, 0)):
        marks = read(store.file, NOW + timedelta(days=days))
        assert len(marks.by_mail) == itself, days
        assert len(marks.of(THING, "c" * 64)) == teaches, days
        assert not marks.of(THING, MARK.sha256)


def test_no_file_and_an_empty_file_have_no_marks(tmp_path: Path) -> None:
    assert not read(tmp_path / "marks.sqlite", NOW)
    (tmp_path / "marks.sqlite").touch()
    assert not read(tmp_path / "marks.sqlite", NOW)
    assert (tmp_path / "marks.sqlite").stat().st_size == 0


def _garbage(file: Path) -> None:
    file.write_bytes(b"no database at all" * 100)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def _others(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE links (id INTEGER)")
    connection.close()


def _run(file: Path, line: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(line)
    connection.close()


def _newer(file: Path) -> None:
    _run(file, "PRAGMA user_version = 2")


def _word(file: Path) -> None:
    _run(file, "UPDATE marks SET word = 'spam'")


def _time(file: Path) -> None:
    _run(file, "UPDATE marks SET time = 1e300")


def _text(file: Path) -> None:
    _run(file, "UPDATE marks SET until = 'soon'")


def _note(file: Path) -> None:
    _run(file, "UPDATE marks SET note = x'00ff'")


def _value(file: Path) -> None:
    _run(file, "UPDATE things SET value = x'00ff'")


def _sort(file: Path) -> None:
    _run(file, "UPDATE things SET sort = 'what'")


def _table(file: Path) -> None:
    _run(file, "DROP TABLE things")


@pytest.mark.parametrize("harm", [_garbage, _cut, _others, _newer, _word, _time, _text, _note, _value, _sort, _table])
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, harm: object) -> None:
    store = MarkStore(tmp_path / "marks.sqlite")
    store.add(MARK)
    store.close()
    assert callable(harm)
    harm(store.file)
    octets = store.file.read_bytes()
    with pytest.raises(MarkError, match=r"marks\.sqlite: "):
        read(store.file, NOW)
    assert store.file.read_bytes() == octets


_ADDER = """
import sys
from datetime import timedelta
from pathlib import Path
from msgspec.structs import replace
sys.path.insert(0, {root!r})
from gyotaku.archive.mark_store import MarkStore
from tests.marks.test_store import MARK
print("ready", flush=True)
sys.stdin.readline()
for number in range(30):
    store = MarkStore(Path({file!r}))
    store.add(replace(MARK, sha256=f"{{number:060d}}{{sys.argv[1]:>4}}"))
    store.close()
"""


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "marks.sqlite"
    program = _ADDER.format(root=str(Path(__file__).parents[2]), file=str(file))
    adders = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for number in range(2)
    ]
    for adder in adders:
        assert adder.stdout is not None
        assert adder.stdout.readline() == "ready\n"
    for adder in adders:
        assert adder.stdin is not None
        adder.stdin.write("\n")
        adder.stdin.flush()
    seen = 0
    while any(adder.poll() is None for adder in adders):
        seen = max(seen, len(read(file, NOW).by_mail))  # a reader meets nothing half made
    assert [adder.wait(60) for adder in adders] == [0, 0]
    for adder in adders:
        assert adder.stdin is not None
        assert adder.stdout is not None
        adder.stdin.close()
        adder.stdout.close()
    marks = read(file, NOW)
    assert len(marks.by_mail) == 60
    assert len({mark.number for found in marks.by_mail.values() for mark in found}) == 60
    assert all(len(mark.things) == 2 for found in marks.by_mail.values() for mark in found)
