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

from gyotaku.mail.codes.words import recognized
from gyotaku.model.text import Text

if TYPE_CHECKING:
    from subprocess import Popen

_PACKAGES = str(Path(__file__).parents[3])
"""Where the package stands: last on the process's path, so that nothing beside it hides the standard library's modules."""
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from gyotaku.mail.codes.worker import main; main()"
_JAPANESE = ("jpn", "eng")
_LATIN = ("eng", "deu", "fra", "spa", "por", "ita", "nld")
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
    WORDS = "words"
    WORDS_JAPANESE = "words-japanese"

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
    Why.WORDS: Text(
        en="Words in pictures are read where the program tesseract is installed (Debian: tesseract-ocr).",
        ja="画像の中の文字を読むには、tesseract が必要です（Debian では tesseract-ocr と tesseract-ocr-jpn）。",
    ),
    Why.WORDS_JAPANESE: Text(
        en="Japanese in pictures is read where tesseract has its data (Debian: tesseract-ocr-jpn).",
        ja="画像の中の日本語を読むには、tesseract の日本語データが必要です（Debian では tesseract-ocr-jpn）。",
    ),
}  # fmt: skip


class Job(Struct, frozen=True):
    """Something to read: a picture (`image`), a PDF (`pdf`), or a drawing of cells, one octet each (`grid`)."""

    kind: str
    octets: bytes
    width: int = 0
    height: int = 0
    words: bool = False
    """Its words are wanted, beside codes and links."""


class Read(Struct, frozen=True):
    """A code or a link that was read: its words, what kind of code, on which page of a PDF, from which jobs."""

    text: str
    form: str
    page: int
    jobs: tuple[int, ...]


class Result(Struct, frozen=True):
    """`unread` tells of each job that was not, or not wholly, read why.

    `texts` are what pages of PDF carry for those who search them; `words` are recognized in what pictures and pages show.
    """

    codes: tuple[Read, ...] = ()
    links: tuple[Read, ...] = ()
    unread: tuple[tuple[int, Why], ...] = ()
    texts: tuple[Read, ...] = ()
    words: tuple[Read, ...] = ()


@cache
def missing() -> bool:
    """A library of the extra `qr` is not there."""
    return any(find_spec(name) is None for name in ("zxingcpp", "PIL", "pypdfium2"))


@cache
def recognizer() -> tuple[str, frozenset[str]] | None:
    """Where tesseract is, and the languages it has data for; None where it is not installed."""
    from shutil import which
    from subprocess import DEVNULL, PIPE, SubprocessError, run

    program = which("tesseract")
    if program is None:
        return None
    try:
        told = run([program, "--list-langs"], stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, timeout=10, check=True)  # noqa: S603
    except (OSError, SubprocessError):
        return None
    return program, frozenset(told.stdout.decode("ascii", "replace").split())


def _command(japanese: bool) -> tuple[list[str], Why | None]:
    """How to call the recognizer, and why that is not as it should be."""
    found = recognizer()
    if found is None:
        return [], Why.WORDS
    program, known = found
    languages = [language for language in (_JAPANESE if japanese else _LATIN) if language in known]
    why = Why.WORDS_JAPANESE if japanese and "jpn" not in known else None if languages else Why.WORDS
    return ([program, "stdin", "stdout", "-l", "+".join(languages), "tsv"] if languages else []), why


def read_all(jobs: list[Job], *, japanese: bool = False) -> Result:
    """Read everything. Never raises; a job that breaks the reader is told, and the ones after it are read.

    `japanese`: words in pictures are taken to be Japanese, in which no other language but English is read.
    """
    if not jobs:
        return Result()
    if missing():
        return Result(unread=tuple((number, Why.EXTRA) for number in range(len(jobs))))
    command, why = _command(japanese) if any(job.words for job in jobs) else ([], None)
    found = _Found(why)
    waiting = list(enumerate(jobs))
    for _ in range(_MOST_CRASHES):
        replies, whole = _ask(waiting, command)
        done = found.take(replies)
        waiting = [(number, job) for number, job in waiting if number not in done]
        if whole or not waiting:
            return found.result()
        found.unread.append((waiting.pop(0)[0], Why.BROKE))
    found.unread += [(number, Why.BROKE) for number, _ in waiting]
    return found.result()


class _Found:
    """What the replies tell, put together. `why`: what keeps words from being recognized."""

    def __init__(self, why: Why | None) -> None:
        self.unread: list[tuple[int, Why]] = []
        self._lists: dict[str, list[Read]] = {"codes": [], "links": [], "texts": [], "words": []}
        self._why = why

    def take(self, replies: list[dict[str, Any]]) -> set[int]:
        """The jobs that these replies answer."""
        done: set[int] = set()
        for reply in replies:
            number = reply["job"]
            if "sheet" in reply:
                self._words(number, reply["page"], reply["words"])
                continue
            done.add(number)
            both = (number, reply["with"]) if "with" in reply else (number,)
            for key in ("codes", "links", "texts"):
                self._lists[key] += [
                    Read(one["text"], one.get("form", ""), one.get("page", 0), both) for one in reply[key]
                ]
            if reply["unread"] is not None:
                self.unread.append((number, Why(reply["unread"])))
        return done

    def _words(self, number: int, page: int, words: str | None) -> None:
        if words is not None:
            self._lists["words"].append(Read(recognized(words), "", page, (number,)))
        why = self._why or (Why.BROKE if words is None else None)
        if why is not None and (number, why) not in self.unread:
            self.unread.append((number, why))

    def result(self) -> Result:
        codes, links, texts, words = (tuple(self._lists[key]) for key in ("codes", "links", "texts", "words"))
        return Result(codes, links, tuple(self.unread), texts, words)


def _ask(jobs: list[tuple[int, Job]], recognizer: list[str]) -> tuple[list[dict[str, Any]], bool]:
    """What came back, and whether the reader lived to its end."""
    rows = [(number, job.kind, job.width, job.height, job.words, len(job.octets)) for number, job in jobs]
    head = json.encode({"jobs": rows, "recognizer": recognizer})
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
            command = [sys.executable, "-P", "-c", _PROGRAM, _PACKAGES]
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
