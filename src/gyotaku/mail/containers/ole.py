"""Compound files (MS-CFB), which hold .msg: a tree of storages and streams in chained sectors.

Chains may loop, cross or leave the file. No chain is followed further than the file has sectors, and all streams together
yield no more than a few times the file's size.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Mapping

from gyotaku.mail.containers.damage import Damaged

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_MOST_ENTRIES = 200_000
_AMPLIFICATION = 4
"""Sectors shared by streams may be read so many times over in all."""


class Storage:
    """A storage: its `streams` by upper-case name, and the `storages` in it."""

    __slots__ = ("_file", "_streams", "storages")

    def __init__(self, file: _File, streams: Mapping[str, int], storages: Mapping[str, Storage]) -> None:
        self._file = file
        self._streams = streams
        self.storages = storages

    @property
    def streams(self) -> Iterator[str]:
        return iter(self._streams)

    def stream(self, name: str) -> bytes | None:
        """The octets of a stream, as many as its chain holds; None where there is none of that name."""
        entry = self._streams.get(name.upper())
        return None if entry is None else self._file.stream(entry)


def opened(octets: bytes) -> Storage:
    """The root storage. Raises Damaged where the file's tables cannot be read."""
    return _File(octets).tree()


class _File:
    __slots__ = ("_cutoff", "_directory", "_fat", "_left", "_mini", "_mini_fat", "_octets", "_shift")

    def __init__(self, octets: bytes) -> None:
        if len(octets) < 512 or not octets.startswith(MAGIC):
            raise Damaged
        self._octets = octets
        self._left = _AMPLIFICATION * len(octets) + 65_536
        self._shift = int.from_bytes(octets[30:32], "little")
        if self._shift not in (9, 12):
            raise Damaged
        self._cutoff = 4096
        self._fat = self._read_fat()
        directory = self._chain(_number(octets, 48))
        self._directory = directory[: _MOST_ENTRIES * _ENTRY]
        self._mini_fat = _table(self._chain(_number(octets, 60)))
        self._mini: bytes | None = None

    def _read_fat(self) -> array[int]:
        """The table of chains. Its own sectors stand in the header, then in a chain of sectors that list more."""
        octets = self._octets
        per_sector = (1 << self._shift) // 4
        listed = _table(octets[76:512])
        following = _number(octets, 68)
        most = (len(octets) >> self._shift) + 1
        while following < _LAST_SECTOR and len(listed) < most + per_sector:
            more = _table(self._sector(following))
            if len(more) < per_sector:
                break
            listed += more[:-1]
            following = more[-1]
        sectors = [self._sector(number) for number in listed[:most] if number < _LAST_SECTOR]
        return _table(b"".join(sectors))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self._shift
        return self._octets[start : start + (1 << self._shift)]

    def _chain(self, first: int, size: int | None = None) -> bytes:
        """The octets of a chain of sectors, cut to `size`."""
        fat, octets, shift = self._fat, self._octets, self._shift
        most = (len(octets) >> shift) + 1
        if size is not None:
            most = min(most, (size >> shift) + 1)
        pieces: list[bytes] = []
        number = first
        while number < len(fat) and len(pieces) < most:
            start = (number + 1) << shift
            pieces.append(octets[start : start + (1 << shift)])
            number = fat[number]
        return self._spend(b"".join(pieces)[:size])

    def _mini_chain(self, first: int, size: int) -> bytes:
        if self._mini is None:
            self._mini = self._chain(_number(self._directory, 116))
        fat, mini = self._mini_fat, self._mini
        pieces: list[bytes] = []
        number = first
        while number < len(fat) and len(pieces) < (size >> 6) + 1:
            pieces.append(mini[number << 6 : (number + 1) << 6])
            number = fat[number]
        return self._spend(b"".join(pieces)[:size])

    def _spend(self, octets: bytes) -> bytes:
        self._left -= len(octets)
        if self._left < 0:
            raise Damaged
        return octets

    def stream(self, entry: int) -> bytes:
        first, size = _number(self._directory, entry + 116), _number(self._directory, entry + 120)
        size = min(size, len(self._octets))
        return self._mini_chain(first, size) if size < self._cutoff else self._chain(first, size)

    def tree(self) -> Storage:
        """All storages, each entry of the directory belonging to the first that names it."""
        if len(self._directory) < _ENTRY:
            raise Damaged
        seen = {0}
        root_streams: dict[str, int] = {}
        root_storages: dict[str, Storage] = {}
        waiting = [(_number(self._directory, 76), root_streams, root_storages)]
        while waiting:
            number, streams, storages = waiting.pop()
            entry = number * _ENTRY
            if number in seen or entry + _ENTRY > len(self._directory):
                continue
            seen.add(number)
            kind, name = self._directory[entry + 66], self._name(entry)
            waiting.append((_number(self._directory, entry + 68), streams, storages))
            waiting.append((_number(self._directory, entry + 72), streams, storages))
            if kind == _STREAM:
                streams.setdefault(name, entry)
            elif kind == _STORAGE:
                inner_streams: dict[str, int] = {}
                inner_storages: dict[str, Storage] = {}
                storages.setdefault(name, Storage(self, inner_streams, inner_storages))
                waiting.append((_number(self._directory, entry + 76), inner_streams, inner_storages))
        return Storage(self, root_streams, root_storages)

    def _name(self, entry: int) -> str:
        length = min(int.from_bytes(self._directory[entry + 64 : entry + 66], "little"), 64)
        return self._directory[entry : entry + max(length - 2, 0)].decode("utf-16-le", "replace").upper()


def _number(octets: bytes, at: int) -> int:
    return int.from_bytes(octets[at : at + 4], "little")


def _table(octets: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(octets[: len(octets) & ~3])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
