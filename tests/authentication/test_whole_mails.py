"""The generated mails as they would be delivered: SPF, DKIM and DMARC together against pyspf and mailauth."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from gyotaku.authentication import dmarc, spf
from tests.ask import World, drive
from tests.authentication.generated import Case, mails
from tests.authentication.judging import signatures
from tests.authentication.peers import mailauth
from tests.authentication.test_agreement import MAILAUTH

ADDRESS, HELO, AUTHOR = "192.0.2.7", "client.sender.example", "sender.example"
MAILFROMS = ("yamada@sender.example", "bounce@mail.sender.example", "bounce@relay.example", "yamada@sender.example", "")
SPF = (
    [],
    ["v=spf1 ip4:192.0.2.0/24 -all"],
    ["v=spf1 ip4:198.51.100.0/24 -all"],
    ["v=spf1 ip4:198.51.100.0/24 ~all"],
    ["v=spf1 ?all"],
    ["v=spf1 include:_spf.sender.example -all"],
    ["v=spf1 redirect=_spf.sender.example"],
    ["v=spf1 mx a:client.sender.example -all"],
    ["v=spf1 -all", "v=spf1 +all"],
    ["v=spf1 ip4:192.0.2.0/240 -all"],
    ["v=spf1 exists:%{ir}.%{v}.sender.example -all"],
)
DMARC = (
    [],
    ["v=DMARC1; p=reject"],
    ["v=DMARC1; p=none; rua=mailto:d@sender.example"],
    ["v=DMARC1; p=quarantine; adkim=s; aspf=s; pct=50"],
    ["v=DMARC1; p=reject; aspf=s"],
    ["v=DMARC1; p=reject", "v=DMARC1; p=none"],
    ["something else"],
)


class Delivery(NamedTuple):
    case: Case
    mailfrom: str
    records: dict[str, dict[str, list[str]]]


def deliveries() -> Iterator[Delivery]:
    """Each mail in a world of its own; the three lists have lengths without a common divisor, so that all meet."""
    for number, case in enumerate(mails()):
        records = {name: {"TXT": [record]} for name, record in case.keys.items()}
        for name in ("sender.example", "mail.sender.example", "relay.example", "client.sender.example"):
            records[name] = {"TXT": SPF[number % len(SPF)], "A": [ADDRESS] if name == HELO else []}
        records["_spf.sender.example"] = {"TXT": ["v=spf1 ip4:192.0.2.7 ~all"]}
        records["7.2.0.192.in-addr.sender.example"] = {"A": ["127.0.0.2"]}
        records["sender.example"]["MX"] = ["10 client.sender.example"]
        records["_dmarc.sender.example"] = {"TXT": DMARC[number % len(DMARC)]}
        yield Delivery(case, MAILFROMS[number % len(MAILFROMS)], records)


def ours(delivery: Delivery) -> tuple[str, str]:
    """The words of SPF and DMARC."""
    world = World(delivery.records)
    path = drive(spf.evaluate(ADDRESS, delivery.mailfrom, HELO), world)
    signed = [(one.domain, one.result.value) for one in signatures(delivery.case.mail, world) if one.domain]
    return path.result.value, drive(
        dmarc.evaluate(AUTHOR, (path.domain, path.result.value), signed), world
    ).result.value


def pyspf(delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import spf as peer

    def look(name: str, kind: str, *_: Any, **__: Any) -> Iterator[tuple[tuple[str, str], Any]]:
        for record in delivery.records.get(name.lower(), {}).get(kind, []):
            value: Any = (record.encode(),) if kind == "TXT" else record
            if kind == "MX":
                value = (10, record.partition(" ")[2])
            yield (name, kind), value

    monkeypatch.setattr(peer, "DNSLookup", look)
    result, _, _ = peer.query(i=ADDRESS, s=delivery.mailfrom, h=HELO, strict=True).check()
    return str(result)


def _as_node_gives_them(records: dict[str, dict[str, list[str]]]) -> dict[str, dict[str, list[Any]]]:
    return {
        name: {
            "TXT": [[text] for text in here.get("TXT", [])],
            "A": here.get("A", []),
            "MX": [{"priority": 10, "exchange": text.partition(" ")[2]} for text in here.get("MX", [])],
        }
        for name, here in records.items()
    }


def test_pyspf_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    words = Counter[str]()
    for delivery in deliveries():
        word, _ = ours(delivery)
        assert word == pyspf(delivery, monkeypatch)
        words[word] += 1
    assert set(words) == {"none", "pass", "fail", "softfail", "neutral", "permerror"}


def test_mailauth_agrees(request: pytest.FixtureRequest) -> None:
    made = list(deliveries())
    asked = [(one.case.mail, _as_node_gives_them(one.records), {"sender": one.mailfrom}) for one in made]
    said = mailauth(asked, request.config.cache.mkdir("mailauth"))
    differing = Counter[tuple[str, str, str, str]]()
    words = Counter[str]()
    for delivery, theirs in zip(made, said, strict=True):
        path, policy = ours(delivery)
        words[policy] += 1
        for method, word in (("spf", path), ("dmarc", policy)):
            if word != theirs[method][0] and not (method == "dmarc" and delivery.case.group in MAILAUTH):
                differing[method, word, theirs[method][0], delivery.case.group] += 1
    assert not differing
    assert min(words[word] for word in ("pass", "fail", "none")) > 20
