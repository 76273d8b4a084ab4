"""Files of places are got from a server on loopback that may misbehave: whole and checked, or not at all."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gyotaku.cli.data import _editions
from gyotaku.cli.main import DONE, UNREADABLE, USAGE, main
from gyotaku.lookup import fetching
from gyotaku.lookup.fetching import Failed, Missing, Wanted, fetch
from gyotaku.lookup.local import local
from gyotaku.model.configuration import Config
from tests.world.files import mmdb

PLACE = {"192.0.2.1": {"country": {"iso_code": "JP"}, "city": {"names": {"en": "Kyoto", "ja": "京都市"}}}}


class Server(ThreadingHTTPServer):
    pages: dict[str, tuple[int, dict[str, str], bytes]]
    asked: list[str]


class Pages(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        status, fields, body = self.server.pages.get(self.path, (404, {}, b"none"))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **fields}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    serving = Server(("127.0.0.1", 0), Pages)
    serving.pages, serving.asked = {}, []
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield serving
    serving.shutdown()
    thread.join()
    serving.server_close()


@pytest.fixture
def packed(tmp_path: Path) -> bytes:
    return gzip.compress(mmdb(tmp_path / "made.mmdb", "DBIP-City-Lite", PLACE).read_bytes())


def got(server: Server, folder: Path, *paths: str, sha256: str | None = None, told: list[Any] | None = None) -> Any:
    port = server.server_address[1]
    urls = tuple(f"http://127.0.0.1:{port}{path}" for path in paths)
    wanted = Wanted("dbip-city-lite", "CC BY 4.0", "IP Geolocation by DB-IP", urls, sha256=sha256)
    progress = (lambda *numbers: told.append(numbers)) if told is not None else (lambda *_: None)
    return fetch(wanted, folder, progress, allowed=[("127.0.0.1", port)])


def nothing_in(folder: Path) -> bool:
    return not folder.exists() or not list(folder.iterdir())


def test_got_whole_with_progress_and_what_is_known_of_it(server: Server, packed: bytes, tmp_path: Path) -> None:
    server.pages["/a.mmdb.gz"] = (200, {}, packed)
    told: list[Any] = []
    about = got(server, tmp_path / "place", "/a.mmdb.gz", told=told)
    assert told[-1] == (len(packed), len(packed))
    assert about.sha256 == hashlib.sha256(packed).hexdigest()
    assert sorted(file.name for file in (tmp_path / "place").iterdir()) == [
        "dbip-city-lite.json",
        "dbip-city-lite.mmdb",
    ]
    kept = json.loads((tmp_path / "place" / "dbip-city-lite.json").read_text())
    assert kept["licence"] == "CC BY 4.0"
    assert kept["attribution"] == "IP Geolocation by DB-IP"
    assert kept["built"] == "2026-11-01"
    assert kept["url"].endswith("/a.mmdb.gz")


def test_the_month_before_where_this_months_is_not_there_yet(server: Server, packed: bytes, tmp_path: Path) -> None:
    server.pages["/old.gz"] = (200, {}, packed)
    assert got(server, tmp_path / "place", "/new.gz", "/old.gz").url.endswith("/old.gz")
    assert server.asked == ["/new.gz", "/old.gz"]


def test_missing_everywhere(server: Server, tmp_path: Path) -> None:
    with pytest.raises(Missing):
        got(server, tmp_path / "place", "/new.gz", "/old.gz")
    assert nothing_in(tmp_path / "place")


def test_redirect_is_followed(server: Server, packed: bytes, tmp_path: Path) -> None:
    server.pages["/a"] = (302, {"Location": "/b"}, b"")
    server.pages["/b"] = (200, {}, packed)
    assert got(server, tmp_path / "place", "/a").size > 0


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ((302, {"Location": "https://127.0.0.1/x"}, b""), "not on the public Internet"),
        ((302, {"Location": "http://mirror.example.org/x"}, b""), "https alone"),
        ((302, {"Location": "https://10.0.0.1/x"}, b""), "not on the public Internet"),
        ((302, {"Location": "ftp://mirror.example.org/x"}, b""), "no web address"),
        ((302, {"Location": "/here"}, b""), "redirects"),
        ((200, {}, b"<!DOCTYPE html><title>Please log in</title>"), "web page"),
        ((200, {}, b"no such thing at all"), "no MaxMind DB"),
        ((200, {}, gzip.compress(b"no such thing at all")), "no MaxMind DB"),
        ((200, {}, b"\x1f\x8b\x09\x00broken and more"), "broken"),
        ((200, {}, b""), "no MaxMind DB"),
        ((500, {}, b"oops"), "answered 500"),
        ((200, {"Content-Length": str(1 << 40)}, b"x"), "more than"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(
    server: Server, page: tuple[int, dict[str, str], bytes], reason: str, tmp_path: Path
) -> None:
    server.pages["/here"] = page
    with pytest.raises(Failed, match=reason):
        got(server, tmp_path / "place", "/here")
    assert nothing_in(tmp_path / "place")


def test_cut_short(server: Server, packed: bytes, tmp_path: Path) -> None:
    server.pages["/short"] = (200, {}, packed[:-9])
    with pytest.raises(Failed, match=r"ends early|broken"):
        got(server, tmp_path / "place", "/short")
    server.pages["/shorter"] = (200, {"Content-Length": str(len(packed) + 5), "Connection": "close"}, packed)
    with pytest.raises(Failed):
        got(server, tmp_path / "place", "/shorter")
    assert nothing_in(tmp_path / "place")


def test_checksum(server: Server, packed: bytes, tmp_path: Path) -> None:
    server.pages["/a"] = (200, {}, packed)
    with pytest.raises(Failed, match="checksum"):
        got(server, tmp_path / "place", "/a", sha256="0" * 64)
    assert nothing_in(tmp_path / "place")
    assert got(server, tmp_path / "place", "/a", sha256=hashlib.sha256(packed).hexdigest().upper())


def test_bombs(server: Server, packed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST_UNPACKED", 100_000)
    server.pages["/bomb"] = (200, {}, gzip.compress(b"\0" * 5_000_000))
    with pytest.raises(Failed, match="when unpacked"):
        got(server, tmp_path / "place", "/bomb")
    monkeypatch.setattr(fetching, "LARGEST", 1_000)
    server.pages["/large"] = (200, {}, b"x" * 5_000)
    with pytest.raises(Failed, match="more than"):
        got(server, tmp_path / "place", "/large")
    assert nothing_in(tmp_path / "place")


def test_a_failure_leaves_the_old_file(server: Server, packed: bytes, tmp_path: Path) -> None:
    server.pages["/a"] = (200, {}, packed)
    got(server, tmp_path / "place", "/a")
    before = (tmp_path / "place" / "dbip-city-lite.mmdb").read_bytes()
    server.pages["/a"] = (200, {}, b"<html>")
    with pytest.raises(Failed):
        got(server, tmp_path / "place", "/a")
    assert (tmp_path / "place" / "dbip-city-lite.mmdb").read_bytes() == before


def test_command(
    server: Server, packed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    server.pages["/m"] = (200, {}, packed)
    mirror = f"http://127.0.0.1:{server.server_address[1]}/m"
    assert main(["data", "fetch", "dbip-city-lite", "--from", mirror, "--lang", "en"]) == DONE
    said = capsys.readouterr().out
    assert hashlib.sha256(packed).hexdigest() in said
    assert "IP Geolocation by DB-IP" in said
    assert main(["data", "list", "--lang", "ja"]) == DONE
    said = capsys.readouterr().out
    assert "CC BY 4.0" in said
    assert "2026-11-01" in said
    assert [one.kind for one in local(Config()).places] == ["DBIP-City-Lite"]
    assert main(["data", "fetch", "dbip-city-lite", "--from", str(tmp_path / "none")]) == UNREADABLE
    assert main(["data", "fetch", "nonsense"]) == USAGE


def test_editions() -> None:
    from datetime import UTC, datetime

    assert _editions("x-{month}", datetime(2026, 1, 1, tzinfo=UTC)) == ("x-2026-01", "x-2025-12")
    assert _editions("x-{month}", datetime(2026, 12, 31, tzinfo=UTC)) == ("x-2026-12", "x-2026-11")
