"""DNS from a real server on loopback: every outcome, and what hostile or broken servers can do."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from gyotaku.lookup.sources.dns import LONGEST_KEPT, MOST_RECORDS, DnsSource, Server, server
from gyotaku.model.asks import Answer, Ask, Outcome
from tests.world import knot

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
WORLD = {
    "dns": {
        "a": {
            "www.example": ["192.0.2.1", "192.0.2.2"],
            "many.example": [f"198.51.{n >> 8}.{n & 255}" for n in range(600)],
        },
        "aaaa": {"www.example": ["2001:db8::1"]},
        "mx": {"example": ["20 b.example", "10 a.example"], "null.example": ["0 ."]},
        "txt": {"example": ["v=spf1 -all"], "octets.example": ['caf\xe9 "q" \\ ;'], "long.example": ["x" * 4000]},
        "ptr": {"192.0.2.1": "www.example", "2001:db8::1": "www.example"},
        "cname": {"alias.example": ["www.example"], "out.example": ["gone.example"]},
    }
}
_CHAIN = "".join(f"c{n}.loop.example. CNAME c{n + 1}.loop.example.\n" for n in range(40))
MORE = (
    "lame.example. NS ns.lame.example.\n"
    "self.loop.example. CNAME back.loop.example.\nback.loop.example. CNAME self.loop.example.\n"
    f"{_CHAIN}short.example. 0 A 192.0.2.9\nforever.example. 2147483647 A 192.0.2.10\n"
)
BROKEN_ZONE = '  - domain: "broken.example"\n    file: "missing.zone"\n'


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with knot.serving(WORLD, tmp_path_factory.mktemp("knot"), MORE, BROKEN_ZONE) as port:
        yield port


def asked(what: str, of: str, *ports: int, within: float = 3.0) -> Answer:
    source = DnsSource(tuple(Server("127.0.0.1", port) for port in ports), lambda: NOW)
    return asyncio.run(source.ask(Ask("dns", what, of), within))


def test_records_of_every_type(port: int) -> None:
    assert sorted(asked("A", "www.example", port).records) == ["192.0.2.1", "192.0.2.2"]
    assert asked("AAAA", "www.example", port).records == ("2001:db8::1",)
    assert sorted(asked("MX", "example", port).records) == ["10 a.example", "20 b.example"]
    assert asked("MX", "null.example", port).records == ("0 .",)
    assert asked("PTR", "1.2.0.192.in-addr.arpa", port).records == ("www.example",)
    assert asked("TXT", "octets.example", port).records == ('caf\xe9 "q" \\ ;',)


def test_source_and_times_are_told(port: int) -> None:
    answer = asked("A", "www.example", port)
    assert answer.by == f"DNS 127.0.0.1:{port}"
    assert answer.time == NOW
    assert answer.expires == NOW + timedelta(seconds=3600)
    assert asked("A", "short.example", port).expires == NOW
    assert asked("A", "forever.example", port).expires == NOW + LONGEST_KEPT


def test_what_is_not_there_is_told_apart_and_kept_as_the_zone_says(port: int) -> None:
    missing, empty = asked("A", "nobody.example", port), asked("TXT", "www.example", port)
    assert (missing.outcome, missing.detail) == (Outcome.NOTHING, "NXDOMAIN")
    assert (empty.outcome, empty.detail) == (Outcome.NOTHING, "NODATA")
    assert missing.expires == empty.expires == NOW + timedelta(seconds=300)


def test_an_answer_cut_for_udp_comes_over_tcp(port: int) -> None:
    assert asked("TXT", "long.example", port).records == ("x" * 4000,)


def test_of_very_many_records_the_first_are_read_and_the_rest_is_told(port: int) -> None:
    answer = asked("A", "many.example", port)
    assert len(answer.records) == MOST_RECORDS
    assert answer.detail == "400 more records were not read"


def test_an_alias_is_followed_and_told(port: int) -> None:
    answer = asked("AAAA", "alias.example", port)
    assert (answer.records, answer.detail) == (("2001:db8::1",), "alias of www.example")
    assert asked("A", "out.example", port).detail == "NXDOMAIN"


@pytest.mark.parametrize("name", ["self.loop.example", "c0.loop.example"])
def test_endless_aliases_are_no_answer(port: int, name: str) -> None:
    assert asked("A", name, port).outcome is Outcome.FAILED


def test_a_zone_that_does_not_load_is_no_answer(port: int) -> None:
    answer = asked("A", "www.broken.example", port)
    assert (answer.outcome, answer.detail) == (Outcome.FAILED, "SERVFAIL")


def test_a_referral_is_no_answer(port: int) -> None:
    answer = asked("A", "www.lame.example", port)
    assert (answer.outcome, answer.detail) == (Outcome.FAILED, "a referral, no answer")


@pytest.mark.parametrize(
    "name", ["", "a..b", "x" * 64 + ".example", "ä.example", ".".join(["a" * 60] * 5), "a b\\999.example"]
)
def test_what_is_no_name_is_not_asked(name: str) -> None:
    answer = asked("A", name, 9)
    assert answer.outcome in {Outcome.NOT_ASKED, Outcome.FAILED}


def test_a_closed_port_is_no_answer() -> None:
    assert asked("A", "www.example", knot.free_port(), within=0.5).outcome in {Outcome.FAILED, Outcome.LATE}


def test_no_server_at_all_is_told() -> None:
    assert asked("A", "www.example").detail == "no DNS server is known"


Reply = Callable[[bytes], list[bytes]]


@pytest.fixture
def faulty() -> Iterator[Callable[[Reply], int]]:
    """A server that answers each datagram as a function says."""
    opened: list[socket.socket] = []

    def start(reply: Reply) -> int:
        listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        listening.bind(("127.0.0.1", 0))
        opened.append(listening)

        def run() -> None:
            while True:
                try:
                    query, peer = listening.recvfrom(4096)
                    for datagram in reply(query):
                        listening.sendto(datagram, peer)
                except OSError:
                    return

        threading.Thread(target=run, daemon=True).start()
        return int(listening.getsockname()[1])

    yield start
    for listening in opened:
        listening.close()


def _slow(query: bytes) -> list[bytes]:
    time.sleep(5)
    return [query]


FAULTS: dict[str, Reply] = {
    "silence": lambda query: [],
    "delay": _slow,
    "garbage": lambda query: [b"\xff" * 40, b"", b"\x00", query[:2] + b"\x84\x00" + b"\xc0" * 60],
    "another's answer": lambda query: [b"\x00\x00" + query[2:]],
    "a query for an answer": lambda query: [query],
    "a pointer to itself": lambda query: [
        query[:2]
        + b"\x84\x00\x00\x01\x00\x01\x00\x00\x00\x00"
        + query[12:]
        + b"\xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x09\x00\x02\xc0\x2d"
    ],
    "counts that lie": lambda query: [query[:2] + b"\x84\x00\xff\xff\xff\xff\xff\xff\xff\xff" + query[12:]],
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_server_costs_its_answer_and_no_more_than_its_time(
    fault: str, faulty: Callable[[Reply], int], port: int
) -> None:
    broken = faulty(FAULTS[fault])
    began = time.monotonic()
    assert asked("A", "www.example", broken, within=0.6).outcome in {Outcome.FAILED, Outcome.LATE}
    assert time.monotonic() - began < 3
    # The next server is asked in what time is left.
    assert len(asked("A", "www.example", broken, port, within=2.0).records) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("192.0.2.53", Server("192.0.2.53")),
        ("192.0.2.53:5353", Server("192.0.2.53", 5353)),
        ("2001:db8::53", Server("2001:db8::53")),
        ("[2001:db8::53]:54", Server("2001:db8::53", 54)),
    ],
)
def test_servers_as_people_write_them(text: str, expected: Server) -> None:
    assert server(text) == expected
    assert server(str(expected)) == expected


@pytest.mark.parametrize("text", ["dns.example", "192.0.2.53:0", "192.0.2.53:99999", "", "192.0.2.53:x"])
def test_what_is_no_server_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no address of a DNS server"):
        server(text)


def _answering(query: bytes, flags: bytes, ttl: int) -> bytes:
    """An A record to the question of a query, without EDNS."""
    end = query.index(b"\0", 12) + 5
    record = b"\xc0\x0c\x00\x01\x00\x01" + ttl.to_bytes(4) + b"\x00\x04\xc0\x00\x02\x07"
    return query[:2] + flags + b"\x00\x01\x00\x01\x00\x00\x00\x00" + query[12:end] + record


@pytest.mark.parametrize("code", [1, 4])
def test_a_server_that_knows_no_edns_is_asked_without(code: int, faulty: Callable[[Reply], int]) -> None:
    def old(query: bytes) -> list[bytes]:
        if query[11]:  # one additional record: OPT
            return [query[:2] + bytes((0x80, code)) + bytes(8)]
        return [_answering(query, b"\x80\x00", 60)]

    assert asked("A", "www.example", faulty(old)).records == ("192.0.2.7",)


@pytest.mark.parametrize("ttl", [0, 1 << 31, (1 << 32) - 1])
def test_no_time_to_live_is_kept_beyond_its_bound(ttl: int, faulty: Callable[[Reply], int]) -> None:
    answer = asked("A", "www.example", faulty(lambda query: [_answering(query, b"\x80\x00", ttl)]))
    assert answer.records == ("192.0.2.7",)
    assert NOW <= answer.expires <= NOW + LONGEST_KEPT


def test_an_answer_cut_for_udp_from_a_server_without_tcp_is_none(faulty: Callable[[Reply], int]) -> None:
    cut = faulty(lambda query: [_answering(query, b"\x82\x00", 60)])
    assert asked("A", "www.example", cut, within=1).outcome in {Outcome.FAILED, Outcome.LATE}


@pytest.mark.parametrize(
    "name", ["localhost", "wpad.local", "intranet.corp.internal", "router.lan", "x.onion", "nas.home.arpa."]
)
def test_names_of_one_house_that_an_answer_named_are_not_asked_about(name: str, faulty: Callable[[Reply], int]) -> None:
    seen: list[bytes] = []
    port = faulty(lambda query: seen.append(query) or [])  # type: ignore[func-returns-value]
    assert asked("A", name, port, within=0.3).outcome is Outcome.NOT_ASKED
    assert seen == []
