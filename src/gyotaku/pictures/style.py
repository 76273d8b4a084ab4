"""A mail's CSS, of which only what lays out and colors is left: nothing that loads, and no words that styles would write."""

from __future__ import annotations

import re

BODY = "gyotaku-body"
"""The class of the element that stands for the mail's body."""
LONGEST = 100_000
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_PIECE = re.compile(r"[^{};]+")
_REFUSED = re.compile(
    r"\\|<|url\s*\(|image\s*\(|image-set\s*\(|src\s*\(|expression\s*\(|@import|@charset|@namespace|@font-face|@counter-style|@property|:host|::slotted|::part"
    r"|(?:^|[\s\"'])(?:content|quotes|symbols|behavior|-moz-binding|hyphenate-character|text-emphasis(?:-style)?|string-set)\s*:",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"']")
_FONT = re.compile(r"^\s*(?:mso-[a-z-]+|font|font-family)\s*:", re.IGNORECASE)
_SELECTOR = re.compile(r"[^{};]+(?=\{)")
_ROOT = re.compile(r"(?<![\w.#:-])(?:(?:html|:root)\s*>?\s*body|html|body|:root)(?![\w-])", re.IGNORECASE)
_SELECTOR_QUOTE = re.compile(r"\[[^\]]*\]")


def tamed(css: str) -> str:
    """Piece by piece between braces and semicolons; a piece that loads, escapes or holds words of its own is left out."""
    return _SELECTOR.sub(_of_body, _PIECE.sub(_piece, _COMMENT.sub(" ", css[:LONGEST])))


def _of_body(found: re.Match[str]) -> str:
    """Rules for the page are rules for the element that stands for the mail, as mail programs on the web have it."""
    selector = found[0]
    return selector if selector.lstrip().startswith("@") else _ROOT.sub("." + BODY, selector)


def _piece(found: re.Match[str]) -> str:
    piece = found[0]
    if _REFUSED.search(piece):
        return ""
    if _QUOTED.search(_SELECTOR_QUOTE.sub("", piece)) and not _FONT.match(piece):
        return ""
    return piece
