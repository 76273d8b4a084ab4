"""The region of a cloud, or a carrier's code of a city, that stands in a host name.

A reverse name is given by whoever holds the address, a forward name by whoever holds the domain. Only where both lead to each
other does the provider's own name tell which region the machine stands in.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from typing import Any

from msgspec import Struct

from gyotaku.data.tables import rows, table
from gyotaku.model.evidence import Evidence
from gyotaku.model.place import Known, PlaceSaid, Point
from gyotaku.model.text import Text

_LONGEST_NAME = 253
CITY_KM = 50
"""Around a city that a carrier's code names."""


class NameTells(Struct, frozen=True):
    """Who runs the machine of that name and in which region, as the name says it."""

    operator: Text
    region: str | None
    country: str | None
    near: Text | None
    point: Point | None
    source: str
    date: datetime

    def said(self, evidence: Evidence, *, confirmed: bool) -> PlaceSaid:
        return PlaceSaid(
            source=self.source,
            date=self.date,
            known=Known.HOST_NAME,
            evidence=evidence,
            country=self.country,
            near=self.near,
            point=self.point,
            region=self.region,
            operator=self.operator,
            confirmed=confirmed,
        )


def told(name: str) -> NameTells | None:
    """What a host name says; None for a name of no form that is known. A `NameTells` without a region says that there is none in it."""
    if len(name) > _LONGEST_NAME or "." not in name:
        return None
    name = name.lower().removesuffix(".")
    at = len(name)
    below: list[str] = []
    # The longest suffix first, and at most the last five labels: no form has more.
    for _ in range(5):
        at = name.rfind(".", 0, at)
        if at < 0:
            break
        below.append(name[at + 1 :])
    forms = _forms()
    for suffix in reversed(below):
        for form in forms.get(suffix, ()):
            found = _by(form, name[: -len(suffix) - 1])
            if found is not None:
                return found
    return None


def _by(form: dict[str, Any], before: str) -> NameTells | None:
    operator = Text(en=form["en"], ja=form["ja"])
    region: str | None = form.get("fixed")
    pattern: str | None = form.get("pattern")
    if region is None and pattern is None:
        return NameTells(operator, None, None, None, None, *_sources())
    if region is None:
        # `re` keeps what it compiles, so only forms that are met cost anything.
        match = re.fullmatch(pattern or "", before)
        if match is None:
            return None
        region = match["region"]
    if form["regions"] == "airports":
        row, radius_km = _cities().get(region), CITY_KM
    else:
        row = _regions().get((form["regions"], region))
        radius_km = int(row["radius_km"]) if row else 0
    return _placed(operator, region, row, radius_km) if row else None


def _placed(operator: Text, region: str, row: dict[str, str], radius_km: int) -> NameTells:
    point = Point(float(row["latitude"]), float(row["longitude"]), radius_km)
    return NameTells(operator, region, row["country"], Text(en=row["en"], ja=row["ja"]), point, *_sources())


@cache
def _regions() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["regions"], row["code"]): row for row in rows("cloud_regions")}


@cache
def _cities() -> dict[str, dict[str, str]]:
    """By every code under which carriers write a city: IATA, and UN/LOCODE with and without its country."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("airports"):
        for code in row["codes"].split():
            found[code] = row
    return found


def _table() -> dict[str, Any]:
    return table("cloud_names")


@cache
def _forms() -> dict[str, list[dict[str, Any]]]:
    forms: dict[str, list[dict[str, Any]]] = {}
    for form in _table()["form"]:
        for suffix in form["below"]:
            forms.setdefault(suffix, []).append(form)
    return forms


@cache
def _sources() -> tuple[str, datetime]:
    dated = _table()["date"]
    return "host name", datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
