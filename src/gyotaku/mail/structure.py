"""Finding the parts of a message (RFC 2046 section 5.1): one pass over the lines that could be delimiters.

Bodies are never split into lines. What is searched for is what all boundaries that count at a place have in common.
"""

from __future__ import annotations

import re

from gyotaku.mail import transfer
from gyotaku.mail.headers import read_header
from gyotaku.mail.mime import Part
from gyotaku.mail.source import Source

_LONGEST_BOUNDARY = 1_000
_LONGEST_DELIMITER = 2 * _LONGEST_BOUNDARY


def read_message_part(source: Source, start: int, end: int, number: str = "", nesting: int = 0) -> Part:
    """The root of the message in `data[start:end]` with all parts below it. `number` is the part it is attached as."""
    root = Part(source, number, start, is_root=True, nesting=nesting)
    root.end = end
    prefix = root.header_prefix
    header_start = _header_start(source, start, end, prefix.rstrip("/"))
    root.headers, root.body_start = read_header(source, header_start, end, prefix)
    root.read_content_type("text/plain")
    if root.content_type.startswith("multipart/"):
        _Multiparts(root).read()
    elif root.content_type in _MAY_BE_TNEF:
        _open_tnef(root)
    return root


_MAY_BE_TNEF = frozenset(("application/ms-tnef", "application/vnd.ms-tnef", "application/octet-stream"))


def _open_tnef(part: Part) -> None:
    """Give a winmail.dat's text and attachments to `part` as its children; it stays whole where they cannot be read."""
    field = part.headers.get("Content-Type")
    if part.content_type == "application/octet-stream" and (field is None or "winmail" not in field.value.lower()):
        return
    if part.nesting >= part.source.limits.nesting:
        return
    from gyotaku.mail.containers import rebuild, tnef
    from gyotaku.mail.containers.damage import Damaged

    try:
        octets = rebuild.entity(tnef.read(part.data(), 1), part.source.ledger.partial)
    except Damaged:
        return
    source = part.source.decoded(octets, part.body_start, part.end)
    number = part.section or "1"
    inner = Part(source, number, 0, nesting=part.nesting + 1)
    inner.end = len(octets)
    inner.headers, inner.body_start = read_header(source, 0, inner.end, inner.header_prefix)
    inner.read_content_type("text/plain")
    if inner.content_type.startswith("multipart/"):
        _Multiparts(inner).read()
        part.children = inner.children
    else:
        inner.renumber(inner.child_number(1))
        part.children = (inner,)


_BEFORE_HEADER = re.compile(rb"(\xef\xbb\xbf)?((?:[ \t]*+\r?\n)*)(>?From (?![ \t]*:)[^\n]*+\n)?")
_FIELD_LIKE = re.compile(rb"[!-9;-~]++[ \t]*+:|>?From ")


def _header_start(source: Source, start: int, end: int, part: str) -> int:
    """Past what may stand before a header and is none of it: byte order mark, empty lines, a mailbox's separator."""
    match = _BEFORE_HEADER.match(source.lines, start, end)
    if match is None or match.end() == start:
        return start
    at = source.range_in_mail(*match.span())
    if match.group(2) and not (match.group(3) or _FIELD_LIKE.match(source.lines, match.end(), end)):
        return match.start(2)  # an empty header, then a body
    for group, id_ in ((1, "byte-order-mark"), (2, "leading-blank-lines"), (3, "mbox-line")):
        if match.group(group):
            source.ledger.note(id_, part, "", *at)
    return match.end()


