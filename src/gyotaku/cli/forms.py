"""What `dissect` writes to standard output, a form a class. What a form needs is loaded when it is asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TextIO

from gyotaku.mail.intake import Mail
from gyotaku.model.report import Report
from gyotaku.model.text import Language

if TYPE_CHECKING:
    from gyotaku.cli.masking import Masked
    from gyotaku.model.transcript import Transcript
    from gyotaku.report.summary import Row


class Form(Protocol):
    """Takes reports as they come, and hears when there are no more. `put` is False where a masked report was withheld."""

    def put(self, mail: Mail, report: Report) -> bool: ...
    def end(self, unread: int) -> None: ...


class Way:
    """How reports go out: masked or not, links broken in one way or the other."""

    def __init__(self, options: argparse.Namespace, spoken: Language) -> None:
        self.mask: bool = options.mask
        self.others: bool = options.mask_others
        self.stars: bool = options.defang == "h**p"
        self.spoken = spoken

    def masked(self, report: Report, texts: Transcript | None = None) -> Masked:
        from gyotaku.cli.masking import Masked

        return Masked(report, self.spoken, texts, others=self.others)

    def broken(self, text: str) -> str:
        if not self.stars:
            return text
        from gyotaku.report.plain import starred

        return starred(text)

    def text(self, report: Report, render: Callable[[Report], str]) -> str | None:
        """The text of a form; None where it was masked and something of the owner still stood in it."""
        if not self.mask:
            return render(report)
        masked = self.masked(report)
        text = render(masked.report)
        return None if masked.leaks(masked.guard.text(text)) else text


class Terminal:
    """Reports one after the other; a table after many."""

    def __init__(self, options: argparse.Namespace, way: Way) -> None:
        self.options = options
        self.way = way
        self.rows: list[Row] = []

    def put(self, mail: Mail, report: Report) -> bool:  # noqa: ARG002
        from gyotaku.report.summary import row

        if self.way.mask:
            masked = self.way.masked(report)
            report = masked.report
            text = self._held(report)
            if masked.leaks(masked.guard.terminal(text)):
                return False
        elif self.way.stars:
            text = self._held(report)
        else:
            text = ""
        if self.rows:
            print()
        if text:
            sys.stdout.write(text)
        else:
            self._print(report, sys.stdout)
        self.rows.append(row(report))
        return True

    def _held(self, report: Report) -> str:
        from gyotaku.cli.masking import Held

        held = Held()
        self._print(report, held)
        return self.way.broken(held.getvalue())

    def _print(self, report: Report, stream: TextIO) -> None:
        from gyotaku.report.terminal import print_report

        print_report(report, self.way.spoken, stream=stream, width=self.options.width, color=self.options.color)

    def end(self, unread: int) -> None:
        if len(self.rows) > 1:
            from gyotaku.report.summary import print_summary

            print()
            print_summary(self.rows, unread, self.way.spoken, stream=sys.stdout, color=self.options.color)


class Json:
    """One line a mail, or indented."""

    def __init__(self, options: argparse.Namespace, way: Way) -> None:
        self.pretty = options.pretty
        self.way = way

    def put(self, mail: Mail, report: Report) -> bool:  # noqa: ARG002
        if not self.way.mask:
            sys.stdout.buffer.write(self._line(report))
            return True
        masked = self.way.masked(report)
        line = self._line(masked.report)
        if masked.leaks(masked.guard.json(line)):
            return False
        sys.stdout.buffer.write(line)
        return True

    def _line(self, report: Report) -> bytes:
        from gyotaku.report.json import encode

        return encode(report, pretty=self.pretty) + b"\n"

    def end(self, unread: int) -> None: ...


class Html:
    """One page, an article a mail."""

    def __init__(self, options: argparse.Namespace, way: Way) -> None:  # noqa: ARG002
        self.way = way
        self.number = 0

    def put(self, mail: Mail, report: Report) -> bool:
        from gyotaku.mail.transcript import transcript

        texts = transcript(mail, report)
        if self.way.mask:
            masked = self.way.masked(report, texts)
            text = self._page(masked.report, masked.transcript)
            if masked.leaks(masked.guard.markup(text)):
                return False
        else:
            text = self._page(report, texts)
        self.number += 1
        _write(text)
        return True

    def _page(self, report: Report, texts: Transcript | None) -> str:
        from gyotaku.report.html.page import article, beginning

        before = "" if self.number else beginning(report, self.way.spoken)
        return self.way.broken(before + article(report, self.way.spoken, texts, self.number + 1))

    def end(self, unread: int) -> None:  # noqa: ARG002
        from gyotaku.report.html.page import ending

        if self.number:
            _write(ending(self.way.spoken))


class Markdown:
    """One text, a rule between mails."""

    def __init__(self, options: argparse.Namespace, way: Way) -> None:  # noqa: ARG002
        self.way = way
        self.number = 0

    def put(self, mail: Mail, report: Report) -> bool:  # noqa: ARG002
        from gyotaku.report.markdown import render

        text = self.way.text(report, lambda shown: self.way.broken(render(shown, self.way.spoken)))
        if text is None:
            return False
        self.number += 1
        _write(("\n---\n\n" if self.number > 1 else "") + text)
        return True

    def end(self, unread: int) -> None: ...


class Csv:
    """One table of all mails."""

    def __init__(self, options: argparse.Namespace, way: Way) -> None:  # noqa: ARG002
        from gyotaku.report.csv import header

        self.way = way
        _write(header())

    def put(self, mail: Mail, report: Report) -> bool:  # noqa: ARG002
        from gyotaku.report.csv import rows

        text = self.way.text(report, lambda shown: rows(shown, stars=self.way.stars))
        if text is None:
            return False
        _write(text)
        return True

    def end(self, unread: int) -> None: ...


FORMS: dict[str, Callable[[argparse.Namespace, Way], Form]] = {
    "terminal": Terminal,
    "json": Json,
    "html": Html,
    "markdown": Markdown,
    "csv": Csv,
}


def form(options: argparse.Namespace, spoken: Language) -> Form:
    return FORMS[options.format](options, Way(options, spoken))


PUBLISHED = frozenset({"markdown"})
"""Forms made to be shown to others: masked unless `--no-mask` is said."""


def _write(text: str) -> None:
    """UTF-8 with the line ends as they are, whatever the machine's habit."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
