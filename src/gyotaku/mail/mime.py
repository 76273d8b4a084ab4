"""The parts of a message (RFC 2045, 2046): they know their octet ranges, and decode what is in them when asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gyotaku.mail import transfer
from gyotaku.mail.charset import decode
from gyotaku.mail.defects import Defect
from gyotaku.mail.headers import NO_HEADERS, Headers
from gyotaku.mail.parameters import parse_parameters
from gyotaku.mail.source import Source
from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, Span

__all__ = ["Defect", "Part"]

_MEDIA_TYPE = re.compile(r"([^\s/;()\"]{1,127})\s*/\s*([^\s/;()\",]{1,127})\s*(?:\([^)]*\)\s*)?(?=;|$|\s)")
_TOKEN = re.compile(r"[\"'\s]*([^\s;()\"']{1,127})")
_MESSAGE_TYPES = frozenset({"message/rfc822", "message/global"})
# HTML looks for it in the first 1024 octets.
_META_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s{0,9}=\s{0,9}[\"']?([a-z0-9_:.-]{1,60})", re.IGNORECASE)
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

    def renumber(self, number: str) -> None:
        """Give it another section number, before anything of it was read."""
        self._number = number

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
            data = self.data()
            decoded = decode(data, self.charset or self._charset_in_html(data))
            for id_, detail in decoded.defects:
                self.note(id_, detail)
            self._text = decoded.text
        return self._text

    def _charset_in_html(self, data: bytes) -> str | None:
        """The charset that an HTML body names for itself, where its header names none."""
        if self._content_type != "text/html" or data.isascii():
            return None
        named = _META_CHARSET.search(data, 0, 1024)
        if named is None:
            return None
        label = named.group(1).decode("ascii")
        self.note("undeclared-charset", f"the HTML says {label}")
        return label

    @property
    def is_message(self) -> bool:
        """True for a part whose type says that it holds a message (RFC 2046 section 5.2.1, RFC 6532)."""
        return self._content_type in _MESSAGE_TYPES

    @property
    def message(self) -> Part | None:
        """The root of the message that a message/rfc822 part holds; None for other parts and beyond the limits."""
        if self._message is None and self.is_message:
            self._message = self._read_message()
        return self._message

    def _read_message(self) -> Part | None:
        if self.nesting >= self.source.limits.nesting or self.source.budget.messages <= 0:
            self.note("too-many-messages", f"nested {self.nesting} deep")
            return None
        self.source.budget.messages -= 1
        if self.encoding in transfer.IDENTITY or self.data() == self.body:
            return self.source.read_message(self.source, self.body_start, self.end, self.body_section, self.nesting + 1)
        inner = self.source.decoded(self.data(), self.body_start, self.end)
        return inner.read_message(inner, 0, len(inner.data), self.body_section, self.nesting + 1)

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
