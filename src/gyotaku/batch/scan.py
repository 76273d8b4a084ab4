"""Scanning: mails in, in batches to an engine, rows out in the order of the mails, whatever took how long."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

from gyotaku.batch.arrow import batch as batch_of
from gyotaku.batch.arrow import library, schema
from gyotaku.batch.folder import Folder
from gyotaku.batch.kept import Done, Kept, Seen, key
from gyotaku.batch.processes import Engine, Promise
from gyotaku.batch.row import Stamp, paths, refused
from gyotaku.batch.schema import PATHS
from gyotaku.mail.given import Mail
from gyotaku.mail.refusals import Refused
from gyotaku.report.clean import clean

if TYPE_CHECKING:
    import pyarrow as pa

    from gyotaku.mail.intake import Intake

_BATCH_MAILS = 48
_BATCH_OCTETS = 2 * 1024 * 1024
_MOST_AHEAD = 48 * 1024 * 1024
"""Octets of mails that were read and have no row yet, beyond one batch: what a slow mail can make us hold."""
_BATCHES_AHEAD = 12
"""For each that is worked on at the same time."""


class Counts(Struct):
    """How far a scan is."""

    met: int = 0
    """Mails and refusals that the sources yielded."""
    passed: int = 0
    """Of these: had their rows already."""
    shared: int = 0
    """Had the octets of another, whose row they got."""
    unread: int = 0
    """Were not read, or not dissected."""


class _Copy(Struct, frozen=True):
    """A mail whose octets another row tells of."""

    mail: Mail
    row: int


_Entry = Mail | _Copy | Refused


class _Batch(Struct):
    entries: list[_Entry]
    promise: Promise | None
    octets: int

    @property
    def done(self) -> bool:
        return self.promise is None or self.promise.done()


class Scan:
    """Gives every mail its row, if it has none yet. `take` each, `finish` after the last, `end` whatever happened.

    Raises OSError where rows cannot be written, EngineError, FolderError; all rows written before stay.
    """

    def __init__(self, folder: Folder, engine: Engine, stamp: Stamp, part_rows: int) -> None:
        self.counts = Counts()
        self._engine = engine
        self._stamp = stamp
        self._kept = Kept(folder, part_rows)
        self._seen = Seen()
        self._done = Done(self._found(folder))
        self._next = self._kept.count
        """Number of the row that the next mail gets."""
        self._entries: list[_Entry] = []
        self._octets = 0
        self._ahead: deque[_Batch] = deque()
        self._ahead_octets = 0

    def _found(self, folder: Folder) -> Iterator[int]:
        for part, table in folder.columns(["path", "sha256", "undone", "error"]):
            first = self._kept.count
            self._kept.found(part, table.num_rows)
            columns = (table.column(name).to_pylist() for name in ("path", "sha256", "undone", "error"))
            for number, (path, digest, undone, error) in enumerate(zip(*columns, strict=True), first):
                self.counts.unread += error is not None
                if digest is not None:
                    self._seen.note(key(digest, *undone), number)
                yield key(path, digest or "")

    def take(self, intake: Intake) -> None:
        self.counts.met += 1
        digest = sha256(intake.raw).hexdigest() if isinstance(intake, Mail) else ""
        if self._done.passes(key(clean(intake.path), digest)):
            self.counts.passed += 1
            return
        self._entries.append(self._entry(intake, digest))
        self._next += 1
        if len(self._entries) >= _BATCH_MAILS or self._octets >= _BATCH_OCTETS:
            self._submit()

    def _entry(self, intake: Intake, digest: str) -> _Entry:
        if isinstance(intake, Refused):
            self.counts.unread += 1
            return intake
        content = key(digest, *(text.en for text in intake.undone))
        row = self._seen.row(content)
        if row is not None:
            self.counts.shared += 1
            return _Copy(Mail(intake.path, b"", container=intake.container), row)
        self._seen.note(content, self._next)
        self._octets += len(intake.raw)
        return intake

    def _submit(self) -> None:
        mails = [entry for entry in self._entries if isinstance(entry, Mail)]
        self._ahead.append(_Batch(self._entries, self._engine.submit(mails) if mails else None, self._octets))
        self._ahead_octets += self._octets
        self._entries, self._octets = [], 0
        while self._ahead and (self._is_far_ahead() or self._ahead[0].done):
            self._next_settled()

    def _is_far_ahead(self) -> bool:
        return len(self._ahead) > _BATCHES_AHEAD * self._engine.at_once or self._ahead_octets > _MOST_AHEAD

    def _next_settled(self) -> None:
        """Wait for the rows that come next, and put them on the disk when it is time: what waits is lost by a kill."""
        self._settle(self._ahead[0])
        self._ahead_octets -= self._ahead.popleft().octets
        self._kept.write_due()

    def finish(self, stopped: Callable[[], bool]) -> None:
        """Wait for what is under way, unless told to stop."""
        if self._entries:
            self._submit()
        while self._ahead and not stopped():
            self._next_settled()
        self._kept.write()

    def end(self) -> int:
        """Write what is settled and end the engine; how many rows are on the disk."""
        self._engine.close()
        with suppress(OSError):  # told already: what cannot be written now could not be written then
            self._kept.write()
        return self._kept.written

    def _settle(self, batch: _Batch) -> None:
        """Rows of a batch in the order of its mails."""
        rows: list[pa.RecordBatch] = batch.promise.result() if batch.promise else []
        if len(rows) == 1 and rows[0].num_rows == len(batch.entries):
            self._append(rows[0])
            return
        made = library().Table.from_batches(rows, schema()).combine_chunks().to_batches() if rows else []
        at = start = 0
        for entry in [*batch.entries, None]:
            if isinstance(entry, Mail):
                at += 1
                continue
            if at > start:
                self._append(made[0].slice(start, at - start))
                start = at
            if isinstance(entry, Refused):
                self._kept.append(batch_of([refused(entry, self._stamp)]))
            elif entry is not None:
                self._kept.append(_copied(self._kept.row(entry.row), entry.mail))

    def _append(self, rows: pa.RecordBatch) -> None:
        self.counts.unread += rows.num_rows - rows.column("error").null_count
        self._kept.append(rows)


def _copied(row: pa.RecordBatch, mail: Mail) -> pa.RecordBatch:
    """The same row with the paths of another mail."""
    own = paths(mail)
    for name in PATHS:
        index = row.schema.get_field_index(name)
        row = row.set_column(index, row.schema.field(index), library().array([own[name]], row.schema.field(index).type))
    return row
