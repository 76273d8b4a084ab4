"""A mail, read once. Never raises: whatever the octets are, there is a message, and its defects say what was wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gyotaku.mail.attached import holds_mail
from gyotaku.mail.defects import Defect, Ledger
from gyotaku.mail.headers import Headers
from gyotaku.mail.limits import Limits
from gyotaku.mail.mime import Part
from gyotaku.mail.source import Budget, Source
from gyotaku.mail.structure import read_message_part
from gyotaku.model.text import Text

_DEFAULT_LIMITS = Limits()


class Message:
    """One mail: its octets, its header and its tree of parts."""

    __slots__ = ("_files", "_ledger", "partial", "raw", "root")

    def __init__(self, raw: bytes, root: Part, ledger: Ledger, partial: Text | None = None) -> None:
        self.raw = raw
        self.partial = partial
        """Why the header is not the whole original one; None where nothing says that it is not."""
        self.root = root
        self._ledger = ledger
        self._files: list[Part] | None = None

    @property
    def headers(self) -> Headers:
        return self.root.headers

    @property
    def has_body(self) -> bool:
        """False for a bare header block: no empty line and nothing after."""
        root = self.root
        return root.body_start < root.end or self.root.source.lines.endswith((b"\n\n", b"\n\r\n"), 0, root.body_start)

    @property
    def defects(self) -> tuple[Defect, ...]:
        """What reading has met so far; all there are after `read_everything`."""
        return tuple(self._ledger.found)

    @property
    def partial_inside(self) -> Mapping[str, Text]:
        """Why a header is not the original one, by the SHA-256 of the carried mail that was put together in reading."""
        return self._ledger.partial

    @property
    def attached(self) -> list[Part]:
        """The parts that hold a message of their own (`.message` is its root), not those inside such messages."""
        return [part for part in self.root.walk() if part.message is not None]

    @property
    def carried(self) -> int:
        """How many parts say that they hold a message, those beyond the limits too."""
        return sum(part.is_message for part in self.root.walk())

    @property
    def attached_files(self) -> list[Part]:
        """Attached files that are mails by their octets, though not by their type."""
        if self._files is None:
            self._files = [part for part in self.root.walk() if holds_mail(part)]
        return self._files

    def walk_all(self) -> Iterator[Part]:
        """All parts in document order, entering attached messages."""
        waiting = [self.root]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))
            if part.message is not None:
                waiting.append(part.message)

    def read_everything(self) -> tuple[Defect, ...]:
        """Decode every field and body, and return all defects of the mail."""
        self._look_at_octets()
        for part in self.walk_all():
            for field in part.headers:
                _ = field.text
            _ = part.parameters, part.filename
            if not part.children and part.message is None:
                part.data()
                if part.content_type.startswith("text/"):
                    part.text()
        return self.defects

    def _look_at_octets(self) -> None:
        raw = self.raw
        pairs = raw.count(b"\r\n")
        if pairs and raw.count(b"\n") > pairs:
            self._ledger.note("mixed-line-ends", "")
        if b"\n" in raw and raw.count(b"\r") > pairs:
            self._ledger.note("bare-cr", "", "", raw.find(b"\r"), None)
        if (at := raw.find(b"\0")) >= 0:
            self._ledger.note("nul-octet", "", "", at, at + 1)


def read(raw: bytes, limits: Limits = _DEFAULT_LIMITS, partial: Text | None = None) -> Message:
    """Read a mail as it arrived. Costs one pass over its header and its delimiters; bodies wait until asked for.

    `partial` tells why the header is not the original one, for octets that were put together from what was left of it.
    """
    ledger = Ledger()
    source = Source(raw, limits, ledger, Budget(limits), read_message_part)
    if not raw:
        ledger.note("empty-mail", "")
    elif source.lines is not raw:
        ledger.note("cr-line-ends", "")
    return Message(raw, read_message_part(source, 0, len(raw)), ledger, partial)
