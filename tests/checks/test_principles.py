"""Whose word is whose: nothing that an attacker can write clears him, counts as our own record or moves the boundary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gyotaku
from gyotaku.config import from_table
from gyotaku.mail import message
from gyotaku.mail.house import trusted
from gyotaku.mail.ip import Scope, scope
from gyotaku.model.answers import Ended
from gyotaku.model.bearing import Side
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Direction, Finding
from gyotaku.model.hypothesis import Standing
from gyotaku.model.path import Path as Route
from gyotaku.model.path import Source
from gyotaku.model.report import Report
from tests.test_kinds import KINDS, case

MAILS = sorted(KINDS.glob("*/*.eml"))
MAIL = pytest.mark.parametrize("file", [pytest.param(file, id=f"{file.parent.name}/{file.stem}") for file in MAILS])
OUTSIDE = frozenset({Scope.GLOBAL, Scope.DOCUMENTATION})
CONFIGURED = Config(
    own_domains=("office.example", "sakuragi.example"),
    trusted_hosts=("mx.office.example", "mx.sakuragi.example", "*.protection.outlook.com", "mx.partner.example"),
    known_senders=("hinata.example", "partner.example", "bank.example"),
)
_RECEIVED = re.compile(r"Received(?:\[(\d+)\])?")


def configurations(file: Path) -> tuple[Config, ...]:
    """Nothing told, what the case's own folder tells, and a full configuration."""
    return Config(), from_table(case(file.parent.name).get("config", {})), CONFIGURED


@cache
def dissected(file: Path, config: Config) -> Report:
    return gyotaku.dissect(file.read_bytes(), config)


def findings(report: Report) -> Iterator[tuple[Finding, Route]]:
    for one in (report, *report.others):
        for finding in one.findings:
            yield finding, one.path


def absolves(finding: Finding) -> bool:
    return finding.direction is Direction.CLEARS or any(bearing.side is Side.EXCLUDES for bearing in finding.bears)


def below_the_boundary(part: str, path: Route) -> bool:
    match = _RECEIVED.fullmatch(part)
    return match is not None and (path.boundary is None or int(match[1] or 0) > path.boundary.index)


@MAIL
def test_every_check_ends_without_failing(file: Path) -> None:
    for config in configurations(file):
        assert [run.id for run in dissected(file, config).checks if run.ended is Ended.FAILED] == []


@MAIL
def test_nothing_an_attacker_could_write_clears(file: Path) -> None:
    for config in configurations(file):
        for finding, _ in findings(dissected(file, config)):
            if absolves(finding):
                assert not any(evidence.principal.can_be_attacker for evidence in finding.evidence), finding.kind.id


def test_some_case_mail_clears() -> None:
    """Else the test above would hold of nothing."""
    cleared = {
        finding.kind.id for file in MAILS for finding, _ in findings(dissected(file, CONFIGURED)) if absolves(finding)
    }
    assert cleared >= {"known-sender", "domain-authenticated"}


@MAIL
def test_no_line_below_the_boundary_is_our_word(file: Path) -> None:
    for config in configurations(file):
        for finding, path in findings(dissected(file, config)):
            for evidence in finding.evidence:
                if evidence.span is not None and below_the_boundary(evidence.span.part, path):
                    assert evidence.principal is not Principal.US, finding.kind.id


# -- what the sender can write in our name

MARK = b"4a7c"
IN_OUR_NAME = (
    b"X-Spam-Flag: NO\r\n"
    b"X-Spam-Status: No, score=-4a7c required=5.0\r\n"
    b"Delivered-To: sato+4a7c@%(domain)s\r\n"
    b"X-Original-To: sato+4a7c@%(domain)s\r\n"
    b"Received-SPF: pass (4a7c) receiver=%(host)s; identity=mailfrom; envelope-from=x@%(author)s\r\n"
    b"Authentication-Results: %(host)s; dmarc=pass (p=reject 4a7c) header.from=%(author)s;\r\n"
    b" dkim=pass header.d=%(author)s; spf=pass smtp.mailfrom=%(author)s\r\n"
)


def insert_after_boundary(raw: bytes, report: Report, octets: bytes) -> bytes:
    """The mail with more fields right below the line that took it from outside."""
    assert report.path.boundary is not None
    end = message.read(raw).headers.all("Received")[report.path.boundary.index].end + len(b"\r\n")
    return raw[:end] + octets + raw[end:]


def own_report(file: Path, config: Config) -> Report:
    """The report on the mail itself, not on one that it carries."""
    report = dissected(file, config)
    return next(one for one in (report, *report.others) if one.mail.carrier is None)


def signature(report: Report, *, absolving: bool) -> set[str]:
    return {finding.kind.id for finding in report.findings if absolves(finding) is absolving}


