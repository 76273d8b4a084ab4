"""The path of a mail drawn as a chain, oldest hop first, with delays and the trust boundary on it."""

from __future__ import annotations

from gyotaku.model.names import Names
from gyotaku.model.path import Hop, Path, Source
from gyotaku.report import headings as words
from gyotaku.report.canvas import Canvas, Ink
from gyotaku.report.layout import columns, safe, wrapped
from gyotaku.report.plain import written_duration, written_time

_INDENT = "  "
_LONGEST = 40
"""Hops drawn at most; the middle of a longer chain is left out and counted."""


def draw_path(canvas: Canvas, path: Path, names: Names | None = None) -> None:
    if not path.hops:
        canvas.paragraph(canvas.say(words.NO_HOPS), 2)
        return
    hops = list(reversed(path.hops))
    left_out = len(hops) - _LONGEST
    _client(canvas, hops[0])
    for number, hop in enumerate(hops):
        if left_out > 0 and _LONGEST // 2 <= number < _LONGEST // 2 + left_out:
            if number == _LONGEST // 2:
                canvas.lines.append(f"{_INDENT}┆  {canvas.filled(words.AND_MORE, count=str(left_out))}")
            continue
        at_boundary = path.boundary is not None and path.boundary.index == hop.index
        if number or at_boundary or not _begins_here(hop):
            _step(canvas, path, hop, hops[number - 1] if number else None)
        _server(canvas, hop, first=number == 0)
    canvas.gap()
    if path.boundary is None:
        canvas.paragraph(canvas.say(words.NO_BOUNDARY), 2)
    else:
        canvas.paragraph(canvas.sentence(path.boundary.reason), 2)
        if path.boundary.index + 1 < len(hops):
            canvas.paragraph(canvas.say(words.OTHERS_WORD), 2)
    if names is not None:
        _reverse_names(canvas, names)
    unread = sum(not hop.read_whole for hop in hops)
    if unread:
        canvas.paragraph(canvas.filled(words.UNREAD_COUNT, unread=str(unread), all=str(len(hops))), 2)


def _reverse_names(canvas: Canvas, names: Names) -> None:
    """What DNS says of the addresses' names, beside what the servers wrote then."""
    for reverse in names.reverse:
        for name in reverse.names:
            told = canvas.say(words.CONFIRMED if name in reverse.confirmed else words.UNCONFIRMED)
            canvas.paragraph(canvas.aside(f"{safe(reverse.address)} → {safe(name)}", told), 2)


def _client(canvas: Canvas, hop: Hop) -> None:
    """The machine that the first server took the mail from."""
    if _begins_here(hop):
        return
    names = [f"HELO {safe(hop.helo)}"] if hop.helo else []
    names += _client_words(canvas, hop)
    canvas.paragraph("  ".join(names) or "?", 2, ink=Ink.BOLD)


def _begins_here(hop: Hop) -> bool:
    """The mail was written on the server itself, or its line names no client."""
    return hop.address is None and hop.helo is None


def _label(host: str) -> str:
    """The machine's own name; a house may know it by several domains."""
    return host.lower().split(".", 1)[0]


def _client_words(canvas: Canvas, hop: Hop) -> list[str]:
    """Reverse name and address as the server wrote them."""
    shown = []
    if hop.reverse_name and hop.reverse_name != hop.helo:
        unknown = hop.reverse_name == "unknown"
        shown.append(canvas.aside("unknown", canvas.say(words.NO_REVERSE)) if unknown else safe(hop.reverse_name))
    if hop.address:
        shown.append(f"[{safe(hop.address)}]")
    return shown


def _step(canvas: Canvas, path: Path, hop: Hop, previous: Hop | None) -> None:
    """How the mail got to this hop's server."""
    told: list[str] = []
    if hop.protocol:
        told.append(safe(hop.protocol))
    if hop.logged_in:
        told.append(canvas.say(words.LOGGED_IN))
    if hop.local:
        told.append(canvas.say(words.LOCAL))
    if previous is not None:
        told += _changed_client(canvas, hop, previous)
    delay = path.delay(hop)
    if delay is not None:
        sign = "−" if delay.total_seconds() < 0 else ""
        told.append(sign + written_duration(delay, canvas.language))
    canvas.paragraph(" · ".join(told), 5, first=f"{_INDENT}│")
    boundary = path.boundary
    if boundary is not None and boundary.index == hop.index:
        configured = boundary.source is Source.CONFIGURED
        text = canvas.say(words.BOUNDARY_CONFIGURED if configured else words.BOUNDARY_INFERRED)
        rule = "━" * max(2, canvas.width - columns(text) - 8)
        for line in _fitted(canvas, f"━━┿━━ {text} {rule}", text):
            canvas.lines.append(canvas.inked(line, Ink.CALM))
    canvas.lines.append(f"{_INDENT}▼")


def _fitted(canvas: Canvas, line: str, text: str) -> list[str]:
    """On a narrow terminal the words stand below the rule."""
    if columns(line) <= canvas.width:
        return [line]
    return ["━━┿━━" + "━" * (canvas.width - 5), *(f"  │  {piece}" for piece in wrapped(text, canvas.width - 5))]


def _changed_client(canvas: Canvas, hop: Hop, previous: Hop) -> list[str]:
    """The client in this line, where it tells more than the server drawn above it."""
    shown = _client_words(canvas, hop)
    if hop.helo and previous.by and _label(hop.helo) != _label(previous.by):
        shown.insert(0, f"HELO {safe(hop.helo)}")
    return shown


def _server(canvas: Canvas, hop: Hop, *, first: bool) -> None:
    name = safe(hop.by) if hop.by else canvas.say(words.NAMELESS)
    time = written_time(hop.date) if hop.date else ""
    notes = [canvas.say(words.WRITTEN_HERE)] if first and hop.local else []
    notes += [canvas.say(words.UNREAD_LINE)] if not hop.read_whole else []
    extra = canvas.aside("", ("、" if canvas.language == "ja" else ", ").join(notes)) if notes else ""
    room = canvas.width - 2 - columns(name) - columns(time) - 2
    if time and room >= 0:
        canvas.lines.append(f"  {canvas.inked(name, Ink.BOLD)}  {time}")
    else:
        canvas.paragraph(name, 2, ink=Ink.BOLD)
        if time:
            canvas.paragraph(time, 2)
    if extra:
        canvas.paragraph(extra, 2, ink=Ink.DIM)
