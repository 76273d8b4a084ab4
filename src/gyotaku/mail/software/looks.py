"""Finding the traces of tools in a mail: first those that nominate a tool, then what else the nominated would show."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from datetime import datetime

from gyotaku.mail import dates
from gyotaku.mail.facts.authorship import Authorship
from gyotaku.mail.facts.message_identity import MessageIdentities, MessageIdentity
from gyotaku.mail.headers import Field
from gyotaku.mail.message import Message
from gyotaku.mail.mime import Part
from gyotaku.mail.software.table import BOUNDARY_KEY, Bucket, Row, claimed, software
from gyotaku.mail.software.windows_time import impossible
from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, Span
from gyotaku.model.path import Hop, Path
from gyotaku.model.software import Look, Trace

CLAIMING = ("X-Mailer", "User-Agent")
_ALPHANUMERIC = str.maketrans("", "", string.ascii_letters + string.digits)
_MARKS = 3
_MOST_BOUNDARIES = 6
LONGEST = 300
"""Characters of a value that is compared with a form; no tool writes longer ones."""
_ORDER_LEAST = 4
"""Fields of an order that must be there before it says anything."""
_LABELS = 5
_LONGEST_LINE = 2000
_FAR = 1 << 62
_LISTS = frozenset({"x-beenthere", "x-mailman-version", "list-id", "mailing-list", "errors-to", "precedence"})
_REBUILDERS = frozenset(
    {"x-beenthere", "x-mailman-version", "mailing-list", "x-ms-tnef-correlator", "x-google-group-id"}
)

_UNQUOTABLE = frozenset({Look.ORDER, Look.SPELLING, Look.ENCODED})

Keys = Mapping[str, Bucket]
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
        # functools.cached_property locks, which costs more than what is kept.
        self.rebuilt = bool(message.headers.leading(_REBUILDERS))
        """A list server or a groupware server took the mail apart: fields moved, and multiparts may be its own."""
        self._ordered: dict[str, Field] | None = None

    def nominating(self) -> Iterator[Found]:
        """Traces that are found by exact keys."""
        for found in self._candidates():
            row, _, words = found
            if (row.own_word and not self._own_words) or (row.not_rebuilt and self.rebuilt):
                continue
            if not (row.holds_time and impossible(words, self._date())):
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
            if not boundary or len(boundary) > LONGEST or field is None:
                continue
            bucket = index.get(boundary[:BOUNDARY_KEY])
            rows = bucket.fitting(boundary) if bucket is not None else []
            yield from ((row, field, boundary) for row in rows or index[""].fitting(boundary))

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
        known = software().field_names
        for name in self._headers.names:
            if name not in known:
                continue
            field = self._headers.get(name)
            if field is None or self._authorship.ours(field):
                continue
            for row in index[name].rows:
                _, words = _matching(row, field)
                if words:
                    yield row, field, words

    def _of_path(self, table: Mapping[str, Keys]) -> Iterator[Found]:
        first, handed = self._path.first, self._path.handed_over_by
        if first is None:
            return
        if first.helo:
            yield from ((row, first, first.helo) for row in table["helo"][""].fitting(first.helo[:LONGEST]))
        text = first.text[:_LONGEST_LINE]
        for word, bucket in table["received"].items():
            if word in text:
                for row in bucket.rows:
                    if row.pattern is not None and (match := row.pattern.compiled.search(text)):
                        yield row, first, match.group()
        # The reader's own host may stand on shared hosting too; it sent nothing.
        names = {} if self._path.ours(first) else {first.by: first}
        if handed is not None:
            names |= {handed.helo: handed, handed.reverse_name: handed}
        for name, hop in names.items():
            for host in _suffixes((name or "").lower()):
                if (here := table["host"].get(host)) is not None:
                    yield from ((row, hop, name or "") for row in here.rows)

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

    def _date(self) -> datetime | None:
        field = self._headers.get("Date")
        return dates.read(field.text).when if field is not None else None

    def _composed(self) -> dict[str, Field]:
        """The composing tool's fields: they stand below the trace, and above what a list server added."""
        headers = self._headers
        received = headers.all("Received")
        start = received[-1].start if received else -1
        added = [field.start for field in headers.leading(_LISTS).values() if field.start > start]
        end = min(added, default=_FAR)
        fields = headers.leading(software().order_names)
        return {name: field for name, field in fields.items() if start < field.start < end}

    def _in_order(self, row: Row) -> tuple[Field | None, str]:
        if self._ordered is None:
            self._ordered = self._composed()
        fields = self._ordered
        place: Field | None = None
        for order in row.orders:
            present = [fields[name] for name in order if name in fields]
            if len(present) < _ORDER_LEAST:
                continue
            place = present[0]
            starts = [field.start for field in present]
            if starts == sorted(starts):
                return place, ", ".join(field.name for field in present)
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
                match = row.pattern.compiled.search(field.value[:LONGEST])
                return field, match.group() if match else ""
        return None, ""


def _of_message_id(identity: MessageIdentity, by_marks: Keys, by_host: Keys) -> Iterator[Found]:
    left = identity.left
    if len(identity.id) > 2 * LONGEST:
        return
    marks = left.translate(_ALPHANUMERIC)[:_MARKS]
    for key in dict.fromkeys((marks[:1], marks[:2], marks, "*")):
        if (bucket := by_marks.get(key)) is not None:
            yield from ((row, identity.field, identity.id) for row in bucket.fitting(left))
    for host in _suffixes(identity.right):
        if (bucket := by_host.get(host)) is not None:
            yield from ((row, identity.field, identity.id) for row in bucket.fitting(left))


def _matching(row: Row, field: Field | None) -> tuple[Field | None, str]:
    if field is None or row.pattern is None:
        return field, field.text[:LONGEST] if field is not None else ""
    match = row.pattern.compiled.match(field.text[:LONGEST])
    return field, match.group() if match else ""


def _suffixes(host: str) -> tuple[str, ...]:
    """A host name and the domains above it that have at least two labels, where the table knows any of them."""
    labels = host[-LONGEST:].rstrip(".").rsplit(".", _LABELS)
    if len(labels) < 2 or f"{labels[-2]}.{labels[-1]}" not in software().organizations:
        return ()
    return tuple(".".join(labels[start:]) for start in range(len(labels) - 1))


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
