"""Finding the traces of tools in a mail: first those that nominate a tool, then what else the nominated would show."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from gyotaku.mail import dates
from gyotaku.mail.facts.authorship import Authorship
from gyotaku.mail.facts.message_identity import MessageIdentities, MessageIdentity
from gyotaku.mail.headers import Field
from gyotaku.mail.message import Message
from gyotaku.mail.mime import Part
from gyotaku.mail.software.table import BOUNDARY_KEY, Row, claimed, software
from gyotaku.mail.software.windows_time import impossible
from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, Span
from gyotaku.model.path import Hop, Path
from gyotaku.model.software import Look, Trace

CLAIMING = ("X-Mailer", "User-Agent")
_ALPHANUMERIC = str.maketrans("", "", string.ascii_letters + string.digits)
_MARKS = 3
_MOST_BOUNDARIES = 6
_LONGEST = 300
"""Characters of a value that is compared with a form; no tool writes longer ones."""
_ORDER_LEAST = 4
"""Fields of an order that must be there before it says anything."""
_LABELS = 5
_LONGEST_LINE = 2000
_MOST_FIELDS = 60
_LISTS = frozenset({"x-beenthere", "x-mailman-version", "list-id", "mailing-list", "errors-to", "precedence"})
_REBUILDERS = frozenset(
    {"x-beenthere", "x-mailman-version", "mailing-list", "x-ms-tnef-correlator", "x-google-group-id"}
)

_UNQUOTABLE = frozenset({Look.ORDER, Look.SPELLING, Look.ENCODED})

Keys = Mapping[str, tuple[Row, ...]]
Found = tuple[Row, "Field | Hop", str]
"""A trace's row, where it was found, and the words."""


class Looks:
    """One mail as tools show themselves in it. `own_words`: names that the mail gives itself count too."""

    def __init__(
        self, message: Message, path: Path, identities: MessageIdentities, authorship: Authorship, *, own_words: bool
    ) -> None:
        self._headers = message.headers
        self._root = message.root
        self._path = path
        self._identity = identities.first
        self._authorship = authorship
        self._own_words = own_words

    def nominating(self) -> Iterator[Found]:
        """Traces that are found by exact keys."""
        for found in self._candidates():
            row, _, words = found
            if (row.own_word and not self._own_words) or (row.not_rebuilt and self.rebuilt):
                continue
            if not (row.holds_time and impossible(words, self._date)):
                yield found

    def claims(self) -> Iterator[tuple[str, Field]]:
        """The tools that X-Mailer and User-Agent name."""
        for name in CLAIMING:
            field = self._headers.get(name)
            if field is not None and not self._authorship.ours(field) and (tool := claimed(field.text)):
                yield tool, field

    def further(self, tool: str) -> Iterator[tuple[Found | None, Row]]:
        """What a nominated tool shows besides, or does not: no finding where the place exists and looks otherwise."""
        for row in software().further.get(tool, ()):
            if (row.not_rebuilt and self.rebuilt) or (row.own_word and not self._own_words):
                continue
            place, words = self._place(row)
            if place is not None and (words or not self.rebuilt):
                yield ((row, place, words) if words else None), row

    # -- by exact keys

    def _candidates(self) -> Iterator[Found]:
        table = software().nominating
        if self._identity is not None and self._identity.relay is None:
            yield from _of_message_id(self._identity, table["message-id"], table["message-id-host"])
        yield from self._of_boundaries(table["boundary"])
        yield from self._of_fields(table["field"])
        yield from self._of_path(table)

    def _of_boundaries(self, index: Keys) -> Iterator[Found]:
        for part in self._multiparts():
            boundary = part.parameters.get("boundary", "")
            field = part.headers.get("Content-Type")
            if not boundary or len(boundary) > _LONGEST or field is None:
                continue
            for row in (*index.get(boundary[:BOUNDARY_KEY], ()), *index.get("", ())):
                for begins in row.where:
                    if boundary.startswith(begins) and _whole(row, boundary[len(begins) :]):
                        yield row, field, boundary

    def _multiparts(self) -> Iterator[Part]:
        if not self._root.children:
            if "boundary" in self._root.parameters:
                yield self._root
            return
        count = 0
        for part in self._root.walk():
            if part.children:
                yield part
                count += 1
                if count == _MOST_BOUNDARIES:
                    return

    def _of_fields(self, index: Keys) -> Iterator[Found]:
        for name in self._headers.names & index.keys():
            field = self._headers.get(name)
            if field is None or self._authorship.ours(field):
                continue
            for row in index[name]:
                _, words = _matching(row, field)
                if words:
                    yield row, field, words

    def _of_path(self, table: Mapping[str, Keys]) -> Iterator[Found]:
        first, handed = self._path.first, self._path.handed_over_by
        if first is None:
            return
        if first.helo:
            yield from ((row, first, first.helo) for row in table["helo"][""] if _whole(row, first.helo[:_LONGEST]))
        text = first.text[:_LONGEST_LINE]
        for word, rows in table["received"].items():
            if word in text:
                for row in rows:
                    if row.pattern is not None and (match := row.pattern.compiled.search(text)):
                        yield row, first, match.group()
        # The reader's own host may stand on shared hosting too; it sent nothing.
        names = {} if self._path.ours(first) else {first.by: first}
        if handed is not None:
            names |= {handed.helo: handed, handed.reverse_name: handed}
        for name, hop in names.items():
            for host in _suffixes((name or "").lower()):
                for row in table["host"].get(host, ()):
                    yield row, hop, name or ""

    # -- by tool

    def _place(self, row: Row) -> tuple[Field | None, str]:
        """Where a trace would stand, and the words there that show it; empty where they do not."""
        match row.look:
            case Look.ORDER:
                return self._in_order(row)
            case Look.SPELLING:
                return self._spelled(row)
            case Look.DATE:
                return _matching(row, self._headers.get("Date"))
            case Look.ENCODED:
                return self._encoded(row)
            case _:
                found = (_matching(row, self._headers.get(name)) for name in row.where)
                return next((one for one in found if one[0] is not None), (None, ""))

    @cached_property
    def _date(self) -> datetime | None:
        field = self._headers.get("Date")
        return dates.read(field.text).when if field is not None else None

    @cached_property
    def rebuilt(self) -> bool:
        """A list server or a groupware server took the mail apart: fields moved, and multiparts may be its own."""
        return not self._headers.names.isdisjoint(_REBUILDERS)

    @cached_property
    def _positions(self) -> dict[str, tuple[int, Field]]:
        """Where the fields below the trace stand first: their order is the composing tool's."""
        fields = self._headers.fields
        last = max((at for at, field in enumerate(fields) if field.name.lower() == "received"), default=-1)
        positions: dict[str, tuple[int, Field]] = {}
        for at, field in enumerate(fields[last + 1 : last + _MOST_FIELDS]):
            name = field.name.lower()
            if name in _LISTS:
                break  # what a list server adds or moves stands below
            positions.setdefault(name, (at, field))
        return positions

    def _in_order(self, row: Row) -> tuple[Field | None, str]:
        positions = self._positions
        place: Field | None = None
        for order in row.where:
            present = [positions[name] for name in order.split() if name in positions]
            if len(present) < _ORDER_LEAST:
                continue
            place = present[0][1]
            if all(one[0] < two[0] for one, two in pairwise(present)):
                return place, ", ".join(field.name for _, field in present)
        return place, ""

    def _spelled(self, row: Row) -> tuple[Field | None, str]:
        place: Field | None = None
        for name in row.where:
            field = self._headers.get(name)
            if field is None:
                continue
            place = field
            if field.name != name:
                return field, ""
        return place, place.name if place is not None else ""

    def _encoded(self, row: Row) -> tuple[Field | None, str]:
        for name in ("Subject", "From"):
            field = self._headers.get(name)
            if field is not None and "=?" in field.value and row.pattern is not None:
                match = row.pattern.compiled.search(field.value[:_LONGEST])
                return field, match.group() if match else ""
        return None, ""


