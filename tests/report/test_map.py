"""The map: true to scale, whole at the antimeridian, and never more certain than its sources."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import gyotaku
from gyotaku.mail.whereabouts import around, country_name
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence, Origin, Principal
from gyotaku.model.place import AddressPlaces, Known, Located, Places, PlaceSaid, Point, Role
from gyotaku.model.text import LANGUAGES, Language, Text, Word
from gyotaku.report.canvas import STYLE
from gyotaku.report.html.pictures import map_picture, standalone
from gyotaku.report.html.writer import Writer
from gyotaku.report.map import marks as map_marks
from gyotaku.report.map import words
from gyotaku.report.map.drawing import WIDTH, Drawn
from gyotaku.report.map.shapes import _FILE, Box, Ring, country, world
from gyotaku.report.map.view import EARTH, View, circle, closer, path, whole
from gyotaku.report.masking.leaks import Guard
from gyotaku.report.masking.redactor import Redactor
from gyotaku.report.teller import Teller
from gyotaku.verdict.whereabouts import located

DAY = datetime(2026, 11, 1, tzinfo=UTC)
OSAKA = Text(en="Osaka", ja="大阪")


def said(
    known: Known = Known.DATABASE,
    country: str | None = "JP",
    near: Text | None = None,
    point: Point | None = None,
    source: str = "City Lite",
) -> PlaceSaid:
    evidence = Evidence(Origin.ANSWER, Principal.THIRD_PARTY, "x")
    return PlaceSaid(source=source, date=DAY, known=known, evidence=evidence, country=country, near=near, point=point)


def place(one: PlaceSaid, role: Role = Role.HANDED_OVER, of: str = "192.0.2.1") -> Located:
    registered = one.known is Known.REGISTRY and one.country is not None
    return Located(
        role=role, of=of, said=one, around=Word(country_name(one.country or "")) if registered else around(one)
    )


def drawn(*places: Located, language: Language = "en") -> str:
    writer = Writer(language)
    Drawn(Teller(language, STYLE), places).write(writer)
    return writer.markup()


def classes(svg: str) -> set[str]:
    return {one for group in re.findall(r'class="([^"]*)"', svg) for one in group.split()}


def lines(data: str) -> list[list[tuple[float, float]]]:
    """Path data as closed lines of absolute points."""
    found = []
    for piece in data.split("M")[1:]:
        first, _, rest = piece.partition("l")
        x, y = map(float, first.split())
        numbers = [float(one) for one in re.findall(r"-?\d*\.?\d+", rest.rstrip("z"))]
        points = [(x, y)]
        for along, up in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + along, y + up
            points.append((x, y))
        found.append(points)
    return found


def test_the_shapes_are_small_and_whole() -> None:
    assert _FILE.stat().st_size <= 250_000
    assert "# source: Natural Earth" in _FILE.read_text("utf-8")
    assert "date: " in _FILE.read_text("utf-8")
    codes = [one.code for one in world() if one.code != "-"]
    assert len(codes) == len(set(codes)) > 230
    for one in world():
        assert one.whole == Box(
            min(ring.box.west for ring in one.rings),
            min(ring.box.south for ring in one.rings),
            max(ring.box.east for ring in one.rings),
            max(ring.box.north for ring in one.rings),
        ), one.code
        for ring in one.rings:
            assert len(ring.points) >= 3
            assert all(-90 <= y <= 90 for _, y in ring.points)
            if one.code != "AQ":
                assert ring.box.width < 200, one.code
    japan = country("JP")
    assert japan is not None
    assert (japan.main.west < 131, japan.main.east > 145) == (True, True)


@pytest.mark.parametrize("longitude", [0.0, 90.0, 150.0, 179.9, -179.9])
def test_no_line_runs_across_the_map_at_the_antimeridian(longitude: float) -> None:
    view = whole(WIDTH, longitude)
    for one in world():
        if one.code == "AQ":
            continue
        for ring in one.rings:
            for line in view.shown(ring):
                inner = [
                    (a, b)
                    for a, b in zip(line, [*line[1:], line[0]], strict=True)
                    if 1 < a[0] < WIDTH - 1 and 1 < b[0] < WIDTH - 1
                ]
                assert all(abs(a[0] - b[0]) < 40 for a, b in inner), one.code


def test_russia_stands_at_both_edges_of_a_map_cut_at_the_antimeridian() -> None:
    russia = country("RU")
    assert russia is not None
    seen = [line for ring in russia.rings for line in whole(WIDTH, 0.0).shown(ring)]
    assert min(x for line in seen for x, _ in line) <= 0
    assert any(max(x for x, _ in line) < 12 for line in seen), "Chukotka's end at the left edge"
    fiji = drawn(place(said(country="FJ")), place(said(country="NZ"), Role.LINK, "a.example"))
    assert "world" not in fiji
    assert fiji.count('class="edge"') == 1, "both in one view, across the antimeridian"


boxes = st.builds(
    lambda west, south, width, height: Box(west, south, west + width, min(south + height, 89.0)),
    st.floats(-180, 180),
    st.floats(-88, 80),
    st.floats(0.01, 150),
    st.floats(0.01, 80),
)


@given(boxes, st.lists(st.tuples(st.floats(-200, 200), st.floats(-90, 90)), min_size=3, max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_view_holds_its_box_and_nothing_drawn_leaves_it(box: Box, points: list[tuple[float, float]]) -> None:
    view = closer(box, WIDTH, 236)
    assert view.box.west <= box.west
    assert view.box.east >= box.east
    xs, ys = [x for x, _ in points], [y for _, y in points]
    ring = Ring(tuple(points), Box(min(xs), min(ys), max(xs), max(ys)))
    for line in view.shown(ring):
        assert all(-3.01 <= x <= WIDTH + 3.01 and -3.01 <= y <= 239.01 for x, y in line)
        assert all(math.isfinite(x) and math.isfinite(y) for x, y in line)


@given(st.floats(-180, 180), st.floats(-60, 60), st.integers(1, 1500))
@settings(max_examples=60, deadline=None)
def test_a_ring_is_the_radius_away_from_its_point(longitude: float, latitude: float, radius: int) -> None:
    for x, y in circle(longitude, latitude, radius).points:
        turn, up, there = math.radians(x - longitude), math.radians(latitude), math.radians(y)
        half = math.sin((there - up) / 2) ** 2 + math.cos(up) * math.cos(there) * math.sin(turn / 2) ** 2
        away = 2 * EARTH * math.asin(math.sqrt(half))
        assert away == pytest.approx(radius, rel=1e-3)


def test_paths_can_be_read_again() -> None:
    line = [(0.0, 0.0), (10.5, -3.0), (12.0, 8.0), (-3.0, 7.5)]
    assert lines(path([line], 0.5)) == [line]
    assert path([[(0.0, 0.0), (0.2, 0.1), (0.1, 0.3)]], 0.5) == "", "too small to be seen"


def test_a_point_is_a_ring_to_scale_and_no_pin() -> None:
    svg = drawn(place(said(near=OSAKA, point=Point(34.7, 135.5, 100))))
    assert "shaded" not in classes(svg)
    data = re.search(r'd="([^"]*)" class="ring"', svg)
    assert data is not None
    (ring,) = lines(data[1])
    across = max(x for x, _ in ring) - min(x for x, _ in ring)
    high = max(y for _, y in ring) - min(y for _, y in ring)
    view = closer(map_marks.marks([place(said(point=Point(34.7, 135.5, 100)))])[0].box, WIDTH, 236)
    kilometers = across / view.scale * math.cos(math.radians(34.7)) * math.pi * EARTH / 180
    assert kilometers == pytest.approx(200, rel=0.05)
    assert high == pytest.approx(across, rel=0.05)
    assert svg.count("<circle") == 0
    assert "within 100 km" in svg


def test_a_country_is_shaded_and_has_no_ring() -> None:
    svg = drawn(place(said(country="DE")))
    assert "shaded" in classes(svg)
    assert not classes(svg) & {"ring", "registered"}
    assert words.SHADED.en in re.sub(r"</text><text[^>]*>", " ", svg)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_country_of_registration_is_called_that(language: Language) -> None:
    of = place(said(Known.REGISTRY, "US"))
    map_ = Drawn(Teller(language, STYLE), [of])
    svg = drawn(of, language=language)
    assert "registered" in classes(svg)
    assert not classes(svg) & {"ring", "shaded"}
    assert map_.title() == words.TITLE_REGISTERED.template(language)
    assert {"en": "country of registration United States", "ja": "登録上の国はアメリカ合衆国"}[
        language
    ] in map_.lines()[0]
    assert words.REGISTERED in map_.notes()
    assert words.MACHINES not in map_.notes()


def test_a_registration_draws_no_point_even_if_it_has_one() -> None:
    assert "ring" not in classes(drawn(place(said(Known.REGISTRY, "US", point=Point(37.7, -97.8, 1000)))))


def test_far_places_are_shown_on_the_world_below() -> None:
    near = place(said(near=OSAKA, point=Point(34.7, 135.5, 50)))
    far = place(
        said(country="US", near=Text(en="Ashburn", ja="アッシュバーン"), point=Point(39.0, -77.5, 20)),
        Role.LINK,
        "a.example",
    )
    assert drawn(near).count('class="edge"') == 1
    svg = drawn(near, far)
    assert svg.count('class="edge"') == 2
    assert "frame" in classes(svg)
    numbers = re.findall(r'class="number">([^<]*)<', svg)
    assert numbers == ["1", "1", "2"]


def test_machines_at_the_same_place_share_a_sign() -> None:
    point = Point(52.4, 4.9, 20)
    one, other = place(said(country="NL", point=point)), place(said(country="NL", point=point), Role.LINK, "a.example")
    assert re.findall(r'class="number">([^<]*)<', drawn(one, other)) == ["1,2"]


def test_what_has_no_shape_is_told_and_not_drawn() -> None:
    nowhere = place(said(country="BV"))
    assert drawn(nowhere) == ""
    both = Drawn(Teller("ja", STYLE), [place(said()), nowhere])
    assert both.lines()[1].endswith(words.NOT_DRAWN.ja)


def test_a_tiny_country_can_be_found() -> None:
    assert "around" in classes(drawn(place(said(country="MC"))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_as_a_file_it_is_whole_and_quiet(language: Language) -> None:
    """Valid XML with title, description and style of its own, light and dark; nothing that runs, loads or leads out."""
    hostile = '<script>"&\u202e]]>'
    near = Text(en=hostile, ja=hostile)
    of = place(
        said(near=near, point=Point(34.7, 135.5, 50), source=hostile), Role.LINK, "http://evil.example/" + hostile
    )
    map_ = Drawn(Teller(language, STYLE), [of])
    svg = standalone(drawn(of, language=language), language, " ".join(map_.lines()))
    tree = ElementTree.fromstring(svg)  # noqa: S314 - our own
    names = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert names == {"svg", "title", "desc", "style", "rect", "g", "path", "text"}
    assert tree[0].text == words.TITLE.template(language)
    assert hostile.replace("\u202e", "‹U+202E›") in (tree[1].text or "")
    assert "prefers-color-scheme:dark" in (tree[2].text or "")
    for element in tree.iter():
        assert not [
            name
            for name in element.attrib
            if name.rpartition("}")[2] in {"href", "src", "style"} or name.startswith("on")
        ]
    assert not re.search(r"url\(|@import|http://(?!www\.w3\.org/2000/svg)", svg)
    assert standalone(drawn(of, language=language), language, " ".join(map_.lines())) == svg


@given(
    st.lists(
        st.tuples(
            st.floats(-90, 90),
            st.floats(-180, 180),
            st.integers(0, 40_000),
            st.sampled_from(["JP", "RU", "AQ", "-", "XX", None]),
        ),
        max_size=4,
    )
)
@settings(max_examples=25, deadline=None)
def test_any_places_make_a_bounded_map(given_: list[tuple[float, float, int, str | None]]) -> None:
    places = [
        place(said(country=code, point=Point(latitude, longitude, radius)))
        for latitude, longitude, radius, code in given_
    ]
    svg = drawn(*places)
    assert len(svg) < 250_000
    assert "nan" not in svg
    assert "inf" not in svg


def test_the_closest_word_counts_and_other_countries_are_told() -> None:
    point = said(near=OSAKA, point=Point(34.7, 135.5, 50))
    coarse, other, registered = said(), said(country="SG", source="other"), said(Known.REGISTRY, "US")
    told = located(Places(handed_over=AddressPlaces("192.0.2.1", (coarse, point, other, registered))))
    assert [one.said for one in told] == [point, other]
    only = located(Places(handed_over=AddressPlaces("192.0.2.1", (registered,))))
    assert [one.said for one in only] == [registered]
    assert located(Places(links=(("a.example", AddressPlaces("192.0.2.2", (registered,))),))) == ()
    assert located(None) == ()


def test_a_masked_map_says_nothing_of_the_owner() -> None:
    raw = (
        b"Received: from a (a [192.0.2.7]) by mx.own.example (Postfix) with ESMTP id 4A for <hanako.mori@own.example>; Mon, 2 Nov 2026 10:00:00 +0900\r\n"
        b"From: a@evil.example\r\nTo: hanako.mori@own.example\r\nSubject: x\r\n\r\nbody\r\n"
    )
    report = gyotaku.dissect(raw, Config(own_domains=("own.example",)), for_masking=True)
    report = replace(report, places=(place(said(near=OSAKA), Role.LINK, "www.own.example"), place(said(country="DE"))))
    masked = Redactor.of(report).report(report)
    assert [one.said.country for one in masked.places] == ["JP", "DE"]
    shown, whole_ = map_picture(masked, "ja"), map_picture(report, "ja")
    assert whole_ is not None
    assert shown is not None
    assert "own[.]example" in whole_
    assert "own" not in shown.replace("shown", "")
    assert not Guard.of(report).markup(shown)


def test_a_view_is_of_one_scale() -> None:
    view: View = closer(Box(135, 34, 136, 35), WIDTH, 236)
    assert view.scale / math.cos(math.radians(34.5)) == pytest.approx(view.height / view.box.height, rel=1e-6)
