"""What DNS is asked of names, and when its silence is believed."""

from __future__ import annotations

import pytest

from gyotaku.lookup import names
from gyotaku.model.asks import Answer, Ask, Outcome
from tests.ask import drive
from tests.world import NOW, Table


@pytest.mark.parametrize(
    ("world", "exists"),
    [
        ({"a": {"www.shop.example": ["192.0.2.1"]}}, True),
        ({"txt": {"www.shop.example": ["hello"]}}, True),
        ({"a": {"other.example": ["192.0.2.1"]}}, False),
        ({}, None),
    ],
)
def test_that_a_name_does_not_exist_is_believed_of_a_resolver_that_knows_its_top_level_domain(
    world: dict[str, dict[str, list[str]]], exists: bool | None
) -> None:
    table = Table({"dns": world}, lambda: NOW)
    assert drive(names.host("www.shop.example"), table.answer).exists is exists
    assert drive(names.domain("www.shop.example"), table.answer).host.exists is exists


def test_a_resolver_that_fails_tells_nothing() -> None:
    def fails(ask: Ask) -> Answer:
        return Answer(ask=ask, outcome=Outcome.FAILED, time=NOW, expires=NOW, detail="SERVFAIL")

    found = drive(names.host("www.shop.example"), fails)
    assert found.exists is None
    assert not found.told