def _of_message_id(identity: MessageIdentity, by_marks: Keys, by_host: Keys) -> Iterator[Found]:
    left = identity.left
    if len(left) > _LONGEST:
        return
    marks = left.translate(_ALPHANUMERIC)[:_MARKS]
    for key in {marks[:1], marks[:2], marks, "*"}:
        for row in by_marks.get(key, ()):
            if _whole(row, left):
                yield row, identity.field, identity.id
    for host in _suffixes(identity.right):
        for row in by_host.get(host, ()):
            if _whole(row, left):
                yield row, identity.field, identity.id


def _matching(row: Row, field: Field | None) -> tuple[Field | None, str]:
    if field is None or row.pattern is None:
        return field, field.text[:_LONGEST] if field is not None else ""
    match = row.pattern.compiled.match(field.text[:_LONGEST])
    return field, match.group() if match else ""


def _whole(row: Row, words: str) -> bool:
    return row.pattern is None or row.pattern.compiled.fullmatch(words) is not None


def _suffixes(host: str) -> Iterator[str]:
    """A host name and the domains above it that have at least two labels."""
    labels = host[-_LONGEST:].rstrip(".").split(".")
    for start in range(max(0, len(labels) - _LABELS), len(labels) - 1):
        yield ".".join(labels[start:])


def trace(found: Found) -> Trace:
    """What was found, as it is told: quoted, with who could have written it."""
    row, place, words = found
    return Trace(row.look, row.weight, row.own_word, _evidence(row.look, place, words))


def _evidence(look: Look, place: Field | Hop, words: str) -> Evidence:
    if isinstance(place, Hop):
        return _of_hop(look, place, words)
    if look in _UNQUOTABLE:
        # Orders, spellings and encodings stand in no text that spans count in; the octets of the field are told.
        whole = place.evidence(Principal.SENDER)
        return Evidence(Origin.MAIL, Principal.SENDER, words, raw=whole.raw)
    return place.quote(words, Principal.SENDER)


def _of_hop(look: Look, hop: Hop, words: str) -> Evidence:
    if look is Look.HELO:
        return hop.quote("helo", Principal.SENDER)
    if look is Look.HOST:
        member = "by" if words == hop.by else "helo" if words == hop.helo else "reverse_name"
        principal = {"by": Principal.RELAY, "helo": Principal.SENDER}.get(member, Principal.ADDRESS_HOLDER)
        return hop.quote(member, principal)
    start = hop.text.find(words)
    span = Span(hop.part, Layer.HEADER, start, start + len(words))
    return Evidence(Origin.MAIL, Principal.RELAY, words, hop.by, span)
