"""What a scan found, in a few tables at its end."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from gyotaku.batch.arrow import MissingExtraError
from gyotaku.batch.folder import Folder, FolderError
from gyotaku.batch.questions import QUESTIONS, Asking, QuestionError
from gyotaku.cli.paths import printable
from gyotaku.cli.query import table
from gyotaku.model.text import Language, Text

_MOST = 10
_MONTHS = 24
TITLES: Mapping[str, Text] = MappingProxyType(
    {
        "verdicts": Text(en="Verdicts", ja="判定"),
        "classes": Text(en="Classes, of what is suspicious or worse", ja="種類（「不審」以上のもの）"),
        "brands": Text(en="Impersonated brands", ja="騙られたブランド"),
        "goals": Text(en="Goals", ja="狙い"),
        "hosts": Text(en="Hosts that links lead to", ja="リンク先のホスト"),
        "senders": Text(en="Domains of From", ja="差出人（From）のドメイン"),
        "tools": Text(en="Sending tools", ja="送信ソフト"),
        "timeline": Text(en="By month of the Date field", ja="月別（Date フィールド）"),
        "errors": Text(en="Not read", ja="読めなかったもの"),
    }
)
"""The ready questions that a summary answers."""
_REST = Text(
    en="… the rest: gyotaku query {folder} --ask {question}", ja="… 続き：gyotaku query {folder} --ask {question}"
)
_ABOUT = Text(
    en="{count} mails, counted from the rows in {folder}. No sign of fraud is no proof that a mail is honest.",
    ja="{folder} にある {count} 通を数えたものです。「詐欺の兆候なし」は、正当なメールという証明ではありません。",
)
_PAGE = "summary.html"


class _Found(Struct, frozen=True):
    """The answer to one question, as much of it as is shown."""

    heading: Text
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    more: str


def show(folder: Folder, language: Language, form: str) -> None:
    """Print it, or write a page beside the rows; what hinders that is told, and costs the scan nothing."""
    try:
        found = list(_found(folder.path, language))
        if form == "html":
            print(printable(str(folder.write(_PAGE, _page(found, folder.path, language).encode()))))
            return
        for one in found:
            print(f"\n{one.heading.template(language)}")
            for line in table(one.columns, one.rows):
                print(f"  {line}")
            if one.more:
                print(f"  {one.more}")
    except (FolderError, MissingExtraError, QuestionError, OSError) as error:
        print(f"gyotaku: {error}", file=sys.stderr)
    sys.stdout.flush()


def _found(folder: Path, language: Language) -> Iterator[_Found]:
    asking = Asking(folder)
    for name, heading in TITLES.items():
        answer = asking.ask(QUESTIONS[name])
        # Of months the last are told, of all else the first.
        rows: Sequence[Sequence[Any]] = list(answer.rows if name == "timeline" else islice(answer.rows, _MOST + 1))
        shown = rows[-_MONTHS:] if name == "timeline" else rows[:_MOST]
        rest = _REST.template(language).format(folder=printable(str(folder)), question=name)
        if rows:
            yield _Found(heading, answer.columns, shown, rest if len(rows) > len(shown) else "")
    asking.close()


def _page(found: Sequence[_Found], folder: Path, language: Language) -> str:
    from gyotaku.cli.scan_page import bars
    from gyotaku.report.html import counts

    mails = sum(row[-1] for row in found[0].rows) if found else 0
    about = _ABOUT.template(language).format(folder=printable(str(folder)), count=f"{mails:,}")
    tables = [counts.Table(one.heading, bars(one.columns, one.rows, language), one.more) for one in found]
    return counts.render(tables, about, language)
