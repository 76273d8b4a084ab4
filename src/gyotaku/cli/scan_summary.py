"""What a scan found, in a few tables at its end."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from gyotaku.batch.arrow import MissingExtraError
from gyotaku.batch.folder import FolderError
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


def show(folder: Path, language: Language) -> None:
    """Print it; what hinders that is told, and costs the scan nothing."""
    try:
        asking = Asking(folder)
        for name, title in TITLES.items():
            answer = asking.ask(QUESTIONS[name])
            rows = list(islice(answer.rows, _MONTHS * 50 if name == "timeline" else _MOST + 1))
            if not rows:
                continue
            shown = rows[-_MONTHS:] if name == "timeline" else rows[:_MOST]
            print(f"\n{title.template(language)}")
            for line in table(answer.columns, shown):
                print(f"  {line}")
            if len(rows) > len(shown):
                print("  " + _REST.template(language).format(folder=printable(str(folder)), question=name))
    except (FolderError, MissingExtraError, QuestionError) as error:
        print(f"gyotaku: {error}", file=sys.stderr)
    sys.stdout.flush()
