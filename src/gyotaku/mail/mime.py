"""The parts of a message (RFC 2045, 2046): found in one pass over the lines that could be delimiters.

Bodies are never split into lines. Parts know their octet ranges; what is in them is decoded when it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gyotaku.mail import transfer
from gyotaku.mail.charset import decode
from gyotaku.mail.defects import Defect
from gyotaku.mail.headers import NO_HEADERS, Headers, read_header
from gyotaku.mail.parameters import parse_parameters
from gyotaku.mail.source import Source
from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, Span

__all__ = ["Defect", "Part", "read_message_part"]

_MEDIA_TYPE = re.compile(r"([^\s/;()\"]{1,127})\s*/\s*([^\s/;()\",]{1,127})\s*(?:\([^)]*\)\s*)?(?=;|$|\s)")
_TOKEN = re.compile(r"[\"'\s]*([^\s;()\"']{1,127})")
_MESSAGE_TYPES = frozenset({"message/rfc822", "message/global"})
_LONGEST_BOUNDARY = 1_000
_LONGEST_DELIMITER = 2 * _LONGEST_BOUNDARY
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Part:
    """One part, or the root of a message.

    `section` is its IMAP section number (RFC 9051 section 6.4.5.1): empty for the mail itself, `2.TEXT` for the root
    of the message attached as part 2, whose parts are `2.1` and so on. `start`, `body_start` and `end` are octet
    offsets in the mail (in the decoded octets, for an attached message that was encoded as a whole).
    """

    __slots__ = (
        "_content_type", "_data", "_encoding", "_message", "_number", "_parameters", "_text",
        "body_start", "children", "end", "epilogue", "headers", "is_root", "nesting", "preamble", "source", "start",
    )  # fmt: skip

    def __init__(self, source: Source, number: str, start: int, *, is_root: bool = False, nesting: int = 0) -> None:
        self.source = source
        self._number = number
        self.is_root = is_root
        self.nesting = nesting
        self.start = self.body_start = self.end = start
        self.headers: Headers = NO_HEADERS
        self.children: tuple[Part, ...] = ()
        self.preamble: tuple[int, int] | None = None
        """Octet range of what stands before the first delimiter of a multipart."""
        self.epilogue: tuple[int, int] | None = None
        """Octet range of what stands after its closing delimiter."""
        self._content_type = ""
        self._encoding: str | None = None
        self._parameters: Mapping[str, str] | None = None
        self._data: bytes | None = None
        self._text: str | None = None
        self._message: Part | None = None

    def __repr__(self) -> str:
        return f"Part({self.section!r}, {self.content_type}, {self.body_start}..{self.end})"

    @property
    def section(self) -> str:
        return f"{self._number}.TEXT" if self.is_root and self._number else self._number

    @property
    def body_section(self) -> str:
        """The section number that spans in this part's text name: a message's only body is its part 1."""
        if not self.is_root:
            return self._number
        return f"{self._number}.1" if self._number else "1"

    def child_number(self, ordinal: int) -> str:
        return f"{self._number}.{ordinal}" if self._number else str(ordinal)

    @property
    def header_prefix(self) -> str:
        """What goes before the names of this part's fields in spans."""
        if not self._number:
            return ""
        return f"{self._number}.HEADER/" if self.is_root else f"{self._number}/"

    @property
    def content_type(self) -> str:
        """The media type in lower case; the RFC's default where there is none or it cannot be read."""
        return self._content_type

    def read_content_type(self, default: str) -> None:
        """Set `content_type` from the header (RFC 2045 section 5.2)."""
        field = self.headers.get("Content-Type")
        if field is None:
            self._content_type = default
        elif match := _MEDIA_TYPE.match(field.text):
            self._content_type = f"{match.group(1)}/{match.group(2)}".lower()
        else:
            field.note("bad-content-type", field.value[:80])
            self._content_type = "text/plain"

    @property
    def parameters(self) -> Mapping[str, str]:
        """Content-Type's parameters by lower-case name, RFC 2231 undone."""
        if self._parameters is None:
            field = self.headers.get("Content-Type")
            self._parameters = MappingProxyType(parse_parameters(field.value, field.note)) if field else _NOTHING
        return self._parameters

    @property
    def disposition(self) -> str | None:
        """`inline`, `attachment` or what else stands there (RFC 2183), in lower case."""
        field = self.headers.get("Content-Disposition")
        match = _TOKEN.match(field.value) if field else None
        return match.group(1).lower() if match else None

    @property
    def filename(self) -> str | None:
        """The name to save it under: Content-Disposition's `filename`, else Content-Type's `name`. Hostile as ever."""
        field = self.headers.get("Content-Disposition")
        named = parse_parameters(field.value, field.note).get("filename") if field and ";" in field.value else None
        return named if named is not None else self.parameters.get("name")

    @property
    def charset(self) -> str | None:
        """The charset as declared."""
        return self.parameters.get("charset")

    @property
    def encoding(self) -> str:
        """The content transfer encoding in lower case, `7bit` where there is none (RFC 2045 section 6.1)."""
        if self._encoding is None:
            field = self.headers.get("Content-Transfer-Encoding")
            match = _TOKEN.match(field.value) if field else None
            self._encoding = match.group(1).lower() if match else "7bit"
        return self._encoding

    @property
    def body(self) -> bytes:
        """The body as it stands in the mail."""
        return self.source.data[self.body_start : self.end]

    def data(self) -> bytes:
        """The body's octets, transfer encoding undone."""
        if self._data is None:
            body = self.body
            whole = self.content_type.startswith("multipart/")
            self._data = body if whole else transfer.decode(body, self.encoding, self.note)
        return self._data

    def text(self) -> str:
        """The body's text: what body spans count in, in code points. Line ends are kept as they stand."""
        if self._text is None:
            decoded = decode(self.data(), self.charset)
            for id_, detail in decoded.defects:
                self.note(id_, detail)
            self._text = decoded.text
        return self._text

    @property
    def message(self) -> Part | None:
        """The root of the message that a message/rfc822 part holds; None for other parts and beyond the limits."""
        if self._message is None and self.content_type in _MESSAGE_TYPES:
            self._message = self._read_message()
        return self._message

    def _read_message(self) -> Part | None:
        if self.nesting >= self.source.limits.nesting or self.source.budget.messages <= 0:
            self.note("too-many-messages", f"nested {self.nesting} deep")
            return None
        self.source.budget.messages -= 1
        if self.encoding in transfer.IDENTITY or self.data() == self.body:
            return read_message_part(self.source, self.body_start, self.end, self.body_section, self.nesting + 1)
        inner = self.source.decoded(self.data(), self.body_start, self.end)
        return read_message_part(inner, 0, len(inner.data), self.body_section, self.nesting + 1)

    @property
    def defects(self) -> tuple[Defect, ...]:
        """What reading this part has met so far."""
        return self.source.ledger.of(self.section)

    def evidence(
        self, principal: Principal, start: int = 0, end: int | None = None, principal_name: str | None = None
    ) -> Evidence:
        """Quote `text()[start:end]`, which `principal` could have written."""
        text = self.text()
        end = len(text) if end is None else end
        span = Span(self.body_section, Layer.BODY, start, end)
        raw = self.source.range_in_mail(self.body_start, self.end)
        return Evidence(Origin.MAIL, principal, text[start:end], principal_name, span, raw)

    def walk(self) -> Iterator[Part]:
        """This part and all below it in document order, not entering attached messages."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))

    def note(self, id_: str, detail: str = "") -> None:
        self.source.ledger.note(id_, self.section, detail, *self.source.range_in_mail(self.start, self.end))


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
    return root


_BEFORE_HEADER = re.compile(rb"(\xef\xbb\xbf)?((?:[ \t]*+\r?\n)*+)(>?From [^\n]*+\n)?")
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

    __slots__ = ("_active", "_end", "_needle", "_open", "_part", "_source")

    def __init__(self, root: Part) -> None:
        self._source = root.source
        self._end = root.end
        self._open: list[_Multipart] = []
        self._active: dict[bytes, int] = {}
        """Boundaries that a delimiter may name here, with how many multiparts stand around each."""
        self._needle = b""
        self._part = root
        """The part that the octets at the current place belong to."""
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
