"""Dissects mails in a process of its own: a program that `gyotaku.batch.processes` starts, as many as there are cores.

It reads frames (eight octets of length, then as many octets) from its standard input: the setting first, then mails. It
answers each with a frame: an empty one when it is ready, then rows. At the end of its input it ends.
"""

from __future__ import annotations

import gc
import os
import signal
import struct
import sys
from typing import BinaryIO

LENGTH = struct.Struct(">Q")


def main() -> None:
    # Ctrl-C reaches the whole group; the first process decides what becomes of the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    given, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # nothing that a library prints may stand among the rows
    from gyotaku.batch.handing import THRESHOLDS, dissected, setting
    from gyotaku.registry import plan

    known = setting(_frame(given) or b"")
    plan()
    gc.set_threshold(*THRESHOLDS)
    gc.collect()
    gc.freeze()
    _answer(answers, b"")
    while (mails := _frame(given)) is not None:
        _answer(answers, dissected(mails, known))


def _frame(stream: BinaryIO) -> bytes | None:
    """The next frame; None at the end, or where the process that writes them is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    size = LENGTH.unpack(head)[0]
    octets = stream.read(size)
    return octets if len(octets) == size else None


def _answer(stream: BinaryIO, octets: bytes) -> None:
    left = memoryview(LENGTH.pack(len(octets)) + octets)
    while left:
        left = left[stream.write(left) :]


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:  # the first process was killed
        os._exit(1)
