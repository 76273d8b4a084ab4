"""An index beside a list of millions of rows, so that it is neither read nor kept in memory for one mail.

The index is a file of 64-bit numbers in order: of each row's host, of its host with the rest of the URL, of its address, 32 bits of
a checksum above 32 bits of where the row begins in the list. What is found is read again from the list itself, so a checksum that
two share costs one more row and never a wrong hit. Without an index that can be written, it is held in memory.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import sys
import weakref
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

from gyotaku.lookup.reputation.forms import FORMS, Row, key

_MARK = b"gyotaku list 2\0\0"
_LONGEST_ROW = 16_384
LARGEST = 1 << 32
"""Octets of a list, since an offset has 32 bits."""
MOST_ROWS = 200
"""Rows of one key that are read."""
_SHARES = 64


class Unusable(Exception):  # noqa: N818 - an outcome, not an error
    """The list cannot be used; the text says why."""


class ListFile:
    """One list, ready to be asked."""

    def __init__(self, file: Path, form: str, cache: Path | None = None) -> None:
        """Builds the index where there is none of this very file. Raises Unusable."""
        if form not in FORMS:
            raise Unusable(f"unknown form {form}")
        self.file = file
        self._read = FORMS[form]
        try:
            stat = file.stat()
            self.date = datetime.fromtimestamp(int(stat.st_mtime), UTC)
            if stat.st_size >= LARGEST:
                raise Unusable("4 GiB or larger")
            self._index = self._opened(form, stat, cache)
            if stat.st_size and not len(self._index):
                # A page saved in place of a list, or the wrong form, would clear every mail in silence.
                raise Unusable(f"no row of the form {form} is in it")
            self._list = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
            weakref.finalize(self, os.close, self._list)
        except (OSError, ValueError) as error:
            raise Unusable(str(error)[:200] or type(error).__name__) from error

    @property
    def keys(self) -> int:
        return len(self._index)

    def rows(self, host: str, rest: str | None = None) -> list[Row]:
        """Rows of a host (any URL on it, or itself); with `rest` those of that one URL. At most MOST_ROWS."""
        wanted = _sum(host, rest)
        at = bisect_left(self._index, wanted << 32)
        found: list[Row] = []
        while at < len(self._index) and self._index[at] >> 32 == wanted and len(found) < MOST_ROWS:
            row = self._read(self._line(self._index[at] & 0xFFFFFFFF))
            at += 1
            place = key(row.what) if row is not None else None
            if row is not None and place is not None and place[0] == host and (rest is None or place[1] == rest):
                found.append(row)
        return found

    def _line(self, start: int) -> str:
        # Not mapped: a list that is cut short while it is open would kill the process.
        octets = os.pread(self._list, _LONGEST_ROW, start)
        return octets.partition(b"\n")[0].decode("utf-8", "replace").rstrip("\r")

    def _opened(self, form: str, stat: os.stat_result, cache: Path | None) -> memoryview:
        named = f"{self.file.resolve()}\0{form}\0{stat.st_size}\0{stat.st_mtime_ns}\0{sys.byteorder}"
        kept: Path | None = None
        if cache is not None:
            kept = cache / (hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:32] + ".index")
            found = _mapped(kept)
            if found is not None:
                return found
        shares = self._shared()
        if cache is not None and kept is not None:
            try:
                cache.mkdir(parents=True, exist_ok=True)
                _write(kept, shares)
            except OSError:
                pass  # a folder that cannot be written: this process keeps it in memory, the next builds it again
            else:
                found = _mapped(kept)
                if found is not None:
                    return found
        whole = array("Q")
        for share in shares:
            whole.extend(sorted(share))
        return memoryview(whole)

    def _shared(self) -> list[array[int]]:
        """All numbers, in shares by their highest bits: each is sorted by itself, so that little memory is needed."""
        shares = [array("Q") for _ in range(_SHARES)]
        for start, line in _lines(self.file):
            row = self._read(line)
            place = key(row.what) if row is not None else None
            if place is None:
                continue
            number = _sum(place[0], None)
            shares[number >> 26].append(number << 32 | start)
            if place[1]:
                number = crc32(f"\n{place[1]}".encode("utf-8", "replace"), number)
                shares[number >> 26].append(number << 32 | start)
        return shares


def _sum(host: str, rest: str | None) -> int:
    return crc32((host if rest is None else f"{host}\n{rest}").encode("utf-8", "replace"))


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """Every line with where it begins; the rest of a line that is too long is left out."""
    start, whole = 0, True
    with file.open("rb") as stream:
        if stream.read(3) == b"\xef\xbb\xbf":
            start = 3
        stream.seek(start)
        while line := stream.readline(_LONGEST_ROW):
            if whole:
                yield start, line.decode("utf-8", "replace").rstrip("\r\n")
            start += len(line)
            whole = line.endswith(b"\n")


def _write(kept: Path, shares: list[array[int]]) -> None:
    """Whole or not at all: another process may be looking for it."""
    import tempfile

    number, name = tempfile.mkstemp(dir=kept.parent, prefix=kept.name)
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(_MARK)
            for share in shares:
                stream.write(array("Q", sorted(share)).tobytes())
        Path(name).replace(kept)
    finally:
        Path(name).unlink(missing_ok=True)


def _mapped(kept: Path) -> memoryview | None:
    """None for a file that is not there or is no index."""
    try:
        with kept.open("rb") as stream:
            held = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None
    if held[: len(_MARK)] != _MARK or len(held) % 8:
        return None
    return memoryview(held)[len(_MARK) :].cast("Q")
