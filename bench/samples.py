"""Which mails a bench measures: seeded samples of folders."""

from __future__ import annotations

import os
import random
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("GYOTAKU_SHARED", ROOT.parent / "shared")) / "corpora"
CORPORA = [SHARED / "mail" / "phish", SHARED / "mail" / "ham"]


def folders(given: list[Path]) -> dict[str, list[Path]]:
    """Files by class. The corpora where nothing is given; the project's own test mails where these are missing."""
    chosen = given or [folder for folder in CORPORA if folder.is_dir()]
    if chosen:
        named = {folder.name: _mails(folder) for folder in chosen}
    else:
        print("no corpora here: the project's own test mails, which are small")
        kinds = ROOT / "tests" / "kinds"
        named = {"own phish": sorted(kinds.glob("*/fires-*.eml")), "own ham": sorted(kinds.glob("*/innocent-*.eml"))}
    for name, files in named.items():
        if not files:
            raise SystemExit(f"no mails in {name}")
    return named


def _mails(folder: Path) -> list[Path]:
    """The files that are called mails; all where none is."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [file for file in files if file.suffix == ".eml"] or files


def sample(files: list[Path], count: int, seed: int) -> tuple[list[bytes], list[bytes]]:
    """So many mails, and up to 40 others to warm up with (the same ones where there are no others)."""
    shuffled = random.Random(seed).sample(files, len(files))
    measured, others = shuffled[:count], shuffled[count : count + 40]
    return [file.read_bytes() for file in measured], [file.read_bytes() for file in others or measured[:40]]
