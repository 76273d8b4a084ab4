"""Slots as markup: everything that comes from outside is made safe, escaped, and kept from turning the line around it."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from html import escape

from gyotaku.model.text import Language
from gyotaku.report.html.writer import spoken
from gyotaku.report.layout import safe
from gyotaku.report.plain import defanged, written_duration, written_time

_COMMAND = re.compile(r"`([^`]{1,200})`")
_TURNING = frozenset({"R", "AL", "AN"})


def shown(text: str) -> str:
    """A text made safe, as markup. Letters written from right to left are isolated (Unicode TR 9)."""
    text = safe(text)
    markup = escape(text, quote=False)
    if not text.isascii() and any(unicodedata.bidirectional(character) in _TURNING for character in text):
        return f"<bdi>{markup}</bdi>"
    return markup


class PageForm:
    """The form of a page."""

    def address(self, value: str, language: Language) -> str:  # noqa: ARG002
        return f'<span class="name">{shown(value)}</span>'

    def host(self, value: str, language: Language) -> str:  # noqa: ARG002
        return f'<span class="name">{shown(value)}</span>'

    def url(self, value: str, language: Language) -> str:  # noqa: ARG002
        return f'<span class="name">{shown(defanged(safe(value)))}</span>'

    def quote(self, value: str, language: Language) -> str:
        spoken_in = spoken(value, language)
        lang = f' lang="{spoken_in}"' if spoken_in else ""
        before, after = "「」" if language == "ja" else "“”"
        return f'{before}<span class="quote"{lang}>{shown(value)}</span>{after}'

    def time(self, value: datetime, language: Language) -> str:  # noqa: ARG002
        written = written_time(value)
        return f'<time datetime="{value.isoformat()}">{written}</time>' if _is_valid(value) else written

    def duration(self, value: timedelta, language: Language) -> str:
        return written_duration(value, language)

    def amount(self, value: int, language: Language) -> str:  # noqa: ARG002
        return f"{value:,}"

    def literal(self, value: str) -> str:
        """Our own words, commands in them between backquotes; those of a check that failed may hold words of the mail."""
        markup = escape(value if value.isprintable() else safe(value), quote=False)
        return _COMMAND.sub(r"<code>\1</code>", markup) if "`" in markup else markup

    def foreign(self, value: str) -> str:
        return shown(value)


def _is_valid(value: datetime) -> bool:
    """HTML knows no zones with seconds, and no years before 1000."""
    offset = value.utcoffset()
    return value.year >= 1000 and (offset is None or offset.seconds % 60 == 0)
