"""Reads pictures and PDF in a process of its own: a hostile file meets native code here, and nowhere else.

Run as a program (`gyotaku.mail.codes.reading` starts it), it waits for batches on its standard input. Each batch is read in a
child of its own, forked after the libraries are loaded, that can open no file and no socket and has a bound of memory
and time; what breaks, breaks that child. Where words in pictures are wanted, the child leaves their pixels in memory, and the
recognizer, a program of its own, gets these and never the file. It imports next to nothing of ours, so that it starts fast.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import resource
import signal
import struct
import sys
from typing import IO

from PIL import Image, ImageFile

from gyotaku.mail.codes.batch import FORMATS, MOST_SHEETS, Batch

_MOST_REPLY = 4_000_000
_MEMORY = 1 << 30
_SECONDS = 10
_PATIENCE = 30
_OUT, _SHEETS = 3, 4
"""Descriptors that a child has beside the three of every process."""
_SECONDS_OF_WORDS = 20
"""CPU time of the recognizer for one picture; it is stopped after twice that."""
_MOST_WORDS = 400_000
_MOST_KNOWN = 200
_SHEET = b'{"sheet":'
_LARGEST_SHEET = 6_000_000
_MOST_OF_SHEETS = MOST_SHEETS * _LARGEST_SHEET

_Job = tuple[int, str, int, int, bool, bytes]


def _limit(last: int) -> None:
    """Nothing can be opened any more, and little used; `last` is the highest descriptor that is open."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_OF_SHEETS, _MOST_OF_SHEETS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (last + 1, last + 1))
    signal.alarm(_PATIENCE)


def _child(jobs: list[_Job], out: int, sheets: int) -> None:
    # First to where nothing is open, so that neither overwrites the other.
    os.dup2(out, 62)
    os.dup2(sheets, 63)
    os.dup2(62, _OUT)
    os.dup2(63, _SHEETS)
    os.closerange(_SHEETS + 1, 64)
    _limit(_SHEETS)
    batch = Batch()
    with open(_OUT, "wb", buffering=0, closefd=False) as answers, open(_SHEETS, "wb", closefd=False) as drawn:
        answers.writelines(
            json.dumps(batch.take(number, kind, blob, width, height, words)).encode() + b"\n"
            for number, kind, width, height, words, blob in jobs
        )
        answers.writelines(json.dumps(reply).encode() + b"\n" for reply in batch.joined())
        for number, page, gray in batch.sheets():
            pixels = b"P5 %d %d 255\n" % gray.size + gray.tobytes()
            drawn.write(pixels)
            drawn.flush()
            answers.write(json.dumps({"sheet": len(pixels), "job": number, "page": page}).encode() + b"\n")


def _in_child(jobs: list[_Job], sheets: int) -> bytes:
    """The lines that a child wrote before it ended, however it ended; a last line `{}` where it ended well."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            _child(jobs, write, sheets)
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    lines = b""
    with open(read, "rb") as answers:  # noqa: PTH123
        lines = answers.read(_MOST_REPLY)
    _, status = os.waitpid(child, 0)
    return lines[: lines.rfind(b"\n") + 1] + (b"{}\n" if status == 0 else b"")


def _batch(jobs: list[_Job], recognizer: list[str]) -> bytes:
    """The lines of a child, and in place of those that tell of a sheet the words that stand on it."""
    sheets = os.memfd_create("sheets", os.MFD_CLOEXEC)
    try:
        lines = _in_child(jobs, sheets).splitlines(keepends=True)
        told = [line for line in lines if not line.startswith(_SHEET)]
        at = 0
        for line in [line for line in lines if line.startswith(_SHEET)][:MOST_SHEETS]:
            sheet = json.loads(line)
            pixels = os.pread(sheets, min(sheet["sheet"], _LARGEST_SHEET), at)
            at += len(pixels)
            words = _words(recognizer, pixels) if recognizer else None
            sheet["words"] = words
            told.insert(0, json.dumps(sheet).encode() + b"\n")
        return b"".join(told)
    finally:
        os.close(sheets)


_known: dict[bytes, str | None] = {}
"""What was read on the sheets last seen, by their digests: a campaign sends one picture many times, and reading takes a second."""


def _words(recognizer: list[str], pixels: bytes) -> str | None:
    """What the recognizer reads; None where it fails or takes too long."""
    digest = hashlib.sha256("\0".join(recognizer).encode() + b"\0" + pixels).digest()
    if digest not in _known:
        if len(_known) >= _MOST_KNOWN:
            del _known[next(iter(_known))]
        _known[digest] = _recognized(recognizer, pixels)
    return _known[digest]


def _recognized(recognizer: list[str], pixels: bytes) -> str | None:
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603
            recognizer,
            input=pixels,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=2 * _SECONDS_OF_WORDS,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            preexec_fn=_limit_recognizer,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout[:_MOST_WORDS].decode("utf-8", "replace")


def _limit_recognizer() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS_OF_WORDS, _SECONDS_OF_WORDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    octets = stream.read(size)
    if len(octets) < size:
        sys.exit(0)
    return octets


def serve(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Batches come as a length, a head in JSON and the octets of all jobs; a reply goes out as a length and lines of JSON."""
    while True:
        (size,) = struct.unpack(">I", _exactly(requests, 4))
        head = json.loads(_exactly(requests, size))
        jobs = [
            (number, kind, width, height, words, _exactly(requests, octets))
            for number, kind, width, height, words, octets in head["jobs"]
        ]
        if any(kind == "pdf" for _, kind, *_ in jobs):
            with contextlib.suppress(ImportError):
                import pypdfium2  # noqa: F401

                import gyotaku.mail.codes.page  # noqa: F401 - once, before the first child needs it
        lines = _batch(jobs, head["recognizer"])
        replies.write(struct.pack(">I", len(lines)) + lines)
        replies.flush()


def _rehearse() -> None:
    """Read a picture of each format, so that what the library imports on the way is there before nothing can be opened."""
    plain = Image.new("P", (32, 32))
    for form in FORMATS:
        sample = io.BytesIO()
        several = {"save_all": True, "append_images": [Image.new("P", (32, 32), 1)]} if form == "GIF" else {}
        plain.convert("RGB" if form in ("JPEG", "WEBP") else "P").save(sample, form, **several)
        Batch().take(0, "image", sample.getvalue(), 0, 0, words=False)


def main() -> None:
    Image.MAX_IMAGE_PIXELS = None  # bounded here, by size and not by a warning
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # as mail programs show what is there
    Image.init()
    _rehearse()
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)  # whatever a library prints must not mix with the replies
    os.dup2(nothing, 2)
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
