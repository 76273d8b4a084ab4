"""Our SPF against pyspf's on made-up worlds. Where they differ, RFC 7208 says who is right: docs/authentication.md."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gyotaku.authentication.spf import MOST_ASKS, evaluate
from gyotaku.authentication.spf_account import MOST_LOOKUPS, MOST_VOIDS
from gyotaku.model.asks import Outcome
from gyotaku.model.spf import SpfResult
from tests.ask import World, drive
from tests.authentication.spf_worlds import Case, cases

PAGE = Path(__file__).parents[2] / "docs" / "authentication.md"
NUMBERS = (*range(3_000), 5_499, 9_951, 14_212)
"""The last three show differences that hardly any case does."""


def theirs(case: Case, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str, str]:
    """pyspf's result, its explanation, and what it says is wrong."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import spf

    def look(name: str, kind: str, *_: Any, **__: Any) -> Iterator[tuple[tuple[str, str], Any]]:
        here = case.records.get(name.lower(), {})
        found = here.get(kind, here.get("*", []))
        if isinstance(found, Outcome):
            raise spf.TempError("DNS timeout")
        for record in found:
            value: Any = record
            if kind == "TXT":
                value = (record.encode("latin-1"),)
            elif kind == "MX":
                preference, _, host = record.partition(" ")
                value = (int(preference), host)
            yield (name, kind), value

    monkeypatch.setattr(spf, "DNSLookup", look)
    query = spf.query(i=case.address, s=case.mailfrom, h=case.helo, strict=True)
    query.set_default_explanation("DEFAULT")
    result, _, explanation = query.check()
    return result, explanation, getattr(query, "prob", "") or ""


def _own_include(_: Case, ours: SpfResult, problem: str) -> bool:
    """pyspf refuses a record that includes itself wherever the term stands; RFC 7208 4.6.4 ends it when it is reached."""
    return problem.endswith("include has trivial recursion") and any("include" in one.text for one in ours.records)


def _voids_by_term(_: Case, ours: SpfResult, problem: str) -> bool:
    """pyspf counts look-ups that find nothing; RFC 7208 4.6.4 counts terms that have such look-ups."""
    return problem.startswith("Void lookup limit") and ours.voids <= MOST_VOIDS


def _reverse_errors(_: Case, ours: SpfResult, problem: str) -> bool:
    """A DNS error on the way to a reverse name is no match (RFC 7208 5.5); pyspf makes it a temperror."""
    reverse = {ask for step in ours.steps if any(one.what == "PTR" for one in step.asked) for ask in step.asked}
    return problem == "DNS timeout" and any(not one.told and one.ask in reverse for one in ours.answers)


def _early_macro(_: Case, ours: SpfResult, problem: str) -> bool:
    """pyspf looks up reverse names for `%{p}` in terms that it never reaches; section 4.6.2 evaluates from left to right."""
    untold = any(not one.told for one in ours.answers)
    return problem == "DNS timeout" and not untold and any("%{p}" in one.text for one in ours.records)


def _one_exchange_matches(_: Case, ours: SpfResult, problem: str) -> bool:
    """An exchange matched and another was not answered: section 5.4 gives exchanges no order, so the match counts."""
    step = ours.matched
    untold = {one.ask for one in ours.answers if not one.told}
    return problem == "DNS timeout" and any(
        "mx" in one.term and untold & set(one.asked) for one in (step, *ours.steps) if one
    )


def _early_redirect(_: Case, ours: SpfResult, problem: str) -> bool:
    """pyspf counts `redirect` when it reads the record; section 4.6.4 counts what takes look-ups, 6.1 when nothing matched."""
    return problem == "Too many DNS lookups" and ours.lookups <= MOST_LOOKUPS


EXCEPTIONS: list[Callable[[Case, SpfResult, str], bool]] = [
    _own_include,
    _voids_by_term,
    _reverse_errors,
    _early_macro,
    _one_exchange_matches,
    _early_redirect,
]


def test_agreement(monkeypatch: pytest.MonkeyPatch) -> None:
    unexplained = []
    explained: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for case in cases(NUMBERS):
        world = World(case.records)
        ours = drive(evaluate(case.address, case.mailfrom, case.helo), world)
        assert len(world.asked) == len(set(world.asked)) <= MOST_ASKS
        result, explanation, problem = theirs(case, monkeypatch)
        words[result] += 1
        said = ours.explanation or "DEFAULT"
        if ours.result.value == result and (result != "fail" or said == explanation):
            continue
        named = [exception.__name__ for exception in EXCEPTIONS if exception(case, ours, problem)]
        explained.update(named[:1])
        if not named:
            unexplained.append(
                f"{case.number}: {ours.result.value} {said!r}, not {result} {explanation!r}: {ours.error}"
            )
    assert not unexplained, "\n".join(unexplained)
    assert min(words.values()) >= 50, words
    assert set(explained) == {exception.__name__ for exception in EXCEPTIONS}, explained
    page = PAGE.read_text("utf-8")
    for name, count in explained.items():
        assert f"| {name.strip('_').replace('_', ' ')} | {count} |" in page, f"{PAGE.name} does not say {name}: {count}"
