"""RDAP answers as registries and registrars vary them, and answers that are none."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.lookup.registration import rdap
from gyotaku.lookup.registration.privacy import service_of, withheld
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.registration import Spelled

TIME = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def answer(told: Any) -> Answer:
    text = told if isinstance(told, str) else json.dumps(told)
    ask = Ask("rdap", "domain", "https://rdap.example.net/domain/a.example")
    return Answer(ask=ask, outcome=Outcome.FOUND, time=TIME, expires=TIME, by=ask.of, records=(text,))


def entity(*rows: list[Any], roles: tuple[str, ...] = ("registrant",), **more: Any) -> dict[str, Any]:
    return {"roles": list(roles), "vcardArray": ["vcard", [["version", {}, "text", "4.0"], *rows]], **more}


def test_two_languages_of_one_name() -> None:
    told = entity(
        ["org", {"language": "ja"}, "text", "桔梗堂株式会社"],
        ["org", {"language": "en"}, "text", "Kikyodo Inc."],
    )
    found = rdap.read_domain("a.example", answer({"ldhName": "A.EXAMPLE.", "entities": [told]}))
    assert found is not None
    assert found.organization == Spelled("Kikyodo Inc.", "桔梗堂株式会社")


def test_a_card_of_jscontact() -> None:
    card = {
        "@type": "Card",
        "language": "en",
        "name": {"full": "Some Person"},
        "organizations": {"org": {"name": "Kikyodo Inc."}},
        "emails": {"e": {"address": "Info@Kikyodo.example"}},
        "addresses": {"a": {"countryCode": "jp", "components": [{"kind": "region", "value": "Gunma"}]}},
        "localizations": {"ja": {"organizations": {"org": {"name": "桔梗堂株式会社"}}}},
    }
    told = {"roles": ["registrant"], "jscontact_card": card}
    found = rdap.read_domain("a.example", answer({"entities": [told]}))
    assert found is not None
    assert found.organization == Spelled("Kikyodo Inc.", "桔梗堂株式会社")
    assert (found.name, found.country, found.state) == (Spelled("Some Person"), "JP", "Gunma")


def test_an_address_as_one_label() -> None:
    told = entity(
        ["adr", {"label": "Somewhere 1\nTown\nCANADA"}, "text", ["", "", "", "", "", "", ""]], ["fn", {}, "text", "X"]
    )
    found = rdap.read_domain("a.example", answer({"entities": [told]}))
    assert found is not None
    assert found.country == "CANADA"


def test_what_is_redacted_by_rfc_9537() -> None:
    told = {"entities": [entity(["fn", {}, "text", ""])], "redacted": [{"name": {"type": "Registrant Name"}}]}
    found = rdap.read_domain("a.example", answer(told))
    assert found is not None
    assert found.redacted
    assert found.holder is None


def test_the_abuse_contact_lies_within_the_registrar() -> None:
    inner = entity(["email", {}, "text", "mailto:abuse@registrar.example"], roles=("abuse",))
    told = entity(["fn", {}, "text", "Registrar"], roles=("registrar",), entities=[inner])
    found = rdap.read_domain("a.example", answer({"entities": [told]}))
    assert found is not None
    assert (found.registrar, found.abuse) == ("Registrar", "abuse@registrar.example")


@pytest.mark.parametrize(
    "told",
    [
        {"ldhName": "other.example"},
        {"objectClassName": "nameserver", "ldhName": "a.example"},
        [],
        "nothing",
        "{",
        "[" * 100_000,
        "null",
    ],
)
def test_what_is_no_answer_about_the_domain(told: Any) -> None:
    assert rdap.read_domain("a.example", answer(told)) is None


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "ftp://a.net/domain/a.example", "/domain/a.example", "", 7, None, "https://é.net/domain/x"],
)
def test_only_web_addresses_are_followed(href: Any) -> None:
    assert rdap.registrars_link(answer({"links": [{"rel": "related", "href": href}]})) is None


def test_the_deepest_and_the_most() -> None:
    nested: dict[str, Any] = entity(["fn", {}, "text", "Deep"], roles=("abuse",))
    for _ in range(100):
        nested = {"entities": [nested]}
    many = [entity(["fn", {}, "text", f"E{number}"], roles=("technical",)) for number in range(20_000)]
    found = rdap.read_domain("a.example", answer({"entities": [*many, nested]}))
    assert found is not None
    assert found.abuse is None


def test_half_a_surrogate_pair_is_no_text() -> None:
    told = {
        "status": ["\ud800"],
        "nameservers": [{"ldhName": "ns\udfff.example"}],
        "entities": [entity(["fn", {}, "text", "A\ud800B"])],
    }
    found = rdap.read_domain("a.example", answer(told))
    assert found is not None
    assert found.holder is not None
    for text in (*found.status, *found.name_servers, *found.holder.all):
        text.encode()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "entities roles vcardArray events eventAction eventDate nameservers ldhName status links rel href redacted remarks "
                "startAddress endAddress cidr0_cidrs country jscontact_card name organizations localizations notices".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(_JSON)
def test_no_json_makes_a_reader_raise(told: Any) -> None:
    for piece in (told, {"entities": told}, {"entities": [{"roles": ["registrant"], "vcardArray": ["vcard", told]}]}):
        rdap.read_domain("a.example", answer(json.dumps(piece)))
        rdap.read_network("203.0.113.1", answer(json.dumps(piece)))
        rdap.registrars_link(answer(json.dumps(piece)))


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("Domains By Proxy, LLC", "domains-by-proxy"),
        ("DOMAINS BY PROXY LLC", "domains-by-proxy"),
        ("Privacy service provided by Withheld for Privacy ehf", "withheld-for-privacy"),
        ("Whois Privacy Protection Service by onamae.com", "onamae"),
        ("Whois情報公開代行サービス by お名前.com", "onamae"),
        ("Whois Privacy Protection Service by MuuMuuDomain", "muumuu"),
        ("Whois Privacy Protection Service by VALUE-DOMAIN", "value-domain"),
        ("Whois Privacy Protection Service by Somebody New", "unnamed-japanese"),
        ("Whois Privacy Protection Service, Inc.", "enom"),
        ("Contact Privacy Inc. Customer 0123456789", "contact-privacy"),
        ("c/o whoisproxy.com", "key-systems"),
        ("Super Privacy Service LTD c/o Dynadot", "dynadot"),
        ("See PrivacyGuardian.org", "namesilo"),
    ],
)
def test_services_of_privacy(name: str, service: str) -> None:
    found = service_of([name])
    assert found is not None
    assert found.id == service


@pytest.mark.parametrize(
    "name",
    [
        "Proxy Logistics Ltd",
        "Privacy International",
        "Gandi SAS",
        "Onamae Trading",
        "Sakura Farm",
        "Perfect Bakery",
        "Data Protection Office",
    ],
)
def test_firms_that_are_no_services(name: str) -> None:
    assert service_of([name]) is None
    assert not withheld(name)


def test_a_service_by_its_mailbox() -> None:
    found = service_of([], "abc123@domainsbyproxy.com")
    assert found is not None
    assert found.id == "domains-by-proxy"


@pytest.mark.parametrize(
    "value", ["REDACTED FOR PRIVACY", "Data Redacted", "GDPR Masked", "Not Disclosed", "Statutory Masking Enabled"]
)
def test_words_in_place_of_a_name(value: str) -> None:
    assert withheld(value)
    assert service_of([value]) is None
