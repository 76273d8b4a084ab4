"""A mail's text where there is no picture of it: as a block of Markdown or HTML that says so and holds nothing but text."""

from __future__ import annotations

import re
from html import escape

from gyotaku.model.text import Language, Text
from gyotaku.pictures.picture import NoPicture
from gyotaku.report.layout import breaks, visible_lines

_INSTEAD = Text(
    en="There is no picture of the mail; this is its text, without its layout.",
    ja="メールの画像はありません。レイアウトを除いた本文を示します。",
)
_CUT = Text(en="(The rest is left out.)", ja="（以降は省略）")
_LONGEST = 20_000
_BACKQUOTES = re.compile("`+")
_GAPS = re.compile(r"\n{3,}")
_TEMPLATE = re.compile(r"(?<=\{)(?=[{%#])|(?<=[}%#])(?=\})")


def why(absent: NoPicture, language: Language) -> str:
    """Why there is none, and what stands in its place."""
    return f"{absent.reason.template(language)}{'' if language == 'ja' else ' '}{_INSTEAD.template(language)}"


def text(absent: NoPicture, language: Language) -> str:
    """The mail's text: links defanged, characters that would not be seen by name."""
    cut = absent.text[:_LONGEST]
    edits = breaks(cut)
    inert = "".join(edits.get(at, letter) for at, letter in enumerate(cut))
    shown = _GAPS.sub("\n\n", visible_lines(inert)).strip()
    return f"{shown}\n{_CUT.template(language)}" if len(absent.text) > _LONGEST else shown


def markdown(absent: NoPicture, language: Language) -> str:
    """A paragraph and a fenced block that nothing in it can close."""
    shown = _TEMPLATE.sub(" ", text(absent, language))
    fence = "`" * max([3, *(len(run) + 1 for run in _BACKQUOTES.findall(shown))])
    return f"{why(absent, language)}\n\n{fence}text\n{shown}\n{fence}\n"


def html(absent: NoPicture, language: Language) -> str:
    """The same for a page."""
    return f'<p>{escape(why(absent, language), quote=False)}</p>\n<div class="mailtext">{escape(text(absent, language), quote=False)}</div>\n'
