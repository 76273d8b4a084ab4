"""QR codes and their like in the mail's pictures, PDFs and drawings; the links of its PDFs; the words of both, where the mail has few of its own."""

from msgspec import Struct, structs

from gyotaku.mail.codes import cells, characters
from gyotaku.mail.codes.payload import web_addresses
from gyotaku.mail.codes.pictures import data_marks, job_of_data, job_of_part
from gyotaku.mail.codes.reading import Job, Read, Why, read_all
from gyotaku.mail.codes.words import lines_of
from gyotaku.mail.facts.wording import Body, Wording
from gyotaku.mail.message import Message
from gyotaku.mail.pattern import Pattern
from gyotaku.mail.places import unflat
from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, ReadFrom, Reading, Span

MOST_JOBS = 20
"""Pictures, PDFs and drawings of one mail that are looked at."""
_MOST_OCTETS = 40_000_000
"""Of all of them together."""
_LONGEST_QUOTE = 1_000
_FEW_LETTERS = 1_000
_MOST_LETTERS = 5_000
_KANA = Pattern("[ぁ-ヺ]")


class Code(Struct, frozen=True):
    """A code, or a link of a PDF, and where it was read. `drawn` quotes where its drawing begins, for one that is drawn."""

    payload: str
    reading: Reading
    urls: tuple[str, ...]
    drawn: Evidence | None = None

    def evidence(self) -> Evidence:
        return Evidence(Origin.MAIL, Principal.SENDER, self.payload[:_LONGEST_QUOTE], reading=self.reading)


class Words(Struct, frozen=True):
    """What stands on a picture or a page, in lines."""

    text: str
    reading: Reading


class Codes(Struct, frozen=True):
    """`unread` tells which parts were not, or not wholly, looked at, and why. `words` are read where the mail has few of its own."""

    all: tuple[Code, ...] = ()
    unread: tuple[tuple[str, Why], ...] = ()
    words: tuple[Words, ...] = ()


_NONE = Codes()


class _Source(Struct, frozen=True):
    """What a job was made of."""

    part: str
    of: ReadFrom
    drawn: Evidence | None = None


def read(message: Message, wording: Wording) -> Codes:
    jobs: list[Job] = []
    sources: list[_Source] = []
    unread: list[tuple[str, Why]] = []
    known: set[tuple[str, int, bytes]] = set()
    left = _MOST_OCTETS
    for source, job in candidates(message, wording):
        key = job.kind, job.width, job.octets
        if key in known:
            continue
        known.add(key)
        if len(jobs) == MOST_JOBS:
            unread.append((source.part, Why.TOO_MANY))
        elif len(job.octets) > left:
            unread.append((source.part, Why.TOO_LARGE))
        else:
            left -= len(job.octets)
            jobs.append(job)
            sources.append(source)
    if not jobs:
        return Codes((), tuple(unread)) if unread else _NONE
    if _few_words(wording):
        jobs = [job if job.kind == "grid" else structs.replace(job, words=True) for job in jobs]
    result = read_all(jobs, japanese=_is_japanese(wording))
    unread = [(sources[number].part, why) for number, why in result.unread] + unread
    found = [_code(one, sources) for one in result.codes]
    found += [_link(one, sources) for one in result.links]
    words = [_words(one, sources, recognized=True) for one in result.words]
    words += [_words(one, sources, recognized=False) for one in result.texts]
    return Codes(tuple(dict.fromkeys(found)), tuple(unread), tuple(one for one in words if one.text))


def _code(one: Read, sources: list[_Source]) -> Code:
    source = sources[one.jobs[0]]
    parts = tuple(sources[number].part for number in one.jobs)
    reading = Reading(source.of, parts, one.form, one.page or None)
    return Code(one.text, reading, tuple(web_addresses(one.text)), source.drawn)


def _link(one: Read, sources: list[_Source]) -> Code:
    reading = Reading(ReadFrom.PDF_LINK, (sources[one.jobs[0]].part,), "", one.page)
    return Code(one.text, reading, (one.text,))


def _words(one: Read, sources: list[_Source], *, recognized: bool) -> Words:
    source = sources[one.jobs[0]]
    of = ReadFrom.PDF_TEXT
    if recognized:
        of = ReadFrom.PDF_WORDS if one.page else ReadFrom.PICTURE_WORDS
    return Words(lines_of(one.text), Reading(of, (source.part,), "", one.page or None))


def _few_words(wording: Wording) -> bool:
    """So few that what the mail has to say may stand elsewhere."""
    return sum(sum(map(str.isalnum, passage.text[:_MOST_LETTERS])) for passage in wording.bodies) < _FEW_LETTERS


def _is_japanese(wording: Wording) -> bool:
    """Kana stand in what the mail shows."""
    return any(_KANA.compiled.search(passage.text) for passage in wording)


def candidates(message: Message, wording: Wording) -> list[tuple[_Source, Job]]:
    """In the order of what is most likely a code: drawings, pictures within markup, parts."""
    found: list[tuple[_Source, Job]] = []
    for body in wording.laid_out:
        found += _drawn(body)
        if body.visible is None:
            continue
        part = body.part.body_section
        for mark in data_marks(body.visible.marks):
            job = job_of_data(mark)
            if job is not None:
                found.append((_Source(f"{part}/{mark.tag}@{mark.at}/{mark.attribute}", ReadFrom.PICTURE), job))
    for leaf in message.root.walk():
        if not leaf.children and not leaf.content_type.startswith(("text/", "message/")):
            job = job_of_part(leaf)
            if job is not None:
                of = ReadFrom.PDF if job.kind == "pdf" else ReadFrom.PICTURE
                found.append((_Source(leaf.body_section, of), job))
    return found


def _drawn(body: Body) -> list[tuple[_Source, Job]]:
    part, text = body.part.body_section, body.text
    found: list[tuple[_Source, Job]] = []
    for drawing in characters.drawings(text):
        span = Span(part, body.layer, drawing.start, drawing.end)
        first = Evidence(Origin.MAIL, Principal.SENDER, text[drawing.start : drawing.end], span=span)
        grid = drawing.grid
        found.append((_Source(part, ReadFrom.CHARACTERS, first), Job("grid", grid.octets, grid.width, grid.height)))
    if body.visible is not None and cells.may_draw(html := body.part.text()):
        found += _of_cells(part, html)
    return found


def _of_cells(part: str, html: str) -> list[tuple[_Source, Job]]:
    lines = html.split("\r\n")
    flat = "\n".join(lines).replace("\r", "\n")
    found: list[tuple[_Source, Job]] = []
    for drawing in cells.drawings(flat):
        at = unflat(_breaks(lines), drawing.at)
        name = f"{part}/{drawing.tag}@{at}/{drawing.attribute}"
        value = drawing.value[:_LONGEST_QUOTE]
        first = Evidence(Origin.MAIL, Principal.SENDER, value, span=Span(name, Layer.ATTRIBUTE, 0, len(value)))
        grid = drawing.grid
        found.append((_Source(part, ReadFrom.CELLS, first), Job("grid", grid.octets, grid.width, grid.height)))
    return found


def _breaks(lines: list[str]) -> list[int]:
    """Where each CRLF stands in the text whose lines end in LF."""
    breaks: list[int] = []
    at = -1
    for line in lines[:-1]:
        at += len(line) + 1
        breaks.append(at)
    return breaks
