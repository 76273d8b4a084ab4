"""Takes the texts out of a mail in which its evidence stands, for the forms of report that show the mail itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from gyotaku.mail import message as mail_message
from gyotaku.mail.carried import carried
from gyotaku.mail.given import Mail
from gyotaku.mail.markup import START, scanned
from gyotaku.mail.message import Message
from gyotaku.mail.mime import Part
from gyotaku.mail.visible import visible
from gyotaku.model.evidence import Evidence, Layer, Span
from gyotaku.model.report import Report
from gyotaku.model.transcript import Passage, Transcript

_MOST_CARRIED = 50
_MOST_FIELDS = 200
_LONGEST_FIELD = 4_000
_LONGEST_BODIES = 100_000
"""Code points of all bodies together."""
_MOST_ATTRIBUTES = 200
_LONGEST_ATTRIBUTE = 1_000
_LONGEST_TAG = 20_000
_LONGEST_RAW = 100_000
_READABLE = frozenset({"7bit", "8bit", "binary", "quoted-printable"})
_ATTRIBUTE = re.compile(r"(?P<section>[0-9.]+)/(?P<tag>[^@/]+)@(?P<at>\d+)/(?P<name>.+)")


def transcript(mail: Mail, report: Report) -> Transcript | None:
    """The texts of the mail that the report is about: the given one, or one that it carries. None where it is not found."""
    message = _message(mail, report.mail.sha256)
    if message is None:
        return None
    spans = {evidence.span for evidence in _evidence(report) if evidence.span is not None}
    fields, fields_left = _fields(message, spans)
    bodies, bodies_left = _bodies(message, {(span.part, span.layer) for span in spans})
    attributes, attributes_left = _attributes(message, spans)
    return Transcript(
        fields=tuple(fields),
        bodies=tuple(bodies),
        attributes=tuple(attributes),
        left_out=fields_left + bodies_left + attributes_left,
        raw=message.raw[:_LONGEST_RAW],
        shown=min(len(message.raw), _LONGEST_RAW),
        opaque=tuple(_opaque(message.root)),
        size=len(message.raw),
    )


def _message(mail: Mail, sha256: str) -> Message | None:
    """Breadth first among the mail and what it carries."""
    waiting = [mail]
    for number in range(_MOST_CARRIED + 1):
        if number == len(waiting):
            return None
        given = waiting[number]
        message = mail_message.read(given.raw, partial=given.why_partial)
        if hashlib.sha256(given.raw).hexdigest() == sha256:
            return message
        waiting += carried(message, given, _MOST_CARRIED + 1 - len(waiting))[0]
    return None


def _opaque(root: Part) -> Iterator[tuple[int, int]]:
    """Bodies that are no text or are encoded so that nobody reads them, as far as they are shown."""
    for part in root.walk():
        if part.children or part.body_start >= _LONGEST_RAW:
            continue
        inner = part.message
        readable = part.encoding in _READABLE
        if inner is not None and readable:
            yield from _opaque(inner)
        elif not readable or not part.content_type.startswith(("text/", "message/")):
            yield part.body_start, min(part.end, _LONGEST_RAW)


def _evidence(report: Report) -> Iterator[Evidence]:
    for finding in report.findings:
        yield from finding.evidence
    if report.goal is not None:
        yield from report.goal.evidence
    for key in report.key_fields:
        if key.evidence is not None:
            yield key.evidence


def _cut(part: str, layer: Layer, text: str, longest: int) -> Passage:
    return Passage(part, layer, text[:longest], max(0, len(text) - longest))


def _fields(message: Message, spans: set[Span]) -> tuple[list[Passage], int]:
    """The mail's own header in its order, then fields of its parts that are quoted."""
    wanted = {span.part for span in spans if span.layer is Layer.HEADER}
    shown: list[Passage] = []
    left_out = 0
    for number, field in enumerate(message.headers):
        if number < _MOST_FIELDS or field.ref in wanted:
            shown.append(_cut(field.ref, Layer.HEADER, field.text, _LONGEST_FIELD))
        else:
            left_out += 1
    if any("/" in part for part in wanted):
        for part in message.root.walk():
            if part is not message.root:
                quoted = (field for field in part.headers if field.ref in wanted)
                shown += [_cut(field.ref, Layer.HEADER, field.text, _LONGEST_FIELD) for field in quoted]
    return shown, left_out


def _bodies(message: Message, wanted: set[tuple[str, Layer]]) -> tuple[list[Passage], int]:
    shown: list[Passage] = []
    left_out = 0
    room = _LONGEST_BODIES
    for part in message.root.walk():
        if part.children or not part.content_type.startswith("text/"):
            continue
        for passage in _texts(part, wanted):
            if room <= 0:
                left_out += 1
                continue
            shown.append(_cut(passage.part, passage.layer, passage.text, room))
            room -= len(passage.text)
    return shown, left_out


def _texts(part: Part, wanted: set[tuple[str, Layer]]) -> Iterator[Passage]:
    """What a reader sees of a part; of HTML the source as well, where something of it is quoted."""
    section = part.body_section
    if part.content_type != "text/html":
        yield Passage(section, Layer.BODY, part.text())
        if (section, Layer.VISIBLE) not in wanted:
            return
    yield Passage(section, Layer.VISIBLE, visible(part.text()).text)
    if part.content_type == "text/html" and (section, Layer.BODY) in wanted:
        yield Passage(section, Layer.BODY, part.text())


def _attributes(message: Message, spans: set[Span]) -> tuple[list[Passage], int]:
    """The attributes that are quoted, in the order in which they stand."""
    names = {span.part for span in spans if span.layer is Layer.ATTRIBUTE}
    found = [(match, name) for name in names if (match := _ATTRIBUTE.fullmatch(name))]
    found.sort(key=lambda one: (one[0]["section"], int(one[0]["at"]), one[1]))
    parts = {part.body_section: part for part in message.root.walk() if not part.children}
    shown: list[Passage] = []
    for match, name in found[:_MOST_ATTRIBUTES]:
        part = parts.get(match["section"])
        value = None if part is None else _value(part.text(), int(match["at"]), match["tag"], match["name"])
        if value is not None:
            shown.append(_cut(name, Layer.ATTRIBUTE, value, _LONGEST_ATTRIBUTE))
    return shown, max(0, len(found) - _MOST_ATTRIBUTES)


def _value(html: str, at: int, tag: str, name: str) -> str | None:
    """The value of an attribute of the tag that begins at an offset; None for a tag longer than any that is shown."""
    flat = html[at : at + _LONGEST_TAG].replace("\r\n", "\n").replace("\r", "\n")
    for kind, found, attributes, _, _ in scanned(flat):
        if kind == START and found == tag:
            return dict(attributes).get(name)
        return None
    return None
