"""The picture of a mail: octets in, PNG out, or why there is none.

    drawn = picture(raw, "ja", hidden=report)  # of dissect(raw, config, for_masking=True)

Chromium draws it in its box, without network and with scripts off, from markup of which nothing is left that loads or runs. For a masked picture everything
of the owner is taken out of the markup first; then what was drawn is read again from the browser, and the picture is thrown away where anything of him is left.
"""

from __future__ import annotations

import struct
from base64 import b64decode
from enum import Enum
from html import escape
from typing import TYPE_CHECKING

from msgspec import Struct

from gyotaku.browser.box import Missing
from gyotaku.browser.driver import Browser, Declined, Ended, Late
from gyotaku.mail.visible import visible
from gyotaku.model.report import Report
from gyotaku.model.text import Language, Text
from gyotaku.pictures import words
from gyotaku.pictures.document import document
from gyotaku.pictures.images import Images
from gyotaku.pictures.letter import Letter, letter
from gyotaku.pictures.sanitized import TooDeep
from gyotaku.report.masking.finder import Finder
from gyotaku.report.masking.leaks import Guard
from gyotaku.report.masking.redactor import Redactor
from gyotaku.report.masking.secrets import secrets

if TYPE_CHECKING:
    from gyotaku.browser.driver import Page

HIGHEST = 3_600
"""Pixels of CSS, from top to bottom; what is below is cut, and the picture says so."""
_WIDEST = 1_600
_SECONDS = 20.0
_KEPT_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_PUT = """(() => {
  const root = document.getElementById('mail').attachShadow({mode: 'open'});
  root.innerHTML = %s;
  return Promise.all([...root.querySelectorAll('img')].map(one => one.decode().catch(() => 0))).then(() => 1);
})()"""
_WIDTH = "Math.max(document.documentElement.scrollWidth, document.getElementById('mail').scrollWidth)"
_HEIGHT = "Math.ceil(document.body.getBoundingClientRect().height)"
_READ = """(() => {
  const root = document.getElementById('mail').shadowRoot;
  const said = [document.body.innerText, root.querySelector('div').innerText];
  for (const one of root.querySelectorAll('[alt],[title],[placeholder],[value],[label],input,textarea,option'))
    for (const name of ['alt', 'title', 'placeholder', 'value', 'label']) said.push(String(one[name] || one.getAttribute(name) || ''));
  for (const one of [...root.querySelectorAll('*')].slice(0, 5000))
    for (const beside of ['::before', '::after', '::marker']) {
      const words = getComputedStyle(one, beside).content;
      if (words && words !== 'none' && words !== 'normal') said.push(words.replaceAll('"', ''));
    }
  return said.join('\\n');
})()"""
"""Everything that a reader could read of what is drawn, but for pictures."""


class Look(Enum):
    """The screen that it is drawn for: width in CSS pixels, and how many pixels each becomes."""

    DESKTOP = (800, 1.5)
    PHONE = (390, 2.0)


class Picture(Struct, frozen=True):
    """PNG without any metadata. `text` says the same in words, masked as the picture is."""

    png: bytes
    width: int
    height: int
    cut: bool
    notes: tuple[Text, ...]
    text: str


class NoPicture(Struct, frozen=True):
    """Why there is none, and the mail's text instead, masked where a masked picture was asked for."""

    reason: Text
    text: str


def picture(
    raw: bytes,
    language: Language,
    *,
    hidden: Report | None = None,
    others: bool = False,
    look: Look = Look.DESKTOP,
    seconds: float = _SECONDS,
) -> Picture | NoPicture:
    """Draw a mail. `hidden`: its report, made with `for_masking`; without one the picture shows everything. Never raises on any octets.

    `others`: third parties named by a forged or abused sender are hidden as well.
    """
    return pictures(raw, language, (look,), hidden=hidden, others=others, seconds=seconds)[look]


def undrawn(raw: bytes, *, hidden: Report | None = None, others: bool = False) -> NoPicture:
    """The mail's text where no picture is wanted."""
    redactor, guard = _hiding(hidden, others=others)
    return NoPicture(words.UNWANTED, _text(letter(raw), redactor, guard))


