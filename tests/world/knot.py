"""Knot DNS on a high port of loopback, serving one root zone that holds the forward and reverse names of a world."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.world import dns_records

_SECONDS_TO_START = 10.0
_HEAD = "$TTL 3600\n@ SOA ns.test. nobody.test. 1 3600 600 86400 300\n@ NS ns.test.\nns.test. A 127.0.0.1\n"


def program() -> str:
    """The server's path. Skips the test where it is missing; with CI=true its absence is a failure."""
    found = shutil.which("knotd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if found is None:
        reason = "knotd is missing: install Debian's package knot"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def free_port() -> int:
    """A port of loopback that is free for UDP and TCP at the moment."""
    for _ in range(50):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams, socket.socket() as streams:
            datagrams.bind(("127.0.0.1", 0))
            port: int = datagrams.getsockname()[1]
            try:
                streams.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no free port")


def zone(world: Mapping[str, Any], more: str = "") -> str:
    """The root zone's text."""
    lines = [_HEAD]
    for (name, of_type), values in dns_records(world).items():
        lines += (f"{name}. {of_type} {_data(of_type, value)}" for value in values)
    return "\n".join(lines) + "\n" + more


def _data(of_type: str, value: str) -> str:
    if of_type == "TXT":
        octets = value.encode("latin-1")
        pieces = (octets[at : at + 255] for at in range(0, max(len(octets), 1), 255))
        return " ".join('"' + "".join(_quoted(octet) for octet in piece) + '"' for piece in pieces)
    return value + "." if of_type in {"CNAME", "NS", "PTR", "MX"} and not value.endswith(".") else value


def _quoted(octet: int) -> str:
    return chr(octet) if 32 <= octet < 127 and octet not in b'"\\;' else f"\\{octet:03d}"


@contextmanager
def serving(world: Mapping[str, Any], folder: Path, more: str = "", extra_zones: str = "") -> Iterator[int]:
    """The port of a server that is ready."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "root.zone").write_text(zone(world, more), "ascii")
    (folder / "knot.conf").write_text(
        f"""
server:
  rundir: "{folder}"
  listen: 127.0.0.1@{port}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
log:
  - target: stderr
    any: warning
database:
  storage: "{folder}"
template:
  - id: default
    storage: "{folder}"
    zonefile-sync: -1
    journal-content: none
zone:
  - domain: "."
    file: "root.zone"
{extra_zones}"""
    )
    log = (folder / "log").open("wb")
    server = subprocess.Popen([program(), "-c", str(folder / "knot.conf")], stdout=log, stderr=log)
    try:
        _wait(port, server, folder)
        yield port
    finally:
        server.terminate()
        server.wait(10)
        log.close()


def _wait(port: int, server: subprocess.Popen[bytes], folder: Path) -> None:
    """Until it answers. Raises AssertionError with its log when it does not."""
    query = bytes.fromhex("123400000001000000000000026e7304746573740000010001")
    ends = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < ends and server.poll() is None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.settimeout(0.1)
            try:
                asking.sendto(query, ("127.0.0.1", port))
                reply = asking.recv(512)
            except OSError:
                time.sleep(0.02)
                continue
            if reply[3] & 15 == 0:
                return
    raise AssertionError((folder / "log").read_text("utf-8", "replace"))
