"""The engine of one machine: processes that dissect, each fed by a thread of ours."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, Protocol

from gyotaku.batch.arrow import batch, unpacked
from gyotaku.batch.handing import Setting, pickled
from gyotaku.batch.row import failed
from gyotaku.batch.worker import LENGTH
from gyotaku.mail.given import Mail

if TYPE_CHECKING:
    import pyarrow as pa

COMMAND = [sys.executable, "-P", "-m", "gyotaku.batch.worker"]  # -P: not from the folder we stand in
_START = 120.0
"""Seconds that a worker may take to load."""
_PATIENCE = 60.0
"""Seconds that a batch may take, and as many for every mail of it."""
_CHUNK = 1 << 20


class EngineError(Exception):
    """No worker can be had: no mail's fault."""


class Promise(Protocol):
    """Rows to come, as `concurrent.futures` has it."""

    def result(self) -> list[pa.RecordBatch]: ...
    def done(self) -> bool: ...


class Engine(Protocol):
    """Something that dissects batches of mails side by side."""

    at_once: int
    """Batches that it works on at the same time."""

    def submit(self, mails: Sequence[Mail]) -> Promise: ...
    def close(self) -> None: ...


class DiedError(Exception):
    """A worker ended, or was ended for taking too long."""


class Worker:
    """One process. `ask` is called by one thread at a time."""

    def __init__(self, setting: bytes) -> None:
        self._setting = setting
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, octets: bytes, seconds: float) -> bytes:
        """Its answer. Raises DiedError; the next call starts another."""
        process = self._process or self._start()
        try:
            return self._spoken(process, octets, seconds)
        except (OSError, EOFError, TimeoutError) as error:
            raise DiedError(self._end(process, error)) from error

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)  # noqa: S603
        try:
            self._spoken(process, self._setting, _START)
        except (OSError, EOFError, TimeoutError) as error:
            raise EngineError(f"a worker process could not be started: {self._end(process, error)}") from error
        self._process = process
        return process

    def _spoken(self, process: subprocess.Popen[bytes], octets: bytes, seconds: float) -> bytes:
        assert process.stdin is not None  # noqa: S101 - a type for the checker
        assert process.stdout is not None  # noqa: S101 - a type for the checker
        left = memoryview(LENGTH.pack(len(octets)) + octets)
        while left:
            left = left[os.write(process.stdin.fileno(), left[:_CHUNK]) :]
        until = time.monotonic() + seconds
        size: int = LENGTH.unpack(_taken(process.stdout.fileno(), LENGTH.size, until))[0]
        return bytes(_taken(process.stdout.fileno(), size, until))

    def _end(self, process: subprocess.Popen[bytes], error: Exception) -> str:
        """End it if it has not ended; how it did, in words."""
        self._process = None
        if isinstance(error, TimeoutError):
            process.kill()
        try:
            code = process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        if isinstance(error, TimeoutError):
            return "it took too long and was ended"
        return f"its process ended by {signal.Signals(-code).name}" if code < 0 else f"its process ended with {code}"

    def stop(self) -> None:
        """End the process, whatever it is doing; who waits for its answer gets DiedError."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """After `stop`, when nobody asks any more."""
        if self._process is not None:
            self._end(self._process, TimeoutError())


def _taken(descriptor: int, size: int, until: float) -> bytearray:
    octets = bytearray()
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    while len(octets) < size:
        left = until - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise TimeoutError
        piece = os.read(descriptor, min(size - len(octets), _CHUNK))
        if not piece:
            raise EOFError
        octets += piece
    return octets


class Processes:
    """An engine of `count` workers. What kills a worker is tried again mail by mail; the mail that does it becomes a row."""

    def __init__(self, count: int, setting: Setting) -> None:
        self.at_once = count
        self._stamp = setting.stamp
        self._workers = [Worker(pickled(setting)) for _ in range(count)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(count, "scan")
        self._closing = threading.Event()

    def submit(self, mails: Sequence[Mail]) -> Promise:
        return self._threads.submit(self._dissected, mails)

    def _dissected(self, mails: Sequence[Mail]) -> list[pa.RecordBatch]:
        worker = self._idle.get()
        try:
            return self._by(worker, mails)
        finally:
            self._idle.put(worker)

    def _by(self, worker: Worker, mails: Sequence[Mail]) -> list[pa.RecordBatch]:
        octets = pickled(mails)
        try:
            return [unpacked(worker.ask(octets, _PATIENCE * (1 + len(mails))))]
        except DiedError as error:
            if self._closing.is_set():
                raise
            if len(mails) > 1:
                return [rows for mail in mails for rows in self._by(worker, [mail])]
            return [self._alone(worker, octets, mails[0], str(error))]

    def _alone(self, worker: Worker, octets: bytes, mail: Mail, first: str) -> pa.RecordBatch:
        """Once more: what ended the worker may have come from outside."""
        try:
            return unpacked(worker.ask(octets, _PATIENCE * 2))
        except DiedError as error:
            return batch([failed(mail, "died", f"dissecting it failed twice: {first}; {error}", self._stamp)])

    def close(self) -> None:
        self._closing.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown()
        for worker in self._workers:
            worker.close()