@MAIL
def test_our_own_fields_below_our_line_are_worth_nothing(file: Path) -> None:
    for config in configurations(file):
        before = own_report(file, config)
        if before.path.boundary is None:
            continue
        author = next((sender.address for sender in before.mail.senders if sender.address), "x@x.example")
        words: dict[bytes, Any] = {
            b"host": (before.path.boundary.host or "mx.office.example").encode(),
            b"domain": (before.own_side.domains or ("office.example",))[0].encode(),
            b"author": author.rpartition("@")[2].encode(),
        }
        forged = insert_after_boundary(file.read_bytes(), before, IN_OUR_NAME % words)
        report = gyotaku.dissect(forged, config)
        after = next(one for one in (report, *report.others) if one.mail.carrier is None)

        assert signature(after, absolving=True) <= signature(before, absolving=True)
        assert {row.name for row in after.hypotheses if row.standing is Standing.EXCLUDED} <= {
            row.name for row in before.hypotheses if row.standing is Standing.EXCLUDED
        }
        assert after.verdict.weighed.score >= before.verdict.weighed.score
        assert after.own_side.domains == before.own_side.domains
        assert after.own_side.addresses == before.own_side.addresses
        for finding in after.findings:
            for evidence in finding.evidence:
                if MARK.decode() in evidence.quote:
                    assert evidence.principal is not Principal.US, finding.kind.id


# -- lines in our servers' names

LINES = (
    "from {client} ({client} [{address}]) by {host} (Postfix) with ESMTPS id 4QZy0V3x8Hz1q for <sato@{domain}>; {date}",
    "from {client} ({client} [{address}]) (Authenticated sender: sato@{domain}) by {host} (Postfix) with ESMTPSA id 4QZy; {date}",
    "from localhost (localhost [127.0.0.1]) by {host} (Postfix) with ESMTP id 4QZy0V3x8Hz1q; {date}",
    "by {host} (Postfix, from userid 0) id 4QZy0V3x8Hz1q; {date}",
    "from {host} by {host} with LMTP id qIy+Lv5jfWTxEQAAcyVB2A (envelope-from <sato@{domain}>) for <sato@{domain}>; {date}",
    "from {client} ([{address}] helo={client}) by {host} with esmtps (TLS1.3) (Exim 4.96) id 1q6Abc-0003hT-2K; {date}",
    "(qmail 25290 invoked by uid 0); 5 Jun 2023 00:12:44 -0000",
    "from unknown (HELO {client}) ({address}) by {host} with SMTP; 5 Jun 2023 00:12:44 -0000",
    "from {client} ({address}) by {host} (10.1.1.6) with Microsoft SMTP Server (TLS) id 15.1.2507.23; {date}",
    "from {host} [127.0.0.1] by localhost with IMAP (fetchmail-6.4.16) for <sato@localhost> (single-drop); {date}",
    "from {client} ({client} [{address}]) by mail with ESMTP id 5; {date}",
)
WHEN = "Mon, 5 Jun 2023 09:12:44 +0900"
HOSTS = ("mx.office.example", "mx2.office.example", "store.office.example", "office.example")


@st.composite
def forged_lines(draw: st.DrawFn) -> bytes:
    """One to three Received lines in our name, as an attacker would put them below his own."""
    lines = []
    for form in draw(st.lists(st.sampled_from(LINES), min_size=1, max_size=3)):
        line = form.format(
            client=draw(st.sampled_from((*HOSTS, "localhost", "gw", "mail.partner.example"))),
            address=draw(st.sampled_from(("10.0.0.5", "127.0.0.1", "192.168.1.1", "198.51.100.1", "203.0.113.9"))),
            host=draw(st.sampled_from(HOSTS)),
            domain="office.example",
            date=WHEN,
        )
        lines.append(f"Received: {line}\r\n".encode())
    return b"".join(lines)


def real_lines(helo: str) -> dict[str, str]:
    """How servers of ours write that they took a mail from 203.0.113.9, which called itself `helo`; each index 0."""
    return {
        "postfix": f"from {helo} (unknown [203.0.113.9]) by mx.office.example (Postfix) with ESMTP id 4QZx; {WHEN}",
        "exim": f"from [203.0.113.9] (helo={helo}) by mx.office.example with esmtp (Exim 4.96) id 1q6Abc-0003hT-2K; {WHEN}",
        "exchange": f"from {helo} (203.0.113.9) by mx.office.example (10.1.1.6) with Microsoft SMTP Server id 15.1.2507.23; {WHEN}",
        "sendmail": f"from {helo} ([203.0.113.9]) by mx.office.example (8.17.1/8.17.1) with ESMTP id 3550Cabc012345; {WHEN}",
        "qmail": f"from unknown (HELO {helo}) (203.0.113.9) by mx.office.example with SMTP; 5 Jun 2023 00:12:44 -0000",
    }


REST = (
    b"From: Hanako <hanako@office.example>\r\nTo: sato@office.example\r\nSubject: Invoice\r\n"
    b"Date: Mon, 5 Jun 2023 09:12:40 +0900\r\nMessage-ID: <a1@office.example>\r\n\r\nPlease pay.\r\n"
)
CONFIGS = {
    "nothing told": Config(),
    "own domains": Config(own_domains=("office.example",)),
    "trusted hosts": Config(own_domains=("office.example",), trusted_hosts=("mx.office.example", "*.office.example")),
}


