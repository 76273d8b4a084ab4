"""`gyotaku visit` from the command line: nothing without consent, the real browser with it, and a replay of what was seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.browser.here import browser_here
from tests.lookup.site.sites import LOGIN
from tests.world.web_server import Web, html, serving

from gyotaku.browser import box
from gyotaku.cli.main import main
from gyotaku.lookup.sources import guard, site

MAIL = (
    b"From: =?utf-8?b?6Z2S6JGJ44G/44KJ44GE6YqA6KGM?= <info@hotaru.example>\r\nTo: hanako.yamada@kasumi-shoji.example\r\nSubject: Login\r\n"
    b"Date: Wed, 18 Nov 2026 09:59:58 +0900\r\nMessage-ID: <1@hotaru.example>\r\n\r\n"
    b"Please log in at http://login.aoba.example/login.php?u=hanako.yamada@kasumi-shoji.example&k=8f3a2c77d1e94b06 today.\r\n"
)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Web]:
    """The command line visits this Internet; configuration and answers are in a folder of the test."""
    monkeypatch.setattr(guard, "_INNER", guard._INNER - {"example"})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "gyotaku.toml").write_text('own_domains = ["kasumi-shoji.example"]\n', "utf-8")
    (tmp_path / "mail.eml").write_bytes(MAIL)
    with serving({"login.aoba.example": lambda _: html(LOGIN)}) as opened:
        monkeypatch.setattr(site, "SiteSource", partial(site.SiteSource, resolve=opened.resolve, dial=opened.dial))
        yield opened


def test_a_mail_is_visited_recorded_and_replayed(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    browser_here()
    arguments = [
        "visit",
        "mail.eml",
        "--yes",
        "--device",
        "phone",
        "-o",
        "pictures",
        "--format",
        "json",
        "--lang",
        "ja",
    ]
    assert main(arguments) == 0
    said = capsys.readouterr()
    look = json.loads(said.out)
    (visit,) = look["visits"]
    assert (look["answer"], visit["device"], visit["forms"][0]["fields"][1]["asks"]) == (
        "login-page",
        "phone",
        "password",
    )
    assert visit["decoys"] == 2
    assert Path("pictures", visit["picture"]["sha256"] + ".png").read_bytes().startswith(b"\x89PNG")
    for word in ("アクセス先 login[.]aoba[.]example", "あなたのIPアドレス", "おとりの値"):
        assert word in said.err.replace("\n", "")
    assert not [one for one in web.log if "yamada" in one.path or "8f3a2c77d1e94b06" in one.path]

    count = len(web.log)
    assert main(["dissect", "mail.eml", "--online", "site", "--as-of", "2999-01-01", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["visits"][0]["visits"][0]["title"] == visit["title"]
    assert "site-asks-card" in {finding["kind"] for finding in report["findings"]}
    assert len(web.log) == count


def test_what_is_seen_is_told_in_both_languages(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    browser_here()
    for language, words in (("ja", ("ログイン画面", "パスワード")), ("en", ("a login page", "password"))):
        url = "hxxp://login[.]aoba[.]example/login.php"
        assert main(["visit", url, "--yes", "--device", "desktop", "--lang", language]) == 0
        shown = capsys.readouterr().out
        assert all(word in shown for word in (*words, "login[.]aoba[.]example"))
        assert "http://login.aoba.example" not in shown


def test_nothing_is_visited_without_consent(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    browser_here()
    assert main(["visit", "mail.eml"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert main(["dissect", "mail.eml", "--online", "none"]) == 0
    assert web.log == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    monkeypatch.setattr(box, "which", lambda _: None)
    assert main(["visit", "http://login.aoba.example/", "--yes", "--lang", language]) == 2
    assert "apt install bubblewrap" in capsys.readouterr().err


def test_wrong_usage(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["visit", "http://login.aoba.example/", "--yes", "--device", "fridge"]) == 2
    assert "fridge" in capsys.readouterr().err
    assert main(["visit", "http://login.aoba.example/", "--yes", "--language", "ja,xx"]) == 2
    assert main(["visit", "absent.eml", "--yes"]) == 3
