"""The programs that are compared, each started by its name."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from peers.installing import PLACE, PYTHON, version
from peers.program import Absent, Piped, Program
from peers.rspamd_worker import Rspamd
from table import OURS, WITH_WORDS

_HERE = Path(__file__).parent
_LOOP = str(_HERE / "loop.py")
HINT = "python bench/scan.py --install"


class Gyotaku(Piped):
    """`recognizer`: with the program that reads the words in pictures, where it is installed."""

    def __init__(self, *, recognizer: bool = True) -> None:
        if recognizer and shutil.which("tesseract") is None:
            raise Absent(f"{WITH_WORDS}: tesseract is not installed ({HINT})")
        path = os.environ.get("PATH", "") if recognizer else "/nowhere"
        command = [sys.executable, _LOOP, "gyotaku"]
        super().__init__(WITH_WORDS if recognizer else OURS, command, path=path, complaints=None)

    def signs(self, answer: bytes) -> int:
        return sum(len(json.loads(line)["findings"]) for line in answer.splitlines())


class SpamAssassin(Piped):
    def __init__(self) -> None:
        if version("spamassassin") is None:
            raise Absent(f"spamassassin is not installed ({HINT})")
        self._state = tempfile.TemporaryDirectory()
        super().__init__("SpamAssassin", ["perl", str(_HERE / "spamassassin.pl"), self._state.name])

    def signs(self, answer: bytes) -> int:
        names = answer.decode().partition(" ")[2]
        return len([name for name in names.split(",") if name])

    def close(self) -> None:
        super().close()
        self._state.cleanup()


class Parser(Piped):
    def __init__(self, name: str) -> None:
        if not PYTHON.exists():
            raise Absent(f"{name} is not installed ({HINT})")
        super().__init__(name, [str(PYTHON), _LOOP, name])

    def signs(self, answer: bytes) -> int:
        return len(json.loads(answer))


def _rspamd() -> Rspamd:
    try:
        return Rspamd(PLACE / "rspamd")
    except Absent as why:
        raise Absent(f"{why} ({HINT})") from None


STARTS: dict[str, Callable[[], Program]] = {
    OURS: lambda: Gyotaku(recognizer=False),
    WITH_WORDS: Gyotaku,
    "rspamd": _rspamd,
    "SpamAssassin": SpamAssassin,
    "eml_parser": lambda: Parser("eml_parser"),
    "mail-parser": lambda: Parser("mail-parser"),
}
SAYS = {
    OURS: "findings",
    WITH_WORDS: "findings",
    "rspamd": "symbols",
    "SpamAssassin": "rules",
    "eml_parser": "members",
    "mail-parser": "members",
}
"""What an answer of each names."""
SLOW = {"SpamAssassin"}
"""Those that take a hundred times as long see a share of the mails."""


def versions() -> dict[str, str]:
    found = {name: version(package) for name, package in (("rspamd", "rspamd"), ("SpamAssassin", "spamassassin"))}
    if PYTHON.exists():
        listed = subprocess.run([PYTHON, "-m", "pip", "list", "--format=json"], capture_output=True, check=False).stdout
        for row in json.loads(listed or b"[]"):
            found[row["name"].replace("eml-parser", "eml_parser")] = row["version"]
    return {name: found[name] or "" for name in STARTS if found.get(name)}
