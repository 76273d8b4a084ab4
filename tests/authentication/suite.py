"""The openspf.org test suite of RFC 7208, out of pyspf's source distribution; it is fetched, never kept here."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from gyotaku.model.asks import Answer, Ask, Outcome
from tests.ask import answered

RELEASE = "pyspf==2.0.14"
ARCHIVE = "pyspf-2.0.14.tar.gz"
SHA256 = "57a7ef01bda090173aafb6af0106251686ed73f03db4e911fcd34c57fc347186"
MEMBER = "pyspf-2.0.14/test/rfc7208-tests.yml"


def scenarios(folder: Path) -> list[dict[str, Any]]:
    """Every scenario of the suite. Skips the test where the package index cannot be reached; fails under CI."""
    archive = folder / ARCHIVE
    if not archive.is_file():
        # With the hash in the requirement pip checks the archive before it runs anything of it.
        wanted = folder / "requirement.txt"
        wanted.write_text(f"{RELEASE} --hash=sha256:{SHA256}\n", "utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--no-binary", ":all:", "--dest", str(folder), "--requirement", str(wanted)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if not archive.is_file():
            reason = f"the suite of RFC 7208 could not be fetched ({RELEASE}): {done.stderr.strip()[-200:]}"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == SHA256
    with tarfile.open(archive) as opened:
        member = opened.extractfile(MEMBER)
        assert member is not None
        return list(yaml.safe_load_all(member.read().decode("utf-8")))


class SuiteZone:
    """Answers from a scenario's `zonedata` as its driver means it: SPF stands for TXT where there is no TXT."""

    def __init__(self, zonedata: dict[str, list[Any]]) -> None:
        self.names = {name.lower(): entries for name, entries in zonedata.items()}
        self.asked: list[Ask] = []

    def __call__(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        return self.look(ask, ask.of, set())

    def look(self, ask: Ask, name: str, seen: set[str]) -> Answer:
        entries = self.names.get(name)
        if entries is None:
            return answered(ask, Outcome.NOTHING, detail="NXDOMAIN")
        found = [value for kind, value in self.typed(entries) if kind == ask.what]
        if "TIMEOUT" in found or ("TIMEOUT" in entries and not found):
            return answered(ask, Outcome.LATE)
        alias = next((str(value).lower().rstrip(".") for kind, value in self.typed(entries) if kind == "CNAME"), None)
        if not found and alias is not None:
            if alias in seen:
                return answered(ask, Outcome.FAILED, detail="CNAME loop")
            return self.look(ask, alias, seen | {alias})
        records = [self.written(ask.what, value) for value in found]
        return answered(ask, Outcome.FOUND if records else Outcome.NOTHING, records, "" if records else "NODATA")

    def typed(self, entries: list[Any]) -> Iterator[tuple[str, Any]]:
        pairs = [pair for entry in entries if isinstance(entry, dict) for pair in entry.items()]
        has_text = any(kind == "TXT" for kind, _ in pairs)
        for kind, value in pairs:
            if value == "NONE":
                continue
            if kind == "SPF" and not has_text:
                yield "TXT", value
            yield kind, value

    def written(self, kind: str, value: Any) -> str:
        if kind == "TXT":
            text = value if isinstance(value, str) else "".join(value)
            return text.encode("utf-8").decode("latin-1")
        if kind in {"A", "AAAA"}:
            return str(ipaddress.ip_address(value))
        if kind == "MX":
            return f"{value[0]} {str(value[1]).lower().rstrip('.') or '.'}"
        return str(value).lower().rstrip(".")
