"""Every link of the mail's text and HTML parts, its codes and PDFs: where it stands, what it shows, where it leads."""

from collections.abc import Iterator

from gyotaku.mail.facts.codes import Codes
from gyotaku.mail.facts.wording import Body, Wording
from gyotaku.mail.links.data_uri import inner_marks
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.mark import Mark, Place
from gyotaku.mail.links.target import Target, read_target
from gyotaku.mail.links.text import addresses
from gyotaku.mail.visible import Visible
from gyotaku.model.evidence import Layer, ReadFrom, Span

MOST_LINKS = 10_000
"""Links of one mail that are kept."""
_MOST_CHARACTERS = 1_000_000
"""Of one text that addresses are looked for in."""
_ADDRESS_MARKS = ("://", "：／／", "ww.", "WW.", "/")


class Links:
    """`all` are in the order of the parts: of each the references of its markup, then the addresses in its text; those of codes and PDFs come last."""

    __slots__ = ("all", "clickable", "cut")

    def __init__(self, links: tuple[Link, ...], cut: bool) -> None:
        self.all = links
        self.cut = cut
        """There are more than are kept, or text was left unsearched."""
        self.clickable = tuple(link for link in links if link.clickable and link.target.host)
        """What a person can follow to a host."""

    def __iter__(self) -> Iterator[Link]:
        return iter(self.all)


def read(wording: Wording, codes: Codes) -> Links:
    found: list[Link] = []
    targets: dict[tuple[str, str | None], Target] = {}
    cut = False
    for body in wording.laid_out:
        if body.visible is not None:
            found.extend(_of_markup(body.part.body_section, body.visible, targets))
        found.extend(_of_text(body, found))
        cut = cut or len(body.text) > _MOST_CHARACTERS or bool(body.visible and body.visible.cut)
        if len(found) > MOST_LINKS:
            return Links(tuple(found[:MOST_LINKS]), True)
    found.extend(_of_codes(codes))
    return Links(tuple(found), cut)


def _of_markup(part: str, visible: Visible, targets: dict[tuple[str, str | None], Target]) -> Iterator[Link]:
    base = read_target(visible.base) if visible.base else None
    for mark in visible.marks:
        key = mark.value, visible.base
        target = targets.get(key)
        if target is None:
            target = targets[key] = read_target(mark.value, base)
        layer, start = (Layer.ATTRIBUTE, mark.shift) if mark.attribute else (Layer.BODY, mark.at)
        yield Link(mark.place, part, target, layer, start, mark, _shown(part, mark, visible))
        if target.scheme == "data" or mark.attribute == "srcdoc":
            for inner in inner_marks(mark):
                # The inner document has no place of its own in the mail: its links are quoted by what holds them.
                yield Link(inner.place, part, read_target(inner.value), layer, start, mark, None, source=mark.value)


def _shown(part: str, mark: Mark, visible: Visible) -> tuple[str, Span | None] | None:
    """What a reader sees of an anchor: its text, else what stands in for its first image."""
    if mark.start >= 0:
        return visible.text[mark.start : mark.end], Span(part, Layer.VISIBLE, mark.start, mark.end)
    if mark.alt is not None and mark.alt[0]:
        text, at = mark.alt
        return text, Span(f"{part}/img@{at}/alt", Layer.ATTRIBUTE, 0, len(text))
    if mark.words:
        return " ".join("".join(mark.words).split()), None
    return None


def _of_text(body: Body, before: list[Link]) -> Iterator[Link]:
    text = body.text
    if not any(mark in text for mark in _ADDRESS_MARKS):
        return
    part, layer = body.part.body_section, body.layer
    anchors: list[tuple[int, int]] = []
    if body.visible is not None:
        anchors = sorted((mark.start, mark.end) for mark in body.visible.marks if mark.start >= 0)
    for found in addresses(text[:_MOST_CHARACTERS], MOST_LINKS + 1):
        if anchors and _inside(anchors, found.start):
            continue
        source = text[found.start : found.end]
        if found.place is Place.DEFANGED:
            target = Target(found.url, "", "", "")
        else:
            target = read_target(found.url)
            target.assumed = found.place is Place.BARE
        shown = source, Span(part, layer, found.start, found.end)
        yield Link(found.place, part, target, layer, found.start, None, shown, source)
    del before


def _of_codes(codes: Codes) -> Iterator[Link]:
    for code in codes.all:
        place = Place.PDF if code.reading.of is ReadFrom.PDF_LINK else Place.QR
        for url in code.urls:
            yield Link(place, code.reading.parts[0], _followed(url), Layer.RAW, 0, reading=code.reading)


def _followed(url: str) -> Target:
    """What a phone opens: it takes a name without a scheme for a web address."""
    target = read_target(url)
    if target.host or target.scheme:
        return target
    assumed = read_target("http://" + url)
    return (
        Target(url, assumed.scheme, assumed.host, assumed.url, assumed.port, assumed.user) if assumed.host else target
    )


def _inside(anchors: list[tuple[int, int]], at: int) -> bool:
    from bisect import bisect_right

    index = bisect_right(anchors, (at, 1 << 60)) - 1
    return index >= 0 and at < anchors[index][1]
