"""The file of recorded answers: several processes, full disks, lies in imports."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.lookup.store import LONGEST_LINE, Store, StoreError, exported, imported
from gyotaku.model.asks import Answer, Ask, Outcome

START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def told(of: str, record: str = "x", when: datetime = START) -> Answer:
    ask = Ask("dns", "A", of)
    return Answer(ask=ask, outcome=Outcome.FOUND, time=when, expires=when + timedelta(hours=1), records=(record,))


def test_a_failed_write_leaves_no_transaction_open(tmp_path: Path) -> None:
    store, other = Store(tmp_path / "a.sqlite"), Store(tmp_path / "a.sqlite")

    def breaking() -> Iterator[Answer]:
        yield told("a.example")
        raise StoreError("line 2: no answer")

    with pytest.raises(StoreError, match="line 2"):
        store.add(breaking())
    with pytest.raises(StoreError):
        store.add([told("a.example"), told("\ud800.example")])
    assert list(store.all()) == []
    assert other.add([told("b.example")]) == 1
    assert store.add([told("c.example")]) == 1


def test_a_full_disk_is_told_and_the_store_goes_on(tmp_path: Path) -> None:
    store = Store(tmp_path / "a.sqlite")
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
    store._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreError, match="full"):
        store.add([told(f"{n}.example", "x" * 9000) for n in range(20)])
    store._connection.execute("PRAGMA max_page_count = 100000")
    assert store.add([told("a.example")]) == 1


def test_reading_does_not_wait_for_a_writer_that_waits(tmp_path: Path) -> None:
    store = Store(tmp_path / "a.sqlite")
    store.add([told("a.example")])
    blocking = sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None)
    blocking.execute("BEGIN IMMEDIATE")
    writer = threading.Thread(target=lambda: store.add([told("b.example")]))
    writer.start()
    time.sleep(0.2)
    began = time.monotonic()
    assert store.latest(Ask("dns", "A", "a.example"), START) is not None
    assert time.monotonic() - began < 1
    blocking.execute("ROLLBACK")
    writer.join()
    assert len(list(store.all())) == 2


_WRITER = """
import sys
from datetime import timedelta
from pathlib import Path
from tests.lookup.test_store import START, told
from gyotaku.lookup.store import Store
store = Store(Path(sys.argv[1]))
for n in range(50):
    store.add([told(f"{sys.argv[2]}-{n}.example"), told("same.example", when=START + timedelta(seconds=n))])
"""


def test_several_processes_make_and_write_one_file(tmp_path: Path) -> None:
    file = tmp_path / "new" / "a.sqlite"
    root = Path(__file__).parents[2]
    started = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(file), str(n)], cwd=root, stderr=subprocess.PIPE)
        for n in range(4)
    ]
    for process in started:
        _, error = process.communicate(timeout=60)
        assert process.returncode == 0, error.decode()
    assert len(list(Store(file).all())) == 4 * 50 + 50


def test_a_read_only_file_is_read_and_its_writing_is_told(tmp_path: Path) -> None:
    Store(tmp_path / "a.sqlite").add([told("a.example")])
    store = Store(tmp_path / "a.sqlite")
    store._connection.execute("PRAGMA query_only = 1")
    assert store.latest(Ask("dns", "A", "a.example"), START) is not None
    with pytest.raises(StoreError, match="readonly"):
        store.add([told("b.example")])


@pytest.mark.parametrize(
    ("then", "until"),
    [("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"), ("2026-11-22T03:00:00Z", "9999-12-31T23:59:59.999999Z"), ("0001-01-01T00:00:00+14:00", "2026-11-22T03:00:00Z")],
)  # fmt: skip
def test_a_time_that_could_not_be_read_again_is_refused(tmp_path: Path, then: str, until: str) -> None:
    line = f'{{"ask":{{"source":"dns","what":"A","of":"a.example"}},"outcome":"found","time":"{then}","expires":"{until}"}}'
    with pytest.raises(StoreError, match="line 1"):
        Store(tmp_path / "a.sqlite").add(imported([line.encode()]))
    assert list(Store(tmp_path / "a.sqlite").all()) == []


def test_a_line_that_never_ends_is_refused() -> None:
    with pytest.raises(StoreError, match="longer than"):
        list(imported([b"x" * (LONGEST_LINE + 1)]))


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
_ANSWERS = st.builds(
    Answer,
    ask=st.builds(Ask, _TEXT, _TEXT, _TEXT),
    outcome=st.sampled_from([Outcome.FOUND, Outcome.NOTHING]),
    time=_TIMES,
    expires=_TIMES,
    by=_TEXT,
    records=st.lists(_TEXT, max_size=3).map(tuple),
    detail=_TEXT,
    recorded=st.just(True),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_ANSWERS, max_size=5, unique_by=lambda one: (one.ask, one.time)))
def test_whatever_a_source_said_comes_back_from_an_export(answers: list[Answer]) -> None:
    lines = list(exported(answers))
    assert all(line.count(b"\n") == 1 for line in lines)
    with TemporaryDirectory() as folder:
        store = Store(Path(folder, "a.sqlite"))
        assert store.add(imported(lines)) == len(answers)
        assert sorted(store.all(), key=repr) == sorted(answers, key=repr)
        store.close()


def test_an_import_keeps_no_other_process_from_writing(tmp_path: Path) -> None:
    store, other = Store(tmp_path / "a.sqlite"), Store(tmp_path / "a.sqlite")

    def slowly() -> Iterator[Answer]:
        for n in range(250):
            assert other.add([told(f"other{n}.example")]) == 1
            yield told(f"{n}.example")

    assert store.add(slowly()) == 250
    assert len(list(store.all())) == 500
