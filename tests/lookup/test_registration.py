"""Inquiries about domains and addresses, through the real sources to servers on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gyotaku.lookup.registration import inquiry
from gyotaku.lookup.sources.rdap import RdapSource
from gyotaku.lookup.sources.whois import WhoisSource
from gyotaku.model.asks import Answer, Inquiry, Outcome
from gyotaku.model.configuration import Config
from gyotaku.model.registration import (
    Network,
    Networks,
    NoAnswer,
    NotFound,
    Registered,
    Registration,
    Registrations,
    Spelled,
)
from tests.lookup.through_sources import settle
from tests.shared import require
from tests.world.rdap_server import RdapServer
from tests.world.rdap_server import serving as serving_rdap
from tests.world.whois_server import WhoisServer
from tests.world.whois_server import serving as serving_whois

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WORLD: dict[str, Any] = {
    "registration": {
        "example.co.jp": {
            "registry": "JPRS",
            "organization_ja": "山吹商事株式会社",
            "registrant_organization": "Yamabuki Shoji K.K.",
            "created": date(2001, 3, 21),
            "updated": date(2026, 4, 1),
            "name_servers": ["ns1.yamabuki.example"],
        },
        "example.jp": {
            "registry": "JPRS",
            "organization_ja": "Whois情報公開代行サービス by お名前.com",
            "registrant_organization": "Whois Privacy Protection Service by onamae.com",
            "created": date(2026, 11, 1),
        },
        "proxied.example": {
            "registrant_organization": "Domains By Proxy, LLC",
            "registrant_state": "Arizona",
            "registrant_country": "US",
            "registrar": "A Registrar, LLC",
            "abuse": "abuse@registrar.example",
            "created": date(2019, 5, 6),
            "expires": date(2027, 5, 6),
            "name_servers": ["NS1.HOST.EXAMPLE"],
        },
        "gauteng.example": {"registrant_state": "GAUTENG", "registrant_country": "ZA"},
        "thin.example": {
            "form": "thin",
            "registrant_organization": "Thin Ice Ltd",
            "registrant_country": "GB",
            "registrar": "A Registrar, LLC",
            "created": date(2020, 1, 2),
        },
        "hidden.example": {
            "registrant_name": "REDACTED FOR PRIVACY",
            "registrant_organization": "REDACTED FOR PRIVACY",
        },
        "old.example": {
            "form": "whois-gtld",
            "registrant_organization": "Old Society",
            "registrant_country": "NL",
            "created": date(1999, 9, 9),
        },
    },
    "network": {
        "203.0.113.0/24": {
            "name": "HATAGO-1",
            "organization": "Hatago Hosting K.K.",
            "country": "JP",
            "abuse": "abuse@hatago.example",
            "asn": 64500,
        },
        "2001:db8::/32": {"name": "SIX", "organization": "Six Ltd", "country": "DE"},
    },
}


@pytest.fixture
def rdap() -> Iterator[RdapServer]:
    with serving_rdap(WORLD) as server:
        yield server


@pytest.fixture
def whois() -> Iterator[WhoisServer]:
    with serving_whois(WORLD) as server:
        yield server


@pytest.fixture
def config(rdap: RdapServer, whois: WhoisServer) -> Config:
    return Config(rdap_servers={"*": rdap.base}, whois_servers={"*": whois.place})


def asked(made: Inquiry[Any], config: Config, within: float = 2.0) -> tuple[Any, list[Answer]]:
    sources = {"rdap": RdapSource(config, lambda: NOW), "whois": WhoisSource(config, lambda: NOW)}
    return settle(made, sources, within)


def domain(name: str, config: Config, within: float = 2.0) -> Registered:
    found: Registered = asked(inquiry.domain(name, config), config, within)[0]
    return found


def registration(name: str, config: Config) -> Registration:
    found = domain(name, config)
    assert isinstance(found, Registration), found
    return found


def test_an_organization_of_japan_is_told_in_both_languages(config: Config, whois: WhoisServer) -> None:
    found = registration("www.example.co.jp", config)
    assert found.domain == "example.co.jp"
    assert found.organization == Spelled("Yamabuki Shoji K.K.", "山吹商事株式会社")
    assert found.organization.said("ja") == "山吹商事株式会社"
    assert found.created.moment == datetime(2001, 3, 20, 15, tzinfo=UTC)
    assert found.created.day_only
    assert found.updated.moment == datetime(2026, 3, 31, 16, 5, 9, tzinfo=UTC)
    assert found.status == ("Connected (2030/03/31)",)
    assert found.name_servers == ("ns1.yamabuki.example",)
    assert (found.registry, found.protocol, found.verified) == ("JPRS", "whois", True)
    assert whois.asked == ["example.co.jp"]


def test_a_name_of_japan_behind_a_proxy(config: Config) -> None:
    found = registration("example.jp", config)
    assert found.privacy is not None
    assert found.privacy.id == "onamae"
    assert not found.verified
    assert found.holder == Spelled(
        "Whois Privacy Protection Service by onamae.com", "Whois情報公開代行サービス by お名前.com"
    )


def test_a_proxy_in_arizona(config: Config, rdap: RdapServer, whois: WhoisServer) -> None:
    found = registration("proxied.example", config)
    assert found.privacy is not None
    assert found.privacy.id == "domains-by-proxy"
    assert (found.state, found.country) == ("Arizona", "US")
    assert (found.registrar, found.abuse) == ("A Registrar, LLC", "abuse@registrar.example")
    assert found.created.moment == datetime(2019, 5, 6, tzinfo=UTC)
    assert found.expires.moment == datetime(2027, 5, 6, tzinfo=UTC)
    assert found.name_servers == ("ns1.host.example",)
    assert found.answer.by == f"{rdap.base}domain/proxied.example"
    assert found.answer.expires == NOW + timedelta(hours=2)
    assert rdap.seen[0]["user-agent"].startswith("gyotaku/")
    assert not {"cookie", "authorization"} & rdap.seen[0].keys()
    assert not whois.asked


def test_a_state_and_a_country_without_a_name(config: Config) -> None:
    found = registration("gauteng.example", config)
    assert (found.holder, found.state, found.country, found.privacy) == (None, "GAUTENG", "ZA", None)


def test_a_thin_registry_sends_to_the_registrar_once(config: Config, rdap: RdapServer) -> None:
    found = registration("thin.example", config)
    assert found.organization == Spelled("Thin Ice Ltd")
    assert found.created.moment == datetime(2020, 1, 2, tzinfo=UTC)
    assert rdap.asked == ["/domain/thin.example", "/registrar/domain/thin.example"]
    assert [answer.by for answer in found.answers] == [rdap.base + path[1:] for path in rdap.asked]


def test_a_silent_registrar_costs_the_holder_alone(config: Config, rdap: RdapServer) -> None:
    rdap.faults["/registrar/"] = "status=500"
    found = registration("thin.example", config)
    assert found.organization is None
    assert found.silent_registrar
    assert found.created is not None


def test_what_is_withheld_is_no_name(config: Config) -> None:
    found = registration("hidden.example", config)
    assert found.holder is None
    assert found.redacted
    assert found.privacy is None


def test_nothing_registered(config: Config, rdap: RdapServer, whois: WhoisServer) -> None:
    gtld, jp = domain("nobody.example", config), domain("example9.jp", config)
    assert isinstance(gtld, NotFound)
    assert isinstance(jp, NotFound)
    assert (gtld.of, gtld.answer.detail) == ("nobody.example", "HTTP 404")
    assert jp.answer.detail == "No match!!"
    assert gtld.answer.expires == jp.answer.expires == NOW + timedelta(hours=1)
    assert (rdap.asked, whois.asked) == (["/domain/nobody.example"], ["example9.jp"])


def test_whois_where_rdap_fails(config: Config, rdap: RdapServer, whois: WhoisServer) -> None:
    rdap.faults["old.example"] = "status=503"
    found = registration("old.example", config)
    assert (found.protocol, found.organization) == ("whois", Spelled("Old Society"))
    assert found.created.moment == datetime(1999, 9, 9, tzinfo=UTC)
    assert whois.asked == ["old.example"]


@pytest.mark.parametrize(
    ("fault", "outcome", "detail"),
    [
        ("status=429", Outcome.FAILED, "HTTP 429, Retry-After: 30"),
        ("status=500", Outcome.FAILED, "HTTP 500"),
        ("redirect-for-ever", Outcome.FAILED, "more than 5 redirects"),
        ("redirect=http://127.0.0.1:9/domain/x", Outcome.NOT_ASKED, "127.0.0.1"),
        ("redirect=http://[::ffff:169.254.169.254]/latest", Outcome.NOT_ASKED, "169.254.169.254"),
        ("redirect=http://metadata.internal/", Outcome.NOT_ASKED, "inner name"),
        ("redirect=http://2130706433/", Outcome.NOT_ASKED, ""),
        ("redirect=file:///etc/passwd", Outcome.NOT_ASKED, "no web address"),
        ("redirect=https://u:p@localhost/", Outcome.NOT_ASKED, "inner name"),
        ("text=hello", Outcome.FAILED, "no JSON object"),
        ("text=[1]", Outcome.FAILED, "no JSON object"),
        ("html=200", Outcome.FAILED, "no JSON object"),
        ("html=404", Outcome.FAILED, "HTTP 404"),
        ("truncated", Outcome.FAILED, "no JSON object"),
        ("cut", Outcome.FAILED, ""),
        ("bomb", Outcome.FAILED, "1048576 octets when unpacked"),
        ("endless", Outcome.FAILED, "1048576 octets"),
        ("delay=5", Outcome.LATE, "0.5 s"),
    ],
)
def test_a_server_that_misbehaves_costs_its_answer(rdap: RdapServer, fault: str, outcome: Outcome, detail: str) -> None:
    rdap.faults[""] = fault
    config = Config(rdap_servers={"example": rdap.base})
    found, answers = asked(inquiry.domain("proxied.example", config), config, 0.5 if "delay" in fault else 5)
    assert isinstance(found, NoAnswer)
    assert found.outcome is outcome
    assert detail in found.detail
    assert all(answer.expires == answer.time for answer in answers)
    assert len(rdap.asked) <= 6


def test_packed_though_unasked_is_read(config: Config, rdap: RdapServer) -> None:
    rdap.faults[""] = "gzip"
    assert registration("proxied.example", config).state == "Arizona"


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("empty", Outcome.FAILED),
        ("garbage", Outcome.FAILED),
        ("endless", Outcome.FAILED),
        ("delay=5", Outcome.LATE),
        ("half", Outcome.LATE),
    ],
)
def test_a_whois_server_that_misbehaves_costs_its_answer(whois: WhoisServer, fault: str, outcome: Outcome) -> None:
    whois.faults[""] = fault
    config = Config(whois_servers={"*": whois.place})
    found = domain("example.co.jp", config, 5 if fault == "endless" else 0.5)
    assert isinstance(found, NoAnswer)
    assert found.outcome is outcome


def test_an_unclosed_answer_counts_only_where_its_end_is_marked(whois: WhoisServer) -> None:
    whois.faults[""] = "never-closes"
    config = Config(whois_servers={"*": whois.place})
    unmarked, marked = domain("example.co.jp", config, 0.3), domain("old.example", config, 0.3)
    assert isinstance(unmarked, NoAnswer)
    assert unmarked.outcome is Outcome.LATE
    assert isinstance(marked, Registration)


def test_nobody_listens() -> None:
    config = Config(rdap_servers={"example": "http://127.0.0.1:1/"}, whois_servers={"example": "127.0.0.1:1"})
    found, answers = asked(inquiry.domain("proxied.example", config), config)
    assert isinstance(found, NoAnswer)
    assert [answer.outcome for answer in answers] == [Outcome.FAILED, Outcome.FAILED]


def test_a_network_by_rdap(config: Config) -> None:
    found, _ = asked(inquiry.network("203.0.113.9", config), config)
    assert isinstance(found, Network)
    assert (found.first, found.last, found.prefix) == ("203.0.113.0", "203.0.113.255", "203.0.113.0/24")
    assert found.organization == Spelled("Hatago Hosting K.K.")
    assert (found.name, found.country, found.abuse, found.asn) == ("HATAGO-1", "JP", "abuse@hatago.example", 64500)


def test_a_network_of_version_six(config: Config) -> None:
    found, _ = asked(inquiry.network("2001:db8::9", config), config)
    assert isinstance(found, Network)
    assert (found.prefix, found.abuse) == ("2001:db8::/32", None)


def test_a_network_by_whois(whois: WhoisServer) -> None:
    config = Config(whois_servers={"ip": whois.place})
    found, _ = asked(inquiry.network("203.0.113.9", config), config)
    assert isinstance(found, Network)
    assert (found.prefix, found.country, found.abuse) == ("203.0.113.0/24", "JP", "abuse@hatago.example")
    assert found.organization == Spelled("Hatago Hosting K.K.")


def test_a_network_that_is_not_given_out(config: Config) -> None:
    found, _ = asked(inquiry.network("198.51.100.1", config), config)
    assert isinstance(found, NotFound)


@pytest.mark.parametrize("address", ["10.1.2.3", "127.0.0.1", "169.254.169.254", "::1", "fe80::1", "fc00::1"])
def test_nobody_is_told_of_an_inner_address(config: Config, rdap: RdapServer, address: str) -> None:
    found, answers = asked(inquiry.network(address, config), config)
    assert isinstance(found, NoAnswer)
    assert found.outcome is Outcome.NOT_ASKED
    assert not answers
    assert not rdap.asked


@pytest.mark.parametrize("name", ["host.example", "a.test", "b.invalid", "printer.local", "c.internal", "localhost"])
def test_nobody_is_told_of_names_that_no_registry_holds(name: str) -> None:
    config = Config()
    found, answers = asked(inquiry.domain(name, config), config)
    assert isinstance(found, NoAnswer)
    assert found.outcome is Outcome.NOT_ASKED
    assert not answers


def test_results_are_gathered_by_what_they_are(config: Config) -> None:
    results = [domain("proxied.example", config), domain("nobody.example", config)]
    results += [asked(inquiry.network(address, config), config)[0] for address in ("203.0.113.9", "198.51.100.1")]
    assert [name for name, _ in Registrations.gathered(results)] == ["proxied.example", "nobody.example"]
    assert [address for address, _ in Networks.gathered(results)] == ["203.0.113.9", "198.51.100.1"]


def test_the_founding_cases_world() -> None:
    import tomllib

    world = tomllib.loads(require("cases", "world.toml").read_text("utf-8"))
    with serving_rdap(world) as rdap, serving_whois(world) as whois:
        config = Config(rdap_servers={"*": rdap.base}, whois_servers={"*": whois.place})
        school = registration("shizengakuen.ed.jp", config)
        club = registration("fukushima-tta.jp", config)
        nails = registration("becausenails.com", config)
        photos = registration("fotojosue.com", config)
    assert school.organization == Spelled(None, world["registration"]["shizengakuen.ed.jp"]["organization_ja"])
    assert club.organization == Spelled(None, world["registration"]["fukushima-tta.jp"]["organization_ja"])
    assert nails.privacy is not None
    assert (nails.privacy.id, nails.state, nails.country) == ("domains-by-proxy", "Arizona", "US")
    assert (photos.state, photos.country) == ("GAUTENG", "ZA")
