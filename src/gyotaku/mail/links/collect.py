"""Collects links while the markup is read for its text, so that HTML is read once."""

from __future__ import annotations

from itertools import islice

from gyotaku.mail.links.mark import Mark, Place
from gyotaku.mail.markup import END, START, TEXT, tokens
from gyotaku.mail.pattern import Pattern

MOST_MARKS = 5_000
"""Links of one HTML part that are kept. The largest honest mail has some 500."""
_MOST_FIELDS = 50
_LONGEST_COMMENT = 100_000

_SOURCES: dict[str, tuple[tuple[str, Place], ...]] = {
    "area": (("href", Place.AREA),),
    "form": (("action", Place.FORM),),
    "img": (("src", Place.IMAGE),),
    "input": (("src", Place.IMAGE), ("formaction", Place.FORM)),
    "button": (("formaction", Place.FORM),),
    "link": (("href", Place.RESOURCE),),
    "script": (("src", Place.RESOURCE),),
    "iframe": (("src", Place.FRAME), ("srcdoc", Place.FRAME)),
    "frame": (("src", Place.FRAME),),
    "embed": (("src", Place.FRAME),),
    "object": (("data", Place.FRAME),),
    "video": (("src", Place.IMAGE), ("poster", Place.IMAGE)),
    "audio": (("src", Place.IMAGE),),
    "source": (("src", Place.IMAGE),),
    "bgsound": (("src", Place.IMAGE),),
    "use": (("xlink:href", Place.IMAGE), ("href", Place.IMAGE)),
    "image": (("xlink:href", Place.IMAGE), ("href", Place.IMAGE), ("src", Place.IMAGE)),
    "v:image": (("src", Place.IMAGE),),
    "v:imagedata": (("src", Place.IMAGE),),
    "v:fill": (("src", Place.BACKGROUND),),
    **dict.fromkeys(("body", "table", "td", "th", "tr"), (("background", Place.BACKGROUND),)),
}
_ANCHORS = frozenset(("a", "v:rect", "v:roundrect", "v:shape", "v:oval", "v:line"))
_FIELDS = frozenset(("input", "select", "textarea", "button"))
LINKING = frozenset({*_ANCHORS, *_FIELDS, *_SOURCES, "meta", "base"} - {"body", "table", "td", "th", "tr"})
"""Tags that can hold a link in an attribute of their own."""
WITH_BACKGROUND = LINKING | {"body", "table", "td", "th", "tr"}

_CSS_URL = Pattern(r"(?i)url\(\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'()]+))")
_REFRESH = Pattern(r"(?is)[\d.\s]{0,40}[;,]?\s{0,20}(?:url\s{0,20}=\s{0,20})?(?:\"([^\"]*)|'([^']*)|(.*))")
_CANDIDATE = Pattern(r"(?:^|,)\s{0,50}([^\s,]+)")
_CONDITION = Pattern(r"\[if ([^\]]{1,200})\]>")
_LONGEST_STYLE = 2_000
_TINY = frozenset(("0", "1", "0px", "1px"))
_UNSEEN = Pattern(
    r"(?i)display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden|opacity\s{0,5}:\s{0,5}0(?![.\d])"
    r"|(?:^|;)\s{0,5}(?:width|height)\s{0,5}:\s{0,5}[01](?:px)?\s{0,5}(?:!|;|$)",
)
_LINK_WORDS = ("href", "src", "action", "background", "url(")
_HAS_LINK = Pattern(r"(?i)(?:href|src|action|background)\s{0,20}=|url\(")


