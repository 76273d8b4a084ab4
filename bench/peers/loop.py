"""A loop around one Python program: `python loop.py gyotaku|eml_parser|mail-parser`. Frames in, frames out; the first, empty one says that it is ready.

It runs in the interpreter where that program is installed, and imports nothing else that is not of the standard library.
"""

from __future__ import annotations

import gc
import os
import struct
import sys
from collections.abc import Callable

LENGTH = struct.Struct(">Q")
Work = Callable[[bytes], bytes]


def gyotaku() -> Work:
    """The complete dissection without look-ups, as one line of JSON a mail; set up as the worker processes of `gyotaku scan` are."""
    import gyotaku
    from gyotaku.registry import plan
    from gyotaku.report.json import encode

    plan()
    gc.set_threshold(50_000, 20, 20)
    gc.collect()
    gc.freeze()
    return lambda raw: encode(gyotaku.dissect(raw))


def eml_parser() -> Work:
    """Parsing alone, with what it extracts by itself, as its manual shows it."""
    import datetime
    import json

    import eml_parser

    parser = eml_parser.EmlParser()

    def plain(value: object) -> str:
        return value.isoformat() if isinstance(value, datetime.datetime) else str(value)

    return lambda raw: json.dumps(parser.decode_email_bytes(raw), default=plain).encode()


def mail_parser() -> Work:
    """Parsing alone, as its own JSON."""
    import mailparser

    return lambda raw: mailparser.parse_from_bytes(raw).mail_json.encode()


PROGRAMS = {"gyotaku": gyotaku, "eml_parser": eml_parser, "mail-parser": mail_parser}


def main() -> None:
    given, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    work = PROGRAMS[sys.argv[1]]()
    answer(answers, b"")
    while head := given.read(LENGTH.size):
        raw = given.read(LENGTH.unpack(head)[0])
        try:
            answer(answers, work(raw))
        except Exception as error:  # noqa: BLE001 - counted as a failure of that program
            answer(answers, b"failed: " + repr(error).encode("utf-8", "replace"))


def answer(stream: object, octets: bytes) -> None:
    stream.write(LENGTH.pack(len(octets)) + octets)  # type: ignore[attr-defined]
    stream.flush()  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
