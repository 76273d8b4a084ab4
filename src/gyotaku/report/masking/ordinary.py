"""Words that stand in every report, so that they tell of nobody where they stand alone."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from importlib import import_module

from msgspec import Struct

import gyotaku.model
import gyotaku.report
from gyotaku.model.report import Report
from gyotaku.model.text import Text
from gyotaku.report.masking.folding import fold

_WORD = re.compile(r"[^\W_]+")


def ordinary(report: Report) -> frozenset[str]:
    """Words of our fixed sentences and terms, and of the names of checks and kinds, folded."""
    return _fixed() | frozenset(
        word
        for one in (report, *report.others)
        for name in (
            *(run.id for run in one.checks),
            *(finding.kind.id for finding in one.findings),
            *(hop.form or "" for hop in one.path.hops),
        )
        for word in (name.lower(), *_WORD.findall(name.lower()))
    )


@cache
def _fixed() -> frozenset[str]:
    found = [
        *pkgutil.iter_modules(gyotaku.model.__path__, "gyotaku.model."),
        *(
            one
            for one in pkgutil.walk_packages(gyotaku.report.__path__, "gyotaku.report.")
            if ".masking" not in one.name
        ),
    ]
    said = (text for one in found for value in vars(import_module(one.name)).values() for text in _said(value))
    return frozenset(word for text in said for word in _WORD.findall(fold(text))) | _MEMBERS


def _said(value: object) -> Iterator[str]:
    match value:
        case Text():
            yield value.en
            yield value.ja
        case dict():
            for inner in value.values():
                yield from _said(inner)
        case tuple() | list():
            for inner in value:
                yield from _said(inner)
        case Struct():
            for name in value.__struct_fields__:
                yield from _said(getattr(value, name))
        case type() if issubclass(value, Enum):
            for member in value:
                yield str(member.value)


# Of JSON, and of what every mail and every link has.
_MEMBERS = frozenset(
    """mailbox address message http https hxxp hxxps mailto received subject return path image link form frame refresh resource helo hosts
    handed over reply gyotaku html text example""".split()
)
