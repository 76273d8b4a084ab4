"""`gyotaku scan` as a command: what it prints, its exit codes, the page of counts."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import html5lib
import pytest
from tests.batch.making import EXAMPLES, Here, Now, mail, mbox, rows, scanned

from gyotaku.batch.folder import Folder
from gyotaku.batch.scan import Counts
from gyotaku.cli.main import main
from gyotaku.cli.scan_progress import Progress
from gyotaku.mail.given import Mail
from gyotaku.mail.intake import Meter, collect, octets_of
from gyotaku.model.text import Text
from gyotaku.report.html.counts import Bar, Table, render


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))


def test_a_scan_tells_what_it_found_and_where_it_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mails = sorted(map(str, EXAMPLES.glob("*.eml")))
    command = ["scan", *mails, "-o", "out", "--processes", "1", "--lang", "en"]
    assert main(command) == 0
    told = capsys.readouterr()
    assert "2 rows in out: 2 new" in told.err
    assert "you alone" in told.err
    assert "Impersonated brands" in told.out
    assert main(command) == 2
    assert "--resume" in capsys.readouterr().err
    assert main([*command, "--resume", "--format", "html"]) == 0
    assert "2 there before" in capsys.readouterr().err
    page = tmp_path / "out" / "summary.html"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "Active! mail" in page.read_text("utf-8")
    assert main([*command, "--resume", "--engine", "dask://nowhere"]) == 2


def test_what_was_not_read_makes_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "absent", "-o", "out", "--processes", "1", "--lang", "ja"]) == 3
    assert "読めなかったもの 1" in capsys.readouterr().err
    assert rows(tmp_path / "out")[0]["error"] == "missing"


class Counting(Here):
    """Does what is asked of it when that many batches were handed over."""

    def __init__(self, after: int, act: Callable[[], object]) -> None:
        super().__init__()
        self._left = after
        self._act = act

    def submit(self, mails: Sequence[Mail]) -> Now:
        self._left -= 1
        if not self._left:
            self._act()
        return super().submit(mails)


def test_rows_are_written_as_soon_as_they_are_there(tmp_path: Path) -> None:
    """What waits in memory is lost by a kill."""
    there: list[str] = []
    source = mbox(tmp_path / "a", [mail(number) for number in range(200)])
    look = Counting(4, lambda: there.extend(row["subject"] for row in rows(tmp_path / "out")))
    scanned(tmp_path / "out", source, engine=look, part_rows=48)
    assert there == [f"Number {number}" for number in range(144)]


def test_a_source_that_becomes_shorter_is_told(tmp_path: Path) -> None:
    source = mbox(tmp_path / "a", [mail(number, "Please. " * 400) for number in range(400)])
    counts = scanned(tmp_path / "out", source, engine=Counting(1, lambda: os.truncate(source, 400_000)))
    assert counts.unread == 1
    assert [row["error"] for row in rows(tmp_path / "out")][-1] == "shortened"


@pytest.mark.parametrize("way", [shutil.rmtree, lambda folder: folder.rename(folder.with_name("other"))])
def test_a_folder_that_goes_away_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], way: Callable[[Path], object]
) -> None:
    source = mbox(tmp_path / "a", [mail(number) for number in range(400)])
    engine = Counting(4, lambda: way(tmp_path / "out"))
    monkeypatch.setattr("gyotaku.cli.scan.Processes", lambda *_: engine)
    assert main(["scan", str(source), "-o", "out", "--part-rows", "48", "--lang", "en"]) == 3
    told = capsys.readouterr()
    assert "out was removed or renamed" in told.err
    assert told.out == ""


def test_a_full_disk_ends_without_a_summary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = mbox(tmp_path / "a", [mail(number) for number in range(400)])
    written = Folder.write

    def full(folder: Folder, name: str, octets: object) -> Path:
        if name > "part-00003":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return written(folder, name, octets)

    monkeypatch.setattr("gyotaku.cli.scan.Processes", lambda *_: Here())
    monkeypatch.setattr(Folder, "write", lambda *given: full(*given) if given[1] != "scan.json" else written(*given))
    assert main(["scan", str(source), "-o", "out", "--part-rows", "48", "--lang", "en"]) == 3
    told = capsys.readouterr()
    assert "No space left on device. 96 rows are kept in out" in told.err
    assert told.out == ""


def test_a_page_of_counts_lets_nothing_act() -> None:
    label = "<script>alert(1)</script> http://bad.example/ \u202e"
    page = render([Table(Text(en="x", ja="x"), [Bar(label, 3, 1), Bar("b", 0)], "more")], "in <b>", "en")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        html5lib.HTMLParser(strict=True).parse(page)
    assert "<script" not in page
    assert "\u202e" not in page
    assert "http://bad" not in page
    assert "3 · 1" in page


def test_progress_tells_rate_share_and_the_time_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    sources = [str(mbox(tmp_path / "a", [mail(number) for number in range(2000)]))]
    meter = Meter()
    progress = Progress(sources, meter)
    met = sum(1 for _ in zip(collect(sources, None, meter=meter), range(1000), strict=False))  # type: ignore[arg-type]
    line = progress.line(Counts(met=met, unread=2), "x" * 100, progress._began + 10)
    assert line.startswith("1,000 · 100/s · ")
    assert line.endswith(" · !2 · " + "x" * 40)
    assert meter.octets <= sum(octets_of(sources))
    assert "%" in line


def test_many_mails_of_the_same_octets_wait_in_few_blocks(tmp_path: Path) -> None:
    mails = [mail(number % 3) for number in range(700)]
    scanned(tmp_path / "out", mbox(tmp_path / "a", mails))
    assert [row["subject"] for row in rows(tmp_path / "out")] == [f"Number {number % 3}" for number in range(700)]
