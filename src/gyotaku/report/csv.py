"""The observables as a table (RFC 4180): one a row, every field quoted, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence

from gyotaku.model.report import Observable, Report
from gyotaku.report.layout import UNSAFE
from gyotaku.report.plain import defanged, starred

COLUMNS = ("type", "value", "defanged", "roles", "mail", "sha256", "verdict")
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula; the full-width signs too, in Japanese ones."""
_BREAKABLE = frozenset({"url", "host", "address", "mailbox"})


def header() -> str:
    return line(COLUMNS)


def rows(report: Report, *, stars: bool = False) -> str:
    """The rows of a mail, and of the mails that came with it. `stars`: defanged as h**ps."""
    return "".join(line(_row(one, seen, stars)) for one in (report, *report.others) for seen in one.observables)


def _row(report: Report, seen: Observable, stars: bool) -> tuple[str, ...]:
    mail = report.mail
    shown = defanged(seen.value) if seen.type in _BREAKABLE else seen.value
    if stars:
        shown = starred(shown)
    return (seen.type, seen.value, shown, " ".join(seen.roles), mail.path, mail.sha256, report.verdict.word)


def line(fields: Sequence[str]) -> str:
    """One row, whatever the fields hold."""
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([_inert(field) for field in fields])
    return stream.getvalue()


def _inert(text: str) -> str:
    """One line without characters that act or hide; an apostrophe before what a spreadsheet would compute."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(f"‹U+{ord(one):04X}›" if unicodedata.category(one) in UNSAFE else one for one in text)
    return "'" + text if text.lstrip().startswith(_FORMULA) else text
