"""`gyotaku watch` as a person, a script or cron meets it."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.archive.watching import BEGIN, Clock, World, look

from gyotaku.archive.watch_store import WatchStore
from gyotaku.browser.box import Missing
from gyotaku.cli import watch as door
from gyotaku.cli.main import DONE, MET, UNREADABLE, USAGE, main
from gyotaku.model.text import Text
from gyotaku.model.visit import AnswerClass

EXAMPLES = Path(__file__).parents[2] / "examples"
MAIL = EXAMPLES / "service-restored.eml"
URL = "https://login.evil.example/verify?id=7f3a9c2e11d04b55"
NASTY = "\x1b[2J\u202e<script>alert(1)</script> http://evil.example/ 詐欺"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LANG", "C")


def run(*arguments: str) -> int:
    return main(["watch", *arguments])


def kept() -> bytes:
    return b"".join(file.read_bytes() for file in sorted(Path("data/gyotaku").glob("watch.sqlite*")))


def opened() -> WatchStore:
    return WatchStore(Path("data/gyotaku/watch.sqlite"))


def test_nothing_is_watched_without_consent(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", "--lang", "en", URL) == USAGE
    told = capsys.readouterr().err
    assert "These links would be watched:" in told
    assert "hxxps://login[.]evil[.]example" in told
    assert "without asking again" in told
    assert "needs --yes" in told
    assert run("list", "--lang", "en") == DONE
    assert capsys.readouterr().out == "No link is watched.\n"


def test_what_is_kept_holds_decoys_and_never_the_readers_tokens(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", "--yes", "--config", str(EXAMPLES / "gyotaku.toml"), str(MAIL), URL) == DONE
    out = capsys.readouterr().out
    for text in (kept(), out.encode()):
        assert b"salon-foto" in text
        for token in (b"7f3a9c2e11d04b55", b"admin@minato", b"minato-zumen"):
            assert token not in text
    assert run("add", "--yes", "--lang", "en", "https://login.evil.example/verify?id=0123456789abcdef") == DONE
    assert capsys.readouterr().out.startswith("#2 was watched already: hxxps://login[.]evil[.]example/verify?id=")


def test_links_are_named_by_number_link_or_host(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", "--yes", URL, "https://login.evil.example/other", "https://worse.example/") == DONE
    capsys.readouterr()
    for name in ("1", "#1", URL, URL.replace("https", "hxxps").replace(".", "[.]")):
        assert run("show", "--format", "json", name) == DONE
        assert json.loads(capsys.readouterr().out)["id"] == 1, name
    assert run("show", "--format", "json", "login.evil.example") == DONE
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert run("remove", "--lang", "en", "login.evil.example") == USAGE
    assert "name one by its number: 1, 2" in capsys.readouterr().err
    assert run("remove", "--lang", "en", "worse.example", "2") == DONE
    capsys.readouterr()
    for name in ("7", "nobody.example", "9" * 400, "https://nobody.example/"):
        assert run("show", name) == UNREADABLE
    assert run("list", "--format", "json") == DONE
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()[-1:]] == [1]


def test_how_often_and_how_long(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", "--yes", "--lang", "en", "--every", "12h", "--days", "3", URL) == DONE
    assert "every 12 h, for 3 days" in " ".join(capsys.readouterr().err.split())
    store = opened()
    (one,) = store.links()
    store.close()
    assert (one.every, one.until - one.added) == (timedelta(hours=12), timedelta(days=3))
    for wrong in ("9m", "0h", "h", "12", "-1h", "1w", "１h", "999999d"):
        with pytest.raises(SystemExit) as ended:
            run("add", "--yes", f"--every={wrong}", URL)
        assert ended.value.code == USAGE
    for wrong in ("0", "-1", "x", "99999", "9" * 400):
        with pytest.raises(SystemExit):
            run("add", "--yes", f"--days={wrong}", URL)


def test_a_site_that_comes_back_is_told_everywhere(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    world = World(clock)
    store = WatchStore(tmp_path / "watch.sqlite")
    store.add(URL, URL, BEGIN, BEGIN + timedelta(days=90), timedelta(hours=1))
    took = tmp_path / "took"
    program = f"import sys; open({str(took)!r}, 'a').write(sys.stdin.read() + repr(sys.argv[1:]) + chr(10))"
    command = [sys.executable, "-c", program, "$(touch x); `id`"]
    codes = []
    for answer in (AnswerClass.LOGIN_PAGE, AnswerClass.CLOSED, AnswerClass.CLOSED, AnswerClass.LOGIN_PAGE):
        world.answers[URL] = answer
        codes.append(
            door.watch(
                store, world, "en", once=True, fail_on_back=True, command=command, clock=clock, sleep=clock.sleep
            )
        )
        clock.sleep(3_600)
    assert codes == [DONE, DONE, DONE, MET]
    lines = capfd.readouterr().out.splitlines()
    assert [line.split("#1 ")[1].split(":")[0] for line in lines] == ["up", "closed", "back"]
    assert "before: closed, since" in lines[-1]
    assert "https://" not in lines[-1]
    written = took.read_text("utf-8").splitlines()
    assert len(written) == 2, "one call, for the one that came back"
    event = json.loads(written[0])
    assert (event["now"]["seen"]["state"], event["before"]["seen"]["state"]) == ("back", "closed")
    assert written[1] == repr(["$(touch x); `id`"])
    assert not (tmp_path / "x").exists()
    store.close()


def test_a_command_that_fails_is_said_and_the_watch_goes_on(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    world = World(clock)
    store = WatchStore(tmp_path / "watch.sqlite")
    store.add(URL, URL, BEGIN, BEGIN + timedelta(days=90), timedelta(hours=1))
    for command in (["/nowhere/program"], [sys.executable, "-c", "raise SystemExit(3)"]):
        for answer in (AnswerClass.CLOSED, AnswerClass.LOGIN_PAGE):
            world.answers[URL] = answer
            assert door.watch(store, world, "en", once=True, command=command, clock=clock, sleep=clock.sleep) == DONE
            clock.sleep(3_600)
        assert "the command for sites that come back failed" in capfd.readouterr().err
    store.close()


def test_what_could_not_be_visited_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    world = World(clock)
    world.answers[URL] = lambda now: None
    store = WatchStore(tmp_path / "watch.sqlite")
    store.add(URL, URL, BEGIN, BEGIN + timedelta(days=90), None)
    assert door.watch(store, world, "en", once=True, clock=clock, sleep=clock.sleep) == UNREADABLE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "not visited: hxxps://login[.]evil[.]example" in captured.err
    assert "(no browser)" in captured.err
    store.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_timeline_in_words_and_as_a_picture(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", "--yes", URL) == DONE
    store = opened()
    clock = Clock()
    clock.now = next(store.links()).added
    for answer in (AnswerClass.LOGIN_PAGE, AnswerClass.ERROR, AnswerClass.LOGIN_PAGE):
        door.watch(
            store,
            lambda url, answer=answer: look(url, answer, title=NASTY, when=clock.now),  # type: ignore[misc]
            "en",
            once=True,
            clock=clock,
            sleep=clock.sleep,
        )
        clock.sleep(90_000)
    store.close()
    capsys.readouterr()
    assert run("show", "--lang", language, "1") == DONE
    told = capsys.readouterr().out
    words = {"en": ("up", "error", "back"), "ja": ("公開中", "エラー", "再開")}[language]
    places = [told.index(f"  {word}\n") for word in words]
    assert places == sorted(places)
    for acting in ("\x1b", "\u202e", "http://", "https://"):
        assert acting not in told
    assert run("list", "--lang", language) == DONE
    assert words[-1] in capsys.readouterr().out
    assert run("show", "--lang", language, "--svg", "timeline.svg", "1") == DONE
    tree = ET.parse("timeline.svg").getroot()  # noqa: S314 - written by us a moment ago
    shown = "".join(tree.itertext())
    assert all(word in shown for word in words)
    assert not [one for one in tree.iter() if one.tag.rpartition("}")[2] in {"script", "a", "image", "foreignObject"}]
    assert "http" not in shown.replace("hxxp", "")


def test_without_a_browser_nothing_is_visited(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing() -> None:
        raise Missing(Text(en="bubblewrap is missing", ja="bubblewrap がありません"))

    monkeypatch.setattr(door, "programs", missing)
    assert run("run", "--once", "--lang", "ja") == USAGE
    assert "bubblewrap がありません" in capsys.readouterr().err


def test_a_file_that_cannot_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    Path("text").write_text("no database", "utf-8")
    assert run("list", "--file", "text") == USAGE
    assert "text" in capsys.readouterr().err
