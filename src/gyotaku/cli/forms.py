"""What `dissect` writes to standard output, a form a class. What a form needs is loaded when it is asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from gyotaku.mail.intake import Mail
from gyotaku.model.report import Report
from gyotaku.model.text import Language

if TYPE_CHECKING:
    from gyotaku.report.summary import Row


class Form(Protocol):
    """Takes reports as they come, and hears when there are no more."""

    def put(self, mail: Mail, report: Report) -> None: ...
    def end(self, unread: int) -> None: ...


class Terminal:
    """Reports one after the other; a table after many."""

    def __init__(self, options: argparse.Namespace, spoken: Language) -> None:
        self.options = options
        self.spoken = spoken
        self.rows: list[Row] = []

    def put(self, mail: Mail, report: Report) -> None:  # noqa: ARG002
        from gyotaku.report.summary import row
        from gyotaku.report.terminal import print_report

        if self.rows:
            print()
        print_report(report, self.spoken, stream=sys.stdout, width=self.options.width, color=self.options.color)
        self.rows.append(row(report))

    def end(self, unread: int) -> None:
        if len(self.rows) > 1:
            from gyotaku.report.summary import print_summary

            print()
            print_summary(self.rows, unread, self.spoken, stream=sys.stdout, color=self.options.color)


class Json:
    """One line a mail, or indented."""

    def __init__(self, options: argparse.Namespace, spoken: Language) -> None:  # noqa: ARG002
        self.pretty: bool = options.pretty

    def put(self, mail: Mail, report: Report) -> None:  # noqa: ARG002
        from gyotaku.report.json import encode

        sys.stdout.buffer.write(encode(report, pretty=self.pretty) + b"\n")

    def end(self, unread: int) -> None: ...


class Html:
    """One page, an article a mail."""

    def __init__(self, options: argparse.Namespace, spoken: Language) -> None:  # noqa: ARG002
        self.spoken = spoken
        self.number = 0

    def put(self, mail: Mail, report: Report) -> None:
        from gyotaku.mail.transcript import transcript
        from gyotaku.report.html.page import article, beginning

        self.number += 1
        if self.number == 1:
            _write(beginning(report, self.spoken))
        _write(article(report, self.spoken, transcript(mail, report), self.number))

    def end(self, unread: int) -> None:  # noqa: ARG002
        from gyotaku.report.html.page import ending

        if self.number:
            _write(ending(self.spoken))


class Markdown:
    """One text, a rule between mails."""

    def __init__(self, options: argparse.Namespace, spoken: Language) -> None:  # noqa: ARG002
        self.spoken = spoken
        self.number = 0

    def put(self, mail: Mail, report: Report) -> None:  # noqa: ARG002
        from gyotaku.report.markdown import render

        self.number += 1
        _write(("\n---\n\n" if self.number > 1 else "") + render(report, self.spoken))

    def end(self, unread: int) -> None: ...


class Csv:
    """One table of all mails."""

    def __init__(self, options: argparse.Namespace, spoken: Language) -> None:
        from gyotaku.report.csv import header

        del options, spoken
        _write(header())

    def put(self, mail: Mail, report: Report) -> None:  # noqa: ARG002
        from gyotaku.report.csv import rows

        _write(rows(report))

    def end(self, unread: int) -> None: ...


FORMS: dict[str, Callable[[argparse.Namespace, Language], Form]] = {
    "terminal": Terminal,
    "json": Json,
    "html": Html,
    "markdown": Markdown,
    "csv": Csv,
}


def form(options: argparse.Namespace, spoken: Language) -> Form:
    return FORMS[options.format](options, spoken)


def _write(text: str) -> None:
    """UTF-8 with the line ends as they are, whatever the machine's habit."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
