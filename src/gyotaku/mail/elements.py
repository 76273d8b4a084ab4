"""What the elements of HTML do to the text around them (WHATWG HTML 13.1.2.4 and 15.3, as mail readers have it)."""

from __future__ import annotations

from gyotaku.mail.look import Reason

VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
BLOCK = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol "
    "optgroup option p plaintext pre search section select summary table tbody tfoot thead tr ul xmp".split()
)
CELLS = frozenset(("td", "th"))
ROWS = frozenset(("table", "tr"))
KEPT = frozenset(("pre", "listing", "textarea", "xmp", "plaintext"))
UNSEEN = {
    "script": Reason.SCRIPT,
    "style": Reason.STYLE,
    "title": Reason.TITLE,
    "template": Reason.TEMPLATE,
    **dict.fromkeys(("iframe", "noembed", "noframes", "datalist"), Reason.NOT_SHOWN),
}
SPECIAL = KEPT | UNSEEN.keys() | {"noscript"}
# Open elements that a start tag closes, and at which the search for them ends (WHATWG HTML 13.1.2.4).
TABLE = frozenset(("table", "template", "html"))
SCOPE = TABLE | {"td", "th", "caption"}
LISTS = SCOPE | {"ul", "ol", "menu", "dl"}
CLOSES = {
    "li": (("li",), LISTS),
    "dt": (("dt", "dd"), LISTS),
    "dd": (("dt", "dd"), LISTS),
    "option": (("option",), SCOPE),
    "td": (("td", "th"), TABLE),
    "th": (("td", "th"), TABLE),
    "tr": (("tr",), TABLE),
    "tbody": (("tbody", "thead", "tfoot"), TABLE),
}
TABLE_PARTS = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"))

Closes = tuple[tuple[str, ...], frozenset[str]]
INLINE: tuple[bool, bool, Closes | None, bool, bool, str] = (False, False, None, False, False, "")
TAGS = {
    name: (
        name in BLOCK,
        name in VOID,
        CLOSES.get(name),
        name in CELLS,
        name in ROWS,
        name if name in SPECIAL else "",
    )
    for name in BLOCK | VOID | SPECIAL | CLOSES.keys()
}
"""What a start tag asks, in one look-up: is it a block, void, what does it close, a cell, a row, special by its name."""
