"""Each bench still runs, with next to nothing to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = str(ROOT / "examples")
SMALLEST: dict[str, tuple[str, ...]] = {
    "scan": (EXAMPLES, "--mails", "2", "--rounds", "1", "--slow", "0", "--starts", "1", "--only", "gyotaku"),
    "linear": ("--most", "20000", "--only", "English"),
    "scan_many": ("--mails", "6", "--folder", EXAMPLES),
    "parse": (EXAMPLES, "--rounds", "1"),
    "checks": (EXAMPLES, "--rounds", "1"),
    "cold": ("--runs", "1"),
    "lists": ("--rows", "3000"),
    "received": (EXAMPLES,),
    "stages": (EXAMPLES, "--mails", "2", "--functions"),
    "authentication": ("--rounds", "20"),
    "morphology": ("{labelled}",),
}


@pytest.mark.parametrize("name", SMALLEST)
def test_it_runs_and_tells_its_figures(name: str, tmp_path: Path) -> None:
    told = tmp_path / "figures.json"
    (tmp_path / "phish").symlink_to(EXAMPLES)
    arguments = [argument.replace("{labelled}", str(tmp_path)) for argument in SMALLEST[name]]
    environment = {**os.environ, "GYOTAKU_FIGURES": str(told), "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, f"bench/{name}.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(told.read_text("utf-8"))


@pytest.mark.parametrize("name", ["rspamd", "SpamAssassin", "eml_parser", "mail-parser"])
def test_what_is_compared_with_does_its_work_or_says_how_to_get_it(name: str) -> None:
    """Nothing here installs them: that is `python bench/scan.py --install`, and the bench tells who is absent."""
    from peers.installing import PLACE
    from peers.program import Absent
    from peers.programs import STARTS

    if name == "rspamd" and not any((PLACE / "rspamd").glob("*.hs")):
        return  # its expressions would be compiled first, for minutes
    try:
        program = STARTS[name]()
    except Absent as why:
        if "--install" not in str(why):
            raise
        return
    try:
        for mail in sorted(Path(EXAMPLES).glob("*.eml")):
            answer = program.ask(mail.read_bytes())
            assert not answer.startswith(b"failed")
            assert program.signs(answer) > 0
    finally:
        program.close()