def pictures(
    raw: bytes,
    language: Language,
    looks: tuple[Look, ...] = tuple(Look),
    *,
    hidden: Report | None = None,
    others: bool = False,
    seconds: float = _SECONDS,
) -> dict[Look, Picture | NoPicture]:
    """The same for several screens, drawn by one browser."""
    redactor, guard = _hiding(hidden, others=others)
    shown = letter(raw)
    text = _text(shown, redactor, guard)

    def absent(why: Text) -> dict[Look, Picture | NoPicture]:
        return dict.fromkeys(looks, NoPicture(why, text))

    if not shown.body.strip() and not shown.fields:
        return absent(words.NOTHING)
    images = Images(shown.files, redactor, guard, language)
    try:
        page = document(shown, redactor, images, language)
        if guard is not None and guard.text(page.shown):
            return absent(words.LEAKS)
        with Browser(seconds=seconds) as browser:
            # One page for all screens: to open one takes a second.
            drawing = browser.page(script=False)
            drawing.show(page.markup)
            drawing.evaluate(_PUT % _quoted(page.mail))
            return {look: _drawn(drawing, look, shown, images, guard, text, language) for look in looks}
    except TooDeep:
        return absent(words.TOO_DEEP)
    except Missing as missing:
        return absent(missing.reason)
    except Late:
        return absent(words.LATE)
    except (Ended, Declined):
        return absent(words.ENDED)


def _hiding(hidden: Report | None, *, others: bool) -> tuple[Redactor | None, Guard | None]:
    if hidden is None:
        return None, None
    finder = Finder(secrets(hidden, others=others))
    return Redactor(finder), Guard(finder)


def _drawn(
    drawing: Page, look: Look, shown: Letter, images: Images, guard: Guard | None, text: str, language: Language
) -> Picture | NoPicture:
    wide, high = _fitted(drawing, look)
    if guard is not None and guard.text(str(drawing.evaluate(_READ))):
        return NoPicture(words.LEAKS, text)
    cut = high > HIGHEST
    if cut:
        high = HIGHEST
        drawing.evaluate(_ending(high, words.CUT.template(language)))
    octets = _captured(drawing, wide, max(high, 80))
    if cut:
        drawing.evaluate("document.documentElement.lastElementChild.remove(); 1")
    tells = images.told_by(octets)
    if tells:
        return NoPicture(words.CODES, text)
    notes = [note for why, note in _NOTES if why in images.found]
    if tells is None:
        notes.append(words.UNSEARCHED_NOTE)
    if cut or shown.cut:
        notes.append(words.CUT_NOTE)
    width, height = int.from_bytes(octets[16:20]), int.from_bytes(octets[20:24])
    return Picture(octets, width, height, cut or shown.cut, tuple(notes), text)


def _fitted(drawing: Page, look: Look) -> tuple[int, int]:
    """The size of the mail on this screen. One that is wider is made smaller as a whole, as telephones do."""
    width, scale = look.value
    _resize(drawing, width, scale)
    wide = min(int(drawing.evaluate(_WIDTH)), _WIDEST)
    if wide <= width:
        return width, int(drawing.evaluate(_HEIGHT))
    _resize(drawing, wide, scale * width / wide)
    return wide, int(drawing.evaluate(_HEIGHT))


def _resize(drawing: Page, width: int, scale: float) -> None:
    drawing.call("Emulation.setDeviceMetricsOverride", width=width, height=600, deviceScaleFactor=scale, mobile=False)


_NOTES = (
    (words.REMOTE, words.REMOTE_NOTE),
    (words.MASKED, words.MASKED_NOTE),
    (words.UNREAD, words.UNREAD_NOTE),
)


def _ending(high: int, words_: str) -> str:
    """A line over the last pixels that says that the mail goes on."""
    style = (
        f"all:initial;position:absolute;left:0;right:0;top:{high - 36}px;height:36px;box-sizing:border-box;padding:8px 16px;z-index:2147483647;"
        'background:#f1f3f4;border-top:1px solid #c4c7c9;font:13px/1.5 system-ui,"Noto Sans CJK JP",sans-serif;color:#1d2125'
    )
    markup = f'<div style="{escape(style)}">{escape(words_)}</div>'
    return f"document.documentElement.insertAdjacentHTML('beforeend', {_quoted(markup)}); 1"


def _quoted(text: str) -> str:
    import json

    return json.dumps(text)


def _captured(drawing: Page, width: int, height: int) -> bytes:
    answer = drawing.call(
        "Page.captureScreenshot",
        format="png",
        clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
        captureBeyondViewport=True,
    )
    return bare(b64decode(answer["data"]))


def bare(png: bytes) -> bytes:
    """The picture's own chunks alone: no times, no names of programs, no text."""
    kept = [png[:8]]
    at = 8
    while at + 12 <= len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] in _KEPT_CHUNKS:
            kept.append(png[at : at + 12 + length])
        at += 12 + length
    return b"".join(kept)


def _text(shown: Letter, redactor: Redactor | None, guard: Guard | None) -> str:
    """Fields and visible text, for those who do not see the picture and where there is none."""
    body = visible(shown.body).text if shown.is_html else shown.body
    whole = "\n".join([*(f"{name}: {text}" for name, text in shown.fields), "", body.strip()])
    if redactor is None or guard is None:
        return whole
    masked = redactor.text(whole)
    return "" if guard.text(masked) else masked
