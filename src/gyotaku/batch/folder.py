"""The folder that a scan writes: parts that are whole as soon as they have their names, and what it was begun with.

A part is written under another name, put on the disk, and renamed. So the parts themselves are the journal: a mail is
done when its row stands in one, and a kill at any moment leaves nothing half done but a file that is thrown away.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from gyotaku.batch.arrow import library
from gyotaku.batch.schema import SCHEMA

if TYPE_CHECKING:
    import pyarrow as pa

_BEGUN = "scan.json"
_WRITING = ".writing"


class FolderError(Exception):
    """The folder cannot be used for this scan; the message says why and what to do."""


class Begun(Struct, frozen=True, kw_only=True):
    """What a scan was begun with. Rows made with anything else would not be rows of the same scan."""

    schema: str = SCHEMA
    program: str
    tables: str
    configuration: str
    sources: tuple[str, ...]
    folder: str
    """The folder that names of sources are relative to."""
    begun: str
    ended: str | None = None
    """When the last source had been read to its end; None as long as it has not."""

    def differs(self, other: Begun) -> str | None:
        """What the two do not agree in, in words."""
        for name, called in (
            ("schema", "version of the columns"),
            ("program", "version of gyotaku"),
            ("tables", "set of tables"),
            ("configuration", "configuration"),
            ("sources", "list of sources"),
        ):
            if getattr(self, name) != getattr(other, name):
                return called
        relative = any(not os.path.isabs(source) for source in self.sources)  # noqa: PTH117 - names as they were given
        return "working folder" if relative and self.folder != other.folder else None


class Folder:
    """Opened by one scan at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None
        self._number = 0

    def open(self, begun: Begun, *, resume: bool) -> None:
        """Make it, or go on where a scan with the same beginning was. Raises FolderError, OSError."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._take()
        known = read_begun(self.path)
        if known is None:
            if any(self.path.glob("part-*.parquet")) or any(self.path.iterdir()):
                raise FolderError("the folder is not empty, and what is in it is no scan. Name another")
            self.write(_BEGUN, msgspec.json.format(msgspec.json.encode(begun), indent=1) + b"\n")
        elif not resume:
            raise FolderError("a scan is there already. Go on with it by --resume, or name another folder")
        elif (what := known.differs(begun)) is not None:
            raise FolderError(f"the scan there was begun with another {what}. Name another folder")
        for left in self.path.glob("*" + _WRITING):
            left.unlink()
        parts = list_parts(self.path)
        self._number = int(parts[-1].stem.removeprefix("part-")) if parts else 0

    def _take(self) -> None:
        self._lock = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FolderError("another scan is writing there") from error

    def columns(self, names: list[str]) -> Iterator[tuple[Path, pa.Table]]:
        """These columns of each part, in their order. Raises FolderError for one that cannot be read."""
        for part in list_parts(self.path):
            yield part, read_part(part, names)

    def add(self, rows: pa.Table) -> Path:
        """Write one more part. Raises OSError; then nothing of it is left, and all earlier ones are."""
        library()
        import pyarrow.parquet

        octets = pyarrow.BufferOutputStream()
        pyarrow.parquet.write_table(rows, octets, compression="zstd")
        self._number += 1
        return self.write(f"part-{self._number:05}.parquet", octets.getvalue())

    def end(self, moment: str) -> None:
        """Note that all sources were read to their ends."""
        begun = read_begun(self.path)
        if begun is not None:
            octets = msgspec.json.format(msgspec.json.encode(replace(begun, ended=moment)), indent=1)
            self.write(_BEGUN, octets + b"\n")

    def write(self, name: str, octets: Any) -> Path:
        """A file for the owner's eyes alone, whole or not at all. Raises OSError."""
        # By the folder that was opened: another that took its name meanwhile is none of ours.
        folder, writing = self._lock, name + _WRITING
        descriptor = os.open(
            writing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600, dir_fd=folder
        )
        try:
            with os.fdopen(descriptor, "wb", buffering=0) as file:
                left = memoryview(octets)
                while left:
                    left = left[file.write(left) :]
                os.fsync(file.fileno())
            os.replace(writing, name, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError:
            with suppress(OSError):
                os.unlink(writing, dir_fd=folder)
            raise
        if folder is not None:
            os.fsync(folder)  # the name too must be there after a power cut
        return self.path / name

    @property
    def gone(self) -> bool:
        """It was removed or renamed since it was opened, and all parts with it."""
        if self._lock is None:
            return False
        try:
            return not os.path.samestat(os.fstat(self._lock), self.path.stat())
        except FileNotFoundError:
            return True

    def close(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def read_begun(folder: Path) -> Begun | None:
    """What the scan in a folder was begun with; None where there is none. Raises FolderError."""
    try:
        return msgspec.json.decode((folder / _BEGUN).read_bytes(), type=Begun)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise FolderError(f"{_BEGUN} is damaged: {error}") from error


def list_parts(folder: Path) -> list[Path]:
    """The parts that are whole, in their order."""
    return sorted(folder.glob("part-*.parquet"), key=lambda part: (len(part.stem), part.stem))


def read_part(part: Path, names: list[str] | None = None) -> pa.Table:
    """A part, or these columns of it. Raises FolderError."""
    arrow = library()
    import pyarrow.parquet

    try:
        table: pa.Table = pyarrow.parquet.read_table(part, columns=names, partitioning=None)
    except (OSError, arrow.ArrowException) as error:
        raise FolderError(
            f"{part.name} cannot be read ({error}). Without it, --resume scans its mails again"
        ) from error
    return table
