"""One worker of Debian's rspamd with its local modules, on a socket file; it can ask nobody."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

from peers.program import Absent, Program, tree

CONFIGURATION = Path(__file__).parent / "rspamd"
START = 300.0
"""Seconds: the first start compiles all expressions."""


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost")
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(str(self._path))


class Nobody:
    """A name server on loopback that knows no name: waiting for answers would cost time by the clock, and no work."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                asked, whence = self._socket.recvfrom(4096)
            except OSError:
                return
            if not asked:  # closed
                return
            ends = 12
            while asked[ends]:
                ends += asked[ends] + 1
            head = asked[:2] + b"\x81\x83\x00\x01" + bytes(6)  # an answer, NXDOMAIN, one question
            with contextlib.suppress(OSError):
                self._socket.sendto(head + asked[12 : ends + 5], whence)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes the thread
        self._socket.close()


class Rspamd(Program):
    """`kept` is a folder for its compiled expressions and its log, used again by the next start."""

    name = "rspamd"

    def __init__(self, kept: Path) -> None:
        command = shutil.which("rspamd", path=f"{os.environ.get('PATH', '')}:/usr/bin:/usr/sbin")
        if command is None:
            raise Absent("rspamd is not installed")
        self._nobody = Nobody()
        kept.mkdir(parents=True, exist_ok=True)
        self._socket = kept / "scan.sock"
        folders = [f"--var={name}={kept}" for name in ("DBDIR", "RUNDIR", "LOGDIR")]
        folders.append(f"--var=DNSPORT={self._nobody.port}")
        user = ["-i", "-u", "root", "-g", "root"] if os.geteuid() == 0 else []
        configured = ["-c", str(CONFIGURATION / "rspamd.conf"), f"--var=LOCAL_CONFDIR={CONFIGURATION}", *folders]
        if not any(kept.glob("*.hs")):
            self._start([command, "-f", *user, *configured], kept)
            self._stop()  # what compiling takes in memory is inherited by the worker, and is not its own
        self._start([command, "-f", *user, *configured], kept)

    def _start(self, command: list[str], kept: Path) -> None:
        self.pid = 0
        self._socket.unlink(missing_ok=True)
        with (kept / "start.log").open("wb") as log:
            self._main = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            self._wait(kept)
        except Absent:
            self.close()
            raise

    def _wait(self, kept: Path) -> None:
        """Until the worker has loaded the expressions that a helper process compiles."""
        ends = time.monotonic() + START
        while time.monotonic() < ends and self._main.poll() is None:
            for pid in tree(self._main.pid):
                if b"normal process" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    self.pid = pid
            if self.pid and ".hs" in Path(f"/proc/{self.pid}/maps").read_text():
                return
            time.sleep(0.2)
        raise Absent(f"rspamd did not start: see {kept}/start.log and {kept}/rspamd.log")

    def ask(self, raw: bytes) -> bytes:
        # A connection a mail, as rspamc and rspamd's own proxy do without keep-alive.
        connection = _Connection(self._socket)
        connection.request("POST", "/checkv2", raw)
        answer = connection.getresponse()
        octets = answer.read()
        connection.close()
        return octets if answer.status == 200 else b"failed: " + octets

    def signs(self, answer: bytes) -> int:
        return len(json.loads(answer)["symbols"])

    def close(self) -> None:
        self._stop()
        self._nobody.close()

    def _stop(self) -> None:
        self._main.terminate()
        self._main.wait(20)
