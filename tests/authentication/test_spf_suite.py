"""RFC 7208's test suite, every case: the result, and the explanation where the suite names one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gyotaku.authentication.spf import MOST_ASKS, evaluate
from tests.ask import drive
from tests.authentication.suite import SuiteZone, scenarios

CASES = 203


@pytest.fixture(scope="session")
def suite(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return scenarios(Path(request.config.cache.mkdir("rfc7208-suite")))  # type: ignore[union-attr]


def test_every_case(suite: list[dict[str, Any]]) -> None:
    wrong = []
    count = 0
    for scenario in suite:
        for identifier, case in scenario["tests"].items():
            count += 1
            zone = SuiteZone(scenario["zonedata"])
            result = drive(evaluate(case["host"], case["mailfrom"] or "", case["helo"]), zone)
            wanted = case["result"] if isinstance(case["result"], list) else [case["result"]]
            if result.result.value not in wanted:
                wrong.append(f"{identifier}: {result.result.value}, not {wanted}: {result.error}")
            said = case.get("explanation")
            if said is not None and (result.explanation or "DEFAULT") != said:
                wrong.append(f"{identifier}: explains {result.explanation!r}, not {said!r}")
            assert len(zone.asked) == len(set(zone.asked)) <= MOST_ASKS
            assert [answer.ask for answer in result.answers] == zone.asked
    assert count == CASES
    assert not wrong, "\n".join(wrong)
