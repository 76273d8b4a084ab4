"""What a span stands for: the text of its part and layer, found again from the mail's octets."""

from __future__ import annotations

import re

from msgspec import structs

from gyotaku.mail import message
from gyotaku.mail.codes import cells, characters
from gyotaku.mail.codes.pictures import job_of_data, job_of_part
from gyotaku.mail.codes.reading import Job, read_all
from gyotaku.mail.codes.words import lines_of
from gyotaku.mail.links.mark import Mark, Place
from gyotaku.mail.markup import START, scanned
from gyotaku.mail.message import Message
from gyotaku.mail.mime import Part
from gyotaku.mail.visible import visible
from gyotaku.model.evidence import Evidence, Layer, ReadFrom, Reading

WORDS = frozenset({ReadFrom.PICTURE_WORDS, ReadFrom.PDF_WORDS, ReadFrom.PDF_TEXT})

_FIELD = re.compile(r"(?:(?P<section>[0-9.]+)/)?(?P<name>[^\[/]+)(?:\[(?P<number>\d+)\])?")


def quoted(mail: Message, evidence: Evidence) -> str | None:
    """The text that the evidence's span covers in the mail; None for evidence that stands nowhere in it.

    What was read out of a picture, a PDF or a drawing is read from there again.
    """
    span = evidence.span
    if evidence.reading is not None:
        return reread(mail, evidence.reading, evidence.quote)
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


def reread(mail: Message, reading: Reading, quote: str) -> str:
    """The quote, where the parts that it was read from give it again, and from there alone; else what they give."""
    jobs = [job for part in reading.parts for job in _jobs(mail, reading.of, part)]
    result = read_all([structs.replace(job, words=reading.of in WORDS) for job in jobs], japanese=is_japanese(mail))
    lists = {ReadFrom.PDF_LINK: result.links, ReadFrom.PDF_TEXT: result.texts}
    found = lists.get(reading.of, result.words if reading.of in WORDS else result.codes)
    texts = [
        lines_of(one.text) if reading.of in WORDS else one.text
        for one in found
        if (one.page or None, one.form) == (reading.page, reading.code)
    ]
    return quote if any(quote in text or text.strip() == quote for text in texts) else repr(texts)


def is_japanese(mail: Message) -> bool:
    """As the reader has it: kana in the subject, the sender's name or the text."""
    shown = [mail.headers.get("Subject"), mail.headers.get("From")]
    texts = [field.text for field in shown if field] + [
        visible(part.text()).text if part.content_type == "text/html" else part.text()
        for part in mail.root.walk()
        if not part.children and part.content_type.startswith("text/")
    ]
    return any(re.search("[ぁ-ヺ]", text) for text in texts)


def _jobs(mail: Message, of: ReadFrom, name: str) -> list[Job]:
    if "/" in name:
        value = re.search(r"data:[^\"')]*", attribute(mail, name), re.IGNORECASE)
        job = job_of_data(Mark(Place.IMAGE, "img", "src", value[0], 0)) if value else None
        return [job] if job else []
    part = _part(mail, name)
    if of is ReadFrom.CHARACTERS:
        text = visible(part.text()).text if part.content_type == "text/html" else part.text()
        grids = [drawing.grid for drawing in characters.drawings(text)]
    elif of is ReadFrom.CELLS:
        html = part.text().replace("\r\n", "\n").replace("\r", "\n")
        grids = [drawing.grid for drawing in cells.drawings(html)]
    else:
        job = job_of_part(part)
        return [job] if job else []
    return [Job("grid", grid.octets, grid.width, grid.height) for grid in grids]


def _part(mail: Message, section: str) -> Part:
    parts = list(mail.root.walk())
    exact = next((part for part in parts if part.section == section), None)
    return exact or next(part for part in parts if not part.children and part.body_section == section)


def read(octets: bytes) -> Message:
    return message.read(octets)
