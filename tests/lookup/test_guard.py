"""Where look-ups may connect: nowhere that only an answer or a mail names, unless it is on the public Internet."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from gyotaku.lookup.sources.guard import Guard, Refused, asked_by, place
from gyotaku.lookup.sources.http import Http
from gyotaku.lookup.sources.rdap import RdapSource
from gyotaku.lookup.sources.whois import WhoisSource, subject
from gyotaku.model.asks import Ask, Outcome
from gyotaku.model.configuration import Config
from tests.world.rdap_server import serving

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Resolver:
    """Says something else each time, as a rebinding name server does."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str) -> tuple[str, ...]:
        self.asked.append(host)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.1",),
        ("93.184.216.34", "10.0.0.1"),
        ("169.254.169.254",),
        ("192.0.2.1",),
        ("::1",),
        ("fe80::1",),
        ("fd00::1",),
        ("64:ff9b::7f00:1",),
        ("2002:7f00:1::",),
        ("::ffff:10.0.0.1",),
        ("100.64.0.1",),
        ("0.0.0.0",),  # noqa: S104 - an address to refuse
        ("not an address",),
        ("2001:0:7f00:1::1",),
        ("2001:0:5db8:d822::1",),
        ("2606:4700::5efe:10.0.0.1",),
        ("2606:4700::200:5efe:7f00:1",),
        ("64:ff9b:1::7f00:1",),
        ("::127.0.0.1",),
        ("::ffff:0:127.0.0.1",),
        ("fec0::1",),
        ("ff02::1",),
        ("224.0.0.1",),
        ("255.255.255.255",),
        ("192.88.99.1",),
    ],
)
def test_a_name_that_leads_inside_is_refused(addresses: tuple[str, ...]) -> None:
    with pytest.raises(Refused):
        asyncio.run(Guard((), Resolver(addresses)).addresses("rdap.example.net", 443))


def test_a_name_is_resolved_once_and_its_checked_address_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = Resolver(("93.184.216.34",), ("127.0.0.1",))
    fetched: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    async def fetch(
        self: Http, url: Any, fields: dict[str, str], extensions: dict[str, Any], shown: str, sent: bytes | None
    ) -> Any:
        from gyotaku.lookup.sources.http import Response

        assert sent is None
        fetched.append((str(url), fields, extensions))
        return Response(Outcome.FOUND, shown, 200, {}, b"{}")

    monkeypatch.setattr(Http, "_fetch", fetch)
    source = RdapSource(Config(), lambda: NOW, resolver)
    url = "https://user:word@rdap.example.net:8443/domain/a.net#part"
    answer = asyncio.run(source.ask(Ask("rdap", "domain", url), 1))
    assert resolver.asked == ["rdap.example.net"]
    ((pinned, fields, extensions),) = fetched
    assert pinned == "https://93.184.216.34:8443/domain/a.net"
    assert fields["Host"] == "rdap.example.net:8443"
    assert extensions == {"sni_hostname": "rdap.example.net"}
    assert answer.by == "https://rdap.example.net:8443/domain/a.net"


def test_a_configured_place_is_the_users_own_choice_and_no_other_port_of_it() -> None:
    with serving({}) as inner, serving({}) as other:
        inner.faults[""] = f"redirect={other.base}domain/a.net"
        source = RdapSource(Config(rdap_servers={"net": inner.base}), lambda: NOW)
        answer = asyncio.run(source.ask(Ask("rdap", "domain", inner.base + "domain/a.net"), 2))
    assert answer.outcome is Outcome.NOT_ASKED
    assert str(other.port) not in answer.by or other.asked == []
    assert not other.asked


def test_a_redirect_from_https_to_http_is_refused() -> None:
    http = Http(Guard((("127.0.0.1", 8080),)))
    with pytest.raises(Refused):
        http._next("https://rdap.example.net/", "http://rdap.example.net/domain/a.net")
    assert http._next("https://rdap.example.net/", "http://127.0.0.1:8080/a") == "http://127.0.0.1:8080/a"
    assert http._next("https://rdap.example.net/", "/b") == "https://rdap.example.net/b"


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "printer", "db.internal", "nas.local", "127.1"])
def test_through_a_proxy_inner_forms_are_refused(host: str) -> None:
    source = RdapSource(Config(proxy="http://127.0.0.1:1"), lambda: NOW)
    answer = asyncio.run(source.ask(Ask("rdap", "domain", f"http://{host}/domain/a.net"), 2))
    assert answer.outcome is Outcome.NOT_ASKED


