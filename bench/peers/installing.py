"""Installs what bench/scan.py compares with: Debian packages by apt-get (which takes root), Python packages in an environment of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

PLACE = Path(__file__).parents[1] / ".peers"
"""Everything of theirs that is no Debian package."""
PYTHON = PLACE / "python" / "bin" / "python"
PACKAGES = ("rspamd", "spamassassin", "sa-compile", "tesseract-ocr", "tesseract-ocr-jpn")
WHEELS = ("eml_parser==4.4.0", "mail-parser==4.8.0")
_NO_SERVICES = Path("/usr/sbin/policy-rc.d")


def install() -> None:
    _debian()
    if not PYTHON.exists():
        venv.create(PLACE / "python", with_pip=True)
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *WHEELS], check=True)


def _debian() -> None:
    missing = [name for name in PACKAGES if version(name) is None]
    if not missing:
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        print(f"not installed: {', '.join(missing)}. As root: apt-get install --no-install-recommends {' '.join(missing)}", file=sys.stderr)  # fmt: skip
        return
    placed = not _NO_SERVICES.exists()
    if placed:  # none of them is to start as a service
        _NO_SERVICES.write_text("#!/bin/sh\nexit 101\n")
        _NO_SERVICES.chmod(0o755)
    try:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=True, env=quiet)
    finally:
        if placed:
            _NO_SERVICES.unlink()


def version(package: str) -> str | None:
    """Of an installed Debian package; None where it is not installed."""
    if shutil.which("dpkg-query") is None:
        return None
    done = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Abbrev}${Version}", package], capture_output=True, text=True, check=False
    )  # fmt: skip
    return done.stdout[3:] if done.stdout.startswith("ii") else None
