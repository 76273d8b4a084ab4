"""The ARC validation suite of 2018 (arc-draft-validation-tests.yml), which is fetched or pointed to, never kept here."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.shared import SHARED

NAME = "arc-draft-validation-tests.yml"
SHA256 = "629d8a36f685602d2cee08126fae9f00d357141f79c95ecb9d1a61bc5b0c40e4"
CASES = 171
# Debian's source package of Mail::DKIM carries an older edition: one case less, and three that the suite has turned round.
PACKAGE = "libmail-dkim-perl"
ARCHIVE = "libmail-dkim-perl_1.20240923.orig.tar.gz"
ARCHIVE_SHA256 = "45de46f5dc4d23bcb6ad6401759881dd43968eab20e73f6f79d9557467de20ee"
OLDER_CASES = 170
TURNED_ROUND = {"ams_fields_a_sha1": "Fail", "as_fields_a_sha1": "Fail", "ams_fields_c_na": "Pass"}
MEMBER = f"Mail-DKIM-1.20240923/t/arc_test_suite/{NAME}"
# Trusted, since the hash of what we take from it is pinned here; so the machine need not have Debian's keys.
_SOURCES = "deb-src [trusted=yes] http://deb.debian.org/debian trixie main\n"


def scenarios(cache: Path) -> list[dict[str, Any]]:
    """Every scenario. Skips the test where the suite cannot be had; with CI=true that is a failure."""
    text = _pointed_to() or _fetched(cache)
    if text is None:
        reason = f"the ARC suite is not here: set GYOTAKU_ARC_SUITE to the folder of {NAME}, or have apt-get source {PACKAGE}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    found: list[dict[str, Any]] = list(yaml.safe_load_all(text))
    cases = {name: case for scenario in found for name, case in scenario["tests"].items()}
    if len(cases) == OLDER_CASES:
        for name, status in TURNED_ROUND.items():
            cases[name]["cv"] = status
    else:
        assert len(cases) == CASES
    return found


def _pointed_to() -> bytes | None:
    folder = Path(os.environ.get("GYOTAKU_ARC_SUITE", SHARED / "arc_test_suite"))
    for file in (folder / NAME, folder / "tests" / NAME):
        if file.is_file():
            return _checked(file.read_bytes(), SHA256)
    return None


def _fetched(cache: Path) -> bytes | None:
    """By apt-get, with folders of its own, so that nothing of the machine changes and nobody need be root."""
    archive = cache / ARCHIVE
    if not archive.is_file() and shutil.which("apt-get"):
        for folder in ("state/lists/partial", "cache/archives/partial"):
            (cache / folder).mkdir(parents=True, exist_ok=True)
        (cache / "sources.list").write_text(_SOURCES, "utf-8")
        (cache / "apt.conf").write_text(
            f'Dir::State "{cache}/state";\nDir::Cache "{cache}/cache";\nDir::Etc::SourceList "{cache}/sources.list";\n'
            'Dir::Etc::SourceParts "/dev/null";\n',
            "utf-8",
        )
        environment = {**os.environ, "APT_CONFIG": str(cache / "apt.conf")}
        for command in (["update"], ["source", "--download-only", PACKAGE]):
            # Of the package's files we need but one; that it came is asked below.
            subprocess.run(
                ["apt-get", "--quiet", *command],
                cwd=cache,
                env=environment,
                capture_output=True,
                timeout=300,
                check=False,
            )
    if not archive.is_file():
        return None
    _checked(archive.read_bytes(), ARCHIVE_SHA256)
    with tarfile.open(archive) as opened:
        member = opened.extractfile(MEMBER)
        assert member is not None
        return member.read()


def _checked(data: bytes, sha256: str) -> bytes:
    assert hashlib.sha256(data).hexdigest() == sha256
    return data
