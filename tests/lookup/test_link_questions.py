"""The world is asked about where links lead, not about the gateways and services between."""

from __future__ import annotations

from urllib.parse import quote

import gyotaku
from gyotaku.facts import Facts
from gyotaku.lookup.questions import link_domains
from gyotaku.mail import message
from gyotaku.mail.facts.links import Links
from gyotaku.model.configuration import Config
from gyotaku.model.own_side import OwnSide
from gyotaku.registry import plan

GATEWAY = "https://eur01.safelinks.protection.outlook.com/?url="
HEAD = b"From: Ada <ada@lind.example>\r\nTo: sato@sakuragi.example\r\nContent-Type: text/html\r\n\r\n"


def mail(*targets: str) -> bytes:
    return HEAD + b"".join(f'<a href="{target}">x</a>'.encode() for target in targets)


def test_domains_are_those_where_links_lead_in_the_end() -> None:
    google = "https://www.google.com/url?q=" + quote("https://www.niwa.example/9", safe="")
    raw = mail(
        GATEWAY + quote(google, safe=""),
        GATEWAY + quote("https://sakuragi.example/", safe=""),
        "https://kumo.example/?u=https://tori.example/",
    )
    facts = Facts(plan().makers, message.read(raw), Config(own_domains=("sakuragi.example",)))
    found = link_domains(facts.get(Links), facts.get(OwnSide))
    assert found == {"niwa.example": "www.niwa.example", "kumo.example": "kumo.example"}


def test_questions_of_a_report_name_the_end() -> None:
    report = gyotaku.dissect(mail(GATEWAY + quote("https://www.niwa.example/9", safe="")))
    asked = {unknown.id for unknown in report.unknown}
    assert "host:www.niwa.example" in asked
    assert not any("outlook.com" in identifier for identifier in asked)


def test_observables_name_every_step() -> None:
    report = gyotaku.dissect(mail(GATEWAY + quote("https://www.niwa.example/9", safe="")))
    hosts = {seen.value for seen in report.observables if seen.type == "host"}
    assert {"eur01.safelinks.protection.outlook.com", "www.niwa.example"} <= hosts
