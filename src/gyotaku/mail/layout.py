"""Taking in the tokens of HTML: open elements, the current line, and what of it a reader sees."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from gyotaku.mail.elements import INLINE, KEPT, SCOPE, TABLE, TABLE_PARTS, TAGS, UNSEEN
from gyotaku.mail.links.collect import LINKING, WITH_BACKGROUND, Collector, css_urls
from gyotaku.mail.links.mark import Mark, Place
from gyotaku.mail.look import PLAIN, RELEVANT, Look, Reason, styled
from gyotaku.mail.markup import COMMENT, END, START, TEXT, Token, tokens
from gyotaku.mail.places import collapsed

MOST_TOKENS = 500_000
"""Tags and runs of text that are read: about a second's work. The largest honest mail has some 20,000."""
MOST_HIDDEN = 2_000
"""Pieces of unseen text that are kept."""
_MOST_STEPS = 2_000_000
"""Open elements looked at for end tags that close none of them; then such end tags are passed over unlooked-at."""

_SPACE = " \t\n\r\f"
_BACKGROUND = ("background=", "BACKGROUND=", "Background=", "background =")
_CSS = ("url(", "URL(", "Url(", "srcset")


class _Unseen:
    """Neighbouring pieces of text that are not seen for one reason."""

    __slots__ = ("end", "pieces", "reason", "start")

    def __init__(self, reason: Reason, start: int) -> None:
        self.reason = reason
        self.pieces: list[str] = []
        self.start = self.end = start


