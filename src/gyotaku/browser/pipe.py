"""Chromium's protocol over a pair of pipes: JSON with an octet 0 after each message. No port is opened for it.

One thread sends and hears. What the browser says while an answer is waited for goes to the listener, which may send on but should not wait.
"""

from __future__ import annotations

import json
import os
import select
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import msgspec

_LARGEST = 96 << 20
"""Octets of one message: the picture of a long page is the largest that is asked for."""
_PIECE = 1 << 18
_OFTEN = 0.3
"""Seconds after which it is asked again whether anybody still waits."""


class Ended(Exception):  # noqa: N818 - an outcome, not an error
    """The browser is gone, or talks no sense."""


class Late(Exception):  # noqa: N818 - an outcome, not an error
    """The time was up."""


class Declined(Exception):  # noqa: N818 - an outcome, not an error
    """The browser answered that it cannot."""


Event = Mapping[str, Any]
Listener = Callable[[str, str, Event], None]
"""Is told method, session and parameters."""


class _Message(msgspec.Struct):
    id: int = 0
    method: str = ""
    session: str = msgspec.field(name="sessionId", default="")
    params: dict[str, Any] = {}
    result: dict[str, Any] = {}
    error: dict[str, Any] | None = None


class Pipe:
    """`sending` and `hearing` are descriptors that belong to this from now on. Once `stopped` is true, whoever waits hears Ended."""

    def __init__(self, sending: int, hearing: int, stopped: Callable[[], bool] = lambda: False) -> None:
        self._stopped = stopped
        self.listener: Listener = lambda *_: None
        self._sending, self._hearing = sending, hearing
        os.set_blocking(sending, False)
        os.set_blocking(hearing, False)
        self._poll = select.poll()
        self._poll.register(hearing, select.POLLIN)
        self._writable = select.poll()
        self._writable.register(sending, select.POLLOUT)
        self._buffer = bytearray()
        self._number = 0
        self._answers: dict[int, _Message] = {}
        self._waited: set[int] = set()
        self._decoder = msgspec.json.Decoder(_Message)

    def post(self, method: str, session: str = "", **parameters: object) -> int:
        """Send it and wait for nothing."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        left = memoryview(msgspec.json.encode(message) + b"\0")
        while left:
            try:
                left = left[os.write(self._sending, left) :]
            except BlockingIOError:
                if not self._writable.poll(10_000):
                    raise Ended("the browser does not listen") from None
            except OSError as error:
                raise Ended("the browser is gone") from error
        return self._number

    def call(self, method: str, session: str = "", *, until: float, **parameters: object) -> dict[str, Any]:
        """Send it and wait for its answer, at most until this moment (`time.monotonic`). Raises Ended, Late, Declined."""
        number = self.post(method, session, **parameters)
        self._waited.add(number)
        try:
            while number not in self._answers:
                self.hear(until)
            answer = self._answers.pop(number)
        finally:
            self._waited.discard(number)
        if answer.error is not None:
            raise Declined(f"{method}: {answer.error.get('message', '')}"[:300])
        return answer.result

    def wait(self, done: Callable[[], bool], until: float) -> bool:
        """Hear what is said until this is so; False where the time was up before."""
        try:
            while not done():
                self.hear(until)
        except Late:
            return False
        return True

    def hear(self, until: float) -> None:
        """One piece of what is said. Raises Ended, and Late when nothing was said in time."""
        while True:
            left = until - time.monotonic()
            if left <= 0:
                raise Late
            if self._stopped():
                raise Ended("nobody waits any more")
            if self._poll.poll(min(left, _OFTEN) * 1000):
                break
        try:
            piece = os.read(self._hearing, _PIECE)
        except BlockingIOError:
            return
        if not piece:
            raise Ended("the browser is gone")
        start = len(self._buffer)
        self._buffer += piece
        if len(self._buffer) > _LARGEST:
            raise Ended("the browser says too much at once")
        while (end := self._buffer.find(b"\0", start)) >= 0:
            said, start = bytes(self._buffer[:end]), 0
            del self._buffer[: end + 1]
            self._take(said)

    def _take(self, said: bytes) -> None:
        try:
            message = self._decoder.decode(said)
        except msgspec.MsgspecError:
            message = self._decoded_again(said)
        if message.method:
            self.listener(message.method, message.session, message.params)
        elif message.id in self._waited:
            self._answers[message.id] = message

    def _decoded_again(self, said: bytes) -> _Message:
        """With half surrogate pairs, of which strings of JavaScript may consist: a page must not end its visit by one."""
        try:
            return self._decoder.decode(json.dumps(json.loads(said), ensure_ascii=False).encode("utf-8", "replace"))
        except (ValueError, RecursionError, msgspec.MsgspecError) as error:
            raise Ended("the browser talks no sense") from error

    def close(self) -> None:
        for descriptor in (self._sending, self._hearing):
            with suppress(OSError):
                os.close(descriptor)
