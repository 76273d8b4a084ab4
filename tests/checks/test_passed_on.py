"""What look-ups say of mail that somebody passed on, of old mail, and of one provider under several names."""

from __future__ import annotations

from typing import Any

import pytest

import gyotaku
from gyotaku.model.answers import Permission
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Direction, Finding, Strength
from gyotaku.model.report import Report
from gyotaku.model.text import Sentence
from gyotaku.report.plain import Plain
from gyotaku.report.terminal import render
from gyotaku.verdict.judge import NOTHING_VOUCHES
from tests.world import session

CONFIG = Config(
    own_domains=("yanagi-paint.example",),
    trusted_hosts=("mx.yanagi-paint.example",),
    online=frozenset(Permission) - {Permission.SITE},
    rdap_servers={"*": "https://rdap.test/"},
)
LISTED = {
    "txt": {
        "hinode-lab.example": ["v=spf1 ip4:192.0.2.8 -all"],
        "lists.kaede-forum.example": ["v=spf1 ip4:198.51.100.40 -all"],
    },
    "mx": {"hinode-lab.example": ["10 mx.hinode-lab.example"]},
    "a": {"hinode-lab.example": ["192.0.2.8"], "notes.hinode-lab.example": ["192.0.2.9"]},
}


def mail(envelope: str, author: str, date: str, *more: str) -> bytes:
    lines = [
        f"Return-Path: <{envelope}>",
        f"Received: from out.relay.example (out.relay.example [198.51.100.40]) by mx.yanagi-paint.example with ESMTP id A1; {date}",
        *more,
        f"From: {author}",
        "To: info@yanagi-paint.example",
        "Subject: notes",
        f"Date: {date}",
        "Message-ID: <5f2c@hinode-lab.example>",
        "",
        "The notes of Monday are at https://notes.hinode-lab.example/7 as before.",
        "",
    ]
    return "\r\n".join(lines).encode()


def dissected(raw: bytes, world: dict[str, Any]) -> Report:
    with session(world) as opened:
        return gyotaku.dissect(raw, CONFIG, session=opened)


def found(report: Report, kind: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.kind.id == kind]


NOW = "Mon, 16 Nov 2026 09:00:00 +0900"


def test_a_list_that_its_own_domain_authorizes_accuses_no_author() -> None:
    report = dissected(mail("notes-owner@lists.kaede-forum.example", "a@hinode-lab.example", NOW), {"dns": LISTED})
    (beside,) = found(report, "spf-not-authorized")
    assert (beside.direction, beside.bears) == (Direction.INFORMS, ())
    assert report.verdict.reason == Sentence(NOTHING_VOUCHES)


def test_what_no_envelope_names_is_a_weak_hint() -> None:
    report = dissected(mail("x@okure.example", "a@hinode-lab.example", NOW), {"dns": LISTED})
    (beside,) = found(report, "spf-not-authorized")
    assert (beside.direction, beside.strength) == (Direction.ACCUSES, Strength.WEAK)


@pytest.mark.parametrize(
    ("date", "direction"),
    [("Wed, 17 Jul 2002 03:00:01 +0900", Direction.INFORMS), (NOW, Direction.ACCUSES)],
)
def test_mail_older_than_spf_and_dmarc_is_not_accused_by_them(date: str, direction: Direction) -> None:
    policy = {"_dmarc.hinode-lab.example": ["v=DMARC1; p=reject"], **LISTED["txt"]}
    report = dissected(mail("a@hinode-lab.example", "a@hinode-lab.example", date), {"dns": LISTED | {"txt": policy}})
    for kind in ("spf-not-authorized", "dmarc-not-passed"):
        assert [finding.direction for finding in found(report, kind)] == [direction], kind


def test_one_provider_under_several_names() -> None:
    login = "Received: from [192.0.2.77] (client.example [192.0.2.77]) by smtp.gmail.com with ESMTPSA id B2; " + NOW
    dns = LISTED | {"mx": {"hinode-lab.example": ["1 aspmx.l.google.com"]}}
    report = dissected(mail("a@hinode-lab.example", "a@hinode-lab.example", NOW, login), {"dns": dns})
    assert found(report, "mail-provider-on-path")
    assert not found(report, "mail-provider-elsewhere")


def test_every_network_that_was_asked_about_is_told_and_no_holder_twice() -> None:
    world = {
        "dns": LISTED | {"a": LISTED["a"] | {"notes.hinode-lab.example": ["8.8.4.4"]}},
        "registration": {"hinode-lab.example": {"registrant_organization": "Hinode Laboratory"}},
        "network": {
            "198.51.100.0/24": {"organization": "Relay Works"},
            "8.8.4.0/24": {"organization": "Site Host", "abuse": "abuse@site-host.example"},
        },
    }
    report = dissected(mail("a@hinode-lab.example", "a@hinode-lab.example", NOW), world)
    said = [finding.title.render("en", Plain()) for finding in found(report, "network-owner")]
    assert ["Relay Works" in title for title in said] == [True, False]
    assert "8.8.4.4, to which a link leads" in said[1]
    assert "Site Host" in said[1]
    assert found(report, "sender-domain-owner")
    assert not found(report, "link-domain-owner")
    shown = render(report, "en", width=200)
    assert "“8.8.4.0/24”, “Site Host”" in shown  # one line for one answer
    assert shown.count("The provider can end the abuse.") == 1


def test_what_is_permitted_names_no_permission() -> None:
    report = dissected(mail("a@hinode-lab.example", "a@hinode-lab.example", NOW), {"dns": LISTED})
    by_question = {unknown.id: unknown for unknown in report.unknown}
    assert by_question["listed:198.51.100.40"].permission is None
    assert by_question["site:notes.hinode-lab.example"].permission is Permission.SITE
    asked = [unknown.question.render("en", Plain()) for unknown in report.unknown]
    assert len(asked) == len(set(asked))


def test_a_domain_that_dns_has_is_not_told_to_be_unregistered() -> None:
    raw = mail("a@hinode-lab.example", "a@hinode-lab.example", NOW)
    assert found(dissected(raw, {"dns": {}}), "domain-not-registered")
    report = dissected(raw, {"dns": LISTED})
    assert not found(report, "domain-not-registered")
    assert any("DNS has it" in unknown.why.en for unknown in report.unknown)


SIGNED = (
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=hinode-lab.example; s=k1; h=from:subject:date; "
    "bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA"
)
RECORDED = "Authentication-Results: mx.yanagi-paint.example; dkim=pass header.d=hinode-lab.example"


@pytest.mark.parametrize(("recorded", "kinds"), [(True, ["results-differ"]), (False, ["signature-broken"])])
def test_a_signature_that_holds_no_more_is_told_once(recorded: bool, kinds: list[str]) -> None:
    raw = mail("a@hinode-lab.example", "a@hinode-lab.example", NOW, SIGNED)
    if recorded:
        raw = RECORDED.encode() + b"\r\n" + raw
    told = {finding.kind.id for finding in dissected(raw, {"dns": LISTED}).findings}
    assert sorted(told & {"results-differ", "signature-broken"}) == kinds
