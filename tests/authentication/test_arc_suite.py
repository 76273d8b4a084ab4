"""Every case of the ARC validation suite."""

from __future__ import annotations

import pytest

from gyotaku.model.arc import ArcWhy
from tests.authentication.arc_suite import scenarios
from tests.authentication.judging import chain, world_of

UNSAID = {
    "cv_fail_i1_as_cv_fail": ArcWhy.CHAIN_FAILED,
    "cv_fail_i2_as2_fail": ArcWhy.CHAIN_FAILED,
    "cv_fail_i2_as1_fail": ArcWhy.CHAIN_STATUS,
}
"""Cases for which the suite, older than the RFC, tells no status. By RFC 8617 section 5.2 steps 2 and 3 they fail."""


def test_all_cases(request: pytest.FixtureRequest) -> None:
    wrong, unsaid = [], {}
    for scenario in scenarios(request.config.cache.mkdir("arc-suite")):
        world = world_of({name.lower(): text.replace("\n", "") for name, text in scenario["txt-records"].items()})
        for name, case in scenario["tests"].items():
            result = chain(case["message"].encode(), world)
            if not case["cv"]:
                unsaid[name] = result.why
            elif str(result.result) != case["cv"].lower():
                wrong.append(f"{name}: {result.result} ({result.why}), not {case['cv']}")
    assert not wrong
    assert unsaid == UNSAID
