"""Answers whose every field was written to be shown: none acts on a terminal or breaks the JSON."""

from __future__ import annotations

import json
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gyotaku
from gyotaku.lookup.registration import whois
from gyotaku.lookup.session import Session
from gyotaku.lookup.store import exported, imported
from gyotaku.model.answers import Permission
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.configuration import Config
from gyotaku.model.inert import inert
from gyotaku.report.json import encode
from gyotaku.report.terminal import render
from tests.lookup.test_hostile_world import mail
from tests.world import NOW

BAD = (
    "\x1b]0;owned\x07\x1b[2J\u202e\u2066\r\n\x85\u2028GYOTAKU: verified\u200b\x00\x7f\x9b31m"
    "[x](https://evil.example/)<b>\t\U000e0041\ud800"
)
ONE_LINE = BAD.replace("\r\n", " ").replace("\ud800", "")
OCTETS = BAD.encode("utf-8", "surrogatepass").decode("latin-1")
ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
CONFIG = Config(
    own_domains=("reader.example",),
    trusted_hosts=("mx.reader.example",),
    online=frozenset({Permission.DNS, Permission.REGISTRATION}),
)
SIGNED = b"DKIM-Signature: v=1; a=rsa-sha256; d=bad.com; s=s1; h=from; bh=AAAA; b=AAAA\r\n"
MAILS = (
    SIGNED + mail(sender="bad.com", address="93.184.216.34", body="https://www.evil.com/"),
    mail(sender="bad.co.jp", address="133.11.0.1", body="https://www.evil.jp/"),
)


def _entity(role: str) -> dict[str, Any]:
    card = [
        ["fn", {}, "text", "Evil " + BAD],
        ["org", {"language": BAD}, "text", "Organization " + BAD],
        ["email", {}, "text", f"a{BAD}@evil{BAD}.example"],
        ["adr", {"cc": BAD}, "text", ["", "", "", BAD, BAD, "", BAD]],
    ]
    return {"objectClassName": "entity", "roles": [role], "handle": BAD, "vcardArray": ["vcard", card]}


def _rdap(ask: Ask) -> str:
    entities = [_entity(role) for role in ("registrant", "registrar", "abuse")]
    if ask.what == "ip":
        network = {"objectClassName": "ip network", "startAddress": "0.0.0.0", "endAddress": "255.255.255.255"}  # noqa: S104
        return json.dumps(network | {"name": BAD, "handle": BAD, "country": BAD, "entities": entities})
    events = [
        {"eventAction": action, "eventDate": "2026-11-20T00:00:00Z" + BAD} for action in ("registration", "expiration")
    ]
    domain = {"objectClassName": "domain", "ldhName": ask.of.rpartition("/")[2], "entities": entities, "events": events}
    return json.dumps(domain | {"status": [BAD, "active"], "nameservers": [{"ldhName": "ns." + BAD}]})


def _whois(ask: Ask) -> str:
    keys = ("Registrar", "Registrant Organization", "Registrant Name", "Registrant Country", "Domain Status", "netname",
            "country", "org-name", "refer", ONE_LINE)  # fmt: skip
    return (
        f"Domain Name: {ask.of.rpartition('/')[2]}\nCreation Date: 2026-11-20T00:00:00Z {ONE_LINE}\n"
        f"Registrar Abuse Contact Email: a{ONE_LINE}@x{ONE_LINE}.example\nName Server: ns1.{ONE_LINE}.example\n"
        "inetnum: 0.0.0.0 - 255.255.255.255\n" + "".join(f"{key}: {ONE_LINE}\n" for key in keys)
    )


def _dns(ask: Ask) -> tuple[str, ...]:
    match ask.what:
        case "TXT" if ask.of.startswith("_dmarc"):
            return ("v=DMARC1; p=reject; rua=mailto:" + OCTETS,)
        case "TXT" if "_domainkey" in ask.of:
            return (f"v=DKIM1; k=rsa; n={OCTETS}; p={OCTETS}",)
        case "TXT":
            return (f"v=spf1 include:{OCTETS} exp=%{{{OCTETS} -all", OCTETS)
        case "A":
            return ("198.51.100.7", "not " + BAD)
        case "MX":
            return ("10 " + BAD, "x", "99999 y")
        case _:
            return (f"host.{BAD}.example",)


