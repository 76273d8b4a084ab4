"""WHOIS answers in the forms of many registries. All texts are made up; only their forms are the registries'."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.lookup.registration import whois
from gyotaku.lookup.registration.dates import read_date
from gyotaku.lookup.sources.whois import decoded, judged
from gyotaku.model.asks import Answer, Ask, Outcome

FOLDER = Path(__file__).parent / "whois"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))
TIME = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def answer(text: str, of: str = "whois://whois.example.net/x") -> Answer:
    ask = Ask("whois", "domain", of)
    return Answer(
        ask=ask, outcome=Outcome.FOUND, time=TIME, expires=TIME, by="whois://whois.example.net", records=(text,)
    )


def test_every_text_is_expected() -> None:
    assert {file.stem for file in FOLDER.glob("*.txt")} == set(EXPECTED)


@pytest.mark.parametrize("form", sorted(EXPECTED))
def test_a_form_is_read(form: str) -> None:
    text = (FOLDER / f"{form}.txt").read_text("utf-8").replace("\n", "\r\n")
    expected = EXPECTED[form]
    assert judged(text)[0] is Outcome.FOUND
    found = whois.read_domain(expected["domain"], answer(text))
    assert found is not None
    shown: dict[str, Any] = {
        "organization": found.organization and found.organization.plain,
        "organization_ja": found.organization and found.organization.ja,
        "name": found.name and found.name.plain,
        "privacy": found.privacy and found.privacy.id,
        "created": found.created and found.created.moment,
        "created_day_only": found.created and found.created.day_only,
        "updated": found.updated and found.updated.moment,
        "expires": found.expires and found.expires.moment,
        "name_servers": list(found.name_servers),
        "status": list(found.status),
        "redacted": found.redacted,
    }
    for key, value in expected.items():
        assert shown.get(key, getattr(found, key, None)) == value, key
    if form != "cn":  # the one whose registrant is written in Chinese alone
        for key in ("organization", "organization_ja", "name", "privacy"):
            assert shown[key] == expected.get(key), key
    assert found.redacted == expected.get("redacted", False)


def test_chinese_is_not_taken_for_japanese_of_another_name() -> None:
    found = whois.read_domain("example.cn", answer((FOLDER / "cn.txt").read_text("utf-8")))
    assert found is not None
    assert found.organization is not None
    assert found.organization.said("en") == found.organization.said("ja") == "牡丹贸易有限公司"


def test_the_registrar_of_a_thin_registry_is_named() -> None:
    text = (FOLDER / "gtld-thin.txt").read_text("utf-8")
    assert whois.registrars_server(answer(text)) == "whois.registrar.example"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("No match!!\r\n", Outcome.NOTHING),
        ('No match for "EXAMPLE.COM".\r\n>>> Last update', Outcome.NOTHING),
        ("% No entries found for the selected source(s).", Outcome.NOTHING),
        ("Domain: example.de\nStatus: free\n", Outcome.NOTHING),
        ("Domain:\texample.be\nStatus:\tAVAILABLE\n", Outcome.NOTHING),
        ("NOT FOUND\n", Outcome.NOTHING),
        ("The queried object does not exist: nobody\n", Outcome.NOTHING),
        ("상기 도메인이름은 등록되어 있지 않습니다.\n", Outcome.NOTHING),
        ('\n    No match for "example.co.uk".\n\n    This domain name has not been registered.\n', Outcome.NOTHING),
        ("%ERROR:201: access denied for 192.0.2.1\n", Outcome.FAILED),
        ("WHOIS LIMIT EXCEEDED - SEE WWW.REGISTRY.EXAMPLE\n", Outcome.FAILED),
        ("Query rate limit exceeded. Reduced information.\n", Outcome.FAILED),
        ("   \r\n", Outcome.FAILED),
        ("Domain name:\n  a.co.uk\n\nRegistrant:\n  No Match Ltd\n", Outcome.FOUND),
        ("domain: a.ru\nperson: Not Found\nregistrar: X\n", Outcome.FOUND),
        ("Domain Name: A.COM\nRegistrant Organization: Access denied\n", Outcome.FOUND),
    ],
)
def test_what_a_server_says_in_words(text: str, outcome: Outcome) -> None:
    assert judged(text)[0] is outcome


@pytest.mark.parametrize(
    "text", ["hello", "Domain Name: other.example\nCreation Date: 2020-01-01\n", "a: b\nc: d\n", ":\n:::\n[]\n"]
)
def test_what_is_not_about_the_domain_is_none(text: str) -> None:
    assert whois.read_domain("asked.example", answer(text)) is None


@pytest.mark.parametrize(
    ("text", "zone", "expected", "day_only"),
    [
        ("2020-03-04T05:06:07Z", 0, "2020-03-04T05:06:07", False),
        ("2020-03-04T05:06:07.123Z", 0, "2020-03-04T05:06:07", False),
        ("2020-03-04T05:06:07+09:00", 0, "2020-03-03T20:06:07", False),
        ("2020-03-04 05:06:07", 8, "2020-03-03T21:06:07", False),
        ("2020/03/04", 9, "2020-03-03T15:00:00", True),
        ("2020/03/04 01:05:09 (JST)", 9, "2020-03-03T16:05:09", False),
        ("2020. 03. 04.", 0, "2020-03-04T00:00:00", True),
        ("20200304 #1234", 0, "2020-03-04T00:00:00", True),
        ("04-Mar-2020", 0, "2020-03-04T00:00:00", True),
        ("4 March 2020", 0, "2020-03-04T00:00:00", True),
        ("Wed Mar 04 2020", 0, "2020-03-04T00:00:00", True),
        ("Wed Mar  4 05:06:07 UTC 2020", 0, "2020-03-04T05:06:07", False),
        ("04.03.2020 05:06:07", 0, "2020-03-04T05:06:07", False),
        ("2020年3月4日", 9, "2020-03-03T15:00:00", True),
        ("March 4, 2020", 0, "2020-03-04T00:00:00", True),
    ],
)
def test_dates(text: str, zone: int, expected: str, day_only: bool) -> None:
    found = read_date(text, zone)
    assert found is not None
    assert found.moment == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert found.day_only is day_only


@pytest.mark.parametrize(
    "text", ["", "04/03/2020", "2020-13-01", "31.02.2020", "before 1996", "yesterday", "0000-00-00", "²020-01-01"]
)
def test_no_dates(text: str) -> None:
    assert read_date(text) is None


def test_a_network_of_arin_is_the_narrowest() -> None:
    text = """
