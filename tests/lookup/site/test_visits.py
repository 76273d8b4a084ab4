"""Visits of a small Internet on loopback, by the real browser in its real box: what is seen of it, and what it cannot do.

Every site is visited once for all tests, two at a time. Names lead to public addresses, which the guard looks at; only the connection itself is led here.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from gyotaku.lookup.sources import guard
from gyotaku.lookup.sources.site import SiteSource
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.configuration import Config
from gyotaku.model.own_brands import BrandRow, OwnBrands
from gyotaku.model.visit import AnswerClass, Asks, Defect, Device, Look, Via, Visit, Why, of_record
from tests.browser.here import browser_here
from tests.lookup.site.sites import BANK, sites
from tests.world import NOW
from tests.world.web_server import ADDRESS, Web, serving

READER = "hanako.yamada@kasumi-shoji.example"
TOKENS = "q9Xw3RtZ81bv"
CODED = "aGFuYWtvLnlhbWFkYUBrYXN1bWktc2hvamkuZXhhbXBsZQ"  # the reader in Base64
LINKS = {
    "login": f"http://go.example/?e={READER}&t={TOKENS}#{CODED}",
    "https": f"https://login.aoba.example/login.php?u={CODED}&id={TOKENS}",
    "card": f"http://card.example/{TOKENS}/",
    "error": "http://error.example/",
    "broken": "http://broken.example/",
    "closed": "http://closed.example/",
    "parked": "http://parked.example/",
    "challenge": "http://challenge.example/",
    "round": "http://round.example/",
    "turning": "http://turning.example/",
    "big": "http://big.example/",
    "bigger": "http://bigger.example/",
    "file": "http://file.example/",
    "smuggler": "http://smuggler.example/",
    "busy": "http://busy.example/",
    "sends": "http://sends.example/",
    "probe": "http://probe.example/",
    "rebind": "http://rebind.example/",
    "hidden": "http://hidden.example/",
    "nowhere": "http://nowhere.example/",
    "shut": "http://shut.example/",
    "plain": "http://plain.example/",
    "inner": "http://192.168.0.1/admin",
    "hostile": "http://hostile.example/",
    "inward": "http://inward.example/",
    "odd": "http://plain.example:6379/",
}
CLASSES = {
    "login": AnswerClass.LOGIN_PAGE,
    "https": AnswerClass.LOGIN_PAGE,
    "card": AnswerClass.ASKS_FOR_DATA,
    "error": AnswerClass.ERROR,
    "broken": AnswerClass.ERROR,
    "closed": AnswerClass.CLOSED,
    "parked": AnswerClass.PARKED,
    "challenge": AnswerClass.BLOCKED_BY_CHALLENGE,
    "round": AnswerClass.TOO_MANY_REDIRECTS,
    "turning": AnswerClass.TOO_MANY_REDIRECTS,
    "big": AnswerClass.TOO_LARGE,
    "bigger": AnswerClass.TOO_LARGE,
    "file": AnswerClass.DOWNLOAD,
    "smuggler": AnswerClass.DOWNLOAD,
    "busy": AnswerClass.OTHER,
    "sends": AnswerClass.OTHER,
    "probe": AnswerClass.OTHER,
    "rebind": AnswerClass.OTHER,
    "hidden": AnswerClass.REFUSED,
    "nowhere": AnswerClass.DOES_NOT_RESOLVE,
    "shut": AnswerClass.UNREACHABLE,
    "plain": AnswerClass.OTHER,
    "inner": AnswerClass.REFUSED,
    "hostile": AnswerClass.LOGIN_PAGE,
    "inward": AnswerClass.REFUSED,
    "odd": AnswerClass.REFUSED,
}
ROW = BrandRow("aoba-mirai", BANK, "-", "aoba-mirai.example", "-", "bank", "JP", "-")


class Trip(Struct):
    """All visits, and what reached the Internet of the tests meanwhile."""

    web: Web
    answers: dict[str, Answer]
    cloaked: Look
    pictures: Path

    def __getitem__(self, name: str) -> Visit:
        return of_record(self.answers[name].records[0])


@pytest.fixture(scope="module")
def trip(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trip]:
    browser_here()
    pictures = tmp_path_factory.mktemp("pictures")
    with pytest.MonkeyPatch.context() as patch:
        # Reserved names are refused as inner ones; here they stand for names of the Internet.
        patch.setattr(guard, "_INNER", guard._INNER - {"example"})
        with serving({}, tmp_path_factory.mktemp("tls"), sites) as web:
            web.addresses = {
                "rebind.example": [(ADDRESS,), ("127.0.0.1",)],
                "hidden.example": [("10.0.0.5",)],
                "inner.example": [("10.0.0.5",)],
                "shut.example": [("93.184.215.99",)],
            }
            config = Config(own_domains=("kasumi-shoji.example",), brands=OwnBrands(rows=(ROW,)))
            source = SiteSource(config, lambda: NOW, web.resolve, web.dial, pictures)
            source.introduce((READER,), ())

            async def go() -> list[Answer]:
                asks = [Ask("site", "desktop ja", url) for url in LINKS.values()]
                asks += [Ask("site", f"{device.value} ja", "http://cloaked.example/") for device in Device]
                return await asyncio.gather(*(source.ask(ask, 100) for ask in asks))

            *answers, desktop, phone = asyncio.run(go())
            cloaked = Look(
                desktop.ask.of, tuple(of_record(one.records[0]) for one in (desktop, phone)), (desktop, phone)
            )
            yield Trip(web, dict(zip(LINKS, answers, strict=True)), cloaked, pictures)


@pytest.mark.parametrize("name", LINKS)
def test_each_answer_is_classified(name: str, trip: Trip) -> None:
    assert trip.answers[name].outcome is Outcome.FOUND
    assert trip[name].answer is CLASSES[name], trip[name]


def test_nothing_but_servers_of_the_internet_was_reached(trip: Trip) -> None:
    assert {address for address, _ in trip.web.dialled} <= {ADDRESS, "93.184.215.99"}
    assert not [one for one in trip.web.log if "from-the-page" in one.path or one.path.startswith("/ws")]
    assert {one.host for one in trip.web.log} <= set(trip.web.sites)
    assert {port for _, port in trip.web.dialled} <= {80, 443}


def test_no_token_arrived(trip: Trip) -> None:
    for one in trip.web.log:
        told = f"{one.host} {one.path} {one.body!r}".lower()
        for token in (TOKENS, CODED, READER, "hanako", "kasumi"):
            assert token.lower() not in told
    arrived = trip.web.asked("go.example")[0].path
    assert arrived.startswith("/?e=")
    assert len(arrived) == len(f"/?e={READER}&t={TOKENS}")
    assert trip["login"].decoys == 3
    assert trip["login"].url == LINKS["login"]
    assert READER not in trip["login"].visited


def test_nothing_was_sent_but_to_the_own_host_of_a_page(trip: Trip) -> None:
    sent = [(one.host, one.path) for one in trip.web.log if one.method not in {"GET", "HEAD"}]
    assert sent == [("probe.example", "/sent")]
    assert Why.METHOD in {one.why for one in trip["sends"].denied if one.host == "sends.example"}


def test_the_way_to_the_page_is_told_step_by_step(trip: Trip) -> None:
    visit = trip["login"]
    assert [(step.via, step.status) for step in visit.steps] == [
        (Via.ASKED, 301), (Via.HTTP, 200), (Via.META, 200), (Via.SCRIPT, 302), (Via.HTTP, 200),
    ]  # fmt: skip
    assert {step.address for step in visit.steps} == {ADDRESS}
    assert visit.steps[0].location == "http://meta.example/"
    assert visit.final == "http://login.aoba.example/login.php?step=1"


def test_forms_are_read_and_nothing_is_typed(trip: Trip) -> None:
    visit = trip["login"]
    assert visit.title == f"{BANK} ログイン"
    (form,) = visit.forms
    assert form.action == "http://login.aoba.example/kit/post.php"
    assert [(field.name, field.asks) for field in form.fields] == [
        ("keiyaku", Asks.BANK_ACCOUNT),
        ("pw", Asks.PASSWORD),
    ]
    assert "/kit/post.php" in visit.kit_paths
    assert [field.asks for field in trip["card"].forms[0].fields] == [Asks.CARD] * 3


def test_the_brand_of_the_page_is_named_with_what_shows_it(trip: Trip) -> None:
    brand = trip["login"].brand
    assert brand is not None
    assert (brand.brand, brand.name) == ("aoba-mirai", BANK)
    assert BANK in brand.shown_by
    assert trip["plain"].brand is None


def test_the_certificate_is_told_and_that_it_is_not_valid(trip: Trip) -> None:
    certificate = trip["https"].certificate
    assert certificate is not None
    assert "login.aoba.example" in certificate.names
    assert certificate.not_before < certificate.not_after
    assert Defect.CERTIFICATE_INVALID in trip["https"].defects
    assert trip["login"].certificate is None


def test_pictures_are_kept_where_they_are_wanted(trip: Trip) -> None:
    picture = trip["login"].picture
    assert picture is not None
    octets = (trip.pictures / f"{picture.sha256}.png").read_bytes()
    assert hashlib.sha256(octets).hexdigest() == picture.sha256
    assert picture.width == 1280


def test_downloads_are_hashed_and_not_kept(trip: Trip) -> None:
    (file,) = trip["file"].downloads
    assert (file.name, file.size, file.sha256) == ("seikyuu.exe", 2000, hashlib.sha256(b"MZ" * 1000).hexdigest())
    (made,) = trip["smuggler"].downloads
    assert (made.name, made.sha256) == ("a.exe", hashlib.sha256(b"MZ smuggled").hexdigest())


def test_limits_end_what_has_no_end(trip: Trip) -> None:
    assert trip["bigger"].octets < 26 << 20
    assert trip["big"].octets < 26 << 20
    assert len(trip["round"].steps) <= 14
    assert Defect.SCRIPT_STOPPED in trip["busy"].defects
    assert trip["busy"].title == "busy"


def test_a_page_that_fights_being_read_is_read_within_bounds(trip: Trip) -> None:
    visit = trip["hostile"]
    assert "hostile" in visit.title
    assert {Defect.FORMS_LEFT_OUT, Defect.FRAMES_LEFT_OUT} <= set(visit.defects)
    assert len(trip.answers["hostile"].records[0]) < 200_000


def test_what_a_page_reached_for_is_told(trip: Trip) -> None:
    visit = trip["probe"]
    denied = {(one.host, one.why) for one in visit.denied}
    for host in (
        "127.0.0.1",
        "169.254.169.254",
        "192.168.0.1",
        "10.0.0.1",
        "inner.example",
        "localhost",
        "smtp.example",
    ):
        assert (host, Why.INNER) in denied, host
    assert ("other.example", Why.METHOD) in denied
    assert visit.title == "probe", "WebRTC gave an address away"
    assert not trip.web.asked("other.example")


def test_a_name_is_resolved_once_a_visit(trip: Trip) -> None:
    assert trip.web.resolved.count("rebind.example") == 1
    assert [one.path for one in trip.web.asked("rebind.example")][:2] == ["/", "/again0"]


def test_what_is_cloaked_differs_by_device(trip: Trip) -> None:
    assert trip.cloaked.differs
    assert trip.cloaked.answer is AnswerClass.DIFFERS
    assert [visit.answer for visit in trip.cloaked.visits] == [AnswerClass.ERROR, AnswerClass.LOGIN_PAGE]
    agents = {one.agent for one in trip.web.asked("cloaked.example")}
    assert len(agents) == 2
    assert not any("Headless" in agent for agent in agents)
    assert all(one.language.startswith("ja,") for one in trip.web.log)


def test_the_browsers_own_business_went_nowhere(trip: Trip) -> None:
    """It is denied by name, whatever a release of the browser wants."""
    for name in LINKS:
        for one in trip[name].denied:
            if one.why is Why.NOT_OF_THE_PAGE:
                assert one.host not in trip[name].hosts
    assert set(trip["plain"].hosts) == {"plain.example"}
