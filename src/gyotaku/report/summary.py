"""Many mails at a glance: how many got which verdict, then one line a mail."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from msgspec import Struct

from gyotaku.model.report import Report, VerdictWord
from gyotaku.model.text import Language, Text
from gyotaku.report import headings as words
from gyotaku.report.canvas import Canvas, Ink
from gyotaku.report.layout import columns, padded, safe, shortened

_WIDTH = 100
_WIDEST = 160
_TITLE = Text(en="{count} mails", ja="{count}通のメール")
_UNREAD = Text(en="not read", ja="読めなかったもの")
_INKS = {
    VerdictWord.FRAUD: Ink.ALARM,
    VerdictWord.LIKELY: Ink.ALARM,
    VerdictWord.SUSPICIOUS: Ink.WARN,
    VerdictWord.CANNOT_TELL: Ink.WARN,
    VerdictWord.NO_SIGN: Ink.CALM,
}


class Row(Struct, frozen=True):
    """What is kept of a report for the table."""

    word: VerdictWord
    subject: str
    sender: str
    path: str


def row(report: Report) -> Row:
    mail = report.mail
    author = mail.senders[0] if mail.senders else None
    subject = mail.subject_without_stamp if mail.subject_without_stamp is not None else mail.subject
    sender = (author.address or author.name or "") if author else ""
    return Row(report.verdict.word, safe((subject or "")[:200]), safe(sender[:200]), safe(mail.path))


def print_summary(rows: Sequence[Row], unread: int, language: Language, *, stream: TextIO, color: str = "auto") -> None:
    """Write the table, colored as reports are."""
    terminal = stream.isatty()
    colored = color == "always" or (color == "auto" and terminal and not os.environ.get("NO_COLOR"))
    width = min(shutil.get_terminal_size((_WIDTH, 24)).columns, _WIDEST) if terminal else _WIDTH
    text = render(rows, unread, language, width=max(width, 40), color=colored)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


def render(rows: Sequence[Row], unread: int, language: Language, *, width: int = _WIDTH, color: bool = False) -> str:
    """The table as text, lines of at most `width` columns."""
    canvas = Canvas(language, width, color=color)
    canvas.gap()
    canvas.heading(Text(en=_TITLE.en.format(count=len(rows)), ja=_TITLE.ja.format(count=len(rows))))
    counts = Counter(one.word for one in rows)
    labels = {word: canvas.say(words.SHORT_VERDICTS[word]) for word in VerdictWord}
    wide = max(columns(label) for label in [*labels.values(), canvas.say(_UNREAD)])
    for word in VerdictWord:
        if counts[word]:
            canvas.lines.append(f"  {canvas.inked(padded(labels[word], wide), _INKS[word])}  {counts[word]:>6,}")
    if unread:
        canvas.lines.append(f"  {padded(canvas.say(_UNREAD), wide)}  {unread:>6,}")
    canvas.gap()
    left = max(width - wide - 8, 20)
    sizes = (left * 2 // 5, left * 3 // 10, left - left * 2 // 5 - left * 3 // 10)
    for one in sorted(rows, key=lambda one: -one.word.badness):
        cells = (one.subject, one.sender, _end(one.path, sizes[2]))
        shown = "  ".join(padded(shortened(cell, size), size) for cell, size in zip(cells, sizes, strict=True)).rstrip()
        canvas.lines.append(f"  {canvas.inked(padded(labels[one.word], wide), _INKS[one.word])}  {shown}")
    return canvas.text()


def _end(path: str, width: int) -> str:
    """The end of a path tells more than its beginning."""
    if columns(path) <= width:
        return path
    kept = path[-width:]
    while columns(kept) >= width:
        kept = kept[1:]
    return "…" + kept