def test_a_proxy_gets_the_request_whole() -> None:
    with serving({"registration": {"a.net": {"registrant_organization": "A"}}}) as proxy:
        source = RdapSource(Config(proxy=f"http://127.0.0.1:{proxy.port}"), lambda: NOW)
        answer = asyncio.run(source.ask(Ask("rdap", "domain", "http://rdap.example.net/domain/a.net"), 2))
    assert proxy.asked == ["http://rdap.example.net/domain/a.net"]
    assert answer.outcome is Outcome.FOUND


def test_whois_goes_through_the_same_guard() -> None:
    source = WhoisSource(Config(), lambda: NOW, Resolver(("127.0.0.1",)))
    for server in ("whois.example.net", "127.0.0.1:43", "localhost", "[::1]"):
        answer = asyncio.run(source.ask(Ask("whois", "domain", subject(server, "a.net")), 1))
        assert answer.outcome is Outcome.NOT_ASKED, server


@pytest.mark.parametrize("line", ["a.net\r\nb.net", "", "a\0b", "x" * 400])
def test_a_whois_query_is_one_line(line: str) -> None:
    source = WhoisSource(Config(whois_servers={"*": "127.0.0.1:1"}), lambda: NOW)
    answer = asyncio.run(source.ask(Ask("whois", "domain", subject("127.0.0.1:1", line)), 1))
    assert answer.outcome is Outcome.FAILED
    assert "no WHOIS query" in answer.detail


@pytest.mark.parametrize(
    "url", ["", "x", "http://", "http://[", "http://a b/", "gopher://a.net/", "http://a.net:99999/"]
)
def test_no_url_makes_a_source_raise(url: str) -> None:
    source = RdapSource(Config(), lambda: NOW, Resolver(("127.0.0.1",)))
    answer = asyncio.run(source.ask(Ask("rdap", "domain", url), 1))
    assert not answer.told
    assert source.whom(answer.ask)


def test_places() -> None:
    assert place("whois.example.net", 43) == ("whois.example.net", 43)
    assert place("127.0.0.1:4343", 43) == ("127.0.0.1", 4343)
    assert place("[::1]:4343", 43) == ("::1", 4343)
    assert place("::1", 43) == ("::1", 43)


def test_names_are_asked_of_the_configured_servers() -> None:
    import socketserver
    from threading import Thread

    import dns.message
    import dns.rrset

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            octets, out = self.request
            query = dns.message.from_wire(octets)
            response = dns.message.make_response(query)
            if query.question[0].rdtype == 1:
                response.answer.append(
                    dns.rrset.from_text("rdap.example.net.", 60, "IN", "A", "10.0.0.7", "93.184.216.34")
                )
            out.sendto(response.to_wire(), self.client_address)

    with socketserver.UDPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        resolve = asked_by((f"127.0.0.1:{server.server_address[1]}",))
        found = asyncio.run(resolve("rdap.example.net"))
        with pytest.raises(Refused, match=r"10\.0\.0\.7"):
            asyncio.run(Guard((), resolve).addresses("rdap.example.net", 443))
        server.shutdown()
    assert sorted(found) == ["10.0.0.7", "93.184.216.34"]


def test_no_dns_server_is_an_outcome() -> None:
    config = Config(dns_servers=("127.0.0.1:1",))
    answer = asyncio.run(RdapSource(config, lambda: NOW).ask(Ask("rdap", "domain", "https://rdap.example.net/x"), 0.5))
    assert answer.outcome in {Outcome.FAILED, Outcome.LATE}


@pytest.mark.parametrize(
    "url", ["http://93.184.216.34:25/", "https://a.net:22/", "http://a.net:6379/x", "http://a.net:0/"]
)
def test_an_answer_leads_to_web_ports_alone(url: str) -> None:
    resolver = Resolver(("93.184.216.34",))
    answer = asyncio.run(RdapSource(Config(), lambda: NOW, resolver).ask(Ask("rdap", "domain", url), 1))
    assert answer.outcome is Outcome.NOT_ASKED
    assert "port" in answer.detail
    assert resolver.asked == []


