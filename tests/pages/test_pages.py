"""Every page of ours, looked at in a real browser: it shows something, fits, is quiet, and everybody can use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path

import pytest
from msgspec.structs import replace

import gyotaku
from gyotaku.browser.driver import Browser
from gyotaku.cli.scan_page import bars
from gyotaku.cli.written_article import Figures, Written, compose_files
from gyotaku.config import load
from gyotaku.mail.given import Mail
from gyotaku.mail.transcript import transcript
from gyotaku.mail.whereabouts import around, country_name
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence, Origin, Principal
from gyotaku.model.place import Known, Located, PlaceSaid, Point, Role
from gyotaku.model.report import Report
from gyotaku.model.text import Language, Text, Word
from gyotaku.pictures.picture import undrawn
from gyotaku.pictures.told import text
from gyotaku.report.html import counts, page
from gyotaku.report.html.pictures import map_picture, path_picture, times_picture
from gyotaku.report.masking.redactor import Redactor
from tests import drawn, hostile_markup
from tests.browser.here import browser_here
from tests.pages.seen import OF_LOOKS, WCAG, is_blank, seen
from tests.pages.tools import modules, validated

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.eml"))
NARROW, PHONE, DESKTOP = 320, 390, 1280


def _said(known: Known, country: str, near: str | None = None, point: Point | None = None) -> PlaceSaid:
    return PlaceSaid(
        source="City <b>Lite</b>",
        date=datetime(2026, 11, 1, tzinfo=UTC),
        known=known,
        evidence=Evidence(Origin.ANSWER, Principal.THIRD_PARTY, "x"),
        country=country,
        near=Text(en=near, ja=near) if near else None,
        point=point,
    )


def _places() -> tuple[Located, ...]:
    """One machine by a point, one by its country, one by its registration alone."""
    said = (
        (Role.HANDED_OVER, "192.0.2.1", _said(Known.DATABASE, "JP", "大阪", Point(34.7, 135.5, 50))),
        (Role.FIRST, "198.51.100.7", _said(Known.REGISTRY, "SG")),
        (Role.LINK, "login.evil.example", _said(Known.DATABASE, "US")),
    )
    return tuple(
        Located(
            role=role,
            of=of,
            said=one,
            around=Word(country_name(one.country or "")) if one.known is Known.REGISTRY else around(one),
        )
        for role, of, one in said
    )


@cache
def example(number: int) -> tuple[Report, bytes]:
    raw = EXAMPLES[number].read_bytes()
    report = gyotaku.dissect(raw, load(ROOT / "examples" / "gyotaku.toml"), path=EXAMPLES[number].name)
    return replace(report, places=_places()), raw


def one_mail(number: int, language: Language) -> str:
    report, raw = example(number)
    return page.render(report, language, transcript(Mail("x", raw), report))


def hostile_mail(language: Language) -> str:
    raw = hostile_markup.mail()
    report = gyotaku.dissect(raw, Config(own_domains=("own.example",)), path=hostile_markup.ALL)
    report = replace(report, places=_places())
    return page.render(report, language, transcript(Mail("x", raw), report))


def many_mails(language: Language) -> str:
    (first, _), (second, raw) = example(0), example(1)
    shown = transcript(Mail("x", raw), second)
    return (
        page.beginning(first, language)
        + page.article(first, language)
        + page.article(second, language, shown, 2)
        + page.ending(language)
    )


def article(number: int, language: Language) -> str:
    """With the picture of the mail, path and map, masked as it is by default."""
    _, raw = example(number)
    config = load(ROOT / "examples" / "gyotaku.toml")
    report = replace(gyotaku.dissect(raw, config, path="mail.eml", for_masking=True), places=_places())
    masked = Redactor.of(report).report(report)
    figures = Figures(mail=drawn.png("a picture"), words=("words",))
    return _page_of(compose_files(masked, language, "none", figures, masked=True, written=date(2026, 11, 22)))


def hostile_article(language: Language) -> str:
    raw = hostile_markup.mail()
    report = gyotaku.dissect(raw, Config(own_domains=("own.example",)), path=hostile_markup.ALL, for_masking=True)
    words = tuple(text(undrawn(raw), language).splitlines())
    report = replace(report, places=_places())
    return _page_of(
        compose_files(report, language, "none", Figures(words=words), masked=False, written=date(2026, 11, 22))
    )


def _page_of(written: Written) -> str:
    return written.files["article.html"].decode("utf-8")


def counted(language: Language) -> str:
    """What a scan found, with labels out of hostile mails."""
    hostile = "<script>document.title='pwned'</script> http://bad.example/ \u202e" + "長" * 80
    tables = [
        counts.Table(
            Text(en="Verdicts", ja="判定"), bars(("verdict", "mails"), [("fraud", 31), ("no-sign", 7)], language)
        ),
        counts.Table(Text(en="x", ja="x"), [counts.Bar(hostile, 123_456, 7), counts.Bar("b", 0)], "more"),
    ]
    return counts.render(tables, "in <b>", language)


# What is held to all of this: add a page here.
PAGES: dict[str, Callable[[], str]] = {
    "restored-ja": partial(one_mail, 1, "ja"),
    "hostile-ja": partial(hostile_mail, "ja"),
    "many-en": partial(many_mails, "en"),
    "article-suspended-ja": partial(article, 0, "ja"),
    "article-restored-en": partial(article, 1, "en"),
    "article-hostile-ja": partial(hostile_article, "ja"),
    "scan-ja": partial(counted, "ja"),
}


@cache
def made(name: str) -> bytes:
    return PAGES[name]().encode("utf-8", "backslashreplace")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    browser_here()
    with Browser(seconds=240) as opened:
        yield opened


@pytest.fixture(scope="module")
def axe(request: pytest.FixtureRequest) -> str:
    folder = modules(request.config.cache.mkdir("pages"))
    return (folder / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_seen_quiet_and_usable_by_everybody(browser: Browser, axe: str, name: str) -> None:
    with seen(browser, made(name), PHONE) as one:
        one.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        for width, dark in ((PHONE, False), (DESKTOP, True)):
            one.look(width, dark=dark)
            picture = one.picture(whole=width == PHONE)
            assert picture.width == width
            assert not is_blank(picture)
            assert one.overflow() == 0
            assert one.violations(axe, OF_LOOKS if dark else WCAG) == []
        one.look(NARROW, dark=False)
        assert one.overflow() == 0
        assert one.page.evaluate("document.scripts.length") == 0
        assert one.page.evaluate("document.title") != "pwned"
        assert one.requests == []
        assert one.complaints == []


def test_pages_are_valid(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    folder = modules(request.config.cache.mkdir("pages"))
    assert validated(folder, {name: made(name).decode("utf-8") for name in PAGES}, tmp_path) == []
    assert validated(folder, {"wrong": "<!DOCTYPE html><p><div></div></p><img src=x>"}, tmp_path)


@pytest.mark.parametrize("draw", [path_picture, times_picture, map_picture])
def test_drawings_as_files_are_seen_and_quiet(browser: Browser, draw: Callable[[Report, Language], str | None]) -> None:
    report, _ = example(1)
    svg = draw(report, "ja")
    assert svg is not None
    with seen(browser, svg.encode(), PHONE, kind="image/svg+xml") as one:
        for dark in (False, True):
            one.look(PHONE, dark=dark)
            picture = one.picture(whole=False)
            assert not is_blank(picture)
            assert (sum(picture.getpixel((1, 1))) < 200) is dark
        assert one.requests == []
        assert one.complaints == []


def test_this_test_can_fail(browser: Browser, axe: str) -> None:
    """A page that does everything that ours must not is caught at everything."""
    bad = (
        b"<!DOCTYPE html><title>x</title><img src=http://evil.example/a.png><script>console.error('x')</script>"
        b"<div style='width:900px;color:#ccc;background:#fff'>hardly to be read</div>"
    )
    with seen(browser, bad, PHONE) as one:
        assert one.overflow() > 0
        assert one.requests == ["http://evil.example/a.png"]
        assert one.complaints
        found = one.violations(axe)
        assert {"color-contrast", "html-has-lang", "image-alt"} <= {each.partition(":")[0] for each in found}
    with seen(browser, b"<!DOCTYPE html><p style='color:#fff'>x", PHONE) as one:
        assert is_blank(one.picture(whole=True))
