"""Reputation services against servers on loopback: what is sent, what an answer means, and that the key goes to nobody else."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any

import pytest

from gyotaku.lookup.reputation import inquiry, services
from gyotaku.lookup.sources.services import ServiceSource
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.configuration import Config
from gyotaku.model.reputation import DnsListed, Match
from tests.ask import TIME, answered, drive

CONFIG = Config(keys=MappingProxyType({"safe_browsing": "k1", "urlscan": "k2", "virustotal": "k3"}))


class Server(ThreadingHTTPServer):
    answer: tuple[int, dict[str, str], bytes]
    seen: list[tuple[str, str, dict[str, str], bytes]]


class Service(BaseHTTPRequestHandler):
    server: Server

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fields = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append((self.command, self.path, fields, body))
        status, more, octets = self.server.answer
        self.send_response(status)
        for name, value in {**more, "Content-Length": str(len(octets))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(octets)

    do_GET = do_POST = _any  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    serving = Server(("127.0.0.1", 0), Service)
    serving.answer, serving.seen = (200, {}, b"{}"), []
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield serving
    serving.shutdown()
    thread.join()
    serving.server_close()


def asked(server: Server, service: str, what: str, of: str) -> Answer:
    place = ("127.0.0.1", server.server_address[1])
    source = ServiceSource(service, CONFIG, lambda: TIME, base=f"http://127.0.0.1:{place[1]}", allowed=(place,))
    return asyncio.run(source.ask(Ask(service, what, of), 5.0))


def test_safe_browsing(server: Server) -> None:
    server.answer = (200, {}, b'{"matches": [{"threatType": "SOCIAL_ENGINEERING"}]}')
    answer = asked(server, "safe_browsing", "host", "warui.example")
    ((method, path, fields, body),) = server.seen
    assert (method, path, fields["x-goog-api-key"]) == ("POST", "/v4/threatMatches:find", "k1")
    assert json.loads(body)["threatInfo"]["threatEntries"] == [{"url": "http://warui.example/"}]
    assert answer.outcome is Outcome.FOUND
    (hit,) = found(answer).hits
    assert (hit.match, hit.category, hit.listed_by) == (Match.HOST, "SOCIAL_ENGINEERING", "Google Safe Browsing")


def test_urlscan(server: Server) -> None:
    server.answer = (200, {}, b'{"results": [{"verdicts": {"overall": {"malicious": true}}}, {"page": 1}]}')
    answer = asked(server, "urlscan", "host", "warui.example")
    assert server.seen[0][1] == "/api/v1/search/?q=domain%3Awarui.example&size=20"
    assert server.seen[0][2]["api-key"] == "k2"
    assert len(found(answer).hits) == 1


@pytest.mark.parametrize(("count", "policy"), [(1, True), (12, False)])
def test_virustotal(server: Server, count: int, policy: bool) -> None:
    stats = {"malicious": count, "harmless": 60, "undetected": 20}
    server.answer = (200, {}, json.dumps({"data": {"attributes": {"last_analysis_stats": stats}}}).encode())
    answer = asked(server, "virustotal", "ip", "192.0.2.7")
    assert server.seen[0][1] == "/api/v3/ip_addresses/192.0.2.7"
    assert server.seen[0][2]["x-apikey"] == "k3"
    (hit,) = found(answer).hits
    assert (hit.match, hit.policy) == (Match.ADDRESS, policy)
    assert hit.meaning is not None
    assert str(count) in hit.meaning.ja


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ((404, {}, b"{}"), Outcome.NOTHING),
        ((401, {}, b"{}"), Outcome.FAILED),
        ((429, {}, b"{}"), Outcome.FAILED),
        ((500, {}, b"<html>"), Outcome.FAILED),
        ((200, {}, b"<html>"), Outcome.FAILED),
        ((200, {}, b"[]"), Outcome.FAILED),
        ((302, {"Location": "https://thief.example/"}, b""), Outcome.FAILED),
    ],
)
def test_what_is_no_answer_is_told(server: Server, answer: tuple[int, dict[str, str], bytes], outcome: Outcome) -> None:
    server.answer = answer
    said = asked(server, "virustotal", "host", "warui.example")
    assert said.outcome is outcome
    assert len(server.seen) == 1
    assert "k3" not in repr(said)
    assert found(said).hits == ()


def found(answer: Answer) -> DnsListed:
    only = {answer.ask.source: "k"}
    return drive(services.inquiry(answer.ask.of, only), lambda _: answer)


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{", '{"matches": 7}', '{"matches": [7, {}]}', '{"data": {"attributes": 3}}', "[" * 5000]
)
@pytest.mark.parametrize("service", sorted(services.NAMES))
def test_any_words_are_read(service: str, text: str) -> None:
    assert found(answered(Ask(service, "host", "x.example"), Outcome.FOUND, [text])).hits == ()


def test_all_are_asked_at_once_and_addresses_of_one_service_alone() -> None:
    config = Config(keys=CONFIG.keys, dns_lists=("zen.spamhaus.org", "dbl.spamhaus.org"))
    assert [ask.source for ask in next(inquiry.inquiry("warui.example", config))] == [
        "dns",
        "safe_browsing",
        "urlscan",
        "virustotal",
    ]
    assert [ask.source for ask in next(inquiry.inquiry("192.0.2.7", config))] == ["dns", "virustotal"]
    assert next(inquiry.inquiry("192.0.2.7", Config())) == ()
