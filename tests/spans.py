"""What a span stands for: the text of its part and layer, found again from the mail's octets."""

from __future__ import annotations

import re

from gyotaku.mail import message
from gyotaku.mail.markup import START, scanned
from gyotaku.mail.message import Message
from gyotaku.mail.mime import Part
from gyotaku.mail.visible import visible
from gyotaku.model.evidence import Evidence, Layer

_FIELD = re.compile(r"(?:(?P<section>[0-9.]+)/)?(?P<name>[^\[/]+)(?:\[(?P<number>\d+)\])?")


def quoted(mail: Message, evidence: Evidence) -> str | None:
    """The text that the evidence's span covers in the mail; None for evidence without a span."""
    span = evidence.span
    if span is None:
        return None
    if span.layer is Layer.RAW:
        return mail.raw[span.start : span.end].decode("ascii", "backslashreplace")
    if span.layer is Layer.HEADER:
        match = _FIELD.fullmatch(span.part)
        assert match is not None, span.part
        part = _part(mail, match["section"] or "")
        return part.headers.all(match["name"])[int(match["number"] or 0)].text[span.start : span.end]
    if span.layer is Layer.ATTRIBUTE:
        return attribute(mail, span.part)[span.start : span.end]
    part = _part(mail, span.part)
    text = visible(part.text()).text if span.layer is Layer.VISIBLE else part.text()
    return text[span.start : span.end]


_ATTRIBUTE = re.compile(r"(?P<section>[0-9.]+)/(?P<tag>[^@/]+)@(?P<at>\d+)/(?P<name>.+)")


def attribute(mail: Message, name: str) -> str:
    """The value of the attribute that a span names: `2/a@372/href`, the href of the tag `a` at offset 372 of part 2."""
    match = _ATTRIBUTE.fullmatch(name)
    assert match is not None, name
    html = _part(mail, match["section"]).text()[int(match["at"]) :].replace("\r\n", "\n").replace("\r", "\n")
    kind, tag, attributes, _, _ = next(scanned(html))
    assert (kind, tag) == (START, match["tag"]), name
    return dict(attributes)[match["name"]]


def _part(mail: Message, section: str) -> Part:
    parts = list(mail.root.walk())
    exact = next((part for part in parts if part.section == section), None)
    return exact or next(part for part in parts if not part.children and part.body_section == section)


def read(octets: bytes) -> Message:
    return message.read(octets)
