"""Octets that come one after the other, the first of them seen before they are taken; and how much may be unpacked."""

from __future__ import annotations

from typing import IO, Protocol

from gyotaku.mail.containers.damage import Exhausted

_FREE = 32 * 1024 * 1024
"""Octets that may be unpacked whatever they were packed in."""
_RATIO = 250
"""Octets that may be unpacked for each one given. A mailbox of much the same mails packs to a hundredth."""
_MOST = 16 * 1024**3


class Readable(Protocol):
    """What has a `read` as files have it."""

    def read(self, size: int, /) -> bytes: ...


class Room:
    """How much may still be unpacked from what the user named once, all archives inside each other together."""

    __slots__ = ("given", "members", "unpacked")

    def __init__(self, given: int, members: int) -> None:
        self.given = given
        """Octets of the file itself, or as many as a pipe has yielded."""
        self.members = members
        """Mails and files inside that may still be read."""
        self.unpacked = 0

    def unpack(self, octets: int) -> None:
        """Raises Exhausted where so much is an archive bomb."""
        self.unpacked += octets
        if self.unpacked > min(_FREE + _RATIO * self.given, _MOST):
            raise Exhausted

    def enter(self) -> None:
        """Count a member. Raises Exhausted beyond the bound."""
        self.members -= 1
        if self.members < 0:
            raise Exhausted


class Stream:
    """A stream whose beginning can be looked at. `file` is the file behind it, where that can be sought in."""

    __slots__ = ("_head", "_source", "file")

    def __init__(self, source: Readable, file: IO[bytes] | None = None) -> None:
        self._source = source
        self._head = b""
        self.file = file

    def peek(self, size: int) -> bytes:
        """The next octets, as many as there are up to `size`, which stay to be read."""
        while len(self._head) < size and (more := self._source.read(size - len(self._head))):
            self._head += more
        return self._head[:size]

    def read(self, size: int, /) -> bytes:
        """Up to so many octets; empty at the end."""
        if self._head:
            taken, self._head = self._head[:size], self._head[size:]
            return taken
        return self._source.read(size)

    def whole(self, most: int) -> bytes | None:
        """All that is left; None where that is more than `most`, of which one octet more is read at most."""
        pieces: list[bytes] = []
        left = most + 1
        while left > 0 and (piece := self.read(min(left, 1 << 20))):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces) if left > 0 else None


class Counted:
    """A pipe: what it yields is what was given."""

    def __init__(self, source: Readable, room: Room) -> None:
        self._source = source
        self._room = room

    def read(self, size: int, /) -> bytes:
        try:
            octets = self._source.read(size)
        except ValueError as error:  # a closed pipe
            raise OSError from error
        self._room.given += len(octets)
        return octets