# start

NetRange:       198.51.100.0 - 198.51.100.255
CIDR:           198.51.100.0/24
NetName:        BIG-NET
NetHandle:      NET-198-51-100-0-1
OriginAS:       AS64500

OrgName:        Big Hosting, Inc.
Country:        US

OrgAbuseEmail:  abuse@big.example

# end

# start

NetRange:       198.51.100.64 - 198.51.100.95
NetName:        SMALL-NET
NetHandle:      NET-198-51-100-64-1

CustName:       Small Customer
Country:        CA

# end
"""
    found = whois.read_network("198.51.100.70", answer(text))
    assert found is not None
    assert (found.name, found.prefix, found.country) == ("SMALL-NET", "198.51.100.64/27", "CA")
    assert found.organization is not None
    assert found.organization.plain == "Small Customer"
    other = whois.read_network("198.51.100.1", answer(text))
    assert other is not None
    assert (other.name, other.asn, other.abuse) == ("BIG-NET", 64500, "abuse@big.example")


def test_a_network_of_jpnic() -> None:
    text = """
Network Information: [ネットワーク情報]
a. [IPネットワークアドレス]     203.0.113.0/25
b. [ネットワーク名]             NADESHIKO-NET
f. [組織名]                     なでしこ株式会社
g. [Organization]               Nadeshiko Inc.
[割当年月日]                    2015/01/02
"""
    found = whois.read_network("203.0.113.5", answer(text))
    assert found is not None
    assert (found.name, found.prefix) == ("NADESHIKO-NET", "203.0.113.0/25")
    assert found.organization is not None
    assert (found.organization.plain, found.organization.ja) == ("Nadeshiko Inc.", "なでしこ株式会社")


@given(st.binary(max_size=2000))
def test_no_octets_make_a_reader_raise(octets: bytes) -> None:
    text = decoded(octets)
    judged(text)
    whois.read_domain("a.com", answer(text))
    whois.read_network("203.0.113.5", answer(text))


_WORDS = st.sampled_from([
    "Domain Name", "registrant", "holder-c", "nic-hdl", "inetnum", "created", ": ", ":", "\n", "\n\n", "  ", "[", "]", "a. [",
    "203.0.113.0/24", "1 - 2", "2020-01-01", "-", "a.com", "%", ">>>", "<<<", "\t", "\x1b$B", "組織名", "٣", "\ud800", "\u2028",
])  # fmt: skip


@given(st.lists(_WORDS, max_size=60).map("".join))
def test_no_pieces_of_forms_make_a_reader_raise(text: str) -> None:
    judged(text)
    whois.read_domain("a.com", answer(text))
    whois.read_network("203.0.113.5", answer(text))
    whois.registrars_server(answer(text))
    whois.referred(answer(text))
    read_date(text)


@pytest.mark.parametrize(
    "piece", ["a:", ":", " ", "[", "a", "\n", "a: b\n", "nic-hdl: x\n\n", "1.", "% Abuse contact for is\n"]
)
def test_a_long_answer_takes_no_long_time(piece: str) -> None:
    import time

    text = piece * (256 * 1024 // len(piece))
    started = time.process_time()
    judged(text)
    whois.read_domain("a.com", answer(text))
    whois.read_network("203.0.113.5", answer(text))
    assert time.process_time() - started < 2
