"""A site on loopback is watched by the real browser: it closes, and comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gyotaku.archive.watch_store import WatchStore
from gyotaku.cli.main import DONE, MET
from gyotaku.cli.watch import watch
from gyotaku.lookup.site.once import visitor
from gyotaku.lookup.sources import guard
from gyotaku.lookup.sources.site import SiteSource
from gyotaku.model.configuration import Config
from gyotaku.model.visit import AnswerClass, Device
from gyotaku.model.watch import State
from tests.archive.watching import BEGIN, Clock
from tests.browser.here import browser_here
from tests.world.web_server import Asked, Page, html, serving

URL = "http://login.evil.example/?id=9f8a7b6c5d4e"
LOGIN = "<title>ログイン</title><form method=post><input type=text name=user><input type=password name=p></form>"
CLOSED = "<title>Account Suspended</title><h1>This Account has been suspended.</h1>"


def test_a_site_that_closes_and_comes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    browser_here()
    shown = [LOGIN]

    def site(asked: Asked) -> Page:
        return html(shown[0])

    with pytest.MonkeyPatch.context() as patch, serving({"login.evil.example": site}) as web:
        patch.setattr(guard, "_INNER", guard._INNER - {"example"})

        def make(config: Config, now: Callable[[], datetime]) -> SiteSource:
            return SiteSource(config, now, web.resolve, web.dial)

        visit = visitor(Config(), (Device.DESKTOP,), make)
        store = WatchStore(tmp_path / "watch.sqlite")
        clock = Clock()
        store.add(URL, URL, BEGIN, BEGIN + timedelta(days=9), None)
        codes = []
        for page in (LOGIN, CLOSED, LOGIN):
            shown[0] = page
            codes.append(watch(store, visit, "en", once=True, fail_on_back=True, clock=clock, sleep=clock.sleep))
            clock.sleep(3_600)
        arrived = [one.path for one in web.asked("login.evil.example")]
        assert not [host for host in web.resolved if host != "login.evil.example"]
    assert codes == [DONE, DONE, MET]
    periods = store.periods(1)
    store.close()
    assert [(one.seen.state, one.seen.answer) for one in periods] == [
        (State.UP, AnswerClass.LOGIN_PAGE),
        (State.CLOSED, AnswerClass.CLOSED),
        (State.BACK, AnswerClass.LOGIN_PAGE),
    ]
    assert "#1 back: hxxp://login[.]evil[.]example" in capsys.readouterr().out
    assert len(arrived) == 3
    assert not any("9f8a7b6c5d4e" in path for path in arrived)
