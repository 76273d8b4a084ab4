"""The mail's HTML as a tree that a standard's parser built and wrote again: known elements and attributes, nothing that runs or loads."""

from __future__ import annotations

from msgspec import Struct

from gyotaku.mail import markup
from gyotaku.mail.elements import VOID
from gyotaku.pictures.style import tamed

DEEPEST = 400
"""Elements within one another. Chromium flattens beyond 512; building such a tree takes time by the square of its depth."""
_TAGS = frozenset(
    "a abbr acronym address article aside b bdi bdo big blockquote br button caption center cite code col colgroup dd del details dfn dir "
    "div dl dt em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label legend li main map mark "
    "menu nav ol optgroup option p pre q rp rt ruby s samp section select small span strike strong sub summary sup table tbody td "
    "textarea tfoot th thead time tr tt u ul var wbr".split()
)
_DROPPED = frozenset(
    "applet audio canvas embed frameset head iframe math noembed noframes object script style svg template title video xmp".split()
)
_ATTRIBUTES = frozenset(
    "align alt bgcolor border cellpadding cellspacing checked class clear color cols colspan compact dir disabled face height hspace id "
    "lang noshade nowrap open placeholder reversed rows rowspan selected size span start style type valign value vspace width".split()
)
_OPTIONAL = frozenset("p li dt dd td th tr tbody thead tfoot option optgroup colgroup rp rt body html head".split())


class Sanitized(Struct, frozen=True):
    """`body` is well-formed markup; `css` the mail's own rules; `of_body` the style of its body element."""

    body: str
    css: str
    of_body: str


class TooDeep(Exception):  # noqa: N818 - an outcome, not an error
    """Nested deeper than is drawn."""


def sanitized(html: str) -> Sanitized:
    """Raises TooDeep."""
    import nh3

    css: list[str] = []
    of_body = ""
    depth = 0
    in_style = False
    for kind, name, attributes, _, _ in markup.scanned(html):
        if kind == markup.START:
            in_style = name == "style"
            if name == "body" and not of_body:
                of_body = _of_body(dict(attributes))
            depth += name not in VOID and name not in _OPTIONAL
            if depth > DEEPEST:
                raise TooDeep
        elif kind == markup.END:
            in_style = False
            depth -= depth > 0 and name not in _OPTIONAL
        elif kind == markup.TEXT and in_style:
            css.append(name)
    body = nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={"*": set(_ATTRIBUTES), "img": {"src"}, "a": {"href"}},
        url_schemes={"http", "https", "cid", "data", "mailto", "file", "ftp", "tel"},
        link_rel=None,
        strip_comments=True,
    )
    return Sanitized(body, tamed("\n".join(css)), of_body)


def _of_body(attributes: dict[str, str]) -> str:
    rules = [tamed(attributes.get("style", ""))]
    for name, property_ in (("bgcolor", "background-color"), ("text", "color")):
        value = attributes.get(name, "")
        if value.lstrip("#").isalnum():
            rules.append(f"{property_}:{value}")
    return ";".join(rule for rule in rules if rule)
