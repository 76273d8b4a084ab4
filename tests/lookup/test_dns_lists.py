"""Blocklists in DNS: what is asked, what an answer means, and that a refusal is never a listing."""

from __future__ import annotations

import pytest

from gyotaku.lookup.reputation.dns_lists import inquiry, unknown
from gyotaku.model.asks import Outcome
from gyotaku.model.reputation import DnsListed, Match
from tests.ask import World, drive

ZONES = ("zen.spamhaus.org", "dbl.spamhaus.org", "multi.surbl.org", "multi.uribl.com")


def asked(of: str, records: dict[str, object]) -> tuple[DnsListed, list[str]]:
    world = World({name: {"A": value} for name, value in records.items()})  # type: ignore[dict-item]
    found = drive(inquiry(of, ZONES), world)
    return found, [ask.of for ask in world.asked]


def test_what_is_asked() -> None:
    assert asked("192.0.2.7", {})[1] == ["7.2.0.192.zen.spamhaus.org"]
    assert asked("2001:db8::1", {})[1] == ["1." + "0." * 23 + "8.b.d.0.1.0.0.2.zen.spamhaus.org"]
    names = ["www.warui.example.dbl.spamhaus.org", "warui.example.multi.surbl.org", "warui.example.multi.uribl.com"]
    assert asked("www.warui.example", {})[1] == names


def test_listed() -> None:
    found, _ = asked("192.0.2.7", {"7.2.0.192.zen.spamhaus.org": ["127.0.0.2", "127.0.0.11"]})
    assert [(hit.match, hit.category, hit.policy) for hit in found.hits] == [
        (Match.ADDRESS, "127.0.0.2", False),
        (Match.ADDRESS, "127.0.0.11", True),
    ]
    assert found.hits[0].meaning is not None
    found, _ = asked("www.warui.example", {"warui.example.multi.surbl.org": ["127.0.0.24"]})
    assert [(hit.match, hit.listed) for hit in found.hits] == [(Match.DOMAIN, "warui.example")]
    assert found.hits[0].meaning is not None
    assert found.hits[0].meaning.en == "phishing; malware"


@pytest.mark.parametrize(
    "record", ["127.255.255.252", "127.255.255.254", "127.255.255.255", "127.255.255.1", "198.51.100.1", "::1"]
)
def test_refusals_are_no_listings(record: str) -> None:
    for records in ([record], [record, "127.0.0.2"], ["127.0.0.2", record]):
        found, _ = asked("192.0.2.7", {"7.2.0.192.zen.spamhaus.org": records})
        assert found.hits == ()
        assert len(found.refusals) == 1
        assert found.consulted == ()


def test_own_refusals() -> None:
    found, _ = asked(
        "kotowari.example",
        {"kotowari.example.multi.uribl.com": ["127.0.0.1"], "kotowari.example.dbl.spamhaus.org": ["127.0.1.255"]},
    )
    assert found.hits == ()
    assert [one.name for one in found.refusals] == ["Spamhaus DBL", "URIBL"]


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.FOUND])
def test_no_answer_is_no_listing(outcome: Outcome) -> None:
    found, _ = asked("192.0.2.7", {"7.2.0.192.zen.spamhaus.org": outcome})
    assert found.hits == ()
    assert found.refusals == ()
    assert len(found.consulted) == (1 if outcome is Outcome.NOTHING else 0)


def test_zones_that_are_not_known_are_not_asked() -> None:
    world = World({})
    drive(inquiry("192.0.2.7", ("dnsbl.nobody.example",)), world)
    assert world.asked == []
    assert [zone for zone, _ in unknown(("dnsbl.nobody.example", *ZONES))] == ["dnsbl.nobody.example"]