class _Multiparts:
    """One pass over a multipart's lines. `open` holds the multiparts around the current place, outermost first."""

    __slots__ = ("_active", "_end", "_needle", "_open", "_part", "_source", "_tnef")

    def __init__(self, root: Part) -> None:
        self._source = root.source
        self._end = root.end
        self._open: list[_Multipart] = []
        self._active: dict[bytes, int] = {}
        """Boundaries that a delimiter may name here, with how many multiparts stand around each."""
        self._needle = b""
        self._part = root
        """The part that the octets at the current place belong to."""
        self._tnef: list[Part] = []
        self._enter(root)

    def read(self) -> None:
        lines, end = self._source.lines, self._end
        # A delimiter may stand right after the header: its line starts after the LF that ended the header.
        position = max(self._part.body_start - 1, 0)
        while self._active:
            at = lines.find(self._needle, position, end)
            if at < 0:
                break
            line_end = lines.find(b"\n", at + 1, end)
            line_end = end if line_end < 0 else line_end
            name, closes = self._delimiter(lines[at + 3 : min(line_end, at + _LONGEST_DELIMITER)])
            if name is None or (closes and not self._open[self._active[name]].children):
                position = line_end  # what closes a multipart before its first part closes nothing
                continue
            position = min(line_end + 1, end)
            if self._part.start == at + 1 and self._open[-1].children and not closes:
                self._forget_part()
            self._open[self._active[name]].note_preamble(at)
            self._close_inner(self._active[name] + 1, at - 1 if lines[at - 1] == 0x0D else at)
            if closes:
                self._close(position)
            elif not self._begin(position):
                break
            position = max(self._part.body_start, position) - 1
        self._close_inner(0, end)
        for part in self._tnef:
            if part.source.budget.parts > 0:
                _open_tnef(part)

    def _delimiter(self, line: bytes) -> tuple[bytes | None, bool]:
        """The boundary that a line (without its leading hyphens) names, and whether it closes the multipart."""
        line = line.rstrip(b" \t\r")
        if line in self._active:
            return line, False
        if line.endswith(b"--") and line[:-2] in self._active:
            return line[:-2], True
        return None, False

    def _is_delimiter(self, line: bytes) -> bool:
        return self._delimiter(line[2:_LONGEST_DELIMITER])[0] is not None

    def _enter(self, part: Part) -> None:
        """Make `part`'s boundary count, if it has a usable one."""
        if part.encoding not in transfer.IDENTITY:
            part.note("encoded-multipart", part.encoding)
        boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
        if not boundary:
            part.note("no-boundary")
        elif len(boundary) > _LONGEST_BOUNDARY:
            part.note("boundary-too-long", f"{len(boundary)} octets, more than is read")
        elif len(self._open) >= self._source.limits.depth:
            part.note("too-deep", f"more than {self._source.limits.depth} multiparts")
        elif boundary in self._active:
            part.note("boundary-reused", boundary[:80].decode("utf-8", "replace"))
        else:
            if len(boundary) > 70:
                part.note("boundary-too-long", f"{len(boundary)} octets")
            self._active[boundary] = len(self._open)
            self._open.append(_Multipart(part, boundary))
            self._aim()

    def _aim(self) -> None:
        """Search for what all boundaries that count here have in common."""
        first, last = min(self._active, default=b""), max(self._active, default=b"")
        common = next((at for at, octet in enumerate(first) if last[at : at + 1] != bytes((octet,))), len(first))
        self._needle = b"\n--" + first[:common]

    def _close_inner(self, depth: int, at: int) -> None:
        """End the current part, and all multiparts that more than `depth` others enclose, at `at`."""
        self._part.end = max(at, self._part.body_start)
        if len(self._open) == depth:
            return
        for multipart in reversed(self._open[depth:]):
            self._active.pop(multipart.boundary, None)
            multipart.finish(at)
        del self._open[depth:]
        self._aim()

    def _forget_part(self) -> None:
        """Drop the current part: nothing, not even the end of a header, stands between two delimiters."""
        multipart = self._open[-1]
        multipart.children.pop()
        multipart.part.note("doubled-delimiter")
        self._part = multipart.part

    def _close(self, position: int) -> None:
        """The innermost multipart's closing delimiter was read; what follows is its epilogue."""
        multipart = self._open[-1]
        multipart.epilogue_start = position
        self._part = multipart.part
        del self._active[multipart.boundary]
        self._aim()

    def _begin(self, position: int) -> bool:
        """Start the innermost multipart's next part. False where no more parts are read: this one takes the rest."""
        source = self._source
        multipart = self._open[-1]
        parent = multipart.part
        part = Part(source, parent.child_number(len(multipart.children) + 1), position, nesting=parent.nesting)
        multipart.children.append(part)
        self._part = part
        if source.budget.parts <= 0:
            part.read_content_type("application/octet-stream")
            part.note("too-many-parts", f"more than {source.limits.parts}")
            return False
        source.budget.parts -= 1
        part.headers, part.body_start = read_header(source, position, self._end, part.header_prefix, self._is_delimiter)
        part.read_content_type("message/rfc822" if parent.content_type == "multipart/digest" else "text/plain")
        if part.content_type.startswith("multipart/"):
            self._enter(part)
        elif part.content_type in _MAY_BE_TNEF:
            self._tnef.append(part)
        return True


class _Multipart:
    """A multipart whose end has not been met."""

    __slots__ = ("boundary", "children", "epilogue_start", "part")

    def __init__(self, part: Part, boundary: bytes) -> None:
        self.part = part
        self.boundary = boundary
        self.children: list[Part] = []
        self.epilogue_start: int | None = None

    def note_preamble(self, at: int) -> None:
        if not self.children:
            self.part.preamble = (self.part.body_start, max(at, self.part.body_start))

    def finish(self, at: int) -> None:
        part = self.part
        # A last part without body ends after the line end that belongs to the delimiter.
        part.end = max(at, self.children[-1].end if self.children else part.body_start)
        part.children = tuple(self.children)
        if self.epilogue_start is not None:
            part.epilogue = (min(self.epilogue_start, part.end), part.end)
        elif self.children:
            part.note("boundary-never-closed")
        if not self.children:
            part.note("boundary-not-found")