class Reader:
    """Takes tokens in; open elements, the current line, and what has been written so far."""

    __slots__ = (
        "breaks", "css", "dropped", "empty", "fresh_row", "hidden", "length", "line_breaks", "linking", "links", "looks",
        "memo", "names", "noscript", "open", "out", "runs", "space", "steps", "tab", "unseen",
    )  # fmt: skip

    def __init__(self, html: str) -> None:
        self.links = Collector()
        self.linking = WITH_BACKGROUND if any(word in html for word in _BACKGROUND) else LINKING
        self.css = any(word in html for word in _CSS)
        """There is a style that refers to something."""
        self.out: list[str] = []
        self.length = 0
        self.runs: list[tuple[int, int, int, int]] = []
        self.hidden: list[tuple[Reason, str, int, int]] = []
        self.unseen: _Unseen | None = None
        self.dropped = False
        self.names: list[str] = []
        self.looks: list[Look] = [PLAIN]
        self.breaks: list[bool] = []
        self.open: dict[str, int] = {}
        self.memo: dict[tuple[object, ...], Look] = {PLAIN.values(): PLAIN}
        self.steps = 0
        self.line_breaks = 0
        self.empty = self.fresh_row = True
        self.space = self.tab = self.noscript = False

    def read(self, stream: Iterator[Token], offset: int = 0) -> None:
        """Take in tokens whose places count from `offset`."""
        looks, names, breaks, opened = self.looks, self.names, self.breaks, self.open
        for kind, value, attributes, start, end in stream:
            if kind == START:
                if attributes and (value in self.linking or self.css):
                    self.refer(value, attributes, start + offset)
                self.start(value, attributes)
            elif kind == END:
                if not names or names[-1] != value or value == "a":
                    self.end(value)
                    continue
                # What `pop` does, for the one element that nearly every end tag closes: calls are most of the cost.
                del names[-1], looks[-1]
                if breaks.pop() and not self.empty:
                    self.line_breaks += 1
                    self.empty = True
                opened[value] -= 1
            elif kind == COMMENT:
                self.comment(value, start + offset, end + offset)
            elif not looks[-1].plain:
                self.unusual(value, start + offset, end + offset, kind == TEXT)
            elif value.isspace() and value.isascii():
                self.space = True
            else:
                self.text(value, start + offset, end + offset, kind == TEXT)

    def refer(self, name: str, attributes: list[tuple[str, str]], start: int) -> None:
        """A tag whose attributes may refer to something."""
        if name in self.linking:
            hidden = self.looks[-1].reason is not None
            self.links.take(name, attributes, start, len(self.runs), len(self.names), hidden)
        if self.css:
            self.links.style(name, attributes, start)

    def comment(self, value: str, start: int, end: int) -> None:
        self.flush_hidden()
        self.hide(Reason.COMMENT, value, start, end)
        if value.startswith("[if "):
            self.links.comment(value, start)

    def unusual(self, value: str, start: int, end: int, literal: bool) -> None:
        """Text that is not seen, whose white space is kept, or that is markup after all."""
        look = self.looks[-1]
        if look.reason is not None:
            self.hide(look.reason, value, start, end)
            if look.reason is Reason.STYLE and self.css:
                self.sheet(value, start)
        elif self.names and self.names[-1] == "noscript":
            self.inside_noscript(value, start)
        elif look.pre:
            self.kept(value, start, end)
        else:
            self.text(value, start, end, literal)

    def inside_noscript(self, data: str, offset: int) -> None:
        """Tokenizers take the content for text; inside it a second `noscript` is one level too many and is left out."""
        if self.noscript:
            self.hide(Reason.NOT_SHOWN, data, offset, offset + len(data))
            return
        self.noscript = True
        depth = len(self.names)
        self.start("", [])
        stream = tokens(data)
        self.read(islice(stream, MOST_TOKENS), offset)
        self.dropped = self.dropped or next(stream, None) is not None
        self.pop(depth)
        self.noscript = False

    def sheet(self, text: str, start: int) -> None:
        for written, shift in css_urls(text):
            self.links.add(Mark(Place.RESOURCE, "style", "", written, start + shift))

    # The current line.

    def block(self) -> None:
        if not self.empty:
            self.line_breaks += 1
            self.empty = True

    def cell(self) -> None:
        """A cell begins: on its row's line, unless it is the row's first."""
        if not self.fresh_row:
            self.line_breaks = 0
            self.tab = self.empty = True

    def text(self, data: str, start: int, end: int, literal: bool) -> None:
        """Text whose white space collapses."""
        core = data.strip(_SPACE)
        if not core:
            self.space = True
            return
        spaced = False
        if len(core) != len(data):
            if data[0] in _SPACE:
                self.space = True
            spaced = data[-1] in _SPACE
            if literal:
                start += len(data) - len(data.lstrip(_SPACE))
                end = start + len(core)
        if "\n" in core or "  " in core or "\t" in core or "\f" in core:
            core = collapsed(core)
        self.write(core, start, end)
        self.space = spaced

    def kept(self, data: str, start: int, end: int) -> None:
        """Text whose white space stays; its line feeds at either end break lines like others."""
        core = data.strip("\n")
        lead = len(data) - len(data.lstrip("\n"))
        if lead:
            self.line_breaks += lead
            self.empty = True
        if not core:
            return
        trail = len(data) - lead - len(core)
        if end - start == len(data):
            start, end = start + lead, end - trail
        self.write(core, start, end)
        self.space = False
        if trail:
            self.line_breaks, self.empty = trail, True

    def write(self, words: str, start: int, end: int) -> None:
        if self.unseen:
            self.flush_hidden()
        if self.out:
            between = "\n" * self.line_breaks or ("\t" if self.tab else " " if self.space and not self.empty else "")
            if between:
                self.out.append(between)
                self.length += len(between)
        self.line_breaks = 0
        self.tab = self.empty = self.fresh_row = False
        self.runs.append((self.length, len(words), start, end))
        self.out.append(words)
        self.length += len(words)

    def hide(self, reason: Reason, data: str, start: int, end: int) -> None:
        unseen = self.unseen
        if unseen is None or unseen.reason is not reason or reason is Reason.COMMENT:
            self.flush_hidden()
            unseen = self.unseen = _Unseen(reason, start)
        unseen.pieces.append(data)
        unseen.end = end

    def flush_hidden(self) -> None:
        if self.unseen is None:
            return
        unseen, self.unseen = self.unseen, None
        words = "".join(unseen.pieces)
        if words and not words.isspace():
            if len(self.hidden) < MOST_HIDDEN:
                self.hidden.append((unseen.reason, words, unseen.start, unseen.end))
            else:
                self.dropped = True

    # Open elements.

    def start(self, name: str, attributes: list[tuple[str, str]]) -> None:
        block, void, closes, cell, row, special = TAGS.get(name, INLINE)
        opened = self.open
        if block and opened.get("p"):
            self.close("p", SCOPE)
        if void:
            self.void(name)
            return
        if closes is not None:
            self.close_siblings(*closes)
        look = parent = self.looks[-1]
        if attributes or special or parent is not PLAIN:
            look = self.look(parent, special, attributes)
            if look is not parent and look.block is not None:
                block = look.block
            block = block and look.gone is None
        if block:
            if not self.empty:
                self.line_breaks += 1
                self.empty = True
        elif cell and look.gone is None:
            self.cell()
            if self.links.anchor is not None and self.links.depth >= len(self.names):
                self.links.close(len(self.runs))  # no anchor reaches from one cell into the next
        if row:
            self.fresh_row = True
        self.names.append(name)
        self.looks.append(look)
        self.breaks.append(block)
        opened[name] = opened.get(name, 0) + 1

    def look(self, parent: Look, special: str, attributes: list[tuple[str, str]]) -> Look:
        given: tuple[str, ...] = ()
        for pair in attributes:
            if pair[0] in RELEVANT:
                given += pair
        if not given and not special and parent.block is None:
            return parent
        key = (parent, given, special)
        found = self.memo.get(key)
        if found is None:
            found = styled(parent, dict(zip(given[::2], given[1::2], strict=True)))
            if special:
                found = _special(found, special)
            if found is not parent:
                # Most styles change nothing that matters here: one object for equal looks lets them share what follows.
                found = self.memo.setdefault(found.values(), found)
            self.memo[key] = found
        return found

    def end(self, name: str) -> None:
        if name == "a":
            self.links.close(len(self.runs))
        if self.open.get(name):
            self.close(name, TABLE if name in TABLE_PARTS else SCOPE)
        elif name == "p":
            self.block()
        elif name == "br":
            self.void(name)

    def void(self, name: str) -> None:
        if self.looks[-1].reason is not None:
            return
        if name == "br":
            self.line_breaks += 1
            self.empty = True
        elif name == "hr":
            self.block()

    def close_siblings(self, names: tuple[str, ...], barriers: frozenset[str]) -> None:
        for name in names:
            if self.open.get(name):
                self.close(name, barriers)

    def close(self, name: str, barriers: frozenset[str]) -> None:
        """End the innermost open element of that name and all inside it, unless one of `barriers` stands between."""
        if self.steps > _MOST_STEPS:
            return
        for index in range(len(self.names) - 1, -1, -1):
            if self.names[index] == name:
                self.pop(index)
                return
            self.steps += 1
            if self.names[index] in barriers or self.steps > _MOST_STEPS:
                return

    def pop(self, index: int) -> None:
        """End the element at `index` and all inside it."""
        opened = self.open
        while len(self.names) > index:
            name = self.names.pop()
            self.looks.pop()
            if self.breaks.pop():
                self.block()
            opened[name] -= 1


def _special(look: Look, name: str) -> Look:
    """What the element's own name adds: content that is never shown, white space that is kept."""
    if name in UNSEEN:
        return replace(look, gone=look.gone or UNSEEN[name])
    if name == "noscript":
        return replace(look, markup=True)
    return replace(look, pre=True) if name in KEPT else look
