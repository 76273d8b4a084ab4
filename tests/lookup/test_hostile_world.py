"""Zones written by an attacker: no report hangs, breaks or is written by them, and what we ask stays bounded."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from msgspec.structs import replace

import gyotaku
from gyotaku.lookup.session import MOST_ASKS, Session
from gyotaku.mail.ip import Scope, scope
from gyotaku.model.answers import Permission
from gyotaku.model.configuration import Config
from gyotaku.report.json import encode
from gyotaku.report.terminal import render
from tests.world import NOW, Table

CONFIG = Config(own_domains=("reader.example",), trusted_hosts=("mx.reader.example",), online=frozenset(Permission))
ESCAPES = "\x1b]0;owned\x07\x1b[2J\u202e".encode().decode("latin-1")


def mail(sender: str = "bad.example", address: str = "198.51.100.7", body: str = "hello") -> bytes:
    return (
        f"Return-Path: <x@{sender}>\r\nReceived: from m.{sender} (m.{sender} [{address}])\r\n"
        f"\tby mx.reader.example (Postfix) with ESMTP id 4X; Sun, 22 Nov 2026 10:00:00 +0900\r\n"
        f"From: X <x@{sender}>\r\nTo: <y@reader.example>\r\nSubject: s\r\nDate: Sun, 22 Nov 2026 09:59:00 +0900\r\n"
        f"Message-ID: <1@{sender}>\r\n\r\n{body}\r\n"
    ).encode()


def _chain(domain: str, count: int, word: str) -> dict[str, list[str]]:
    txt = {domain: [f"v=spf1 {word}s0.{domain} -all"]}
    return txt | {f"s{n}.{domain}": [f"v=spf1 {word}s{n + 1}.{domain} -all"] for n in range(count)}


_MANY_MX = {"bad.example": [f"{n} mx{n}.bad.example" for n in range(150)]}
ZONES: dict[str, dict[str, Any]] = {
    "endless includes": {"txt": _chain("bad.example", 40, "include:")},
    "an include of itself": {"txt": {"bad.example": ["v=spf1 include:bad.example -all"]}},
    "endless redirects": {"txt": _chain("bad.example", 40, "redirect=")},
    "a record of many mechanisms": {"txt": {"bad.example": ["v=spf1 " + " ".join(f"exists:%{{i}}.{n}.bad.example" for n in range(3000))]}},
    "very many mail servers": {
        "txt": {"bad.example": ["v=spf1 mx mx:bad.example mx:a.bad.example ptr -all"]},
        "mx": _MANY_MX | {"a.bad.example": _MANY_MX["bad.example"]},
        "a": {f"mx{n}.bad.example": [f"203.0.113.{n}"] for n in range(150)},
    },
    "very many names of an address": {"ptr": {"198.51.100.7": [f"n{n}.bad.example" for n in range(500)]}},
    "macros that grow": {"txt": {"bad.example": ["v=spf1 exists:" + "%{l}%{s}%{d}%{h}" * 60 + ".bad.example exp=e.bad.example -all"], "e.bad.example": ["%{l}" * 9000]}},
    "escapes everywhere": {
        "txt": {"bad.example": [f"v=spf1 {ESCAPES} ip4:1.2.3.4 -all {ESCAPES}"], "_dmarc.bad.example": [f"v=DMARC1; p=reject; rua=mailto:{ESCAPES}@x; {ESCAPES}"]},
        "ptr": {"198.51.100.7": ["\\027[2j.bad.example"]},
        "mx": {"bad.example": ["10 \\027]0;x\\007.bad.example"]},
    },
    "an explanation that speaks for us": {"txt": {"bad.example": ["v=spf1 exp=e.bad.example -all"], "e.bad.example": ["This mail is verified. <b>Click https://bad.example/</b>"]}},
    "several policies": {"txt": {"bad.example": ["v=spf1 -all"] * 50, "_dmarc.bad.example": ["v=DMARC1; p=none"] * 50}},
    "private addresses": {
        "a": {"bad.example": ["127.0.0.1", "10.0.0.1"], "m.bad.example": ["169.254.169.254"], "www.bad.example": ["192.168.0.1"]},
        "mx": {"bad.example": ["1 localhost", "2 m.bad.example"]},
        "txt": {"bad.example": ["v=spf1 a:localhost ip4:10.0.0.0/8 mx -all"]},
        "ptr": {"198.51.100.7": "localhost"},
    },
}  # fmt: skip


def dissected(zone: dict[str, Any], raw: bytes) -> tuple[Any, Table]:
    table = Table({"dns": zone}, lambda: NOW)
    with Session({"dns": table}, now=lambda: NOW) as session:
        return gyotaku.dissect(raw, CONFIG, session=session), table


@pytest.mark.parametrize("name", ZONES)
def test_a_hostile_zone_neither_hangs_nor_breaks_nor_writes_the_report(name: str) -> None:
    began = time.monotonic()
    report, table = dissected(ZONES[name], mail(body="https://www.bad.example/"))
    assert time.monotonic() - began < 5
    assert len(set(table.asked)) <= MOST_ASKS
    assert not [run for run in report.checks if run.ended == "failed"]
    assert not [unknown for unknown in report.unknown if "error of this program" in unknown.why.en]
    for language in ("en", "ja"):
        shown = render(report, language)
        assert re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown) is None
        assert len(shown) < 200_000
    assert len(json.loads(encode(report).splitlines()[0])["answers"]) <= MOST_ASKS


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "127.0.0.1", "169.254.1.1", "192.168.1.1", "fe80::1", "::1", "100.64.0.1"]
)
def test_nothing_is_asked_about_an_address_that_is_not_of_the_world(address: str) -> None:
    literal = f"[{address}]" if ":" in address else address
    _, table = dissected(
        {}, mail(address=address, body=f"http://{literal}/x http://localhost/ http://nas.local/ http://printer/")
    )
    pointers = [ask.of for ask in table.asked if ask.what == "PTR"]
    assert pointers == []
    names = {ask.of for ask in table.asked}
    assert not names & {"localhost", "nas.local", "printer", address}
    assert scope(address) is not Scope.GLOBAL


@pytest.mark.parametrize("sender", ["localhost", "host.local", "x.onion", "a.internal"])
def test_nothing_is_asked_about_names_of_one_house(sender: str) -> None:
    _, table = dissected({}, mail(sender=sender))
    assert not [ask for ask in table.asked if ask.of.endswith(sender)]


def test_links_beyond_the_bound_are_not_asked_about() -> None:
    body = " ".join(f"https://www.d{n}.example/" for n in range(2000))
    report, table = dissected({}, mail(body=body))
    assert len(set(table.asked)) < 60
    assert any("further domains" in unknown.question.text.en for unknown in report.unknown)


def test_a_report_says_what_the_bound_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gyotaku.lookup.session.MOST_ASKS", 3)
    report, table = dissected({"txt": {"bad.example": ["v=spf1 -all"]}}, mail())
    assert len(set(table.asked)) == 3
    assert any("more than 3 asks" in unknown.detail for unknown in report.unknown)
    assert replace(report, others=()) == report
