"""The tables `place`, `reputation` and `dns_history` of a world, as the files that a user would have on his machine."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from gyotaku.model.configuration import Config

BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""When the files of places and of addresses were made."""


def with_files(config: Config, world: Mapping[str, Any], folder: Path) -> Config:
    """The configuration with the files of a world, which are written into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return replace(
        config,
        place_files=(*config.place_files, *(str(file) for file in place_files(world.get("place", {}), folder))),
        lists=(*config.lists, *lists(world.get("reputation", []), folder)),
        dns_history=(*config.dns_history, *(str(file) for file in histories(world.get("dns_history", {}), folder))),
    )


def place_files(places: Mapping[str, Any], folder: Path) -> list[Path]:
    """A city database, and one of networks; none without rows."""
    cities = {address: _city(place) for address, place in places.items() if "country" in place}
    networks = {
        address: {
            "autonomous_system_number": place.get("asn", 64500),
            "autonomous_system_organization": place["network"],
        }
        for address, place in places.items()
        if "network" in place
    }
    others = {address: _city(place["other"]) for address, place in places.items() if "other" in place}
    files = []
    for kind, records in (("Test-City", cities), ("Test-ASN", networks), ("Test-Other-City", others)):
        if records:
            files.append(mmdb(folder / f"{kind.lower()}.mmdb", kind, records))
    return files


def _city(place: Mapping[str, Any]) -> dict[str, Any]:
    near = place.get("near")
    names = {language: place.get(f"near_{language}", near) for language in ("en", "ja")}
    record: dict[str, Any] = {"country": {"iso_code": place["country"]}}
    if near or any(names.values()):
        record["city"] = {"names": {language: name for language, name in names.items() if name}}
    if "latitude" in place:
        record["location"] = {"latitude": place["latitude"], "longitude": place["longitude"]}
        if "radius_km" in place:
            record["location"]["accuracy_radius"] = place["radius_km"]
    return record


def mmdb(file: Path, kind: str, records: Mapping[str, Any]) -> Path:
    """A file in the MaxMind DB format."""
    from mmdb_writer import MMDBWriter
    from netaddr import IPSet

    writer = MMDBWriter(6, kind, languages=["en", "ja"], description=f"{kind} of the test", ipv4_compatible=True)
    for address, record in records.items():
        writer.insert_network(IPSet([f"{address}/{128 if ':' in address else 32}"]), record)
    writer.to_db_file(str(file))
    _built(file, BUILT)
    return file


def _built(file: Path, when: datetime) -> None:
    """Set the time of building: the writer takes the clock's."""
    octets = file.read_bytes()
    mark = b"\x4bbuild_epoch"
    at = octets.rindex(mark) + len(mark)
    size = octets[at] & 0x1F
    if octets[at] >> 5 == 0:  # an extended type has its own octet
        length, start = size, at + 2
    else:
        length, start = size, at + 1
    value = int(when.timestamp()).to_bytes(length, "big")
    file.write_bytes(octets[:start] + value + octets[start + length :])


def lists(rows: Any, folder: Path) -> list[dict[str, str]]:
    """A plain list for each source: what is listed, category, day."""
    by_source: dict[str, list[str]] = {}
    for row in rows:
        what = row.get("url") or row.get("host") or row["address"]
        listed_on: date | str = row.get("listed_on", "")
        by_source.setdefault(row["listed_by"], []).append(f"{what},{row.get('category', '')},{listed_on}")
    made = []
    for number, (source, lines) in enumerate(by_source.items()):
        file = folder / f"list-{number}.csv"
        file.write_text("\n".join(lines) + "\n", "utf-8")
        os.utime(file, (BUILT.timestamp(), BUILT.timestamp()))
        made.append({"file": str(file), "name": source, "form": "plain"})
    return made


def histories(hosts: Mapping[str, Any], folder: Path) -> list[Path]:
    """One file in the Common Output Format."""
    lines = []
    for host, seen in hosts.items():
        last = seen["last_seen"]
        when = datetime(last.year, last.month, last.day, tzinfo=UTC)
        for kind in ("a", "aaaa"):
            for address in seen.get(kind, ()):
                record = {
                    "rrname": host, "rrtype": kind.upper(), "rdata": address, "time_first": int(when.timestamp()) - 86400,
                    "time_last": int(when.timestamp()), "source": seen["source"],
                }  # fmt: skip
                lines.append(json.dumps(record))
    if not lines:
        return []
    file = folder / "history.jsonl"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return [file]
