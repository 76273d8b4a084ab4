"""The mail's own text, each piece of evidence marked where it stands."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from gyotaku.model.evidence import Layer
from gyotaku.model.text import Text
from gyotaku.model.transcript import Passage, Transcript
from gyotaku.report import page_words as words
from gyotaku.report.html.marks import Mark, Marks
from gyotaku.report.html.writer import Writer, spoken
from gyotaku.report.layout import breaks, visible_lines
from gyotaku.report.teller import Teller

Edits = tuple[list[int], dict[int, str]]
_WEIGHTS = ("strong", "goal", "moderate", "weak", "clears", "informs")
"""Where several findings quote the same words, the first of these colors them."""


def write_mail(writer: Writer, teller: Teller, transcript: Transcript, marks: Marks) -> None:
    writer.line("p", teller.say(words.MAIL_NOTE), class_="note")
    with _fold(writer, teller.say(words.HEADER_FIELDS)):
        _rows(writer, teller, transcript.fields, marks)
    html = {passage.part for passage in transcript.bodies if passage.layer is Layer.VISIBLE}
    for body in transcript.bodies:
        source = body.layer is Layer.BODY and body.part in html
        title = words.HTML_SOURCE if source else words.BODIES[body.layer]
        with _fold(writer, teller.filled(title, part=body.part)):
            with writer.element("div", class_="mailtext", dir="auto", lang=spoken(body.text, writer.language)):
                _passage(writer, teller, body, marks)
            _left_out(writer, teller, body)
    if transcript.attributes:
        with _fold(writer, teller.say(words.ATTRIBUTES)):
            _rows(writer, teller, transcript.attributes, marks)
    if transcript.left_out:
        told = teller.filled(words.PLACES_LEFT_OUT, count=Text(en=f"{transcript.left_out:,}"))
        writer.line("p", told, class_="note")


def write_source(writer: Writer, teller: Teller, transcript: Transcript) -> None:
    """The mail as it arrived, folded."""
    with _fold(writer, teller.say(words.RAW), open_=False):
        note = words.RAW_NOTE_MASKED if transcript.masked else words.RAW_NOTE
        writer.line("p", teller.filled(note, size=Text(en=f"{transcript.size:,}")), class_="note")
        text = transcript.raw.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
        with writer.element("div", class_="mailtext source", dir="ltr", lang=spoken(text, writer.language)):
            _stretch(writer, text, 0, len(text), _edits(text))
        if transcript.size > transcript.shown:
            told = teller.filled(words.RAW_LEFT_OUT, count=Text(en=f"{transcript.shown:,}"))
            writer.line("p", told, class_="note")


def _fold(writer: Writer, title: str, *, open_: bool = True) -> _Fold:
    return _Fold(writer, title, open_=open_)


class _Fold:
    """A part of the page that can be folded away."""

    def __init__(self, writer: Writer, title: str, *, open_: bool) -> None:
        self.writer = writer
        self.title = title
        self.element = writer.element("details", open=open_)

    def __enter__(self) -> None:
        self.element.__enter__()
        self.writer.line("summary", self.title)

    def __exit__(self, *_: object) -> None:
        self.element.__exit__(None, None, None)


def _rows(writer: Writer, teller: Teller, passages: tuple[Passage, ...], marks: Marks) -> None:
    with writer.element("dl", class_="fields"):
        for passage in passages:
            writer.line("dt", teller.foreign(passage.part))
            with writer.element("dd"):
                with writer.element("span", dir="auto", lang=spoken(passage.text, writer.language)):
                    _passage(writer, teller, passage, marks)
                _left_out(writer, teller, passage)


def _left_out(writer: Writer, teller: Teller, passage: Passage) -> None:
    if passage.left_out:
        told = teller.filled(words.LEFT_OUT, count=Text(en=f"{passage.left_out:,}"))
        writer.line("span", told, class_="note")


def _passage(writer: Writer, teller: Teller, passage: Passage, marks: Marks) -> None:
    text = passage.text
    if not text.strip():
        writer.line("span", teller.say(words.EMPTY), class_="note")
        return
    edits = _edits(text)
    here = sorted(marks.on(passage.part, passage.layer), key=lambda mark: (mark.start, mark.end))
    edges = sorted({0, len(text), *(mark.start for mark in here), *(mark.end for mark in here)})
    for start, end in pairwise(edges):
        over = [mark for mark in here if mark.start <= start and end <= mark.end]
        if over:
            style = min((mark.style for mark in over), key=_WEIGHTS.index)
            with writer.element("mark", class_=style):
                _stretch(writer, text, start, end, edits)
        else:
            _stretch(writer, text, start, end, edits)
        for mark in over:
            if mark.end == end:
                _number(writer, teller, mark)


def _number(writer: Writer, teller: Teller, mark: Mark) -> None:
    """Leads to the finding."""
    label = teller.filled(words.FINDING, number=mark.number) if mark.number else teller.say(words.GOAL_MARK)
    shown = str(mark.number) if mark.number else label
    to = f"f{mark.number}" if mark.number else "goal"
    with writer.element("sup"):
        writer.reference(to, shown, id=writer.id(mark.id), aria_label=label, class_="number")


def _stretch(writer: Writer, text: str, start: int, end: int, edits: Edits) -> None:
    """A stretch made inert: links broken, what cannot be seen named."""
    offsets, instead = edits
    at = start
    for offset in offsets[bisect_left(offsets, start) : bisect_left(offsets, end)]:
        writer.text(visible_lines(text[at:offset]) + instead[offset])
        at = offset + 1
    writer.text(visible_lines(text[at:end]))


def _edits(text: str) -> Edits:
    """Offsets of characters that are not written as they stand, in order, and what stands for each of them."""
    instead = breaks(text)
    at = text.find("\r\n")
    while at >= 0:
        instead[at] = ""
        at = text.find("\r\n", at + 2)
    return sorted(instead), instead