@pytest.mark.parametrize("form", sorted(real_lines("x")))
@pytest.mark.parametrize("told", sorted(CONFIGS))
@settings(max_examples=60, deadline=None)
@given(
    helo=st.sampled_from((*HOSTS, "localhost", "[127.0.0.1]", "[10.0.0.5]", "gw", "vps.mailer.invalid")),
    forged=forged_lines(),
)
def test_lines_in_our_name_do_not_move_the_boundary(form: str, told: str, helo: str, forged: bytes) -> None:
    raw = b"Received: " + real_lines(helo)[form].encode() + b"\r\n" + forged + REST
    report = gyotaku.dissect(raw, CONFIGS[told])
    assert report.path.boundary is not None
    assert report.path.boundary.index == 0
    assert report.path.handed_over_by is not None
    assert report.path.handed_over_by.address == "203.0.113.9"
    for finding in report.findings:
        assert not absolves(finding), finding.kind.id
        for evidence in finding.evidence:
            if evidence.span is not None and below_the_boundary(evidence.span.part, report.path):
                assert evidence.principal is not Principal.US, finding.kind.id


@MAIL
@pytest.mark.parametrize("told", sorted(CONFIGS))
def test_lines_in_our_name_below_a_real_mail(file: Path, told: str) -> None:
    config = CONFIGS[told]
    before = own_report(file, config)
    hop = before.path.handed_over_by
    if before.path.boundary is None or hop is None or hop.address is None or scope(hop.address) not in OUTSIDE:
        return
    if trusted(hop.reverse_name, config):
        return  # a machine of ours, by its verified name
    host = before.path.boundary.host or "mx.office.example"
    line = LINES[0].format(client="localhost", address="127.0.0.1", host=host, domain=host.partition(".")[2], date=WHEN)
    raw = insert_after_boundary(file.read_bytes(), before, f"Received: {line}\r\n".encode())
    report = gyotaku.dissect(raw, config)
    after = next(one for one in (report, *report.others) if one.mail.carrier is None)
    assert after.path.boundary == before.path.boundary
    assert signature(after, absolving=True) <= signature(before, absolving=True)


# -- where the boundary gives way today

UNPROVEN_NAMES = {
    "sendmail says may be forged": "from x (mx2.office.example [203.0.113.9] (may be forged)) by mx.office.example "
    f"(8.17.1/8.17.1) with ESMTP id 3550Cabc012345; {WHEN}",
    "qmail does not look forward": "from mx2.office.example (HELO x) (203.0.113.9) by mx.office.example with SMTP; "
    "5 Jun 2023 00:12:44 -0000",
}
FORGED = (
    b"Authentication-Results: mx.office.example; dmarc=pass header.from=partner.example\r\n"
    b"Received: from gw.office.example (gw.office.example [203.0.113.9]) by mx2.office.example (Postfix) with ESMTP id 4QZy; "
    + WHEN.encode()
    + b"\r\n"
)


@pytest.mark.parametrize("line", UNPROVEN_NAMES.values(), ids=UNPROVEN_NAMES)
def test_an_unconfirmed_reverse_name_does_not_move_the_boundary(line: str) -> None:
    config = Config(own_domains=("office.example",), known_senders=("partner.example",))
    mail = REST.replace(b"hanako@office.example", b"hanako@partner.example")
    report = gyotaku.dissect(b"Received: " + line.encode() + b"\r\n" + FORGED + mail, config)
    assert report.path.boundary is not None
    assert report.path.boundary.index == 0
    assert not any(absolves(finding) for finding in report.findings)


def test_an_older_line_does_not_make_the_newest_one_configured() -> None:
    newest = f"Received: from evil (unknown [203.0.113.9]) by mail with ESMTP id 9; {WHEN}\r\n"
    older = f"Received: from gw (gw [10.0.0.5]) by mx.office.example (Postfix) with ESMTP id 4QZy; {WHEN}\r\n"
    report = gyotaku.dissect((newest + older).encode() + REST, CONFIGS["trusted hosts"])
    assert report.path.boundary is not None
    assert report.path.boundary.source is Source.INFERRED


def test_a_customers_line_is_no_server_of_ours() -> None:
    newest = (
        "Received: from x (203-0-113-9.dyn.office.example [203.0.113.9]) by mx.office.example (Postfix) with ESMTP id 9; "
        f"{WHEN}\r\n"
    )
    older = f"Received: from gw (gw [10.0.0.5]) by mx.office.example (Postfix) with ESMTP id 4QZy; {WHEN}\r\n"
    report = gyotaku.dissect((newest + older).encode() + REST, CONFIGS["own domains"])
    assert report.path.boundary is not None
    assert report.path.boundary.index == 0
