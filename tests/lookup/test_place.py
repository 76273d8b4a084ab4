"""Files of places in several shapes, names of clouds, and histories of DNS."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gyotaku
from gyotaku.lookup import history
from gyotaku.lookup.local import local
from gyotaku.lookup.place import host_name, registry
from gyotaku.lookup.place.database import Unusable, opened
from gyotaku.model.asks import Outcome
from gyotaku.model.configuration import Config
from gyotaku.model.place import PlaceSaid, Point
from tests.world.files import mmdb


def said(folder: Path, record: dict[str, Any]) -> PlaceSaid:
    file = opened(mmdb(folder / "x.mmdb", "Any", {"192.0.2.1": record}))
    found = file.ask("192.0.2.1").place
    file.close()
    assert found is not None
    return found


def test_radius_of_the_file_else_one_by_how_closely_it_names_the_place(tmp_path: Path) -> None:
    location = {"latitude": 35.0, "longitude": 135.75}
    city = {"country": {"iso_code": "JP"}, "city": {"names": {"en": "Kyoto"}}}
    assert said(tmp_path, {**city, "location": {**location, "accuracy_radius": 20}}).point == Point(35.0, 135.75, 20)
    assert said(tmp_path, {**city, "location": location}).point == Point(35.0, 135.75, 50)
    region = {"country": {"iso_code": "JP"}, "subdivisions": [{"names": {"en": "Kyoto"}}], "location": location}
    assert said(tmp_path, region).point == Point(35.0, 135.75, 200)
    # The middle of a country is no place.
    assert said(tmp_path, {"country": {"iso_code": "JP"}, "location": location}).point is None


def test_flat_records(tmp_path: Path) -> None:
    flat = {
        "country": "JP",
        "city": "Kyoto",
        "region": "Kyoto Prefecture",
        "lat": "35.0",
        "lng": "135.75",
        "asn": "AS64500",
        "as_name": "Net",
    }
    found = said(tmp_path, flat)
    assert (found.country, found.asn, found.network, found.point) == ("JP", 64500, "Net", Point(35.0, 135.75, 50))
    assert found.near is not None
    assert found.near.en == "Kyoto, Kyoto Prefecture"


@pytest.mark.parametrize(
    "record",
    [
        {"country": 7, "city": [1], "location": "x", "autonomous_system_number": "x", "subdivisions": {}},
        {"country": {"iso_code": "Japan"}, "location": {"latitude": 1e300, "longitude": 3}},
        {"country": {"iso_code": "JP"}, "city": {"names": {"en": 3}}, "location": {"latitude": 91.0, "longitude": 0.0}},
        {"city": {"names": {"en": "x\u0000\u202e{y}" * 100}}, "location": {"latitude": True, "longitude": "nan"}},
    ],
)
def test_wrong_types_are_left_out(tmp_path: Path, record: dict[str, Any]) -> None:
    found = said(tmp_path, record)
    assert found.point is None
    assert found.country in {None, "JP"}


def test_unusable_files_are_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mmdb"
    broken.write_bytes(b"nonsense")
    for file in (broken, tmp_path / "none.mmdb", tmp_path):
        with pytest.raises(Unusable):
            opened(file)
    held = local(Config(place_files=(str(broken),)))
    assert held.places == ()
    assert [name for name, _ in held.unread_places] == [str(broken)]
    report = gyotaku.dissect(b"Subject: x\r\n\r\nhello\r\n", Config(place_files=(str(broken),)))
    assert any(
        "broken.mmdb" in one.question.slots["file"].value for one in report.unknown if "file" in one.question.slots
    )  # type: ignore[union-attr]


def test_damage_within_a_file_is_told(tmp_path: Path) -> None:
    whole = mmdb(tmp_path / "x.mmdb", "Any", {"192.0.2.1": {"country": {"iso_code": "JP"}}}).read_bytes()
    seen = set()
    for at in range(0, len(whole) - 200, 7):
        damaged = tmp_path / f"{at}.mmdb"
        damaged.write_bytes(whole[:at] + b"\xff\xff\xff" + whole[at + 3 :])
        try:
            file = opened(damaged)
        except Unusable:
            continue
        seen.add(file.ask("192.0.2.1").answer.outcome)
        file.close()
    assert seen <= {Outcome.FOUND, Outcome.NOTHING, Outcome.FAILED}


@pytest.mark.parametrize(
    ("name", "region", "country"),
    [
        ("ec2-192-0-2-1.ap-northeast-1.compute.amazonaws.com", "ap-northeast-1", "JP"),
        ("EC2-192-0-2-1.compute-1.amazonaws.com.", "us-east-1", "US"),
        ("vm.japanwest.cloudapp.azure.com", "japanwest", "JP"),
        ("mail-koreacentralazon11010000.outbound.protection.outlook.com", "koreacentral", "KR"),
        ("tk2-203-45678.vs.sakura.ne.jp", "tk", "JP"),
        ("bucket.s3.eu-central-1.amazonaws.com", "eu-central-1", "DE"),
        ("app-123.europe-west1.run.app", "europe-west1", "BE"),
        ("nrt20s02-in-f14.1e100.net", "nrt", "JP"),
        ("1.2.0.192.bc.googleusercontent.com", None, None),
        ("vmi1234.contaboserver.net", None, None),
    ],
)
def test_names_of_clouds(name: str, region: str | None, country: str | None) -> None:
    found = host_name.told(name)
    assert found is not None
    assert (found.region, found.country) == (region, country)
    assert (found.point is None) is (region is None)


@pytest.mark.parametrize(
    "name",
    ["", "tokyo.example.jp", "lax.example.com", "evil-compute.amazonaws.com.example.com", "nrt.example.net", "a" * 300, "." * 50,
     "xcompute.amazonaws.com", "ec2.ap-northeast-99.compute.amazonaws.com"],
)  # fmt: skip
def test_names_that_tell_nothing(name: str) -> None:
    assert host_name.told(name) is None


@given(
    st.text(max_size=80),
    st.sampled_from(
        ["compute.amazonaws.com", "ovh.net", "bb.gin.ntt.net", "run.app", "outbound.protection.outlook.com"]
    ),
)
def test_any_name_is_read(before: str, below: str) -> None:
    host_name.told(f"{before}.{below}")
    host_name.told(before)


def test_every_row_of_the_tables_is_whole() -> None:
    for row in (*host_name._regions().values(), *host_name._cities().values()):
        assert len(row["country"]) == 2
        assert -90 <= float(row["latitude"]) <= 90
        assert -180 <= float(row["longitude"]) <= 180


def test_registered_country_is_no_place() -> None:
    found = registry.country("8.8.8.8")
    assert found is not None
    assert found.country == "US"
    assert not found.placed
    assert registry.date().year >= 2026
    assert registry.country("192.0.2.1") is None


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_history(tmp_path: Path) -> None:
    file = tmp_path / "pdns.jsonl"
    file.write_text(
        "not json gone.example\n[1]\n"
        + lines(
            {
                "rrname": "gone.example.",
                "rrtype": "A",
                "rdata": ["192.0.2.1", "nonsense"],
                "time_first": 1,
                "time_last": 1_600_000_000,
            },
            {
                "rrname": "GONE.example",
                "rrtype": "AAAA",
                "rdata": "2001:db8::1",
                "time_last": "2023-06-05T00:00:00Z",
                "source": "other",
            },
            {"rrname": "xgone.example", "rrtype": "A", "rdata": "192.0.2.2", "time_last": 1_600_000_000},
            {"rrname": "gone.example", "rrtype": "NS", "rdata": "ns.example", "time_last": 1_600_000_000},
            {"rrname": "gone.example", "rrtype": "A", "rdata": "192.0.2.3", "time_last": 10**30},
        )
    )
    found = history.look([file, tmp_path / "none"], ["gone.example"], None)
    assert [(seen.address, seen.source) for seen in found.seen] == [
        ("2001:db8::1", "other"),
        ("192.0.2.1", "pdns.jsonl"),
    ]
    # Lines that name the host and are no records of the format are told, as is a file that is not there.
    assert [name for name, _ in found.unread] == ["pdns.jsonl", "none"]
    before = history.look([file], ["gone.example"], datetime(2021, 1, 1, tzinfo=UTC)).last("gone.example")
    assert before is not None
    assert before.address == "192.0.2.1"
