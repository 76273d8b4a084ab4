"""The header of a message or part (RFC 5322 section 2.2): its fields, each read when it is asked for.

Scanning finds where fields start and end and what they are called, and unfolds those of a plain header, as nearly all
are. Charsets, encoded words and whatever is odd are undone per field and kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, KeysView
from functools import lru_cache
from itertools import islice

from msgspec import Struct

from gyotaku.mail.charset import decode
from gyotaku.mail.defects import Defect
from gyotaku.mail.limits import Limits
from gyotaku.mail.source import Source
from gyotaku.mail.words import decode_words
from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, Span

IsDelimiter = Callable[[bytes], bool]

# RFC spelling of the names that real headers carry; any other name keeps the case it was written in.
_SPELLING = (
    "ARC-Authentication-Results ARC-Message-Signature ARC-Seal Authentication-Results Auto-Submitted Bcc Cc Comments "
    "Content-Base Content-Class Content-Description Content-Disposition Content-ID Content-Language Content-Location "
    "Content-Transfer-Encoding Content-Type Date Delivered-To Delivery-Date Disposition-Notification-To "
    "DKIM-Signature DomainKey-Signature Envelope-To Errors-To Feedback-ID From Importance In-Reply-To Keywords "
    "List-Archive List-Help List-Id List-Owner List-Post List-Subscribe List-Unsubscribe List-Unsubscribe-Post "
    "Mailing-List Message-ID MIME-Version Organization Original-Recipient Precedence Priority Received Received-SPF "
    "References Reply-To Resent-Bcc Resent-Cc Resent-Date Resent-From Resent-Message-ID Resent-Sender Resent-To "
    "Return-Path Return-Receipt-To Sender Sensitivity Status Subject Thread-Index Thread-Topic To User-Agent X-Mailer "
    "X-Originating-IP X-Priority X-Received X-Spam-Status"
)
_CANONICAL = {name.lower(): name for name in _SPELLING.split()}

# RFC 5322 section 3.6, RFC 2045 section 3, RFC 2183: at most one of each.
_ONCE = frozenset(
    (
        "date from sender reply-to to cc bcc message-id in-reply-to references subject mime-version content-type "
        "content-transfer-encoding content-disposition content-id content-description"
    ).split()
)

# Nothing but line ends is searched for in the lines; a name is matched once, what precedes the first colon.
_NAME = re.compile(r"([!-9;-~]++)([ \t]*+)")
_FIELD_END = re.compile(r"\n(?![ \t])")
_BLOCK_BREAK = re.compile(rb"\n(?:(\r?\n)|--)")
_WHITE = " \t\r\n"


# Nothing that a field refers to refers back to it, so that the garbage collector need not look.
class Field(Struct, eq=False, gc=False):
    """One header field.

    `start` and `end` are octet offsets of the field in its source, from its name to the last octet before the line end
    of its last line. `ref` names it in spans: `Subject`, `Received[2]`, `2.1/Content-Type`.
    """

    _source: Source
    name: str
    start: int
    _colon: int
    _body: str
    """What follows the colon, still folded, a character for every octet."""
    _ordinal: int
    _prefix: str
    _value: str | None
    _text: str | None = None

    def __repr__(self) -> str:
        return f"Field({self.ref}: {self.value[:60]!r})"

    @property
    def ref(self) -> str:
        name = _CANONICAL.get(self.name.lower(), self.name)
        return f"{self._prefix}{name}[{self._ordinal}]" if self._ordinal else self._prefix + name

    @property
    def end(self) -> int:
        body = self._body
        return self._colon + 1 + len(body) - body.endswith("\r")

    @property
    def raw(self) -> bytes:
        """The field body after the colon, still folded."""
        return self._source.data[self._colon + 1 : self.end]

    @property
    def value(self) -> str:
        """The field body unfolded (RFC 5322 section 2.2.3), without outer white space, as UTF-8 (RFC 6532).

        Octets that are neither ASCII nor UTF-8 are read by the charset they look most like.
        """
        value = self._value
        if value is None:
            value = self._value = self._unfolded(self._body.encode("latin-1"))
        return value

    @property
    def text(self) -> str:
        """`value` with its encoded words decoded (RFC 2047): what header spans count in, in code points."""
        text = self._text
        if text is None:
            text = self._value
            if text is None:
                text = self.value
            if "=?" in text:
                text = decode_words(text, self.note)
            self._text = text
        return text

    @property
    def defects(self) -> tuple[Defect, ...]:
        """What reading this field has met so far."""
        return self._source.ledger.of(self.ref)

    def note(self, id_: str, detail: str) -> None:
        """Record a defect of this field."""
        self._source.ledger.note(id_, self.ref, detail, *self._source.range_in_mail(self.start, self.end))

    def evidence(
        self, principal: Principal, start: int = 0, end: int | None = None, principal_name: str | None = None
    ) -> Evidence:
        """Quote `text[start:end]`, which `principal` could have written."""
        text = self.text
        end = len(text) if end is None else end
        return Evidence(
            Origin.MAIL,
            principal,
            text[start:end],
            principal_name,
            Span(self.ref, Layer.HEADER, start, end),
            self._source.range_in_mail(self.start, self.end),
        )

    def quote(self, needle: str, principal: Principal, principal_name: str | None = None) -> Evidence:
        """Quote the first `needle` in `text`, in whatever case it stands; the whole field where it does not."""
        at = self.text.find(needle)
        if at >= 0:
            return self.evidence(principal, at, at + len(needle), principal_name)
        lower = self.text.lower()
        # Not by a regex without regard to case, whose search for a long needle is quadratic.
        at = lower.find(needle.lower()) if len(lower) == len(self.text) and len(needle.lower()) == len(needle) else -1
        if at >= 0:
            return self.evidence(principal, at, at + len(needle), principal_name)
        return self.evidence(principal, principal_name=principal_name)

    def _unfolded(self, body: bytes) -> str:
        if len(body) > self._source.limits.field_octets:
            self.note("field-too-long", f"{len(body)} octets")
            body = _cut(body, self._source.limits.field_octets)
        try:
            value = body.decode()
        except UnicodeDecodeError:
            value = self._guessed(body)
        else:
            if "\x1b" in value:
                value = self._guessed(body)
        value = value.replace("\r\n", "").replace("\n", "").strip(_WHITE)
        if "\r" in value:
            self.note("bare-cr", "")
        if "\0" in value:
            self.note("nul-octet", "")
        return value

    def _guessed(self, body: bytes) -> str:
        decoded = decode(body, None)
        if decoded.used != "ascii":
            self.note("raw-8bit-header", f"read as {decoded.used}")
        return decoded.text


class Headers:
    """The fields of one header in their order, and by name in any case."""

    __slots__ = ("_by_name", "fields")

    def __init__(self, fields: tuple[Field, ...], by_name: dict[str, list[Field]]) -> None:
        self.fields = fields
        self._by_name = by_name

    def get(self, name: str) -> Field | None:
        """The first field of that name."""
        found = self._by_name.get(name.lower())
        return found[0] if found else None

    def all(self, name: str) -> tuple[Field, ...]:
        return tuple(self._by_name.get(name.lower(), ()))

    def first(self, name: str, most: int) -> tuple[Field, ...]:
        """The first `most` fields of that name. That there are more is a defect of the first one left out."""
        found = self._by_name.get(name.lower(), [])
        if len(found) > most:
            found[most].note("too-many-fields", f"{len(found)} of this name")
        return tuple(found[:most])

    def leading(self, names: Iterable[str]) -> dict[str, Field]:
        """The first field of each of these names, given in lower case, that there is."""
        by_name = self._by_name
        return {name: by_name[name][0] for name in names if name in by_name}

    @property
    def names(self) -> KeysView[str]:
        """All field names there are, in lower case."""
        return self._by_name.keys()

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._by_name


NO_HEADERS = Headers((), {})


def _cut(body: bytes, most: int) -> bytes:
    """At most that many octets, no UTF-8 character (RFC 3629) cut in two."""
    while most and body[most] & 0xC0 == 0x80:
        most -= 1
    return body[:most]


def read_header(
    source: Source, start: int, end: int, prefix: str = "", is_delimiter: IsDelimiter | None = None
) -> tuple[Headers, int]:
    """The header that starts at `start`, and where the body after it starts.

    `prefix` goes before every field's `ref`. A line for which `is_delimiter` says yes ends the header: it belongs to
    an enclosing multipart.
    """
    block_end, body = _block(source, start, end, is_delimiter)
    if block_end <= start:
        return NO_HEADERS, body
    limit = start + source.limits.header_octets
    if block_end > limit:
        source.ledger.note("header-too-large", prefix.rstrip("/"), f"{block_end - start} octets", limit, block_end)
        block_end = limit
    return _Scan(source, prefix).fields(start, block_end, body)


def _block(source: Source, start: int, end: int, is_delimiter: IsDelimiter | None) -> tuple[int, int]:
    """Where the header's last line ends (its LF, or `end`) and where the body starts."""
    lines = source.lines
    if lines.startswith((b"\n", b"\r\n"), start, end):
        return start, lines.index(b"\n", start) + 1
    if is_delimiter and lines.startswith(b"--", start) and is_delimiter(_line(lines, start, end)):
        return start, start
    for stop in _BLOCK_BREAK.finditer(lines, start, end):
        if stop.group(1):
            return stop.start(), stop.end()
        if is_delimiter and is_delimiter(_line(lines, stop.start() + 1, end)):
            return stop.start(), stop.start() + 1
    return end, end