class Collector:
    """The links of one HTML document, in the order of their tags."""

    __slots__ = ("anchor", "base", "depth", "dropped", "form", "marks")

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.base: str | None = None
        self.anchor: Mark | None = None
        """The anchor that is open."""
        self.depth = 0
        """How many elements were open when it began."""
        self.form: Mark | None = None
        self.dropped = False

    def add(self, mark: Mark) -> bool:
        if len(self.marks) >= MOST_MARKS:
            self.dropped = True
            return False
        self.marks.append(mark)
        return True

    def take(self, name: str, attributes: list[tuple[str, str]], at: int, runs: int, depth: int, hidden: bool) -> None:
        """A start tag of `LINKING`, with the number of runs of text before it and of open elements around it."""
        if name in _ANCHORS:
            if name == "a":
                self.close(runs)
            for key, value in attributes:
                if key in ("href", "xlink:href"):
                    mark = Mark(Place.ANCHOR, name, key, value, at, hidden=hidden)
                    if self.add(mark):
                        self.anchor, self.depth = mark, depth
                        mark.first = runs
                    return
        elif name in ("meta", "base"):
            self._head(name, dict(attributes), at)
        else:
            self._loaded(name, attributes, at, hidden)

    def _loaded(self, name: str, attributes: list[tuple[str, str]], at: int, hidden: bool) -> None:
        """What is loaded or sent rather than followed."""
        if name in _FIELDS:
            self._field(name, dict(attributes), at)
        alt = next(((value, at) for key, value in attributes if key == "alt"), ("", at)) if name == "img" else None
        if self.anchor is not None and self.anchor.alt is None:
            self.anchor.alt = alt
        for key, place in _SOURCES.get(name, ()):
            for given, value in attributes:
                if given == key and value:
                    mark = Mark(place, name, key, value, at, hidden=hidden)
                    mark.alt = alt
                    if name == "img" and not hidden:
                        mark.unseen = _has_no_size(attributes)
                    if self.add(mark) and name == "form":
                        self.form = mark
                        mark.fields = []

    def close(self, runs: int) -> None:
        """The open anchor ends here."""
        if self.anchor is not None:
            self.anchor.last = runs
            self.anchor = None

    def style(self, name: str, attributes: list[tuple[str, str]], at: int) -> None:
        """`url(...)` in an inline style, and srcset."""
        for key, value in attributes:
            if key == "style" and "(" in value:
                for written, shift in css_urls(value):
                    self.add(Mark(Place.BACKGROUND, name, key, written, at, shift))
            elif key == "srcset":
                for candidate in islice(_CANDIDATE.compiled.finditer(value), 20):
                    self.add(Mark(Place.IMAGE, name, key, candidate[1], at, candidate.start(1)))

    def comment(self, value: str, at: int) -> None:
        """A conditional comment, which Outlook for Windows reads as markup (`<!--[if mso]> ... <![endif]-->`)."""
        condition = _CONDITION.compiled.match(value)
        if condition is None or len(value) > _LONGEST_COMMENT or not _has_link(value):
            return
        inner = value[condition.end() :]
        outer = self.anchor, self.depth, self.form
        self.anchor = None
        before = len(self.marks)
        self.document(inner, at + 4 + condition.end())
        self.anchor, self.depth, self.form = outer
        for mark in self.marks[before:]:
            mark.hidden = "!mso" in condition[1].replace(" ", "").lower()

    def document(self, html: str, offset: int) -> None:
        """The links of markup that is no part of what is laid out."""
        shown: list[str] | None = None
        for kind, value, attributes, at, _ in tokens(html):
            if kind == START:
                if attributes and value in LINKING:
                    before = self.anchor
                    self.take(value, attributes, at + offset, -1, 0, hidden=False)
                    if self.anchor is not before and self.anchor is not None:
                        shown = self.anchor.words = []
            elif kind == END:
                if value in _ANCHORS:
                    self.close(-1)
                    shown = None
            elif shown is not None and kind <= TEXT + 1:
                shown.append(value)
        self.close(-1)

    def _field(self, name: str, attributes: dict[str, str], at: int) -> None:
        fields = None if self.form is None else self.form.fields
        if fields is None or len(fields) >= _MOST_FIELDS:
            return
        attribute = "type" if "type" in attributes else "name"
        field = Mark(Place.FORM, name, attribute, attributes.get(attribute, ""), at)
        field.words = [attributes.get("type", "text" if name == "input" else name).strip().lower()]
        fields.append(field)

    def _head(self, name: str, attributes: dict[str, str], at: int) -> None:
        if name == "base":
            if self.base is None:
                self.base = attributes.get("href")
        elif attributes.get("http-equiv", "").strip().lower() == "refresh":
            content = attributes.get("content", "")
            found = _REFRESH.compiled.match(content)
            if found and found.lastindex and found[found.lastindex].strip():
                self.add(Mark(Place.REFRESH, name, "content", found[found.lastindex], at, found.start(found.lastindex)))


def _has_no_size(attributes: list[tuple[str, str]]) -> bool:
    """A picture of one pixel or none, or one that its style hides."""
    tiny = 0
    for key, value in attributes:
        if key in ("width", "height"):
            tiny += value.strip().lower() in _TINY
        elif key == "style" and _UNSEEN.compiled.search(value[:_LONGEST_STYLE]):
            return True
    return tiny == 2


def _has_link(markup: str) -> bool:
    """Most conditional comments hold settings alone, which looking for the bare words tells fast."""
    lower = markup.lower()
    return any(word in lower for word in _LINK_WORDS) and _HAS_LINK.compiled.search(markup) is not None


def css_urls(text: str) -> list[tuple[str, int]]:
    """The targets of `url(...)`, and where they begin."""
    return [
        (found[found.lastindex], found.start(found.lastindex))
        for found in _CSS_URL.compiled.finditer(text)
        if found.lastindex and found[found.lastindex]
    ]
