"""The rows of a scan in their order, those on the disk and those that wait for it; and which mails they are of."""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING

from gyotaku.batch.arrow import library, schema
from gyotaku.batch.folder import Folder, read_part

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

_PART_OCTETS = 64 * 1024 * 1024
_PART_SECONDS = 60.0
"""What a kill can cost at most."""
_OPEN_PARTS = 2
_SMALL = 128
"""Rows of a block that is made one with others, and how many are."""
_REMEMBERED = 500_000
"""Mails after which the older half of those remembered as seen is forgotten: 100 MB."""


class Kept:
    """Rows by their number. `append` writes a part when enough have gathered."""

    def __init__(self, folder: Folder, part_rows: int) -> None:
        self._folder = folder
        self._part_rows = part_rows
        self._firsts: list[int] = []
        self._parts: list[Path] = []
        self._open: OrderedDict[int, pa.Table] = OrderedDict()
        self._waiting: list[pa.RecordBatch] = []
        self._starts: list[int] = []
        self._octets = 0
        self._small = 0
        self._since = time.monotonic()
        self.written = 0
        """Rows that are on the disk."""
        self.count = 0
        """Rows there are."""

    def found(self, part: Path, rows: int) -> None:
        """A part that was there already."""
        self._firsts.append(self.count)
        self._parts.append(part)
        self.count += rows
        self.written = self.count

    def append(self, rows: pa.RecordBatch) -> None:
        """Raises OSError where a part cannot be written."""
        self._starts.append(self.count)
        self._waiting.append(rows)
        self.count += rows.num_rows
        self._octets += rows.nbytes
        self._small = self._small + 1 if rows.num_rows < _SMALL else 0
        if self._small >= _SMALL:
            self._merge()

    def _merge(self) -> None:
        """Make one block of the last ones: each costs some 15 KB beside its rows, and a mail that is shared is one by itself."""
        table = library().Table.from_batches(self._waiting[-_SMALL:], schema()).combine_chunks()
        self._waiting[-_SMALL:] = table.to_batches()
        del self._starts[1 - _SMALL :]
        self._small = 0

    def write_due(self) -> None:
        """Put whole parts on the disk, and the rest as well where it has waited long or takes much memory. Raises OSError."""
        if self._octets >= _PART_OCTETS or time.monotonic() - self._since > _PART_SECONDS:
            self.write()
        elif self.count - self.written >= self._part_rows:
            self.write(self._part_rows)

    def write(self, least: int = 1) -> None:
        """Put what waits on the disk, in parts of at most as many rows as were asked for, unless fewer than `least` are left.

        Raises OSError.
        """
        while self.count - self.written >= least:
            table = library().Table.from_batches(self._waiting, schema())
            part = table.slice(0, self._part_rows)
            self._firsts.append(self.written)
            try:
                self._parts.append(self._folder.add(part.combine_chunks()))
            except OSError:
                self._firsts.pop()
                raise
            self.written += part.num_rows
            self._waiting = table.slice(part.num_rows).to_batches()
            self._starts = []
            start = self.written
            for batch in self._waiting:
                self._starts.append(start)
                start += batch.num_rows
        self._octets = sum(rows.nbytes for rows in self._waiting)
        self._small = 0
        self._since = time.monotonic()

    def row(self, number: int) -> pa.RecordBatch:
        """One row. Raises FolderError where its part has gone."""
        if number >= self.written:
            index = bisect_right(self._starts, number) - 1
            return self._waiting[index].slice(number - self._starts[index], 1)
        index = bisect_right(self._firsts, number) - 1
        one = self._part(index).slice(number - self._firsts[index], 1).combine_chunks()
        row: pa.RecordBatch = one.to_batches()[0]
        return row

    def _part(self, index: int) -> pa.Table:
        """Mails that are the same mostly come in the same order, so that few parts at a time are read again."""
        table = self._open.get(index)
        if table is None:
            table = self._open[index] = read_part(self._parts[index])
            if len(self._open) > _OPEN_PARTS:
                self._open.popitem(last=False)
        self._open.move_to_end(index)
        return table


class Done:
    """Which mails have their row: each is passed over once for every row it has. Eight octets a row."""

    def __init__(self, keys: Iterator[int]) -> None:
        self._keys = array("Q", sorted(keys))
        self._passed = bytearray(len(self._keys))

    def passes(self, key: int) -> bool:
        index = bisect_left(self._keys, key)
        while index < len(self._keys) and self._keys[index] == key:
            if not self._passed[index]:
                self._passed[index] = 1
                return True
            index += 1
        return False

    @property
    def left(self) -> int:
        """Rows whose mails were not met again."""
        return self._passed.count(0)


class Seen:
    """By which row a mail with the same octets was told. Of the last half million mails at least."""

    def __init__(self) -> None:
        self._new: dict[int, int] = {}
        self._old: Mapping[int, int] = {}

    def row(self, key: int) -> int | None:
        return self._new.get(key) if key in self._new else self._old.get(key)

    def note(self, key: int, row: int) -> None:
        if len(self._new) >= _REMEMBERED:
            self._old, self._new = self._new, {}
        self._new[key] = row


def key(*words: str) -> int:
    """Eight octets for any words."""
    octets = "\0".join(words).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(octets, digest_size=8).digest(), "big")