class Liar:
    def __init__(self, way: str) -> None:
        self.way = way

    def whom(self, ask: Ask) -> str:
        return "nobody"

    async def ask(self, ask: Ask, within: float) -> Answer:
        outcome, records = Outcome.FOUND, ()
        if self.way in {"failed", "nothing"} or (self.way == "whois" and ask.source == "rdap"):
            outcome = Outcome.NOTHING if self.way == "nothing" else Outcome.FAILED
        elif ask.source == "dns":
            records = _dns(ask)
        else:
            records = (_rdap(ask) if ask.source == "rdap" else _whois(ask),)
        by = "https://evil.example/" + BAD
        expires = NOW + timedelta(hours=1)
        return Answer(ask=ask, outcome=outcome, time=NOW, expires=expires, by=by, records=records, detail="x" + BAD)


@pytest.mark.parametrize("way", ["rdap", "whois", "failed", "nothing"])
@pytest.mark.parametrize("raw", MAILS)
def test_no_field_of_an_answer_acts_in_a_report(way: str, raw: bytes) -> None:
    liar = Liar(way)
    with Session({"dns": liar, "rdap": liar, "whois": liar}, now=lambda: NOW) as session:
        report = gyotaku.dissect(raw, CONFIG, session=session)
    assert len(report.answers) > 8
    assert not [run for run in report.checks if run.ended == "failed"]
    assert not [unknown for unknown in report.unknown if "error of this program" in unknown.why.en]
    for language in ("en", "ja"):
        shown = render(report, language)
        assert ACTING.search(shown) is None
        assert "\nGYOTAKU" not in shown
    for pretty in (False, True):
        written = encode(report, pretty=pretty).decode("utf-8")
        assert ACTING.search(written) is None
        assert pretty or len(written.splitlines()) == 1 + len(report.others)
    told = json.dumps(json.loads(encode(report).splitlines()[0]), ensure_ascii=False)
    assert "\u202e" in told  # what was said is kept as it was said


def test_an_export_holds_no_acting_character_and_is_the_same_answer() -> None:
    text = ONE_LINE + BAD.replace("\ud800", "")
    answer = Answer(
        ask=Ask("dns", "TXT", "bad.example"), outcome=Outcome.FOUND, time=NOW, expires=NOW, by=text, records=(text,), recorded=True
    )  # fmt: skip
    (line,) = exported([answer])
    assert len(line.decode().splitlines()) == 1
    assert ACTING.search(line.decode().rstrip("\n")) is None
    assert list(imported([line])) == [answer]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_inert_json_is_the_same_json(text: str) -> None:
    written = inert(json.dumps(text, ensure_ascii=False).encode())
    assert json.loads(written) == text
    assert ACTING.search(written.decode()) is None


@pytest.mark.parametrize(
    "module", ["authentication.spf", "authentication.dkim", "authentication.dmarc", "lookup.names"]
)
def test_an_evaluation_that_breaks_after_it_was_answered_is_told(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaking(*_: Any) -> Any:
        yield (Ask("dns", "TXT", "bad.com"),)
        raise RuntimeError("a mistake of ours")

    evaluate = "domain" if module == "lookup.names" else "evaluate"
    monkeypatch.setattr(f"gyotaku.{module}.{evaluate}", breaking)
    liar = Liar("rdap")
    with Session({"dns": liar, "rdap": liar, "whois": liar}, now=lambda: NOW) as session:
        report = gyotaku.dissect(MAILS[0], CONFIG, session=session)
    (told,) = [unknown for unknown in report.unknown if "error of this program" in unknown.why.en]
    assert "a mistake of ours" in told.detail
    assert render(report, "ja")


def test_very_many_ranges_are_read_in_time() -> None:
    text = "\n\n".join(f"inet6num: 2000::{n + 1:x} - 3fff:ffff:ffff:ffff:ffff:ffff:ffff:fffe" for n in range(3000))
    ask = Ask("whois", "ip", "whois://whois.example/x")
    answer = Answer(ask=ask, outcome=Outcome.FOUND, time=NOW, expires=NOW, records=(text,))
    began = time.process_time()
    assert whois.read_network("2606:4700::1", answer) is not None
    assert time.process_time() - began < 1
