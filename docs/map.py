"""Makes src/gyotaku/report/map/world.tsv, the shapes of countries, from two packages of npm.

    npm pack world-atlas@2.0.2 i18n-iso-countries@7.14.0
    python docs/map.py world-atlas-2.0.2.tgz i18n-iso-countries-7.14.0.tgz

The first has Natural Earth's 1:50m countries (version 4.1.0, public domain) as TopoJSON, by country numbers; the second the letters for these numbers.
Shared borders are simplified once, so that neighbors still fit each other.
"""

from __future__ import annotations

import json
import math
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src" / "gyotaku" / "report" / "map" / "world.tsv"
HEAD = """\
# The shapes of countries: ISO 3166-1 alpha-2 code (XK for Kosovo; - for none), the box of the main part (west south east north, degrees), that of all, and rings
# (lakes and enclaves too, filled even-odd) of longitudes and latitudes in hundredths of a degree: differences, in the letters of encoded polylines.
# Longitudes run on beyond 180 where a ring does.
# source: Natural Earth 4.1.0, 1:50m countries (public domain), by world-atlas 2.0.2 (ISC, Copyright 2013-2019 Michael Bostock). date: 2018-05-21
code\tmain\twhole\trings
"""
UNITS = 100
TOLERANCE = 2.0
"""Hundredths of a degree that a simplified line may lie beside the true one: 2 km."""
LEAST_ISLAND = 25.0
"""Hundredths of a degree, squared: smaller islands are left out beside a larger one."""
NEAR = 5.2
"""Degrees of sea that a country's main part may span."""
NAMED = {"Kosovo": "XK"}

Point = tuple[int, int]


def main(atlas: str, codes: str) -> None:
    topology = json.loads(_member(atlas, "package/countries-50m.json"))
    letters = {number: two for two, _, number, _ in json.loads(_member(codes, "package/codes.json"))}
    arcs = _arcs(topology)
    countries: dict[tuple[str, str], list[list[Point]]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        name = country["properties"]["name"]
        code = letters.get(country.get("id", "")) or NAMED.get(name, "-")
        rings = [_ring(refs, arcs) for polygon in _polygons(country) for refs in polygon]
        countries.setdefault((code, name if code == "-" else ""), []).extend(rings)
    rows = []
    for (code, _), rings in countries.items():
        kept = _large(rings)
        main_part = " ".join(f"{value:.1f}" for value in _main_part(kept))
        whole = " ".join(f"{value:g}" for value in _box(point for ring in kept for point in ring))
        rows.append(f"{code}\t{main_part}\t{whole}\t{' '.join(_encoded(ring) for ring in kept)}\n")
    TARGET.write_text(HEAD + "".join(sorted(rows)), "utf-8")
    print(f"{TARGET.stat().st_size:,} octets, {len(rows)} countries")


def _member(archive: str, name: str) -> bytes:
    with tarfile.open(archive) as opened:
        found = opened.extractfile(name)
        assert found is not None
        return found.read()


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    (wide, high), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for along, up in arc:
            x, y = x + along, y + up
            points.append(((x * wide + left) * UNITS, (y * high + low) * UNITS))
        kept = _simplified(points)
        arcs.append([(round(x), round(y)) for x, y in kept])
    return arcs


def _simplified(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Douglas and Peucker's; a ring is split at the point farthest from its beginning."""
    if len(points) < 3:
        return points
    keep = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        farthest = max(range(first + 1, last), key=lambda at: _aside(points[at], points[first], points[last]))
        if _aside(points[farthest], points[first], points[last]) > TOLERANCE:
            keep.add(farthest)
            waiting += [(first, farthest), (farthest, last)]
    if points[0] == points[-1] and len(keep) < 4:  # an island smaller than the tolerance
        keep = {(len(points) - 1) * quarter // 4 for quarter in range(5)}
    return [points[at] for at in sorted(keep)]


def _aside(point: tuple[float, float], first: tuple[float, float], last: tuple[float, float]) -> float:
    narrow = math.cos(math.radians(point[1] / UNITS))
    x, y = (point[0] - first[0]) * narrow, point[1] - first[1]
    along, up = (last[0] - first[0]) * narrow, last[1] - first[1]
    length = math.hypot(along, up)
    if length == 0:
        return math.hypot(x, y)
    share = max(0.0, min(1.0, (x * along + y * up) / length**2))
    return math.hypot(x - share * along, y - share * up)


def _polygons(country: dict[str, Any]) -> list[list[list[int]]]:
    return country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]


def _ring(refs: list[int], arcs: list[list[Point]]) -> list[Point]:
    """A ring whose longitudes run on; one around a pole is closed along it."""
    points: list[Point] = []
    for ref in refs:
        arc = arcs[ref] if ref >= 0 else arcs[~ref][::-1]
        points += arc[1:] if points else arc
    ring = [points[0]]
    for x, y in points[1:]:
        before = ring[-1][0]
        ring.append((x + 360 * UNITS * round((before - x) / (360 * UNITS)), y))
    around = ring[-1][0] - ring[0][0]
    if around:
        pole = 90 * UNITS if ring[0][1] > 0 else -90 * UNITS
        return [*ring, (ring[-1][0], pole), (ring[0][0], pole)]
    return ring[:-1]


def _large(rings: list[list[Point]]) -> list[list[Point]]:
    rings = sorted((ring for ring in rings if len(ring) > 2), key=_area, reverse=True)
    return [ring for number, ring in enumerate(rings) if number == 0 or _area(ring) >= LEAST_ISLAND]


def _area(ring: list[Point]) -> float:
    narrow = math.cos(math.radians(ring[0][1] / UNITS))
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2 * narrow


def _main_part(rings: list[list[Point]]) -> tuple[float, float, float, float]:
    """The box of the largest ring and of all that lie near it."""
    boxes = []
    for ring in rings:
        if _area(ring) >= 0.02 * _area(rings[0]):
            boxes.append(_box(ring))
    west, south, east, north = boxes.pop(0)
    while near := [box for box in boxes if _gap(box, (west, south, east, north)) <= NEAR]:
        for box in near:
            boxes.remove(box)
            west, south, east, north = min(west, box[0]), min(south, box[1]), max(east, box[2]), max(north, box[3])
    return west, south, east, north


def _box(points: Iterable[Point]) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True)
    return min(xs) / UNITS, min(ys) / UNITS, max(xs) / UNITS, max(ys) / UNITS


def _gap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    along = max(one[0], other[0]) - min(one[2], other[2])
    up = max(one[1], other[1]) - min(one[3], other[3])
    return max(along, up, 0.0)


def _encoded(ring: list[Point]) -> str:
    """Differences, zigzag, five bits a letter from `?` on."""
    letters = []
    before = (0, 0)
    for point in ring:
        for axis in (0, 1):
            value = point[axis] - before[axis]
            left = ~(value << 1) if value < 0 else value << 1
            while left >= 0x20:
                letters.append(chr((0x20 | (left & 0x1F)) + 63))
                left >>= 5
            letters.append(chr(left + 63))
        before = point
    return "".join(letters)


if __name__ == "__main__":
    main(*sys.argv[1:])
