"""What the source of visits says where there is no visit, and what a look is that two devices had. No browser is started here."""

from __future__ import annotations

import asyncio

import pytest

from gyotaku.browser import box
from gyotaku.lookup.sources.site import SiteSource
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.configuration import Config
from gyotaku.model.visit import AnswerClass, Device, Look, Visit
from tests.world import NOW


@pytest.fixture(autouse=True)
def no_box(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "which", lambda _: None)


def asked(url: str, config: Config | None = None, what: str = "desktop ja") -> Answer:
    source = SiteSource(config or Config(own_domains=("kasumi-shoji.example",)), lambda: NOW)
    return asyncio.run(source.ask(Ask("site", what, url), 5))


def test_without_its_box_nothing_is_visited_and_what_to_install_is_said() -> None:
    answer = asked("http://www.aoba.example/")
    assert answer.outcome is Outcome.FAILED
    assert "apt install bubblewrap" in answer.detail


@pytest.mark.parametrize(
    "url", ["mailto:a@b.example", "javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/", "", "//"]
)
def test_what_is_no_web_address_is_not_visited(url: str) -> None:
    assert asked(url).outcome is Outcome.NOT_ASKED


def test_a_link_that_would_still_tell_is_not_visited_unless_as_it_is() -> None:
    url = "https://mail.kasumi-shoji.example.aoba.example/"
    answer = asked(url)
    assert answer.outcome is Outcome.NOT_ASKED
    assert "kasumi-shoji.example" in answer.detail
    assert asked(url, what="desktop ja as-is").outcome is Outcome.FAILED  # it got as far as the box


def test_a_proxy_that_can_carry_no_visit_is_told() -> None:
    answer = asked("http://www.aoba.example/", Config(proxy="https://proxy.example:3128"))
    assert answer.outcome is Outcome.NOT_ASKED
    assert "socks5" in answer.detail


def seen(*answers: AnswerClass) -> Look:
    visits = tuple(
        Visit(
            url="http://a.example/",
            visited="http://a.example/",
            when=NOW,
            device=Device.PHONE,
            language="ja",
            answer=one,
        )
        for one in answers
    )
    return Look("http://a.example/", visits, ())


def test_a_server_that_failed_once_does_not_differ_by_device() -> None:
    for chance in (AnswerClass.TIMED_OUT, AnswerClass.UNREACHABLE):
        assert seen(AnswerClass.ERROR, chance).answer is AnswerClass.ERROR
        assert not seen(chance, AnswerClass.ERROR).differs
        assert seen(chance, chance).answer is chance
    assert seen(AnswerClass.ERROR, AnswerClass.LOGIN_PAGE).answer is AnswerClass.DIFFERS
    assert seen().answer is None