@pytest.mark.parametrize("server", ["whois.example.net:25", "93.184.216.34:80", "whois.example.net:11211"])
def test_a_referral_leads_to_whois_ports_alone(server: str) -> None:
    resolver = Resolver(("93.184.216.34",))
    answer = asyncio.run(
        WhoisSource(Config(), lambda: NOW, resolver).ask(Ask("whois", "domain", subject(server, "a")), 1)
    )
    assert answer.outcome is Outcome.NOT_ASKED
    assert resolver.asked == []


@pytest.mark.parametrize(
    "host",
    ["0x7f.0.0.1", "0177.0.0.1", "2130706433", "127.0.0.1.", "127.0.0.1%00.a.net", "a%2ecom", "localhost.", "a.net%2f.b.net",
     "x.localhost", "[fe80::1%25eth0]", "[::ffff:127.0.0.1]", "a..b.net"],
)  # fmt: skip
@pytest.mark.parametrize("proxy", [None, "http://127.0.0.1:1"])
def test_odd_spellings_of_inner_places_are_refused(host: str, proxy: str | None) -> None:
    resolver = Resolver(("127.0.0.1",))
    source = RdapSource(Config(proxy=proxy), lambda: NOW, resolver)
    answer = asyncio.run(source.ask(Ask("rdap", "domain", f"http://user:word@{host}/domain/a.net"), 1))
    assert answer.outcome is Outcome.NOT_ASKED or "InvalidURL" in answer.detail
    assert resolver.asked == []


@pytest.mark.parametrize("path", ["admin?reboot=1", "rdap/../admin", "rdap/%2e%2e/admin"])
def test_no_answer_leads_into_a_configured_server_beyond_what_is_configured(path: str) -> None:
    with serving({}) as inner, serving({}) as other:
        base, other_base = inner.base + "rdap/", other.base + "rdap/"
        source = RdapSource(Config(rdap_servers={"net": base, "org": other_base}), lambda: NOW)
        # A link in an answer, and a redirect.
        linked = asyncio.run(source.ask(Ask("rdap", "domain", inner.base + path), 2))
        other.faults[""] = f"redirect={inner.base}{path}"
        redirected = asyncio.run(source.ask(Ask("rdap", "domain", other_base + "domain/a.org"), 2))
        assert inner.asked == []
        # Within itself the user's own server may lead where it likes.
        inner.faults["rdap/"] = f"redirect={inner.base}v2/domain/a.net"
        asyncio.run(source.ask(Ask("rdap", "domain", base + "domain/a.net"), 2))
        assert inner.asked == ["/rdap/domain/a.net", "/v2/domain/a.net"]
    assert linked.outcome is redirected.outcome is Outcome.NOT_ASKED


def test_a_name_is_resolved_as_it_is_sent() -> None:
    resolver = Resolver(("127.0.0.1",))
    source = RdapSource(Config(), lambda: NOW, resolver)
    asyncio.run(source.ask(Ask("rdap", "domain", "https://xn--strae-oqa.example.net/domain/a.net"), 1))
    assert resolver.asked == ["xn--strae-oqa.example.net"]


def test_a_redirect_of_endless_length_is_no_answer() -> None:
    with serving({}) as server:
        server.faults[""] = "redirect=/" + "x" * 5000
        source = RdapSource(Config(rdap_servers={"net": server.base}), lambda: NOW)
        answer = asyncio.run(source.ask(Ask("rdap", "domain", server.base + "domain/a.net"), 2))
    assert (answer.outcome, answer.detail) == (Outcome.FAILED, "a redirect to a URL of 5001 characters")


def test_a_name_server_that_breaks_on_one_type_of_address_costs_those_alone() -> None:
    import socketserver
    from threading import Thread

    import dns.message
    import dns.rcode
    import dns.rrset

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            octets, out = self.request
            query = dns.message.from_wire(octets)
            response = dns.message.make_response(query)
            if query.question[0].rdtype == 1 and b"half" in octets:
                response.answer.append(dns.rrset.from_text("half.example.net.", 60, "IN", "A", "93.184.216.34"))
            else:
                response.set_rcode(dns.rcode.REFUSED)
            out.sendto(response.to_wire(), self.client_address)

    with socketserver.UDPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        resolve = asked_by((f"127.0.0.1:{server.server_address[1]}",))
        assert asyncio.run(resolve("half.example.net")) == ("93.184.216.34",)
        with pytest.raises(OSError, match=r"none\.example\.net"):
            asyncio.run(resolve("none.example.net"))
        server.shutdown()
