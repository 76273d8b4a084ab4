"""Asks the process that reads pictures, and starts it when first needed (`worker`)."""

from __future__ import annotations

import atexit
import os
import struct
import sys
from _thread import allocate_lock  # threading takes a millisecond of every start
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, json

from gyotaku.model.text import Text

if TYPE_CHECKING:
    from subprocess import Popen

_WORKER = Path(__file__).with_name("worker.py")
_MOST_CRASHES = 3


class Why(StrEnum):
    """Why a picture or PDF was not looked at, or not all of it."""

    EXTRA = "extra"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    FORMAT = "format"
    PAGES = "pages"
    BROKE = "broke"

    @property
    def text(self) -> Text:
        return _WHY[self]


_WHY = {
    Why.EXTRA: Text(
        en="It takes the extra `qr`: pip install 'gyotaku[qr]'.",
        ja="追加機能 qr が必要です（pip install 'gyotaku[qr]'）。",
    ),
    Why.TOO_LARGE: Text(
        en="They are larger than is read of one mail.", ja="一通のメールで読み取る大きさの上限を超えています。"
    ),
    Why.TOO_MANY: Text(en="There are more of them than are looked at.", ja="数が、調べる上限を超えています。"),
    Why.DAMAGED: Text(en="They are damaged.", ja="壊れています。"),
    Why.ENCRYPTED: Text(en="They are encrypted.", ja="暗号化されています。"),
    Why.FORMAT: Text(en="Their format is not read.", ja="対応していない形式です。"),
    Why.PAGES: Text(
        en="Only the first pages of a PDF are looked at.", ja="PDF は最初の数ページだけを調べます。"
    ),
    Why.BROKE: Text(
        en="The library that reads them broke on them, or took too long.",
        ja="読み取りに使うライブラリーが異常終了したか、時間がかかりすぎました。",
    ),
}  # fmt: skip


class Job(Struct, frozen=True):
    """Something to read: a picture (`image`), a PDF (`pdf`), or a drawing of cells, one octet each (`grid`)."""

    kind: str
    octets: bytes
    width: int = 0
    height: int = 0


class Read(Struct, frozen=True):
    """A code or a link that was read: its words, what kind of code, on which page of a PDF, from which jobs."""

    text: str
    form: str
    page: int
    jobs: tuple[int, ...]


class Result(Struct, frozen=True):
    """`unread` tells of each job that was not, or not wholly, read why."""

    codes: tuple[Read, ...]
    links: tuple[Read, ...]
    unread: tuple[tuple[int, Why], ...]


@cache
def missing() -> bool:
    """A library of the extra `qr` is not there."""
    return any(find_spec(name) is None for name in ("zxingcpp", "PIL", "pypdfium2"))


def read_all(jobs: list[Job]) -> Result:
    """Read everything. Never raises; a job that breaks the reader is told, and the ones after it are read."""
    if not jobs:
        return Result((), (), ())
    if missing():
        return Result((), (), tuple((number, Why.EXTRA) for number in range(len(jobs))))
    codes: list[Read] = []
    links: list[Read] = []
    unread: list[tuple[int, Why]] = []
    waiting = list(enumerate(jobs))
    for _ in range(_MOST_CRASHES):
        replies, whole = _ask(waiting)
        for reply in replies:
            number = reply["job"]
            both = (number, reply["with"]) if "with" in reply else (number,)
            codes += [Read(code["text"], code["form"], code["page"], both) for code in reply["codes"]]
            links += [Read(link["text"], "", link["page"], both) for link in reply["links"]]
            if reply["unread"] is not None:
                unread.append((number, Why(reply["unread"])))
        done = {reply["job"] for reply in replies}
        waiting = [(number, job) for number, job in waiting if number not in done]
        if whole or not waiting:
            return Result(tuple(codes), tuple(links), tuple(unread))
        unread.append((waiting.pop(0)[0], Why.BROKE))
    unread += [(number, Why.BROKE) for number, _ in waiting]
    return Result(tuple(codes), tuple(links), tuple(unread))


def _ask(jobs: list[tuple[int, Job]]) -> tuple[list[dict[str, Any]], bool]:
    """What came back, and whether the reader lived to its end."""
    head = json.encode([(number, job.kind, job.width, job.height, len(job.octets)) for number, job in jobs])
    octets = b"".join([struct.pack(">I", len(head)), head, *(job.octets for _, job in jobs)])
    with _lock:
        lines = _worker.exchange(octets)
        if lines is None:  # the process was gone; a child that died gives a reply all the same
            lines = _worker.exchange(octets)
    replies = [json.decode(line) for line in (lines or b"").splitlines()]
    return [reply for reply in replies if reply], bool(replies) and not replies[-1]


class _Worker:
    """The process; one for each process of ours, since a fork must not share its pipes."""

    def __init__(self) -> None:
        self._process: Popen[bytes] | None = None
        self._owner = 0

    def exchange(self, octets: bytes) -> bytes | None:
        """Send a batch and take the reply; None where the process is gone, which is started anew the next time."""
        process = self._process
        if process is None or self._owner != os.getpid():
            process = self._start()
        if process is None or process.stdin is None or process.stdout is None:
            return None
        try:
            process.stdin.write(octets)
            process.stdin.flush()
            size = process.stdout.read(4)
            lines = process.stdout.read(struct.unpack(">I", size)[0]) if len(size) == 4 else None
        except OSError:
            lines = None
        if lines is None:
            self.close()
        return lines

    def _start(self) -> Popen[bytes] | None:
        from subprocess import DEVNULL, PIPE, Popen

        if self._process is not None:
            _others.append(self._process)
        try:
            # -P: the folder of the program itself must not hide the standard library's modules.
            command = [sys.executable, "-P", str(_WORKER)]
            self._process = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True)  # noqa: S603
        except OSError:
            self._process = None
        self._owner = os.getpid()
        return self._process

    def close(self) -> None:
        process = self._process
        if process is None or self._owner != os.getpid():
            return
        self._process = None
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        process.kill()
        process.wait()


_worker = _Worker()
_others: list[Popen[bytes]] = []
"""Those of the process that we were forked from: kept, since they are not ours to end."""
_lock = allocate_lock()


def close() -> None:
    """End the process; the next batch starts it anew."""
    _worker.close()


atexit.register(close)
