"""The page that is drawn: the fields as a mail program shows them, and below them the body, with nothing of the owner where it is masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from msgspec import Struct

from gyotaku.mail import markup
from gyotaku.mail.elements import BLOCK, CELLS, VOID
from gyotaku.model.link_tokens import hidden
from gyotaku.model.text import Language
from gyotaku.pictures import words
from gyotaku.pictures.images import Images
from gyotaku.pictures.letter import Letter
from gyotaku.pictures.sanitized import Sanitized, sanitized
from gyotaku.pictures.style import BODY, tamed
from gyotaku.report.masking.redactor import Redactor

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_BLANKS = " \t\r\n\f"
_FEW = 2
_SIZED = re.compile(r"(?:^|;)\s*(?:width|height)\s*:", re.IGNORECASE)
_SHOWN = frozenset({"alt", "placeholder", "title", "value", "label"})
_FACES = 'system-ui,"Noto Sans CJK JP","Noto Sans JP",sans-serif'
_STYLE = f"""\
html,body{{margin:0;background:#fff;color:#000}}
dl{{margin:0;padding:12px 16px;display:grid;grid-template-columns:max-content 1fr;gap:4px 12px;font:14px/1.5 {_FACES};color:#1d2125;background:#f1f3f4;border-bottom:1px solid #c4c7c9}}
dt{{color:#50575e}}dd{{margin:0;overflow-wrap:anywhere;unicode-bidi:isolate;line-break:strict}}dd.s{{font-weight:700;font-size:17px}}
#mail{{display:block;position:relative;overflow:hidden;contain:layout paint style}}
"""
_MAIL_STYLE = f"""\
.{BODY}{{display:block;padding:16px;background:#fff;color:#000;font:16px/1.5 {_FACES};overflow-wrap:break-word}}
img{{max-width:100%}}
"""
_PLAIN = f"white-space:pre-wrap;margin:0;line-break:strict;font:15px/1.6 {_FACES};overflow-wrap:anywhere"


class Document(Struct, frozen=True):
    """`markup` is the page with the fields; `mail` goes into a shadow tree on it, so that no style of the mail reaches them."""

    markup: str
    mail: str
    shown: str
    """The fields and the text of the body, as they are drawn."""


def document(letter: Letter, redactor: Redactor | None, images: Images, language: Language) -> Document:
    """Raises TooDeep."""
    rows = [(name, redactor.text(text) if redactor else text) for name, text in letter.fields]
    if letter.is_html:
        clean = sanitized(letter.body)
        drawn = _Rewriting(redactor, images).of(clean)
        body, style, shown = drawn[0], (clean.css, clean.of_body), drawn[1]
    else:
        shown = _masked_text(letter.body, redactor)
        body, style = f'<div style="{escape(_PLAIN)}">{escape(shown)}</div>', ("", "")
    fields = "".join(_row(name, text, language) for name, text in rows)
    page = (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<style>{_STYLE}</style></head><body><dl>{fields}</dl><div id="mail"></div></body></html>'
    )
    mail = f'<style>{_MAIL_STYLE}</style><style>{style[0]}</style><div class="{BODY}" style="{escape(style[1])}">{body}</div>'
    return Document(page, mail, "\n".join([*(text for _, text in rows), shown]))


def _row(name: str, text: str, language: Language) -> str:
    label = words.FIELDS[name].template(language)
    return f"<dt>{escape(label)}</dt><dd{' class=s' if name == 'Subject' else ''}>{escape(text)}</dd>"


def _masked_text(text: str, redactor: Redactor | None) -> str:
    return text if redactor is None else redactor.text(text)


class _Rewriting:
    """One walk over sanitized markup: texts are collected over the borders of inline elements, since a name may be written across them."""

    def __init__(self, redactor: Redactor | None, images: Images) -> None:
        self._redactor = redactor
        self._images = images
        self._pieces: list[str] = []
        self._texts: list[tuple[int, str]] = []
        """Where each text stands among the pieces; -1 where a block begins or ends."""

    def of(self, clean: Sanitized) -> tuple[str, str]:
        """The markup, and the text in it."""
        found = list(markup.scanned(clean.body))
        starts = [dict(attributes) for kind, name, attributes, _, _ in found if kind == markup.START and name == "img"]
        self._images.search(attributes.get("src", "") for attributes in starts)
        for kind, name, attributes, _, _ in found:
            if kind in {markup.TEXT, markup.REFERENCE}:
                self._texts.append((len(self._pieces), name))
                self._pieces.append(name)
            elif kind in {markup.START, markup.END}:
                if name in BLOCK or name in CELLS or name == "br":
                    self._texts.append((-1, "\n"))
                self._pieces.append(f"</{name}>" if kind == markup.END else self._opening(name, dict(attributes)))
        texts = self._masked() if self._redactor is not None else dict(text for text in self._texts if text[0] >= 0)
        for at, text in texts.items():
            self._pieces[at] = escape(text, quote=False)
        return "".join(self._pieces), "".join(text if at < 0 else texts[at] for at, text in self._texts)

    def _opening(self, name: str, attributes: dict[str, str]) -> str:
        attributes = {key: self._attribute(key, value) for key, value in attributes.items()}
        if name == "a" and "href" in attributes:
            attributes["href"] = "#"
        if name == "img":
            style = attributes.get("style", "")
            sized = bool({"width", "height"} & attributes.keys()) or _SIZED.search(style) is not None
            alternative = attributes.get("alt", "")
            attributes["src"] = self._images.source(attributes.get("src", ""), alternative, sized=sized)
        written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
        return f"<{name}{written}>" if name in VOID or name not in {"textarea", "pre"} else f"<{name}{written}>\n"

    def _attribute(self, name: str, value: str) -> str:
        if name == "style":
            return tamed(value)
        if name in _SHOWN and self._redactor is not None:
            return self._redactor.text(value)
        return value

    def _masked(self) -> dict[int, str]:
        """Every text by its place, without what the texts together tell of the owner."""
        if self._redactor is None:
            return {}
        texts = self._texts
        for together in (False, True):
            flat, places = _flat(texts, together=together)
            letters = [list(text) for _, text in texts]
            for start, end, mask in self._redactor.edits(flat, hidden(flat)):
                written = mask
                # Blanks between were left out: whatever lies between the first and the last letter goes.
                for number, offset in _covered(texts, places[start], places[end - 1]):
                    letters[number][offset] = written
                    written = ""
            texts = [(at, "".join(letters[number])) for number, (at, _) in enumerate(texts)]
        return {at: text for at, text in texts if at >= 0}


Place = tuple[int, int]
"""Number of the text, and the offset in it."""


def _flat(texts: list[tuple[int, str]], *, together: bool) -> tuple[str, list[Place]]:
    """All texts as one, white space collapsed as it is drawn, and where each letter stands.

    `together`: a text of one or two letters, as in a table of letters, stands beside the next without a border.
    """
    letters: list[str] = []
    places: list[Place] = []
    short = False
    for number, (at, text) in enumerate(texts):
        if at >= 0 and text.strip(_BLANKS):
            short = len(text.strip(_BLANKS)) <= _FEW
        if together and short and not text.strip(_BLANKS):
            continue
        for offset, letter in enumerate(text if at >= 0 else "\n"):
            is_blank = letter in _BLANKS
            if is_blank and at >= 0 and letters and letters[-1] in " \n":
                continue
            letters.append(" " if is_blank and at >= 0 else letter)
            places.append((number, offset))
    return "".join(letters), places


def _covered(texts: list[tuple[int, str]], first: Place, last: Place) -> Iterator[Place]:
    for number in range(first[0], last[0] + 1):
        if texts[number][0] < 0:
            continue
        begin = first[1] if number == first[0] else 0
        end = last[1] + 1 if number == last[0] else len(texts[number][1])
        for offset in range(begin, end):
            yield number, offset