def _line(lines: bytes, start: int, end: int) -> bytes:
    stop = lines.find(b"\n", start, end)
    return lines[start : end if stop < 0 else stop]


def _name(written: str) -> tuple[str, str, bool]:
    """A field name (empty if it can be none), the same in lower case, and whether white space stands after it."""
    match = _NAME.fullmatch(written)
    return (match.group(1), match.group(1).lower(), match.group(2) != "") if match else ("", "", False)


_common_name = lru_cache(maxsize=2048)(_name)
_LONGEST_COMMON_NAME = 80
"""Characters. Longer names are not kept: a stranger could fill the memory with them."""


def _is_plain(block: bytes, limits: Limits) -> bool:
    """True where no field can hold more than ASCII text, folded or not, of a length that is read whole."""
    return (
        block.isascii()
        and len(block) <= limits.field_octets
        and b"\x1b" not in block
        and b"\0" not in block
        and block.count(b"\r") == block.count(b"\r\n") + block.endswith(b"\r")  # the last line end is cut in two
    )


class _Scan:
    """One pass over the lines of a header block."""

    __slots__ = ("_bad", "_by_name", "_fields", "_prefix", "_source")

    def __init__(self, source: Source, prefix: str) -> None:
        self._source = source
        self._prefix = prefix
        self._fields: list[Field] = []
        self._by_name: dict[str, list[Field]] = {}
        self._bad: list[tuple[int, int, int]] = []
        """Lines that are no field: how many fields came before, start, end."""

    def fields(self, start: int, end: int, body: int) -> tuple[Headers, int]:
        source, prefix, fields, by_name = self._source, self._prefix, self._fields, self._by_name
        block = source.lines[start:end]
        plain = _is_plain(block, source.limits)
        lines = _FIELD_END.split(block.decode("latin-1").removesuffix("\n"))
        value: str | None = None
        at = start
        for line in islice(lines, source.limits.fields):
            written, colon, rest = line.partition(":")
            name, lower, spaced = (_common_name if len(written) <= _LONGEST_COMMON_NAME else _name)(written)
            if not name or not colon:
                self._bad.append((len(fields), at, at + len(line.partition("\n")[0])))
                at += len(line) + 1
                continue
            same = by_name.get(lower)
            if same is None:
                by_name[lower] = same = []
            if plain:
                value = rest.strip(_WHITE)
                if "\n" in value:
                    value = value.replace("\r", "").replace("\n", "")
            field = Field(source, name, at, at + len(written), rest, len(same), prefix, value)
            same.append(field)
            fields.append(field)
            if spaced:
                field.note("space-before-colon", "")
            at += len(line) + 1
        if len(lines) > source.limits.fields:
            self._note("too-many-fields", f"{len(lines)} fields", at, end)
        if self._bad:
            body = self._judge_bad_lines(start, body)
        for name in sorted(_ONCE & self._by_name.keys()):  # a set has another order in every process
            if len(same := self._by_name[name]) > 1:
                same[1].note("duplicate-field", f"{len(same)} times")
        return Headers(tuple(fields), self._by_name), body

    def _judge_bad_lines(self, start: int, body: int) -> int:
        """Where the body starts. A line that is no field ends the header, unless fields that we know follow it.

        What starts as a delimiter ends it in any case: the fields after it are those of a part.
        """
        known = _CANONICAL if self._is_message else _CONTENT
        last = max((at for at, field in enumerate(self._fields) if field.name.lower() in known), default=-1)
        for count, at, end in self._bad:
            if count > last or self._source.lines.startswith(b"--", at):
                self._drop_fields_from(count)
                self._note("missing-blank-line" if count or at > start else "no-header", "", at, end)
                return at
            self._note("line-without-colon", "", at, end)
        return body

    @property
    def _is_message(self) -> bool:
        return self._prefix == "" or self._prefix.endswith("HEADER/")

    def _drop_fields_from(self, count: int) -> None:
        del self._fields[count:]
        self._by_name = {}
        for field in self._fields:
            self._by_name.setdefault(field.name.lower(), []).append(field)

    def _note(self, id_: str, detail: str, start: int, end: int) -> None:
        part = self._prefix.rstrip("/")
        self._source.ledger.note(id_, part, detail, *self._source.range_in_mail(start, end))


_CONTENT = frozenset(name for name in _CANONICAL if name.startswith("content-"))
