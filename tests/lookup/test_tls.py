"""TLS to a pinned address: the certificate is that of the name, and no other will do."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from gyotaku.lookup.sources.guard import Guard
from gyotaku.lookup.sources.http import Http
from gyotaku.model.asks import Outcome
from tests.world.certificate import certificate

NAME = "rdap.example.net"


class Pinned(Guard):
    """Leads every name to the server of this test."""

    async def addresses(self, host: str, port: int, *, trusted: bool = True) -> tuple[str, ...]:
        return ("127.0.0.1",)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, Path, list[Any]]]:
    seen: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers["Host"])
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: Any) -> None:
            pass

    file = certificate(tmp_path, NAME)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    context.sni_callback = lambda _, name, __: seen.append(name)
    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.handle_error = lambda *_: None  # type: ignore[method-assign]
        listening.socket = context.wrap_socket(listening.socket, server_side=True)
        Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield listening.server_address[1], file, seen
        listening.shutdown()


def http(trusted: Path, monkeypatch: pytest.MonkeyPatch) -> Http:
    context = ssl.create_default_context(cafile=str(trusted))
    monkeypatch.setattr(Http, "_context", lambda _: context)
    return Http(Pinned())


def test_the_name_is_shown_and_its_certificate_verified(
    server: tuple[int, Path, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, file, seen = server
    response = asyncio.run(http(file, monkeypatch).get(f"https://{NAME}:{port}/domain/x", "*/*", 3))
    assert (response.outcome, response.status) == (Outcome.FOUND, 200)
    assert seen == [NAME, f"{NAME}:{port}"]


@pytest.mark.parametrize("host", ["other.example.net", "127.0.0.1"])
def test_a_certificate_of_another_name_is_refused(
    server: tuple[int, Path, list[Any]], monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    port, file, seen = server
    response = asyncio.run(http(file, monkeypatch).get(f"https://{host}:{port}/domain/x", "*/*", 3))
    assert response.outcome is Outcome.FAILED
    assert "certificate" in response.detail.lower()
    assert not any(str(one).startswith(f"{host}:") for one in seen)


def test_an_unknown_issuer_is_refused(server: tuple[int, Path, list[Any]]) -> None:
    response = asyncio.run(Http(Pinned()).get(f"https://{NAME}:{server[0]}/domain/x", "*/*", 3))
    assert response.outcome is Outcome.FAILED
    assert "certificate" in response.detail.lower()
