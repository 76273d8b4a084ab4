"""Lines on a terminal: indented, wrapped, colored only where asked, every foreign word made safe."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from gyotaku.model.text import Language, Text
from gyotaku.report.layout import columns, padded, safe, wrapped
from gyotaku.report.plain import defanged, written_duration, written_time
from gyotaku.report.teller import Teller


class Ink(Enum):
    """What a stretch of text is, and how a terminal shows it (ECMA-48 select graphic rendition)."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    ALARM = "1;31"
    WARN = "1;33"
    CALM = "1;36"
    LINE = "36"


class TerminalStyle:
    """Slots for a terminal: everything that comes from outside is made safe, links are defanged."""

    def address(self, value: str, language: Language) -> str:  # noqa: ARG002
        return safe(value)

    def host(self, value: str, language: Language) -> str:  # noqa: ARG002
        return safe(value)

    def url(self, value: str, language: Language) -> str:  # noqa: ARG002
        return defanged(safe(value))

    def quote(self, value: str, language: Language) -> str:
        return f"「{safe(value)}」" if language == "ja" else f"“{safe(value)}”"

    def time(self, value: datetime, language: Language) -> str:  # noqa: ARG002
        return written_time(value)

    def duration(self, value: timedelta, language: Language) -> str:
        return written_duration(value, language)

    def amount(self, value: int, language: Language) -> str:  # noqa: ARG002
        return f"{value:,}"

    def literal(self, value: str) -> str:
        """Our own words; those of a check that failed may hold words of the mail."""
        return value if value.isprintable() else safe(value)

    def foreign(self, value: str) -> str:
        return safe(value)


STYLE = TerminalStyle()


class Canvas(Teller):
    """Collects the lines of one report. `width` is in columns."""

    __slots__ = ("color", "lines", "width")

    def __init__(self, language: Language, width: int, *, color: bool) -> None:
        super().__init__(language, STYLE)
        self.width = width
        self.color = color
        self.lines: list[str] = []

    def inked(self, text: str, ink: Ink) -> str:
        return f"\x1b[{ink.value}m{text}\x1b[0m" if self.color and ink.value and text else text

    def gap(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def heading(self, text: Text) -> None:
        self.gap()
        title = self.say(text)
        rule = "─" * max(0, self.width - columns(title) - 4)
        self.lines.append(self.inked(f"── {title} {rule}"[: self.width], Ink.LINE))

    def paragraph(self, text: str, indent: int = 0, *, first: str = "", ink: Ink = Ink.PLAIN) -> None:
        """Wrapped text; `first` stands before its first line in place of the indent."""
        width = max(20, self.width - indent)
        for number, line in enumerate(wrapped(text, width)):
            lead = padded(first, indent) if number == 0 and first else " " * indent
            self.lines.append((lead + self.inked(line, ink)).rstrip(" "))

    def row(self, name: str, text: str, column: int) -> None:
        """A name, then text that hangs at `column`."""
        self.paragraph(text, column, first="  " + name)

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"
