"""What stands on a map: one sign for all machines that are said to be at the same place."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gyotaku.model.place import Known, Located
from gyotaku.report.map.shapes import Box, Country, Ring, country
from gyotaku.report.map.view import circle

_MOST_APART = (60.0, 40.0)
"""Degrees of longitude and latitude that one view shows; what lies farther is shown on the world beside it."""
_ROUGHEST = 3000
"""Kilometers: a ring that large tells nothing that its words do not."""


class Mark(Struct, frozen=True):
    """A ring, or a country as a whole; never a bare point."""

    numbers: tuple[int, ...]
    """Of the machines, as the legend counts them."""
    box: Box
    ring: Ring | None = None
    land: Country | None = None
    registered: bool = False

    @property
    def label(self) -> str:
        return ",".join(map(str, self.numbers))


def marks(places: Sequence[Located]) -> list[Mark]:
    """In the order of the machines. Of a place that has no shape there is none."""
    found: dict[object, Mark] = {}
    for number, place in enumerate(places, 1):
        said = place.said
        registered = said.known is Known.REGISTRY
        point = said.point if not registered else None
        if point is not None and 0 < point.radius_km <= _ROUGHEST and abs(point.latitude) <= 90:
            key: object = point
            ring = circle(point.longitude, point.latitude, point.radius_km)
            mark = Mark((number,), ring.box, ring=ring)
        elif said.country is not None and (land := country(said.country)) is not None and said.country != "-":
            key = (said.country, registered)
            mark = Mark((number,), land.main, land=land, registered=registered)
        else:
            continue
        before = found.get(key)
        found[key] = mark if before is None else Mark((*before.numbers, number), *_rest(before))
    return list(found.values())


def _rest(mark: Mark) -> tuple[Box, Ring | None, Country | None, bool]:
    return mark.box, mark.ring, mark.land, mark.registered


def together(found: Sequence[Mark]) -> Box:
    """The box of the first mark, and of all others that one view can show with it."""
    box = found[0].box
    for mark in found[1:]:
        both = box.joined(mark.box)
        if both.width <= _MOST_APART[0] and both.height <= _MOST_APART[1]:
            box = both
    return box


def is_within(mark: Mark, box: Box) -> bool:
    near = mark.box.near(box.middle[0])
    return near.west >= box.west and near.east <= box.east and near.south >= box.south and near.north <= box.north
