"""Writes HTML: every element closed, every text and attribute escaped, and nothing that loads, leads out or runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

_ATTRIBUTES = frozenset({
    "aria-hidden", "aria-label", "aria-labelledby", "charset", "class", "content", "cx", "cy", "d", "datetime", "dir", "focusable",
    "height", "href", "http-equiv", "id", "lang", "name", "open", "r", "role", "rx", "scope", "tabindex", "transform", "viewBox", "width", "x", "x1",
    "x2", "y", "y1", "y2",
})  # fmt: skip
_KANA = ("\u3041", "\u30fa")


class Writer:
    """Collects markup. Ids begin with `prefix`, so that several mails fit on one page."""

    __slots__ = ("language", "pieces", "prefix")

    def __init__(self, language: str, prefix: str = "") -> None:
        self.language = language
        self.prefix = prefix
        self.pieces: list[str] = []

    def id(self, name: str) -> str:
        return self.prefix + name

    @contextmanager
    def element(self, tag: str, **attributes: object) -> Iterator[None]:
        """An element around what is written inside the `with`."""
        self.pieces.append(opening(tag, attributes))
        yield
        self.pieces.append(f"</{tag}>")
        if tag in _LINES:
            self.pieces.append("\n")

    def empty(self, tag: str, **attributes: object) -> None:
        self.pieces.append(f"{opening(tag, attributes)}</{tag}>")

    def text(self, text: str) -> None:
        self.pieces.append(escape(text, quote=False))

    def put(self, markup: str) -> None:
        """What a teller of this form has said: markup already."""
        self.pieces.append(markup)

    def line(self, tag: str, markup: str, **attributes: object) -> None:
        with self.element(tag, **attributes):
            self.put(markup)

    def reference(self, to: str, markup: str, **attributes: object) -> None:
        """A link within the page."""
        with self.element("a", href="#" + self.id(to), **attributes):
            self.put(markup)

    def markup(self) -> str:
        return "".join(self.pieces)


_LINES = frozenset({"article", "dd", "details", "div", "dl", "h1", "h2", "h3", "header", "li", "nav", "ol", "p", "section", "table", "tr", "ul"})  # fmt: skip


def opening(tag: str, attributes: dict[str, object]) -> str:
    """A start tag. Raises ValueError for an attribute that has no business on such a page: a mistake found by tests."""
    written = []
    for given, value in attributes.items():
        name = given.rstrip("_").replace("_", "-") if given != "viewBox" else given
        if name not in _ATTRIBUTES or (name == "href" and not str(value).startswith("#")):
            raise ValueError(f"no attribute for a page: {name}={value!r}")
        if value is True:
            written.append(f" {name}")
        elif value is not None and value is not False:
            written.append(f' {name}="{escape(str(value))}"')
    return f"<{tag}{''.join(written)}>"


def spoken(text: str, language: str) -> str | None:
    """The language to mark a foreign text with: Japanese letters in an English report; None where nothing is certain."""
    return "ja" if language == "en" and any(_KANA[0] <= one <= _KANA[1] for one in text) else None
