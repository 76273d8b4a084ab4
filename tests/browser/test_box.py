"""The box that the browser runs in: what it draws, what it cannot see, and what is said where it cannot be had."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gyotaku.browser import box
from gyotaku.browser.driver import Browser, Declined, Ended, Late
from tests.browser.here import browser_here


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    browser_here()
    with Browser(seconds=60) as opened:
        yield opened


def test_a_page_is_drawn_without_its_scripts(browser: Browser) -> None:
    page = browser.page(width=400, height=300, script=False)
    page.show("<!doctype html><body><h1>魚拓</h1><script>document.body.append('ran')</script><p style='height:900px'>")
    picture = page.picture()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == 400
    assert int.from_bytes(picture[20:24]) > 900
    assert "ran" not in page.evaluate("document.body.innerText")
    assert int.from_bytes(page.picture(whole=False)[20:24]) == 300
    page.close()


def test_nothing_outside_of_the_box_is_reached(browser: Browser, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("never read", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        page = browser.page()
        for url in (
            f"http://127.0.0.1:{port}/",
            secret.as_uri(),
            "file:///etc/passwd",
            Path.home().as_uri() + "/.bashrc",
        ):
            assert page.call("Page.navigate", url=url).get("errorText", "").startswith("net::ERR_"), url
        page.show(f"<img src='http://127.0.0.1:{port}/a.png'><p>shown")
        with pytest.raises(TimeoutError):
            server.accept()
    page.close()


def test_a_script_without_end_costs_the_time_and_no_more() -> None:
    browser_here()
    with Browser(seconds=3) as short:
        page = short.page()
        with pytest.raises(Late):
            page.evaluate("(() => { while (true); })()")
    assert short.until <= time.monotonic() < short.until + 2


def test_what_a_page_throws_is_told(browser: Browser) -> None:
    with pytest.raises(Declined):
        browser.page().evaluate("nothing.of.this")


@pytest.mark.parametrize(("absent", "package"), [("which", "bubblewrap"), ("_PROGRAMS", "chromium")])
def test_what_is_missing_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch, absent: str, package: str) -> None:
    monkeypatch.setattr(box, "which", (lambda _: None) if absent == "which" else (lambda name: name))
    monkeypatch.setattr(box, "_PROGRAMS", ())
    with pytest.raises(box.Missing) as missing, Browser(seconds=1):
        pass
    for text in (missing.value.reason.en, missing.value.reason.ja):
        assert f"apt install {package}" in text


def test_no_other_program_is_needed_to_be_root() -> None:
    """Inside it is an ordinary user without a network, whoever starts it."""
    browser_here()
    line = box.command()
    assert "--no-sandbox" not in line
    assert {"--unshare-all", "--unshare-user", "--die-with-parent", "--clearenv"} <= set(line)
    assert line[line.index("--uid") + 1] == "1000"
    assert not [place for place in line if place.startswith(("/home", "/root"))]


def test_it_ends_when_nobody_waits_any_more() -> None:
    browser_here()
    began = time.monotonic()
    with pytest.raises(Ended), Browser(seconds=30, stopped=lambda: time.monotonic() > began + 4) as stopped:
        stopped.page().evaluate("(() => { while (true); })()")
    assert time.monotonic() < began + 8


def test_half_a_surrogate_pair_is_no_end(browser: Browser) -> None:
    page = browser.page()
    assert page.evaluate(r"'a \ud800 b'") == "a ? b"
    assert page.evaluate(r"'\ud83d\udc1f \u202e \u0000'") == "\U0001f41f \u202e \0"
