"""The parts of the benches that count and compare."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_a_ratio_counts_the_mails_that_both_saw() -> None:
    from ratios import ratio

    assert ratio({0: 3.0, 1: 5.0, 7: 100.0}, {0: 1.0, 1: 1.0, 2: 50.0}) == 4.0


def test_blocks_that_a_slow_program_skipped_are_left_out() -> None:
    from ratios import by_block

    ours = [{0: 1.0, 1: 1.0, 2: 1.0, 3: 1.0}] * 2
    theirs = [{0: 2.0, 1: 4.0}, {0: 6.0, 1: 6.0}]
    assert by_block(theirs, ours, [[0, 1], [2, 3]]) == [3.0, 6.0]


def test_spread_and_percentiles() -> None:
    from ratios import each_mail, percentile, spread

    assert spread([5, 1, 2, 4, 3]) == (3, 1, 2, 4, 5)
    assert spread([2.5]) == (2.5, 2.5, 2.5, 2.5, 2.5)
    assert percentile(range(1, 301), 0.99) == 297
    assert percentile([7], 0.99) == 7
    assert each_mail([{0: 9.0, 1: 1.0}, {0: 5.0, 1: 2.0}, {0: 1.0, 1: 3.0}]) == [2.0, 5.0]


def test_samples_are_the_same_each_time_and_nobody_warms_up_with_them(tmp_path: Path) -> None:
    from samples import sample

    for number in range(100):
        (tmp_path / f"{number}.eml").write_bytes(b"%d" % number)
    files = sorted(tmp_path.iterdir())
    measured, warm = sample(files, 20, 8)
    assert sample(files, 20, 8) == (measured, warm)
    assert (len(measured), len(warm)) == (20, 40)
    assert not set(measured) & set(warm)


def test_without_corpora_the_projects_own_mails_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    import samples

    monkeypatch.setattr(samples, "CORPORA", [Path("/nowhere")])
    named = samples.folders([])
    assert all(len(files) > 300 for files in named.values())


def test_the_clock_of_another_process_counts_its_work_and_that_of_its_children() -> None:
    from peers.program import Piped

    work = "sum(range(3_000_000))"
    child = f"import os; os.fork() or [{work}, os._exit(0)]; os.wait()"
    loop = (
        "import sys, struct\nout = sys.stdout.buffer\nout.write(struct.pack('>Q', 0)); out.flush()\n"
        "while head := sys.stdin.buffer.read(8):\n    raw = sys.stdin.buffer.read(struct.unpack('>Q', head)[0])\n"
        "    exec(raw)\n    out.write(struct.pack('>Q', 2) + b'ok'); out.flush()\n"
    )
    program = Piped("loop", [sys.executable, "-c", loop])
    try:
        program.settle()
        spent, own = program.spent(), program.own()
        assert program.ask(work.encode()) == b"ok"
        program.settle()
        once = program.own() - own
        assert once > 0.005
        assert program.ask(child.encode()) == b"ok"
        program.settle()
        assert program.spent() - spent > 1.3 * once  # the second time in a child that has ended
        assert program.own() - own < program.spent() - spent
        assert program.peaks()[0] > 1_000_000
    finally:
        program.close()


def test_the_name_server_of_the_bench_knows_no_name() -> None:
    from peers.rspamd_worker import Nobody

    query = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x01" + b"\x04host\x07example\x00\x00\x01\x00\x01" + bytes(11)
    nobody = Nobody()
    with contextlib.closing(nobody), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(5)
        asking.sendto(query, ("127.0.0.1", nobody.port))
        answer = asking.recv(512)
    assert answer[:2] == query[:2]
    assert answer[3] & 15 == 3
    assert answer[12:] == query[12:30]


def test_every_module_of_rspamd_that_asks_somebody_is_off() -> None:
    override = (ROOT / "bench" / "peers" / "rspamd" / "rspamd.conf.override").read_text()
    for module in ("rbl", "surbl", "spf", "dkim", "dmarc", "arc", "fuzzy_check", "asn", "url_redirector", "reputation"):
        assert f"\n{module} {{ enabled = false; }}" in override


def test_shapes_grow_with_the_size_that_is_asked_for() -> None:
    import shapes

    for name, shape in {**shapes.PLAIN, **shapes.HOSTILE, **shapes.of_readers(), **shapes.of_traps()}.items():
        small, large = len(shape(40_000)), len(shape(80_000))
        assert 1.7 < large / small < 2.3, name
        assert 0.4 < large / 80_000 < 2.5, name


def test_a_cost_that_grows_with_the_square_is_named() -> None:
    import linear

    found = [(10_000 * 2**at, 10.0 * 4**at) for at in range(3)]
    assert [round(linear.ratio(found, at), 2) for at in (1, 2)] == [4.0, 4.0]
    found = [(10_000, 10.0), (25_000, 25.0)]  # not quite doubled
    assert linear.ratio(found, 1) == 2.0


def test_figures_are_told_only_where_somebody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from figures import FILE, tell

    tell(nobody=1)
    monkeypatch.setenv(FILE, str(tmp_path / "told.json"))
    tell(one=1)
    tell(two=[2], one=3)
    assert json.loads((tmp_path / "told.json").read_text()) == {"one": 3, "two": [2]}
    assert FILE in os.environ


def test_every_bench_is_run_by_the_one_command() -> None:
    from table import ROWS

    # These need files that are named by hand, or measure how well and not how fast.
    others = {"all", "checks", "codes", "faults", "free_text", "tools", "weights"}
    programs = {
        file.stem
        for file in (ROOT / "bench").glob("*.py")
        if "\nmain()" in (text := file.read_text()) or "    main()" in text
    }
    assert programs - others == set(ROWS)


def test_a_bench_that_did_not_run_is_a_row_that_says_so() -> None:
    from table import rows

    results = {"benches": {"lists": {"command": "python bench/lists.py", "why": "it ended with 1"}}}
    told = rows(results, ("lists", "parse"))
    assert told[2:] == [
        "| lists | not measured: it ended with 1 | `python bench/lists.py` |",
        "| parse | not measured: not run | `python bench/parse.py` |",
    ]


def test_the_readme_quotes_what_is_stored() -> None:
    from table import PAGE, README, page, quoted, stored

    assert quoted(README.read_text("utf-8"), stored()) == README.read_text("utf-8")
    assert PAGE.read_text("utf-8") == page(stored())
