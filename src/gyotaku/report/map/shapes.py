"""The shapes of countries, as `docs/map.py` wrote them."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path

from msgspec import Struct

_UNITS = 100
_FILE = Path(__file__).with_name("world.tsv")

Point = tuple[float, float]
"""Degrees: longitude, latitude. Longitudes run on beyond 180, so that no line jumps across a map."""


class Box(Struct, frozen=True):
    """Degrees. `east` is beyond 180 where the box crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> Point:
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    @property
    def width(self) -> float:
        return self.east - self.west

    @property
    def height(self) -> float:
        return self.north - self.south

    def near(self, longitude: float) -> Box:
        """The same box, told with the longitudes that are nearest to this one."""
        shift = 360 * round((longitude - self.middle[0]) / 360)
        return Box(self.west + shift, self.south, self.east + shift, self.north)

    def joined(self, other: Box) -> Box:
        other = other.near(self.middle[0])
        return Box(
            min(self.west, other.west),
            min(self.south, other.south),
            max(self.east, other.east),
            max(self.north, other.north),
        )


class Ring(Struct, frozen=True):
    """A closed line, without its first point at the end."""

    points: tuple[Point, ...]
    box: Box


class Country:
    """Land under one ISO 3166-1 code; `-` has none."""

    def __init__(self, code: str, main: Box, whole: Box, letters: str) -> None:
        self.code = code
        self.main = main
        """Its largest part and what lies near that."""
        self.whole = whole
        self._letters = letters

    @cached_property
    def rings(self) -> tuple[Ring, ...]:
        """Filled even-odd. Read when first asked for: most countries are not on a map."""
        return tuple(map(_ring, self._letters.split(" ")))


@cache
def world() -> tuple[Country, ...]:
    """Every country, in the order of the codes."""
    rows = [line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return tuple(_country(*row.split("\t")) for row in rows[1:])


@cache
def country(code: str) -> Country | None:
    return next((one for one in world() if one.code == code), None)


def _country(code: str, main: str, whole: str, rings: str) -> Country:
    return Country(code, _box(main), _box(whole), rings)


def _box(written: str) -> Box:
    west, south, east, north = map(float, written.split(" "))
    return Box(west, south, east, north)


def _ring(letters: str) -> Ring:
    """The algorithm of encoded polylines: zigzag, five bits a letter from `?` on, longitude first."""
    numbers: list[int] = []
    value = shift = 0
    for letter in letters:
        bits = ord(letter) - 63
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    x = y = 0
    points = []
    for along, up in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + along, y + up
        points.append((x / _UNITS, y / _UNITS))
    return Ring(tuple(points), box_of(points))


def box_of(points: list[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))
