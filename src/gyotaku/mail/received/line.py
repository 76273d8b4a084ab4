"""One Received line: RFC 5321 section 4.4, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from typing import Any, Final

from gyotaku.mail.dates import Start
from gyotaku.mail.received import constructs, phrases, usual
from gyotaku.mail.received.addresses import canonical
from gyotaku.mail.received.constructs import IP, Construct
from gyotaku.mail.received.forms import RETRIEVAL, form_of, name_roles
from gyotaku.mail.received.tokens import (
    ANGLE,
    COMMENT,
    DATE,
    LITERAL,
    QUOTED,
    SEMICOLON,
    STRAY,
    WORD,
    Token,
    tokens,
)
from gyotaku.model.path import Hop

LONGEST: Final = 8192
"""Characters of a line that are analysed. What lies beyond is unread; no real line comes near."""

_LONGEST_COMMENT: Final = 1000

_CLAUSES: Final = frozenset({"from", "by", "via", "with", "id", "for"})
_START = re.compile(r"[A-Za-z-]*")
_NO_PHRASES: Final[dict[str, tuple[Construct, ...]]] = {}
_ADDRESS = re.compile(IP)


def read(text: str, index: int) -> Hop:
    """The hop that one Received field states.

    `text` is the unfolded value, `index` the field's place in the mail (0 is the newest). Never raises; linear.
    """
    hop = usual.read(text, index) if len(text) <= LONGEST else None
    return hop or read_in_full(text, index)


def read_in_full(text: str, index: int) -> Hop:
    """As `read`, clause by clause whatever the form."""
    line = Line(text)
    line.read()
    return line.hop(index)


class Line:
    """A line while it is read: what was stated so far, where, and which stretches nothing explains."""

    __slots__ = ("clause", "date", "forms", "local", "members", "name", "seen", "spans", "text", "unread", "values")

    def __init__(self, text: str) -> None:
        self.text = text
        self.members: dict[str, Any] = {}
        self.spans: dict[str, tuple[int, int]] = {}
        self.forms: list[str] = []
        self.unread: list[tuple[int, int]] = []
        self.name: Token | None = None
        """What stands first after `from`; whose name it is depends on the form."""
        self.date: Start | None = None
        self.local = False
        self.seen: set[str] = set()
        """The clauses that were met."""
        self.clause = ""
        self.values = 0
        """How many pieces of the clause have been read."""

    def read(self) -> None:
        read_to = 0
        for token in tokens(self.text, min(len(self.text), LONGEST)):
            if token.start >= read_to:
                read_to = self._piece(token)
            elif token.end > read_to:
                # A phrase that ends within a comment has not read the rest of it.
                self.unread.append((read_to, token.end))
                read_to = token.end
        if len(self.text) > LONGEST:
            self.unread.append((LONGEST, len(self.text)))

    def state(self, member: str, start: int, end: int, value: Any = None) -> None:
        """Set a member that was not yet stated; the first statement of a line counts."""
        if member not in self.members:
            self.members[member] = self.text[start:end] if value is None else value
            self.spans[member] = (start, end)

    def _piece(self, token: Token) -> int:
        """Read what begins at `token`; return where it ends."""
        kind, start, end, date = token
        if kind == WORD:
            return self._word(start, end)
        if kind == COMMENT:
            if not self._comment(start, end):
                self.unread.append((start, end))
        elif kind == DATE:
            if date is None or date.when is None:
                self.unread.append((start, end))
            elif self.date is None:
                self.date = date
                self.state("date", start, end, date.when)
            self.clause, self.values = "", 0
        elif kind == SEMICOLON:
            pass
        elif kind == STRAY or not self._bracketed(kind, start, end):
            self.unread.append((start, end))
        return end

    def _word(self, start: int, end: int) -> int:
        word = self.text[start:end]
        lower = word.lower()
        if lower in _CLAUSES:
            self.clause, self.values = lower, 0
            self.seen.add(lower)
            return end
        if self.values and lower in phrases.ANYWHERE:
            construct = phrases.ANYWHERE[lower]
            found = construct.compiled.match(self.text, start, LONGEST)
            if found and self._take(found, construct.form):
                return found.end()
        if self.values == 0:
            for construct in phrases.PHRASES.get(self.clause, _NO_PHRASES).get(_first_letters(lower), ()):
                found = construct.compiled.match(self.text, start, LONGEST)
                if found and self._take(found, construct.form):
                    self.values += 1
                    return found.end()
        if not self._value(start, end):
            self.unread.append((start, end))
        return end

    def _value(self, start: int, end: int) -> bool:
        """An atom, domain or address as the value of the clause."""
        first = self.values == 0
        self.values += 1
        match self.clause:
            case "from" if first and self.name is None:
                self.name = Token(WORD, start, end)
                return True
            case "by" if first:
                self.state("by", start, end)
                return True
            case "with" if first:
                self.state("protocol", start, end)
                return True
            case "via":
                return first
            case "id" if first:
                self.state("id", start, end)
                return True
            case "id" if self.spans.get("id", (0, 0))[1] == start:
                # An id in which brackets or quotation marks stand is one value all the same.
                self._extend("id", end)
                return True
            case "for":
                self.state("recipient", start, end)
                return True
        return False

    def _extend(self, member: str, end: int) -> None:
        start = self.spans[member][0]
        self.members[member] = self.text[start:end]
        self.spans[member] = (start, end)

    def _bracketed(self, kind: str, start: int, end: int) -> bool:
        if kind == ANGLE and self.clause in {"id", "for"}:
            inner_start, inner_end = (start, end) if self.clause == "id" else (start + 1, end - 1)
            return self._value(inner_start, inner_end)
        if kind == QUOTED and self.clause in {"id", "for"}:
            return self._value(start, end)
        if self.clause == "from" and self.values == 0 and kind in {LITERAL, ANGLE}:
            self.values = 1
            if self.name is None:
                self.name = Token(kind, start, end)
            elif kind == ANGLE:
                # A second `from`, after `for`: IBM's gateway names the envelope sender.
                self.state("envelope_sender", start + 1, end - 1)
            return kind == ANGLE or self.name.start == start
        if kind != LITERAL:
            return False
        member = {"from": "address", "by": "by_address", "via": "address"}.get(self.clause)
        if member is None or not self.literal(member, start, end):
            return False
        if self.clause == "by" and self.values == 0:
            self.state("by", start, end)
        self.values += 1
        return True

    def literal(self, member: str, start: int, end: int) -> bool:
        found = _ADDRESS.fullmatch(self.text, start + 1, end - 1)
        value = canonical(found[0]) if found else None
        if value is None:
            return False
        self.state(member, start + 1, end - 1, value)
        return True

    def _comment(self, start: int, end: int) -> bool:
        if end - start > _LONGEST_COMMENT:
            return False
        inner_start, inner_end = start + 1, end - 1
        while inner_start < inner_end and self.text[inner_start].isspace():
            inner_start += 1
        while inner_end > inner_start and self.text[inner_end - 1].isspace():
            inner_end -= 1
        if inner_start == inner_end:
            return True
        word = _first_letters(self.text[inner_start : min(inner_end, inner_start + 40)]).lower()
        for table in self._tables():
            for construct in (*table.get(word, ()), *table.get("", ())) if word else table.get("", ()):
                match = construct.compiled.fullmatch(self.text, inner_start, inner_end)
                if match and self._take(match, construct.form):
                    return True
        return self._product(inner_start, inner_end)

    def _tables(self) -> Iterable[Mapping[str, tuple[Construct, ...]]]:
        match self.clause:
            case "from":
                return (constructs.CLIENT, constructs.ANYWHERE)
            case "by":
                return (constructs.SOFTWARE, constructs.SERVER, constructs.ANYWHERE)
            case "":
                return (constructs.ANYWHERE, constructs.LEADING) if not self.seen else (constructs.ANYWHERE,)
        return (constructs.ANYWHERE, constructs.SOFTWARE)

    def _product(self, start: int, end: int) -> bool:
        """A server's name for itself, in the two places where servers put it."""
        if self.clause not in {"by", "with"} or "software" in self.members or end - start > 120:
            return False
        found = constructs.PRODUCT.fullmatch(self.text, start, end) or constructs.VERSION.fullmatch(
            self.text, start, end
        )
        if found is None:
            return False
        return self._take(found, constructs.PRODUCT_FORMS.get(_first_letters(found[0]).lower()))

    def _take(self, found: re.Match[str], form: str | None) -> bool:
        """Take what a construct states. False when an address in it is none."""
        pieces = found.groupdict()
        addresses = {}
        for member in ("address", "by_address"):
            if pieces.get(member):
                addresses[member] = canonical(pieces[member])
                if addresses[member] is None:
                    return False
        for member, piece in pieces.items():
            if member == "local":
                self.local = self.local or piece is not None
            elif member == "reverse_name" and piece is not None and canonical(piece):
                # The address once more where the client has no name.
                continue
            elif piece is not None and member != "by_name":
                value = addresses.get(member) or (int(piece) if member == "port" else piece)
                self.state(member, *found.span(member), value)
        if form:
            self.forms.append(form)
        return True

    def hop(self, index: int) -> Hop:
        form = form_of(self)
        name_roles(self, form)
        members = self.members
        protocol = members.get("protocol", "")
        retrieved = protocol.upper() in RETRIEVAL
        read_anything = bool(members)
        return Hop(
            index=index,
            text=self.text,
            form=form if read_anything else None,
            local=retrieved or self._is_local(protocol),
            retrieved=retrieved,
            unread=tuple(self.text[start:end] for start, end in _joined(self.text, self.unread)),
            spans=self.spans,
            **members,
        )

    def _is_local(self, protocol: str) -> bool:
        members = self.members
        if self.local or ("user" in members and "address" not in members):
            return True
        if protocol.upper() in {"LMTP", "LMTPA", "LMTPS", "LMTPSA", "LOCAL"}:
            address = members.get("address")
            return address is None or ip_address(address).is_loopback
        return False


def _joined(text: str, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring unread stretches as one."""
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _first_letters(text: str) -> str:
    found = _START.match(text)
    return found[0].rstrip("-") if found else ""
