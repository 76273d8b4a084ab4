"""A part of the world on a rectangle: which part, where a point comes to lie, what is cut off at the edges."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from msgspec import Struct

from gyotaku.report.map.shapes import Box, Point, Ring

EARTH = 6371.0
"""Kilometers."""
_LEAST_WIDTH = 11.0
"""Degrees: a closer look would need finer coasts than there are."""
_PADDING = 0.12
_NARROWEST = 0.2
_BEYOND = 3.0
"""Units beyond the edges at which lines are cut, so that the cuts are not seen."""

Place = tuple[float, float]
"""Units of the drawing, from its left and its top."""


class View(Struct, frozen=True):
    """An equidistant cylindrical projection that is true to scale in its middle."""

    box: Box
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Units a degree of longitude."""
        return self.width / self.box.width

    def at(self, point: Point) -> Place:
        """Where a point lies whose longitude is of the same turn as the box."""
        return (point[0] - self.box.west) * self.scale, (self.box.north - point[1]) * self.height / self.box.height

    def turned(self, box: Box) -> Iterator[float]:
        """The longitudes to add so that a box, told in any turn, comes to lie within the view; two where it lies at both edges."""
        for turns in range(-2, 3):
            if box.west + 360 * turns < self.box.east and box.east + 360 * turns > self.box.west:
                yield 360.0 * turns

    def sees(self, box: Box) -> bool:
        """Something of it lies within the view."""
        within = box.south < self.box.north and box.north > self.box.south
        return within and next(self.turned(box), None) is not None

    def shown(self, ring: Ring) -> Iterator[list[Place]]:
        """What is seen of a ring, cut at the edges."""
        if not self.sees(ring.box):
            return
        along, up = self.scale, self.height / self.box.height
        north = self.box.north
        for shift in self.turned(ring.box):
            west = self.box.west - shift
            places = [((x - west) * along, (north - y) * up) for x, y in ring.points]
            if not self._holds(ring.box, shift):
                places = self._cut(places)
            if len(places) > 2:
                yield places

    def _holds(self, box: Box, shift: float) -> bool:
        return (
            self.box.west <= box.west + shift
            and box.east + shift <= self.box.east
            and self.box.south <= box.south
            and box.north <= self.box.north
        )

    def _cut(self, places: list[Place]) -> list[Place]:
        """Sutherland and Hodgman's, edge by edge."""
        low, right, bottom = -_BEYOND, self.width + _BEYOND, self.height + _BEYOND
        for axis, limit, sign in ((0, low, 1), (0, right, -1), (1, low, 1), (1, bottom, -1)):
            if not any((place[axis] - limit) * sign < 0 for place in places):
                continue
            kept: list[Place] = []
            before = places[-1] if places else (0.0, 0.0)
            for place in places:
                inside, was_inside = (place[axis] - limit) * sign >= 0, (before[axis] - limit) * sign >= 0
                if inside != was_inside:
                    share = (limit - before[axis]) / (place[axis] - before[axis])
                    kept.append(
                        (before[0] + share * (place[0] - before[0]), before[1] + share * (place[1] - before[1]))
                    )
                if inside:
                    kept.append(place)
                before = place
            places = kept
        return places


def closer(box: Box, width: float, height: float) -> View:
    """A view of a box with some land around it, of the given size."""
    middle = box.middle[1]
    narrow = max(math.cos(math.radians(middle)), _NARROWEST)
    # A degree of longitude is `narrow` degrees of latitude long.
    wide = max(box.width * (1 + 2 * _PADDING), _LEAST_WIDTH / narrow)
    high = max(box.height * (1 + 2 * _PADDING), wide * narrow * height / width)
    wide = min(high / narrow * width / height, 360.0)
    north, south = middle + high / 2, middle - high / 2
    if north > 90:
        north, south = 90.0, 90.0 - high
    elif south < -90:
        north, south = -90.0 + high, -90.0
    return View(Box(box.middle[0] - wide / 2, south, box.middle[0] + wide / 2, north), width, height)


def whole(width: float, center: float) -> View:
    """The world without the ice of the south."""
    box = Box(center - 180, -57.0, center + 180, 84.0)
    return View(box, width, round(width * box.height / box.width))


def circle(longitude: float, latitude: float, radius_km: float) -> Ring:
    """All points at this distance, on a sphere. One around a pole becomes the band that holds it."""
    angle = math.degrees(min(radius_km / EARTH, math.pi))
    north, south = latitude + angle, latitude - angle
    if north >= 89.5 or south <= -89.5:
        box = Box(longitude - 180, max(south, -90.0), longitude + 180, min(north, 90.0))
        corners = ((box.west, box.south), (box.east, box.south), (box.east, box.north), (box.west, box.north))
        return Ring(corners, box)
    points = [_away(longitude, latitude, math.radians(angle), math.radians(step * 6)) for step in range(60)]
    across = max(abs(x - longitude) for x, _ in points)
    return Ring(tuple(points), Box(longitude - across, south, longitude + across, north))


def _away(longitude: float, latitude: float, angle: float, bearing: float) -> Point:
    up = math.radians(latitude)
    sine = math.sin(up) * math.cos(angle) + math.cos(up) * math.sin(angle) * math.cos(bearing)
    there = math.asin(max(-1.0, min(1.0, sine)))
    turn = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(up), math.cos(angle) - math.sin(up) * math.sin(there)
    )
    return longitude + math.degrees(turn), math.degrees(there)


def path(lines: Iterable[list[Place]], step: float) -> str:
    """Closed lines as path data, in steps of this size; what is smaller than two steps is left out."""
    written: list[str] = []
    for line in lines:
        rounded = [(round(x / step), round(y / step)) for x, y in line]
        places = [place for place, before in zip(rounded, [None, *rounded], strict=False) if place != before]
        xs, ys = [x for x, _ in places], [y for _, y in places]
        if len(places) < 3 or (max(xs) - min(xs) < 2 and max(ys) - min(ys) < 2):
            continue
        written.append(f"M{xs[0] * step:g} {ys[0] * step:g}")
        pieces: list[str] = []
        before = places[0]
        for place in places[1:]:
            along, up = (place[0] - before[0]) * step, (place[1] - before[1]) * step
            pieces.append(f"{along:g}{up:g}" if up < 0 else f"{along:g} {up:g}")
            before = place
        written.append("l" + "".join(piece if piece[0] == "-" or not number else " " + piece for number, piece in enumerate(pieces)) + "z")  # fmt: skip
    return "".join(written)


def center(line: list[Place]) -> tuple[float, Place]:
    """The area of a closed line, and its center of gravity."""
    double = x = y = 0.0
    for (ax, ay), (bx, by) in zip(line, [*line[1:], line[0]], strict=True):
        cross = ax * by - bx * ay
        double += cross
        x += (ax + bx) * cross
        y += (ay + by) * cross
    if abs(double) < 1e-9:
        return 0.0, line[0]
    return abs(double) / 2, (x / (3 * double), y / (3 * double))
