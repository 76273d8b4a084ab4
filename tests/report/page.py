"""Reads a page as strictly as HTML5 has it, and says everything about it that no page of ours may be."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

ELEMENTS = frozenset(
    "html head meta title style body a main article section header footer nav div p span h1 h2 h3 ul ol li dl dt dd table caption thead "
    "tbody tr th td details summary mark sup strong code time bdi svg rect circle line text path g aside figure figcaption img pre".split()
)
LEADING = frozenset(
    {"src", "srcset", "style", "action", "formaction", "data", "poster", "background", "ping", "srcdoc"}
)
_HEADING = re.compile(r"h([1-6])")


def parsed(page: str) -> Element:
    """The tree. Raises on any parse error."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def name(element: Element) -> str:
    return re.sub(r"\{.*\}", "", str(element.tag))


def text(element: Element) -> str:
    return "".join(element.itertext())


def faults(page: str) -> Iterator[str]:
    tree = parsed(page)
    everything = list(tree.iter())
    yield from _elements(everything)
    ids = Counter(element.get("id") for element in everything if element.get("id"))
    yield from (f"id {one} {count} times" for one, count in ids.items() if count > 1)
    for element in everything:
        yield from (
            f"{attribute} leads nowhere: {target}"
            for attribute in ("href", "aria-labelledby")
            if (target := element.get(attribute)) and target.removeprefix("#") not in ids
        )
    yield from _head(tree)
    yield from _structure(tree)
    for character in set(page) - {"\n", "\t"}:
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
            yield f"U+{ord(character):04X} on the page"


def _elements(everything: list[Element]) -> Iterator[str]:
    for element in everything:
        if name(element) not in ELEMENTS:
            yield f"element {name(element)}"
        for attribute, value in element.attrib.items():
            plain = re.sub(r"\{.*\}", "", attribute).lower()
            held = name(element) == "img" and plain == "src" and value.startswith("data:image/png;base64,")
            if plain.startswith("on") or (plain in LEADING and not held):
                yield f"attribute {plain}"
            if plain == "href" and not value.startswith("#"):
                yield f"leads out: {value}"
            described = (
                name(element) == "meta" and element.get("name") == "description"
            )  # words about the page, led to by nothing
            if ("javascript:" in value.lower() and not described) or ("://" in value and name(element) != "meta"):
                yield f"address in {plain}: {value}"


def _head(tree: Element) -> Iterator[str]:
    head = tree.find("head")
    assert head is not None
    policy = [one.get("content", "") for one in head.iter("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    wanted = {"default-src 'none'", "style-src 'unsafe-inline'", "img-src data:"}
    if len(policy) != 1 or not wanted <= {part.strip() for part in policy[0].split(";")}:
        yield f"policy {policy}"
    if [name(one) for one in head][:2] != ["meta", "meta"]:
        yield "something stands before the policy"
    style = "".join(text(one) for one in head.iter("style"))
    if re.search(r"url\(|@import|expression\(|</", style, re.IGNORECASE):
        yield "style that loads"
    if tree.get("lang") not in {"en", "ja"}:
        yield "no language"
    title = head.find("title")
    if title is None or not text(title).strip():
        yield "no title"


def _structure(tree: Element) -> Iterator[str]:
    level = 0
    for element in tree.iter():
        heading = _HEADING.fullmatch(name(element))
        if heading:
            if int(heading[1]) > level + 1:
                yield f"heading {text(element)!r} after level {level}"
            level = int(heading[1])
            if not text(element).strip():
                yield "empty heading"
    yield from _names(tree)


def _names(tree: Element) -> Iterator[str]:
    """What those who do not see the page are told of it."""
    if len(list(tree.iter("main"))) != 1:
        yield "not one main"
    for table in tree.iter("table"):
        if table.find("caption") is None or any(not cell.get("scope") for cell in table.iter("th")):
            yield "table without caption or scope"
    for details in tree.iter("details"):
        if name(next(iter(details))) != "summary":
            yield "details without summary"
    for element in tree.iter():
        if name(element) == "svg" and (element.get("role") != "img" or not element.get("aria-label")):
            yield "drawing without a name"
        if name(element) in {"a", "summary"} and not (text(element).strip() or element.get("aria-label")):
            yield "nothing to name a control by"
