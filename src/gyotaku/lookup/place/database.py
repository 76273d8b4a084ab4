"""Files in the MaxMind DB format: city, country or network of an address.

Their records differ: MaxMind and DB-IP nest names by language, IPinfo writes plain strings. What has not the type it should have
is left out. A point is given with the file's own radius, else with one that fits how closely it names the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.place import Known, PlaceSaid, Point
from gyotaku.model.text import Text

if TYPE_CHECKING:
    from maxminddb import Reader

CITY_KM = 50
"""The radius of a city that comes without one."""
REGION_KM = 200
_LONGEST = 120
_LARGEST_RADIUS = 20_038
"""Half way round the earth."""


class Unusable(Exception):  # noqa: N818 - an outcome, not an error
    """The file cannot be used; the text says why."""


class Said(Struct, frozen=True):
    """What a file says of one address: nothing, or a place, a network, or both; and the answer to be recorded."""

    answer: Answer
    place: PlaceSaid | None


class PlaceFile:
    """One open file. Reading it is thread-safe."""

    def __init__(self, file: Path, reader: Reader, kind: str, date: datetime, name: str) -> None:
        self.file = file
        self.kind = kind
        """The database's type as it names itself (`DBIP-City-Lite`)."""
        self.date = date
        """When it was built, as it says itself."""
        self.name = name
        self._reader = reader

    def ask(self, address: str) -> Said:
        """Never raises: what a damaged file does not tell is told as a failure."""
        ask = Ask("place", self.kind, address)
        try:
            record = self._reader.get(address)
        except Exception as error:  # noqa: BLE001 - a damaged file raises as it likes; its answer says so
            detail = f"{type(error).__name__}: {error}"[:200]
            return Said(_answer(ask, Outcome.FAILED, self.date, self.name, detail=detail), None)
        if not isinstance(record, Mapping):
            return Said(_answer(ask, Outcome.NOTHING, self.date, self.name), None)
        words = _words(record)
        answer = _answer(ask, Outcome.FOUND, self.date, self.name, (words,))
        evidence = Evidence.answered(answer, Principal.THIRD_PARTY, f"{address}: {words}")
        return Said(answer, _place(record, self.name, self.date, evidence))

    def close(self) -> None:
        self._reader.close()


def opened(file: Path) -> PlaceFile:
    """Raises Unusable."""
    import maxminddb

    try:
        reader = maxminddb.open_database(file)
        metadata = reader.metadata()
        built = datetime.fromtimestamp(metadata.build_epoch, UTC)
        kind = str(metadata.database_type)[:_LONGEST] or file.name
        name = _text(metadata.description.get("en")) or kind
    except (OSError, ValueError, OverflowError, AttributeError, maxminddb.InvalidDatabaseError) as error:
        raise Unusable(str(error)[:200] or type(error).__name__) from error
    return PlaceFile(file, reader, kind, built, name)


def _answer(
    ask: Ask, outcome: Outcome, date: datetime, by: str, records: tuple[str, ...] = (), detail: str = ""
) -> Answer:
    return Answer(ask=ask, outcome=outcome, time=date, expires=date, by=by, records=records, detail=detail)


def _place(record: Mapping[str, Any], source: str, date: datetime, evidence: Evidence) -> PlaceSaid:
    near, closeness = _near(record)
    return PlaceSaid(
        source=source,
        date=date,
        known=Known.DATABASE,
        evidence=evidence,
        country=_country(record),
        near=near,
        point=_point(record, closeness),
        network=_text(
            record.get("autonomous_system_organization") or record.get("as_name") or record.get("organization")
        ),
        asn=_asn(record.get("autonomous_system_number", record.get("asn"))),
    )


def _country(record: Mapping[str, Any]) -> str | None:
    country = record.get("country")
    code = country.get("iso_code") if isinstance(country, Mapping) else record.get("country_code", country)
    return code if isinstance(code, str) and len(code) == 2 and code.isascii() and code.isupper() else None


def _near(record: Mapping[str, Any]) -> tuple[Text | None, int]:
    """City and region in both languages, and how far around that name reaches."""
    city = _named(record.get("city"))
    subdivisions = record.get("subdivisions")
    first = subdivisions[0] if isinstance(subdivisions, list) and subdivisions else record.get("region")
    region = _named(first)
    if city and region and region.en != city.en:
        return Text(en=f"{city.en}, {region.en}", ja=f"{city.ja}（{region.ja}）"), CITY_KM
    return (city, CITY_KM) if city else (region, REGION_KM)


def _named(value: object) -> Text | None:
    if isinstance(value, str):
        name = _text(value)
        return Text(en=name, ja=name) if name else None
    names = value.get("names") if isinstance(value, Mapping) else None
    if not isinstance(names, Mapping):
        return None
    en, ja = _text(names.get("en")), _text(names.get("ja"))
    return Text(en=en or ja or "", ja=ja or en or "") if en or ja else None


def _point(record: Mapping[str, Any], closeness: int) -> Point | None:
    location = record.get("location", record)
    if not isinstance(location, Mapping):
        return None
    latitude = _number(location.get("latitude", location.get("lat")))
    longitude = _number(location.get("longitude", location.get("lng")))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    radius = _number(location.get("accuracy_radius", location.get("radius")))
    if radius is None or not 0 < radius <= _LARGEST_RADIUS:
        # A country's middle is no place: a point needs at least a region's name.
        if _near(record)[0] is None:
            return None
        radius = closeness
    return Point(round(latitude, 4), round(longitude, 4), max(1, int(radius)))


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    # Not a number compares false to everything.
    return float(value) if isinstance(value, int | float) and abs(value) < 1e6 else None


def _asn(value: object) -> int | None:
    if isinstance(value, str) and value[:2].upper() == "AS" and value[2:12].isdecimal():
        value = int(value[2:12])
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 32 else None


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return "".join(one if one.isprintable() else " " for one in value[:_LONGEST]).strip() or None


def _words(record: Mapping[str, Any]) -> str:
    """The record in one line, as evidence."""
    near, closeness = _near(record)
    point = _point(record, closeness)
    pieces = [near.ja if near else None, _country(record)]
    if point:
        pieces.append(f"{point.latitude:g} {point.longitude:g} ±{point.radius_km} km")
    asn = _asn(record.get("autonomous_system_number", record.get("asn")))
    pieces.append(f"AS{asn}" if asn else None)
    pieces.append(_text(record.get("autonomous_system_organization") or record.get("as_name")))
    return " / ".join(piece for piece in pieces if piece) or "{}"
