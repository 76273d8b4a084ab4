"""The summary of a scan as a page: the same answers, in the words of the page's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from gyotaku.model.goal import GoalClass, MailClass
from gyotaku.model.report import VerdictWord
from gyotaku.model.software import Role
from gyotaku.model.text import Language, Text
from gyotaku.report import headings
from gyotaku.report.html.counts import Bar

_CLASSES = {
    MailClass.PHISH: Text(en="phishing", ja="フィッシング"),
    MailClass.SCAM: Text(en="scam", ja="詐欺（金銭・個人情報）"),
    MailClass.MALWARE: Text(en="malware mail", ja="マルウェアメール"),
    MailClass.SPAM: Text(en="spam", ja="迷惑メール（広告）"),
    MailClass.NONE: Text(en="not told", ja="不明"),
}
_ROLES = {
    Role.COMPOSES: Text(en="composes", ja="メールを作る"),
    Role.SENDS: Text(en="sends", ja="メールを送る"),
}
_WORDS: Mapping[str, Mapping[str, Text]] = MappingProxyType(
    {
        "verdict": {word.value: text for word, text in headings.SHORT_VERDICTS.items()}
        | {"not read": Text(en="not read", ja="読めなかったもの")},
        "class": {one.value: text for one, text in _CLASSES.items()},
        "goal": {one.value: one.label for one in GoalClass},
        "role": {one.value: text for one, text in _ROLES.items()},
    }
)
"""What stands in a column, and what people call it."""
_ACCUSING = {VerdictWord.FRAUD.value, VerdictWord.LIKELY.value}
_UNSHOWN = {"first"}
"""Columns that say where something is, not what."""


def bars(columns: Sequence[str], rows: Sequence[Sequence[Any]], language: Language) -> list[Bar]:
    """A bar for each row of counts, named by the row's words."""
    return [_bar(dict(zip(columns, row, strict=True)), language) for row in rows]


def _bar(cells: Mapping[str, Any], language: Language) -> Bar:
    words = [
        _WORDS[name][cell].template(language) if cell in _WORDS.get(name, ()) else cell
        for name, cell in cells.items()
        if isinstance(cell, str) and name not in _UNSHOWN
    ]
    accused = cells.get("fraud_or_likely")
    if cells.get("verdict") in _ACCUSING:
        accused = cells["mails"]
    return Bar(" · ".join(words), cells["mails"], accused)
